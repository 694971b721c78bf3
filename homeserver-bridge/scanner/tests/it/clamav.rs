//! The scanner on the real ClamAV: a daemon of our own with a few local signatures. Where it is not installed the tests
//! say so and pass, unless DEPESHA_REAL_PARTS=1 demands it.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use bridge_api::scan::{Unscannable, Verdict};
use media_scanner::engine::eicar;
use media_scanner::{Clamd, Engine, Scanner};
use tempfile::TempDir;

use crate::scanner::{scan, settings};
use crate::sealed::seal;

const CLAMD: &str = "/usr/sbin/clamd";

pub(crate) struct Daemon {
    pub(crate) process: Child,
    pub(crate) dir: TempDir,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Daemon {
    pub(crate) async fn start() -> Option<Self> {
        Self::with("StreamMaxLength 4M\nAlertExceedsMax yes").await
    }

    /// With more lines in its configuration; the first of two about one thing counts.
    pub(crate) async fn with(more: &str) -> Option<Self> {
        if !Path::new(CLAMD).exists() {
            #[allow(clippy::disallowed_methods)] // A switch for whoever runs the tests, not configuration.
            let demanded = std::env::var("DEPESHA_REAL_PARTS").is_ok_and(|value| value == "1");
            assert!(!demanded, "DEPESHA_REAL_PARTS=1 needs {CLAMD}: install clamav-daemon");
            eprintln!("skipped: {CLAMD} is not installed");
            return None;
        }
        let dir = tempfile::tempdir().expect("dir");
        let root = dir.path().display().to_string();
        for sub in ["db", "tmp"] {
            fs::create_dir(dir.path().join(sub)).expect("folder");
        }
        fs::write(dir.path().join("db/local.hdb"), "44d88612fea8a8f36de82e1278abb02f:68:Local.Eicar-Hash\n")
            .expect("db");
        // The second: code of the program in Debian's clamav-testfiles, as it stands unpacked in memory.
        let program = "33c050508bf3535350b02940300466ac79f9ba";
        let lines = format!("Local.Eicar:0:*:{}\nLocal.Clam:0:*:{program}\n", hex::encode(eicar()));
        fs::write(dir.path().join("db/local.ndb"), lines).expect("db");
        let config = format!(
            "Foreground yes\nDatabaseDirectory {root}/db\nTemporaryDirectory {root}/tmp\nLocalSocket {root}/clamd.sock\n\
             {more}\nMaxFileSize 4M\nMaxScanSize 16M\nMaxRecursion 4\nMaxFiles 20\nAlertEncrypted yes\n\
             AlertEncryptedArchive yes\nAlertEncryptedDoc yes\n"
        );
        fs::write(dir.path().join("clamd.conf"), config).expect("config");
        let process = Command::new(CLAMD)
            .arg("-c")
            .arg(dir.path().join("clamd.conf"))
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("clamd starts");
        let daemon = Self { process, dir };
        for _ in 0..200 {
            if daemon.clamd().ping().await.is_ok() {
                return Some(daemon);
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("clamd did not answer in 10 s");
    }

    pub(crate) fn clamd(&self) -> Clamd {
        Clamd::new(self.dir.path().join("clamd.sock"))
    }

    pub(crate) fn scanner(&self) -> Scanner {
        self.scanner_on(self.clamd())
    }

    fn scanner_on(&self, clamd: Clamd) -> Scanner {
        Scanner::new(Arc::new(clamd), settings(&self.dir), Arc::new(|| 1_000_000))
    }
}

pub(crate) fn noise(size: usize) -> Vec<u8> {
    let mut bytes = vec![0; size];
    fs::File::open("/dev/urandom").and_then(|mut f| f.read_exact(&mut bytes)).expect("random");
    bytes
}

#[tokio::test]
async fn the_test_file_is_found_plain_encrypted_and_packed() {
    let Some(daemon) = Daemon::start().await else { return };
    let scanner = daemon.scanner();
    let found = Verdict::Infected { signature: "Local.Eicar.UNOFFICIAL".into() };
    assert_eq!(scan(&scanner, &eicar(), None).await.verdict, found);
    let late = [vec![b'.'; 300_000], eicar()].concat();
    let sealed = seal(&late, 1);
    let outcome = scan(&scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await;
    assert_eq!(outcome.verdict, found);
    assert!(outcome.content.is_none());
    assert!(outcome.engine.starts_with("ClamAV "));
    let status = scanner.engine_status().await;
    assert!(status.healthy && status.signatures_version == "local");
    let clean = seal(&noise(1 << 20), 1);
    let outcome = scan(&scanner, &clean.ciphertext, Some(&clean.file.keys)).await;
    assert_eq!((outcome.verdict, outcome.content.is_some()), (Verdict::Clean, true));
}

#[tokio::test]
async fn limits_of_the_engine_and_its_death_are_never_clean() {
    let Some(mut daemon) = Daemon::start().await else { return };
    let scanner = daemon.scanner();
    // Longer than StreamMaxLength: clamd answers and hangs up while we write.
    assert_eq!(scan(&scanner, &noise(6 << 20), None).await.verdict, Verdict::TooLarge);
    let many = tar(&[[b'x'; 100].as_slice(); 40]);
    let limits = Verdict::Unscannable { why: Unscannable::Limits };
    assert_eq!(scan(&scanner, &many, None).await.verdict, limits);
    daemon.process.kill().expect("killed");
    daemon.process.wait().expect("ended");
    assert_eq!(scan(&scanner, b"a letter", None).await.verdict, Verdict::EngineError);
    assert!(!scanner.engine_answers().await);
}

#[tokio::test]
async fn contents_go_by_descriptor_while_there_is_room_and_over_the_socket_else() {
    // What goes over the socket is bounded more tightly here, which tells the two ways apart.
    let Some(daemon) = Daemon::with("StreamMaxLength 1M\nAlertExceedsMax yes").await else { return };
    let scanner = daemon.scanner_on(daemon.clamd().with_descriptors(2 << 20));
    assert_eq!(scan(&scanner, &noise(3 << 19), None).await.verdict, Verdict::Clean);
    let infected = [noise(3 << 19), eicar()].concat();
    let found = Verdict::Infected { signature: "Local.Eicar.UNOFFICIAL".into() };
    assert_eq!(scan(&scanner, &infected, None).await.verdict, found);
    assert_eq!(scan(&scanner, &noise(5 << 19), None).await.verdict, Verdict::TooLarge);
    assert_eq!(scan(&scanner, &[noise(1 << 19), eicar()].concat(), None).await.verdict, found);
    assert_eq!(scan(&scanner, b"", None).await.verdict, Verdict::Clean);
    let sealed = seal(&infected, 3);
    assert_eq!(scan(&scanner, &sealed.ciphertext, Some(&sealed.file.keys)).await.verdict, found);
    let room = daemon.scanner_on(daemon.clamd().with_descriptors(64 << 20));
    let limits = Verdict::Unscannable { why: Unscannable::Limits };
    assert_eq!(scan(&room, &noise(6 << 20), None).await.verdict, limits, "larger than MaxFileSize");
}

#[tokio::test]
async fn a_clamd_that_keeps_its_limits_to_itself_is_not_relied_on() {
    let Some(daemon) = Daemon::with("StreamMaxLength 4M\nAlertExceedsMax no").await else { return };
    let scanner = daemon.scanner();
    assert!(!scanner.engine_status().await.healthy);
    assert_eq!(scan(&scanner, b"a letter", None).await.verdict, Verdict::EngineError);
}

#[tokio::test]
async fn new_local_signatures_are_loaded_and_make_another_version_with_an_age() {
    let Some(daemon) = Daemon::start().await else { return };
    let db = daemon.dir.path().join("db");
    let scanner = daemon.scanner_on(daemon.clamd().with_settling_database(&db, Duration::from_millis(600)));
    let before = scanner.engine_status().await;
    assert!(before.healthy && before.signatures_version.starts_with("local-"), "{before:?}");
    assert!(before.signatures_at_ms.is_some());
    let letter = b"a letter about pineapples";
    assert_eq!(scan(&scanner, letter, None).await.verdict, Verdict::Clean);
    fs::write(db.join("more.ndb"), format!("Local.Fruit:0:*:{}\n", hex::encode("pineapples"))).expect("db");
    for _ in 0..200 {
        let outcome = scan(&scanner, letter, None).await;
        if outcome.signatures_version != before.signatures_version {
            assert_eq!(outcome.verdict, Verdict::Infected { signature: "Local.Fruit.UNOFFICIAL".into() });
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("in 10 s the version did not change");
}

/// A tar archive of small members.
fn tar(members: &[&[u8]]) -> Vec<u8> {
    let mut archive = Vec::new();
    for (i, member) in members.iter().enumerate() {
        let mut header = [0u8; 512];
        let name = format!("m{i}");
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..108].copy_from_slice(b"0000644\0");
        header[124..136].copy_from_slice(format!("{:011o}\0", member.len()).as_bytes());
        header[148..156].fill(b' ');
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        archive.extend(header);
        archive.extend(*member);
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    archive
}
