//! Programs as engines: real ones, small shell scripts that behave as antivirus programs do, well and badly.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use media_scanner::Engine;
use media_scanner::decrypt::Plain;
use media_scanner::engine::command::{Command, CommandSettings};
use media_scanner::engine::{EngineError, Finding, eicar};
use tempfile::TempDir;

fn settings(command: &[&str]) -> CommandSettings {
    CommandSettings {
        name: "prog".into(),
        command: command.iter().map(ToString::to_string).collect(),
        clean: vec![0],
        infected: vec![1, 13],
        encrypted: vec![2],
        limits: vec![3],
        signature_after: "virus '".into(),
        signature_before: "'".into(),
        version_command: Vec::new(),
        signatures_file: None,
    }
}

fn script(dir: &TempDir, text: &str) -> String {
    let path = dir.path().join("engine.sh");
    std::fs::write(&path, format!("#!/bin/sh\n{text}\n")).expect("written");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).expect("runnable");
    path.display().to_string()
}

async fn ask(command: &Command, content: &[u8]) -> Result<Finding, EngineError> {
    command.scan(&Plain::from_bytes(content.to_vec())).await
}

/// Finds the test file by a part that stands nowhere else.
const HONEST: &str = r#"if grep -q "STANDARD-ANTIVIRUS-TEST" -; then echo "noise"; echo "stdin: virus 'Eicar-Test' found"; exit 13; fi; exit 0"#;

#[tokio::test]
async fn a_program_that_does_its_work_is_understood() {
    let dir = tempfile::tempdir().expect("dir");
    let path = script(&dir, HONEST);
    let engine = Command::new(settings(&[&path]));
    engine.self_test().await.expect("passes its test");
    let large = vec![b'.'; 3_000_000];
    assert_eq!(ask(&engine, &large).await.ok(), Some(Finding::Clean));
    assert_eq!(ask(&engine, b"").await.ok(), Some(Finding::Clean));
    let infected = [large, eicar()].concat();
    assert_eq!(ask(&engine, &infected).await.ok(), Some(Finding::Infected("prog:Eicar-Test".into())));
}

#[tokio::test]
async fn only_configured_exit_codes_are_findings() {
    let dir = tempfile::tempdir().expect("dir");
    for (text, expected) in [
        ("cat >/dev/null; exit 1", Some(Finding::Infected("prog:found".into()))),
        ("cat >/dev/null; exit 2", Some(Finding::Encrypted)),
        ("cat >/dev/null; exit 3", Some(Finding::Limits)),
        ("cat >/dev/null; exit 4", None),
        ("cat >/dev/null; kill -9 $$", None),
        ("exec <&-; sleep 0.2; exit 0", None),
        ("cat >/dev/null; head -c 200000 /dev/zero; exit 0", None),
    ] {
        let path = script(&dir, text);
        let engine = Command::new(settings(&[&path]));
        assert_eq!(ask(&engine, &vec![b'.'; 1_000_000]).await.ok(), expected, "{text}");
    }
    for blind in ["/bin/true", "/bin/false"] {
        assert!(Command::new(settings(&[blind])).self_test().await.is_err(), "{blind} tells nothing apart");
    }
    let nowhere = Command::new(settings(&["/nowhere/engine"]));
    assert!(nowhere.ping().await.is_err() && ask(&nowhere, b"x").await.is_err());
}

#[tokio::test]
async fn arguments_are_not_a_shells_and_the_environment_is_empty() {
    let dir = tempfile::tempdir().expect("dir");
    let path = script(
        &dir,
        r#"cat >/dev/null; [ "$1" = '$(touch x); *' ] && [ -z "$HOME$CARGO_MANIFEST_DIR" ] && exit 0; exit 4"#,
    );
    assert_eq!(ask(&Command::new(settings(&[&path, "$(touch x); *"])), b"x").await.ok(), Some(Finding::Clean));
}

#[tokio::test]
async fn a_program_that_does_not_end_is_killed_with_all_that_it_started() {
    let dir = tempfile::tempdir().expect("dir");
    let pids = dir.path().join("pids");
    let path = script(&dir, &format!("sleep 300 & echo $! > {0}; echo $$ >> {0}; wait", pids.display()));
    let engine = Command::new(settings(&[&path]));
    let ended = tokio::time::timeout(Duration::from_millis(1500), ask(&engine, b"x")).await;
    assert!(ended.is_err(), "it does not end by itself");
    let started = std::fs::read_to_string(&pids).expect("it ran");
    assert_eq!(started.lines().count(), 2);
    for _ in 0..100 {
        if started.lines().all(|pid| !runs(pid)) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it still runs");
}

/// Whether the process is there and no zombie.
fn runs(pid: &str) -> bool {
    let stat = std::fs::read_to_string(Path::new("/proc").join(pid).join("stat"));
    stat.is_ok_and(|stat| !stat.rsplit(')').next().unwrap_or_default().trim_start().starts_with('Z'))
}

#[tokio::test]
async fn the_version_is_what_the_program_and_its_file_of_signatures_say() {
    let dir = tempfile::tempdir().expect("dir");
    let file = dir.path().join("signatures.dat");
    std::fs::write(&file, "1").expect("written");
    let path = script(&dir, "echo; echo 'AV 3.1 / 2026-11-21'; echo more");
    let with = || {
        let mut settings = settings(&["/bin/true"]);
        settings.version_command = vec![path.clone()];
        settings.signatures_file = Some(file.clone());
        Command::new(settings)
    };
    let before = with().version().await.expect("a version");
    assert_eq!(before.engine, "command prog");
    assert!(before.signatures.starts_with("AV 3.1 / 2026-11-21 1-") && before.signatures_at_ms.is_some());
    std::fs::write(&file, "12").expect("written");
    assert_ne!(with().version().await.expect("a version"), before);
    let none = Command::new(settings(&["/bin/true"])).version().await.expect("a version");
    assert_eq!((none.signatures.as_str(), none.signatures_at_ms), ("unknown", None));
}
