//! The scanner as a process: asked to stop in the middle of its work, and with a disk that is full.

use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;

use homeserver_bridge::config::{self, ScanConfig};
use reqwest::{Client, Response};
use serde_json::Value;

use crate::scanner_faults::{FakeClamd, Mood};
use crate::scanner_fixture::{ANNA, Bench, UNSTABLE, encrypt, eventually, seal_to};

const LETTER: &[u8] = b"Dear colleague, see you at noon.\n";

/// The program with the bench's homeservers and bridge around it.
struct Process {
    child: Child,
    base: String,
    client: Client,
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Process {
    /// `before` is a command of the shell that is run before the program, in a mount namespace of its own.
    async fn start(b: &Bench, clamd: &FakeClamd, before: Option<&str>) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let file = write(b, clamd, port);
        let program = env!("CARGO_BIN_EXE_homeserver-bridge");
        let mut command = match before {
            None => Command::new(program),
            Some(before) => {
                let mut command = Command::new("unshare");
                command.args(["--map-root-user", "--mount", "sh", "-c"]);
                command.arg(format!("{before} && exec \"$@\"")).args(["sh", program]);
                command
            }
        };
        command.arg("scan").arg("--config").arg(file).stdout(Stdio::null()).stderr(Stdio::null());
        let process =
            Self { child: command.spawn().unwrap(), base: format!("http://127.0.0.1:{port}"), client: Client::new() };
        eventually("the process is ready", async || match process.get("/health/ready").await {
            Ok(answer) => answer.status() == 200,
            Err(_) => false,
        })
        .await;
        process
    }

    async fn get(&self, path: &str) -> reqwest::Result<Response> {
        self.client.get(format!("{}{path}", self.base)).bearer_auth(ANNA).send().await
    }

    async fn json(&self, path: &str) -> Value {
        self.get(path).await.unwrap().json().await.unwrap()
    }

    /// SIGTERM.
    fn terminate(&self) {
        let status = Command::new("sh").arg("-c").arg(format!("kill -TERM {}", self.child.id())).status();
        assert!(status.unwrap().success());
    }

    async fn end(&mut self) -> ExitStatus {
        for _ in 0..400 {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the process did not end in 20 s");
    }
}

/// The bench's configuration for the program.
fn write(b: &Bench, clamd: &FakeClamd, port: u16) -> PathBuf {
    let path = |name: &str| b.dir.path().join(name).display().to_string();
    let text = format!(
        "listen = \"127.0.0.1:{port}\"\nkey_file = {:?}\npublic_keys_file = {:?}\nspool_dir = {:?}\n\
         spool_memory_bytes = 4096\nmax_file_bytes = 4000000\ndeadline_seconds = 10\n\
         [[homeserver]]\nserver_name = \"interior.test\"\nupstream = {:?}\n\
         [clamd]\nsocket = {:?}\ndescriptor_memory_bytes = 0\n[report]\nbridge = {:?}\ntoken_file = {:?}\n[drain]\nfinish_seconds = 10\n",
        path("keys.json"),
        path("public.json"),
        path("process-spool"),
        b.interior.uri(),
        clamd.socket.display().to_string(),
        b.bridge.uri(),
        path("token"),
    );
    std::fs::create_dir_all(path("process-spool")).unwrap();
    let file = b.dir.path().join("scan.toml");
    std::fs::write(&file, text).unwrap();
    config::read::<ScanConfig>(&file).unwrap();
    file
}

#[tokio::test]
async fn a_process_that_is_asked_to_stop_finishes_takes_nothing_new_and_tells_all() {
    let b = Bench::new().await;
    let clamd = FakeClamd::start();
    clamd.is(Mood::After(Duration::from_secs(3), b"stream: OK\0"));
    b.store_bytes("clear", LETTER).await;
    let mut process = Process::start(&b, &clamd, None).await;
    let download = format!("{UNSTABLE}/download/interior.test/clear");
    let under_way = tokio::spawn(process.client.get(format!("{}{download}", process.base)).bearer_auth(ANNA).send());
    eventually("a file is looked at", async || process.json("/_depesha/scan/v1/health").await["running"] == 1).await;
    process.terminate();
    // A file asked for before the process has heard of its end would wait for the scan under way, and outlive the process.
    eventually("it is about to stop", async || process.json("/health/ready").await["stopping"] == true).await;
    assert_eq!(process.json("/health/ready").await["ready"], false);
    let answer = process.get(&download).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.headers().contains_key("retry-after")), (503, true));
    let answer = under_way.await.unwrap().unwrap();
    assert_eq!((answer.status().as_u16(), answer.bytes().await.unwrap().as_ref()), (200, LETTER));
    assert!(process.end().await.success());
    assert_eq!(b.reports().await.len(), 1);
    assert_eq!(b.fetches().await.len(), 1);
}

#[tokio::test]
async fn a_full_disk_is_no_verdict_and_free_again_afterwards() {
    let b = Bench::new().await;
    let spool = b.dir.path().join("process-spool").display().to_string();
    std::fs::create_dir_all(&spool).unwrap();
    let mount = format!("mount -t tmpfs -o size=512k none '{spool}'");
    let possible = Command::new("unshare").args(["--map-root-user", "--mount", "sh", "-c", &mount]).status();
    if !possible.is_ok_and(|status| status.success()) {
        eprintln!("skipped: no small disk can be mounted here");
        return;
    }
    let clamd = FakeClamd::start();
    clamd.is(Mood::Says(b"stream: OK\0"));
    let process = Process::start(&b, &clamd, Some(&mount)).await;
    let key = process.json(&format!("{UNSTABLE}/public_key")).await["public_key"].as_str().unwrap().to_owned();
    let scan = async |media: &str, size: usize| {
        let (ciphertext, file) = encrypt(media, &vec![b'a'; size], 1);
        b.store_bytes(media, &ciphertext).await;
        let url = format!("{}{UNSTABLE}/scan_encrypted", process.base);
        let answer = process.client.post(url).bearer_auth(ANNA).json(&seal_to(&key, &file)).send().await.unwrap();
        let status = answer.status().as_u16();
        (status, answer.json::<Value>().await.unwrap())
    };
    for round in 0..5 {
        let (status, body) = scan(&format!("large{round}"), 1 << 20).await;
        assert_eq!(
            (status, &body["reason"], &body["clean"]),
            (500, &"M_UNKNOWN".into(), &Value::Null),
            "round {round}"
        );
        assert_eq!(scan(&format!("small{round}"), 1000).await.1["clean"], true, "round {round}");
        // What the large one left of its half would leave no room for this.
        assert_eq!(scan(&format!("fits{round}"), 400_000).await.1["clean"], true, "round {round}");
    }
}
