//! ClamAV's daemon killed in the middle of scans, again and again: never a wrong clean, never another's verdict, and
//! nothing held afterwards. Each time a real daemon is killed with SIGKILL and another one takes its place.

use std::convert::Infallible;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bridge_api::scan::Verdict;
use bytes::Bytes;
use futures_util::stream;
use media_scanner::engine::eicar;
use media_scanner::{Clamd, Engine, Holding, Outcome, Party, Scanner};
use tempfile::TempDir;

use crate::scanner::settings;
use crate::sealed::{Sealed, describe, seal};

const CLAMD: &str = "/usr/sbin/clamd";
const KILLS: usize = 200;

/// Text that takes clamd a while, with the test file near its end.
fn infected(kill: usize) -> Vec<u8> {
    let mut content = format!("Minutes of meeting {kill}, of no interest to anybody.\n").repeat(20_000).into_bytes();
    let at = content.len() - 100;
    content.splice(at..at, eicar());
    content
}

/// A daemon that is there to be killed, and comes back at the same address.
struct Victim {
    process: Child,
    dir: TempDir,
}

impl Drop for Victim {
    fn drop(&mut self) {
        self.kill();
    }
}

impl Victim {
    async fn start() -> Self {
        let dir = tempfile::tempdir().expect("dir");
        let root = dir.path().display().to_string();
        for sub in ["db", "tmp"] {
            fs::create_dir(dir.path().join(sub)).expect("folder");
        }
        fs::write(dir.path().join("db/local.ndb"), format!("Local.Eicar:0:*:{}\n", hex::encode(eicar()))).expect("db");
        let config = format!(
            "Foreground yes\nDatabaseDirectory {root}/db\nTemporaryDirectory {root}/tmp\nLocalSocket {root}/clamd.sock\n\
             FixStaleSocket yes\nStreamMaxLength 4M\nMaxFileSize 4M\nAlertExceedsMax yes\n"
        );
        fs::write(dir.path().join("clamd.conf"), config).expect("config");
        let process = spawn(dir.path());
        let mut victim = Self { process, dir };
        victim.wait().await;
        victim
    }

    fn clamd(&self) -> Clamd {
        Clamd::new(self.dir.path().join("clamd.sock"))
    }

    /// SIGKILL, in the middle of whatever it does.
    fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    async fn restart(&mut self) {
        self.process = spawn(self.dir.path());
        self.wait().await;
    }

    async fn wait(&mut self) {
        for _ in 0..1000 {
            if self.clamd().ping().await.is_ok() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("clamd did not answer in 10 s");
    }
}

fn spawn(dir: &Path) -> Child {
    let mut clamd = Command::new(CLAMD);
    clamd.arg("-c").arg(dir.join("clamd.conf")).stdout(Stdio::null()).stderr(Stdio::null());
    clamd.spawn().expect("clamd starts")
}

#[allow(clippy::disallowed_methods)] // A switch for whoever runs the tests, not configuration.
fn is_demanded() -> bool {
    std::env::var("DEPESHA_REAL_PARTS").is_ok_and(|value| value == "1")
}

async fn ask(scanner: &Scanner, sealed: &Sealed, key: u8) -> Outcome {
    let keys = describe(&sealed.ciphertext, key).keys;
    let pieces = sealed.ciphertext.chunks(60_000).map(|piece| Ok::<_, Infallible>(Bytes::copy_from_slice(piece)));
    let pieces: Vec<_> = pieces.collect();
    scanner.scan(stream::iter(pieces), None, Some(&keys), Party(1)).await.expect("an outcome")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_daemon_that_is_killed_in_the_middle_says_nothing() {
    if !Path::new(CLAMD).exists() {
        assert!(!is_demanded(), "DEPESHA_REAL_PARTS=1 needs {CLAMD}: install clamav-daemon");
        eprintln!("skipped: {CLAMD} is not installed");
        return;
    }
    let mut daemon = Victim::start().await;
    let spool = tempfile::tempdir().expect("dir");
    let scanner = Arc::new(Scanner::new(Arc::new(daemon.clamd()), settings(&spool), Arc::new(|| 1_000_000)));
    let (mut silenced, mut found) = (0, 0);
    // How long a scan takes that nobody disturbs.
    let sealed = seal(&infected(usize::MAX), 1);
    let began = Instant::now();
    assert!(matches!(ask(&scanner, &sealed, 1).await.verdict, Verdict::Infected { .. }));
    let usual = began.elapsed();
    for kill in 0..KILLS {
        let sealed = Arc::new(seal(&infected(kill), 1));
        // Twice with the right key and once with another, under which nothing can be found.
        let asked = [1, 1, 2].map(|key| {
            let (scanner, sealed) = (scanner.clone(), sealed.clone());
            tokio::spawn(async move { (key, ask(&scanner, &sealed, key).await) })
        });
        // Sooner and later in the course of a scan, and a little after its end.
        tokio::time::sleep(usual * (1 + kill as u32 % 15) / 10).await;
        daemon.kill();
        for one in asked {
            let (key, outcome) = one.await.expect("no panic");
            match (key, &outcome.verdict) {
                (_, Verdict::EngineError) => silenced += 1,
                (1, Verdict::Infected { .. }) => found += 1,
                (2, Verdict::Clean) => {}
                wrong => panic!("kill {kill}: {wrong:?}"),
            }
            assert!(outcome.content.is_none() || outcome.verdict == Verdict::Clean);
        }
        assert_eq!(scanner.holding(), Holding::default(), "kill {kill}");
        daemon.restart().await;
        if kill % 10 == 0 {
            let verdict = ask(&scanner, &sealed, 1).await.verdict;
            assert!(matches!(verdict, Verdict::Infected { .. }), "silence is not remembered: kill {kill}, {verdict:?}");
        }
    }
    // A test that never hit the middle would prove nothing.
    assert!(silenced > KILLS / 2 && found > 0, "{silenced} silenced, {found} found of {KILLS}");
}
