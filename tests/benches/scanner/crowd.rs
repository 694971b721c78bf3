//! How many files of 1 KiB a scanner looks at in a second when eight clients ask at once, each for one after the other.
//!
//! A second scanner beside the stack's own, with the same clamd and the same bridge to report to, but with a homeserver
//! that is not the bottleneck.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use reqwest::Method;
use stack::INTERIOR;
use system_tests::figure::Figure;
use system_tests::process::Process;
use system_tests::stock::StockClient;
use toml::{Table, Value};

use crate::media_source::MediaSource;
use crate::scene::{SCAN, Scanner, Scene, encrypted};

const SIZE: usize = 1 << 10;
const CLIENTS: usize = 8;
const ROUNDS: usize = 9;
/// Of each client, in one round: together more than a second's worth.
const FILES: usize = 60;
const PATIENCE: Duration = Duration::from_secs(30);

/// Files a second, the answers all in.
pub(crate) async fn figure(scene: &Scene) -> Result<Figure> {
    let ministry = scene.system.status().homeservers.iter().find(|one| one.organisation == INTERIOR.organisation);
    let server_name = ministry.context("the ministry's homeserver")?.server_name.clone();
    let source = MediaSource::start(&server_name).await?;
    let second = Second::start(scene, &source).await?;
    let mut rates = Vec::new();
    for round in 0..=ROUNDS {
        let rate = second.round(&source, round).await?;
        // The first one makes connections.
        if round > 0 {
            rates.push(rate);
        }
    }
    let what = format!("{CLIENTS} clients, files of {SIZE} bytes");
    Ok(Figure::quartiles("small_per_second_8_clients", "per second", &rates, &what))
}

/// The second scanner; it ends when this is dropped.
struct Second {
    process: Child,
    scanner: Scanner,
}

impl Second {
    async fn start(scene: &Scene, source: &MediaSource) -> Result<Self> {
        let folder = scene.system.client_folder("second-scanner");
        std::fs::create_dir_all(folder.join("spool"))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let stack = scene.system.stack();
        let text = std::fs::read_to_string(stack.layout().scan_config())?;
        let mut config: Table = toml::from_str(&text)?;
        config.insert("listen".into(), format!("127.0.0.1:{port}").into());
        config.insert("spool_dir".into(), folder.join("spool").display().to_string().into());
        let homeservers = config.get_mut("homeserver").and_then(Value::as_array_mut).context("no homeservers")?;
        for homeserver in homeservers.iter_mut().filter_map(Value::as_table_mut) {
            homeserver.insert("upstream".into(), source.url.clone().into());
        }
        let path = folder.join("scan.toml");
        std::fs::write(&path, toml::to_string(&config)?)?;
        let log = std::fs::File::create(folder.join("log"))?;
        let mut command = Command::new(&stack.programs().bridge);
        command.args(["scan", "--config"]).arg(&path).current_dir(stack.layout().root());
        let process = command.stdin(Stdio::null()).stdout(log.try_clone()?).stderr(log).spawn()?;
        let asker = scene.client.at(&format!("http://127.0.0.1:{port}"));
        let start = Instant::now();
        while asker.send(Method::GET, "/_matrix/media_proxy/unstable/public_key", None).await.is_err() {
            if start.elapsed() > PATIENCE {
                bail!("the second scanner does not start; see {}", folder.join("log").display());
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        let scanner = Scanner::new(asker, Process::new(process.id())).await?;
        Ok(Self { process, scanner })
    }

    async fn round(&self, source: &MediaSource, round: usize) -> Result<f64> {
        let mut clients = Vec::new();
        for client in 0..CLIENTS {
            let mut bodies = Vec::new();
            for file in 0..FILES {
                let content = encrypted(SIZE).await?;
                let (server, media) = source.put(format!("m{round}-{client}-{file}"), content.ciphertext.clone());
                bodies.push(self.scanner.body(&content.description(&server, &media))?);
            }
            let asker = self.scanner.asker.with_token(format!("client{client}"));
            clients.push((asker, bodies));
        }
        let start = Instant::now();
        let running: Vec<_> = clients.into_iter().map(|(asker, bodies)| tokio::spawn(ask(asker, bodies))).collect();
        for client in running {
            client.await??;
        }
        Ok((CLIENTS * FILES) as f64 / start.elapsed().as_secs_f64())
    }
}

async fn ask(asker: StockClient, bodies: Vec<serde_json::Value>) -> Result<()> {
    for body in bodies {
        let (status, answer) = asker.json(Method::POST, SCAN, Some(body)).await?;
        ensure!(status.is_success() && answer["clean"] == true, "not clean: {status} {answer}");
    }
    Ok(())
}

impl Drop for Second {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
