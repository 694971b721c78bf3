//! The SCIM service as a public SCIM client meets it: scim2-client, which checks every answer against the schemas of
//! RFC 7643, and the conformance checks of scim2-tester. Both come from the Python package index, once a machine.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::scim_stage::{Scim, TOKEN};

/// The versions that we have tried, all of them.
const PACKAGES: &str = include_str!("scim_client_packages.txt");
const SCRIPT: &str = include_str!("scim_client.py");

fn run(command: &mut Command) -> String {
    let output = command.output().expect("python3 runs (Debian: python3-venv)");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    text(&output.stdout)
}

/// Python with the client. A new list of packages makes a new environment; only a complete one gets its name.
fn python() -> PathBuf {
    let cache = std::env::var_os("XDG_CACHE_HOME").map(PathBuf::from).filter(|path| path.is_absolute());
    let cache = cache.unwrap_or_else(|| std::env::home_dir().expect("a home folder").join(".cache")).join("depesha");
    let version = PACKAGES.lines().find_map(|line| line.strip_prefix("scim2-client[httpx2]==")).expect("pinned");
    let environment = cache.join(format!("scim2-client-{version}"));
    let listed = environment.join("packages.txt");
    if fs::read_to_string(&listed).is_ok_and(|known| known == PACKAGES) {
        return environment.join("bin/python");
    }
    fs::create_dir_all(&cache).expect("the cache can be made");
    let draft = tempfile::Builder::new().prefix("scim2-client-").tempdir_in(&cache).expect("a folder");
    run(Command::new("python3").args(["-m", "venv"]).arg(draft.path()));
    fs::write(draft.path().join("packages.txt"), PACKAGES).expect("written");
    let install =
        ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary", ":all:", "--no-deps", "-r"];
    run(Command::new(draft.path().join("bin/python")).args(install).arg(draft.path().join("packages.txt")));
    let _ = fs::remove_dir_all(&environment);
    fs::rename(draft.keep(), &environment).expect("put into its place");
    environment.join("bin/python")
}

fn script(stage: &Scim, what: &str) -> String {
    let path = stage.path("client.py");
    fs::write(&path, SCRIPT).expect("written");
    run(Command::new(python()).arg(Path::new(&path)).args([&stage.base, TOKEN, what]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_public_client_creates_finds_pages_patches_deactivates_and_deletes() {
    let stage = Scim::new();
    let told = script(&stage, "journey");
    assert!(told.ends_with("journey done\n"), "{told}");
    assert_eq!(stage.get("/Users").await.1["totalResults"], 2);
    let told = script(&stage, "conformance");
    assert!(told.ends_with("0 others\n"), "{told}");
}
