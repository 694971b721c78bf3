//! The real ClamAV with its own test files, and with ours: what carries the test program is found however it is packed,
//! and no hostile file is clean.

use std::path::Path;
use std::sync::Arc;

use bridge_api::scan::Verdict;
use media_scanner::Scanner;

use crate::clamav::Daemon;
use crate::hostile;
use crate::scanner::{scan, settings};
use crate::sealed::seal;

/// Debian's package clamav-testfiles: the same harmless program, packed in over forty ways.
const FILES: &str = "/usr/share/clamav-testfiles";

#[tokio::test]
async fn the_test_program_is_found_however_it_is_packed_plain_and_encrypted() {
    // One of them nests deeper than we or the engine would usually follow.
    let wide = "MaxFiles 10000\nMaxRecursion 24\nMaxFileSize 110M\nMaxScanSize 400M\nAlertExceedsMax yes";
    let Some(daemon) = Daemon::with(wide).await else { return };
    if !Path::new(FILES).exists() {
        eprintln!("skipped: {FILES} is not there; install clamav-testfiles");
        return;
    }
    let mut settings = settings(&daemon.dir);
    settings.inspection.limits.depth = 24;
    let scanner = Scanner::new(Arc::new(daemon.clamd()), settings, Arc::new(|| 1_000_000));
    let found = Verdict::Infected { signature: "Local.Clam.UNOFFICIAL".into() };
    let (mut count, mut other) = (0, Vec::new());
    for file in std::fs::read_dir(FILES).expect("the folder").flatten() {
        let content = std::fs::read(file.path()).expect("a file");
        let sealed = seal(&content, 1);
        let plain = scan(&scanner, &content, None).await;
        let encrypted = scan(&scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
        if plain.verdict != found || encrypted.verdict != found || encrypted.content.is_some() {
            other.push((file.file_name(), plain.verdict, encrypted.verdict));
        }
        count += 1;
    }
    assert!(other.is_empty(), "{other:?}");
    assert!(count > 40, "{count} files");
}

#[tokio::test]
async fn no_hostile_file_is_clean_to_both_of_us() {
    let Some(daemon) = Daemon::start().await else { return };
    let scanner = daemon.scanner();
    for (name, make) in hostile::all() {
        let sealed = seal(&make(), 1);
        let outcome = scan(&scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
        assert!(outcome.verdict != Verdict::Clean && outcome.content.is_none(), "{name}");
        assert_ne!(outcome.verdict, Verdict::EngineError, "{name}: the engine goes on");
    }
    assert!(scanner.engine_answers().await);
}
