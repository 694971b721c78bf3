//! A scanner client that others have written, against a whole system: `matrix-sdk-contentscanner`, as a program of its own
//! (`homeserver-bridge/tests/contentscanner`). `cargo stack test foreign` builds it and runs this.

use anyhow::{Result, ensure};
use stack::INTERIOR;
use system_tests::people::{PASSWORD, Person};
use system_tests::system::System;

/// What the program must have tried; it ends with the first thing that fails.
const TRIED: [&str; 7] = [
    "clean: encrypted and plain, small and large",
    "infected: encrypted and plain",
    "wrong: hash and key of the file",
    "missing",
    "scanner's key: strange, then fetched again once",
    "keys in clear: refused",
    "nobody: refused, though the verdict is known",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sdks_own_scanner_client_works_with_our_scanner() -> Result<()> {
    let system = System::up().await?;
    let program = system.stack().programs().bridge.with_file_name("foreign-contentscanner");
    ensure!(program.is_file(), "the foreign client is not built: run cargo stack test foreign");
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let mut client = tokio::process::Command::new(program);
    client.args([&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD]).env("RUST_BACKTRACE", "0");
    let output = client.output().await?;
    let (said, complained) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    ensure!(output.status.success(), "the foreign client failed after\n{said}{complained}");
    ensure!(said.lines().eq(TRIED), "the foreign client tried something else:\n{said}");
    Ok(())
}
