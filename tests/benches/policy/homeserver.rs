//! A Synapse of its own beside the system's: the configuration of a ministry's homeserver, a new database, no limits of rate,
//! and the policy module or not.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stack::INTERIOR;
use stack::caches::Caches;
use system_tests::system::System;
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// How long a process may take to be ready.
const PATIENCE: Duration = Duration::from_secs(90);

/// A homeserver that runs.
pub(crate) struct Homeserver {
    base: String,
    http: reqwest::Client,
    _process: Child,
    _folder: TempDir,
}

impl Homeserver {
    /// Starts it and waits until it answers.
    ///
    /// # Errors
    /// If it does not start.
    pub(crate) async fn start(system: &System, module: bool) -> Result<Self> {
        let (folder, caches) = (tempfile::tempdir()?, Caches::of_this_user()?);
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let files = system.stack().layout().homeserver(INTERIOR);
        let own = folder.path().join("own.yaml");
        std::fs::write(&own, differences(&folder, port, module).to_string())?;
        let log = std::fs::File::create(folder.path().join("log"))?;
        let process = Command::new(caches.synapse_python())
            .args(["-m", "synapse.app.homeserver", "-c"])
            .arg(&files.config)
            .arg("-c")
            .arg(&own)
            .env("PYTHONPATH", caches.synapse_module())
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .current_dir(folder.path())
            .stdout(log.try_clone()?)
            .stderr(log)
            .stdin(Stdio::null())
            .kill_on_drop(true)
            .spawn()?;
        let base = format!("http://127.0.0.1:{port}");
        let http = reqwest::Client::builder().no_proxy().build()?;
        let homeserver = Self { base, http, _process: process, _folder: folder };
        let ready = async {
            while homeserver.http.get(format!("{}/health", homeserver.base)).send().await.is_err() {
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        };
        if tokio::time::timeout(PATIENCE, ready).await.is_err() {
            let log = std::fs::read_to_string(homeserver._folder.path().join("log")).unwrap_or_default();
            anyhow::bail!("a homeserver did not start: {log}");
        }
        Ok(homeserver)
    }

    /// Makes an account; answers its token and its id.
    pub(crate) async fn register(&self, name: &str) -> Result<(String, String)> {
        let body = json!({"username": name, "password": "a long sentence", "auth": {"type": "m.login.dummy"}});
        let made = self.ask(None, "POST", "register", &body).await?;
        let text = |key: &str| made[key].as_str().map(str::to_owned).context("an account without token or id");
        Ok((text("access_token")?, text("user_id")?))
    }

    /// A request of the client interface; `path` is what follows `/_matrix/client/v3/`.
    ///
    /// # Errors
    /// If it is refused.
    pub(crate) async fn ask(&self, token: Option<&str>, method: &str, path: &str, body: &Value) -> Result<Value> {
        let mut request = self.http.request(method.parse()?, format!("{}/_matrix/client/v3/{path}", self.base));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        if method != "GET" {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let (status, body): (_, Value) = (answer.status(), answer.json().await?);
        ensure!(status.is_success(), "{method} {path}: {status} {body}");
        Ok(body)
    }
}

/// What differs from the ministry's homeserver; later files win. JSON is YAML.
fn differences(folder: &TempDir, port: u16, module: bool) -> Value {
    let path = |name: &str| folder.path().join(name).display().to_string();
    let never = json!({"per_second": 1_000_000, "burst_count": 1_000_000});
    let mut config = json!({
        "listeners": [{
            "bind_addresses": ["127.0.0.1"], "port": port, "tls": false, "type": "http",
            "resources": [{"names": ["client", "health"], "compress": false}],
        }],
        "database": {"name": "sqlite3", "args": {"database": path("homeserver.db")}},
        "media_store_path": path("media"),
        "pid_file": path("pid"),
        "bcrypt_rounds": 4,
        "enable_registration": true,
        "enable_registration_without_verification": true,
        "rc_message": never, "rc_registration": never, "rc_joins_per_room": never, "rc_room_creation": never,
        "rc_joins": {"local": never, "remote": never},
        "rc_invites": {"per_room": never, "per_user": never, "per_issuer": never},
    });
    if !module {
        config["modules"] = json!([]);
    }
    config
}
