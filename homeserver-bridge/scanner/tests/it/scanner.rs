//! The scanner on the fake engine: what it must never do.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use bridge_api::scan::{Unscannable, Verdict};
use bytes::Bytes;
use ed25519_dalek::{Signature, Verifier, VerifyingKey};
use futures_util::stream;
use media_scanner::engine::eicar;
use media_scanner::engine::fake::FakeEngine;
use media_scanner::engine::panel::{Member, Panel};
use media_scanner::{
    Clock, Engine, FileKeys, InspectionRules, LaneSettings, Outcome, Party, ScanError, Scanner, Settings,
    SpoolSettings, key_file, sign,
};
use tempfile::TempDir;

use crate::sealed::{describe, seal};

/// Settings that fit in a test.
pub(crate) fn settings(dir: &TempDir) -> Settings {
    Settings {
        spool: SpoolSettings { dir: dir.path().into(), memory_each: 1000, memory_total: 1 << 20, disk_total: 64 << 20 },
        max_file_bytes: 16 << 20,
        deadline: Duration::from_secs(20),
        patience: Duration::from_secs(20),
        lanes: LaneSettings::default(),
        known_bytes: 1 << 20,
        known_for: Duration::from_secs(600),
        self_test_counts_for: Duration::from_secs(60),
        inspection: InspectionRules::default(),
    }
}

struct Bench {
    scanner: Arc<Scanner>,
    engine: Arc<FakeEngine>,
    now: Arc<AtomicU64>,
    _dir: TempDir,
}

fn bench(change: impl FnOnce(&mut Settings)) -> Bench {
    bench_of(change, |engine, _| engine)
}

/// On what `wrap` makes of the fake engine.
fn bench_of(change: impl FnOnce(&mut Settings), wrap: impl FnOnce(Arc<FakeEngine>, Clock) -> Arc<dyn Engine>) -> Bench {
    let dir = tempfile::tempdir().expect("dir");
    let engine = Arc::new(FakeEngine::default());
    let mut settings = settings(&dir);
    change(&mut settings);
    let now = Arc::new(AtomicU64::new(1_000_000));
    let told = now.clone();
    let clock: Clock = Arc::new(move || told.load(Ordering::Relaxed));
    let scanner = Scanner::new(wrap(engine.clone(), clock.clone()), settings, clock);
    Bench { scanner: Arc::new(scanner), engine, now, _dir: dir }
}

/// Scans bytes that come in pieces.
pub(crate) async fn scan(scanner: &Scanner, bytes: &[u8], keys: Option<&FileKeys>) -> Outcome {
    let pieces: Vec<_> = bytes.chunks(700).map(|piece| Ok::<_, Infallible>(Bytes::copy_from_slice(piece))).collect();
    scanner.scan(stream::iter(pieces), None, keys, Party(1)).await.expect("an outcome")
}

fn infected() -> Verdict {
    Verdict::Infected { signature: "Eicar".into() }
}

#[tokio::test]
async fn clean_bytes_are_released_as_they_came_and_no_others() {
    let b = bench(|_| {});
    let clean = seal(&b"an ordinary letter\n".repeat(200), 1);
    let outcome = scan(&b.scanner, &clean.ciphertext, Some(&clean.file.keys)).await;
    assert_eq!((outcome.verdict, outcome.type_found.as_str()), (Verdict::Clean, "text/plain"));
    assert_eq!(outcome.size, clean.ciphertext.len() as u64);
    let content = outcome.content.expect("clean");
    assert_eq!(content.chunk(0, 1 << 20).await.expect("there"), clean.ciphertext);

    for (content, key) in [(eicar(), 1), ([b"x".repeat(5000), eicar()].concat(), 2)] {
        let sealed = seal(&content, key);
        let outcome = scan(&b.scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
        assert_eq!(outcome.verdict, infected());
        assert!(outcome.content.is_none());
        let outcome = scan(&b.scanner, &content, None).await;
        assert_eq!(outcome.verdict, infected());
        assert!(outcome.content.is_none());
    }
}

#[tokio::test]
async fn a_wrong_key_scans_noise_and_its_verdict_is_nobody_elses() {
    let b = bench(|_| {});
    let sealed = seal(&eicar(), 1);
    let wrong = describe(&sealed.ciphertext, 2);
    let (noise, real) = tokio::join!(
        scan(&b.scanner, &sealed.ciphertext, Some(&wrong.keys)),
        scan(&b.scanner, &sealed.ciphertext, Some(&sealed.file.keys)),
    );
    assert_eq!(noise.verdict, Verdict::Clean, "the hash holds and noise holds no virus");
    assert_eq!(real.verdict, infected());
    assert_eq!(noise.ciphertext_sha256, real.ciphertext_sha256);
    assert_ne!(noise.key_commitment, real.key_commitment);
    let bare = scan(&b.scanner, &sealed.ciphertext, None).await;
    assert!(bare.fresh && bare.key_commitment != real.key_commitment);
    let again = scan(&b.scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
    assert_eq!((again.verdict, again.fresh), (infected(), false));
}

#[tokio::test]
async fn another_ciphertext_than_the_sender_hashed_is_not_looked_at() {
    let b = bench(|_| {});
    let mut sealed = seal(b"a letter", 1);
    sealed.ciphertext[3] ^= 1;
    let outcome = scan(&b.scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
    assert_eq!(outcome.verdict, Verdict::HashMismatch);
    assert!(outcome.content.is_none());
    assert_eq!(b.engine.state().scans, 0);
}

#[tokio::test]
async fn an_engine_that_is_down_slow_or_blind_is_never_clean_and_never_remembered() {
    let b = bench(|s| s.deadline = Duration::from_millis(50));
    let sealed = seal(b"a letter", 1);
    let ask = || scan(&b.scanner, &sealed.ciphertext, Some(&sealed.file.keys));
    b.engine.set(|e| e.up = false);
    assert_eq!(ask().await.verdict, Verdict::EngineError);
    assert!(!b.scanner.engine_status().await.healthy && !b.scanner.engine_answers().await);
    b.engine.set(|e| (e.up, e.sighted) = (true, false));
    assert_eq!(ask().await.verdict, Verdict::EngineError);
    assert!(!b.scanner.engine_status().await.healthy && b.scanner.engine_answers().await);
    b.engine.set(|e| (e.sighted, e.delay) = (true, Duration::from_secs(5)));
    assert_eq!(ask().await.verdict, Verdict::Timeout);
    b.engine.set(|e| e.delay = Duration::ZERO);
    let outcome = ask().await;
    assert_eq!((outcome.verdict, outcome.fresh), (Verdict::Clean, true));
    assert!(b.scanner.engine_status().await.healthy);
    // A known verdict is worth nothing once the engine cannot be asked which signatures it has.
    b.engine.set(|e| e.up = false);
    let outcome = ask().await;
    assert_eq!(outcome.verdict, Verdict::EngineError);
    assert!(outcome.content.is_none());
}

#[tokio::test]
async fn an_engine_that_goes_down_in_the_middle_is_no_clean_verdict() {
    let b = bench(|_| {});
    b.engine.set(|e| e.delay = Duration::from_millis(50));
    let down = async {
        tokio::time::sleep(Duration::from_millis(20)).await;
        b.engine.set(|e| e.up = false);
    };
    let (outcome, ()) = tokio::join!(scan(&b.scanner, b"a letter", None), down);
    assert_eq!(outcome.verdict, Verdict::EngineError);
}

#[tokio::test]
async fn new_signatures_and_time_make_old_verdicts_unknown() {
    let b = bench(|_| {});
    assert!(scan(&b.scanner, b"a letter", None).await.fresh);
    assert!(!scan(&b.scanner, b"a letter", None).await.fresh);
    b.engine.set(|e| e.signatures = "2".into());
    let outcome = scan(&b.scanner, b"a letter", None).await;
    assert_eq!((outcome.fresh, outcome.signatures_version.as_str()), (true, "2"));
    b.now.fetch_add(600_000, Ordering::Relaxed);
    assert!(scan(&b.scanner, b"a letter", None).await.fresh);
}

#[tokio::test]
async fn signatures_that_are_too_old_or_of_unknown_age_give_no_verdict() {
    let b = bench_of(
        |_| {},
        |engine, clock| {
            let member = Member {
                name: "one".into(),
                kind: "clamd",
                engine,
                required: true,
                max_signature_age: Some(Duration::from_millis(500)),
                deadline: None,
            };
            Arc::new(Panel::new(vec![member], Duration::from_secs(60), clock))
        },
    );
    assert_eq!(scan(&b.scanner, b"a letter", None).await.verdict, Verdict::EngineError);
    b.engine.set(|e| e.signatures_at_ms = Some(999_500));
    assert_eq!(scan(&b.scanner, b"a letter", None).await.verdict, Verdict::Clean);
    b.now.fetch_add(1, Ordering::Relaxed);
    assert_eq!(scan(&b.scanner, b"a letter", None).await.verdict, Verdict::EngineError);
}

#[tokio::test]
async fn what_is_too_large_announced_or_not_is_its_own_state() {
    let b = bench(|s| s.max_file_bytes = 5000);
    assert_eq!(scan(&b.scanner, &[0; 5000], None).await.verdict, Verdict::Clean);
    let outcome = scan(&b.scanner, &[0; 5001], None).await;
    assert_eq!((outcome.verdict, outcome.ciphertext_sha256.as_str()), (Verdict::TooLarge, ""));
    let never = stream::pending::<Result<Bytes, Infallible>>();
    let outcome = b.scanner.scan(never, Some(5001), None, Party(1)).await.expect("an outcome");
    assert_eq!(outcome.verdict, Verdict::TooLarge);
}

#[tokio::test]
async fn what_the_engine_could_not_look_through_is_its_own_state() {
    use media_scanner::engine::Finding;
    let b = bench(|_| {});
    let states = [
        (Finding::Limits, Verdict::Unscannable { why: Unscannable::Limits }),
        (Finding::Encrypted, Verdict::Unscannable { why: Unscannable::Encrypted }),
        (Finding::TooLarge, Verdict::TooLarge),
    ];
    for (finding, verdict) in states {
        b.engine.set(|e| e.otherwise = finding);
        assert_eq!(scan(&b.scanner, b"a letter", None).await.verdict, verdict);
    }
    b.engine.set(|e| e.otherwise = Finding::Clean);
    assert_eq!(scan(&b.scanner, b"a letter", None).await.verdict, Verdict::Clean, "none of them was remembered");
    assert_eq!(scan(&b.scanner, b"MZ\x90\0", None).await.verdict, Verdict::TypeForbidden);
    let hidden = [&b"MZ\x90\0"[..], &eicar()].concat();
    assert_eq!(scan(&b.scanner, &hidden, None).await.verdict, infected(), "what is found goes before the type");
    let broken = [&b"PK\x03\x04"[..], &[0; 60]].concat();
    let malformed = Verdict::Unscannable { why: Unscannable::Malformed };
    assert_eq!(scan(&b.scanner, &broken, None).await.verdict, malformed);
}

#[tokio::test]
async fn a_source_that_breaks_or_a_full_spool_is_no_outcome() {
    let b = bench(|s| s.spool.disk_total = 2000);
    let broken = stream::iter([Ok(Bytes::from_static(b"half")), Err("gone")]);
    assert!(matches!(b.scanner.scan(broken, None, None, Party(1)).await, Err(ScanError::Source("gone"))));
    let large = stream::iter([Ok::<_, Infallible>(Bytes::from(vec![0; 3000]))]);
    assert!(matches!(b.scanner.scan(large, None, None, Party(1)).await, Err(ScanError::Busy { .. })));
}

#[tokio::test]
async fn many_requests_for_one_file_are_one_scan() {
    let b = bench(|_| {});
    b.engine.set(|e| e.delay = Duration::from_millis(50));
    let sealed = seal(b"a letter", 1);
    let all = (0..20).map(|_| scan(&b.scanner, &sealed.ciphertext, Some(&sealed.file.keys)));
    let all = futures_util::future::join_all(all).await;
    assert!(all.iter().all(|o| o.verdict == Verdict::Clean && o.content.is_some()));
    assert_eq!(all.iter().filter(|o| o.fresh).count(), 1);
    assert_eq!(b.engine.state().scans, 1);
}

#[tokio::test]
async fn a_signature_binds_the_whole_statement_and_only_verdicts_are_signed() {
    let b = bench(|_| {});
    let dir = tempfile::tempdir().expect("dir");
    let ring = key_file::load_or_create(&dir.path().join("keys"), 1, 0).expect("made");
    let sealed = seal(b"a letter", 1);
    let outcome = scan(&b.scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
    let mut signed = sign::sign(&ring, &sealed.file.url, &outcome).expect("a verdict");
    assert_eq!(signed.key, ring.public_keys()[0].ed25519);
    let key: [u8; 32] = STANDARD_NO_PAD.decode(&signed.key).expect("base64").try_into().expect("32");
    let key = VerifyingKey::from_bytes(&key).expect("a key");
    let signature = Signature::from_slice(&STANDARD_NO_PAD.decode(&signed.signature).expect("base64")).expect("64");
    assert!(key.verify(&signed.statement.canonical_json(), &signature).is_ok());
    signed.statement.verdict = "infected".into();
    assert!(key.verify(&signed.statement.canonical_json(), &signature).is_err());
    b.engine.set(|e| e.up = false);
    let outcome = scan(&b.scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
    assert!(sign::sign(&ring, &sealed.file.url, &outcome).is_none());
}
