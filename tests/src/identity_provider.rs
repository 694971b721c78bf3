//! An organisation's identity provider: the npm package `oidc-provider` as a process of its own, with accounts that a
//! journey may change while it runs.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stack::caches::Caches;
use stack::prerequisites::install_node_modules;
use stack::progress::Progress;

/// The password of every account at a provider.
pub const PASSWORD: &str = "at the provider";
/// What a provider knows our homeserver as.
pub const CLIENT_ID: &str = "depesha";

/// A running provider.
pub struct IdentityProvider {
    /// Its issuer.
    pub issuer: String,
    /// The file with our homeserver's secret at it.
    pub secret_file: PathBuf,
    settings: PathBuf,
    process: Child,
}

impl IdentityProvider {
    /// Starts one that sends people back to this front door.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(folder: &Path, front_door: &str) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let program = Caches::of_this_user()?.identity_provider();
        install_node_modules(&program, Progress::quiet())?;
        let (settings, secret_file) = (folder.join("provider.json"), folder.join("client.secret"));
        let secret = format!("{:032x}", rand::random::<u128>());
        std::fs::write(&secret_file, &secret)?;
        let back = format!("{}/_synapse/client/oidc/callback", front_door.trim_end_matches('/'));
        let client = json!({"id": CLIENT_ID, "secret": secret, "redirect_uris": [back]});
        std::fs::write(&settings, json!({"client": client, "accounts": {}}).to_string())?;
        let mut process = Command::new("node")
            .arg(program.join("provider.mjs"))
            .arg(&settings)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("node does not start")?;
        let mut lines = BufReader::new(process.stdout.take().context("standard output")?).lines();
        let issuer = loop {
            let line = lines.next().context("the provider ended at once")??;
            if line.starts_with("http://") {
                break line;
            }
        };
        Ok(Self { issuer, secret_file, settings, process })
    }

    /// Gives a login these claims from now on, `sub` among them. `level` is the assurance of its sign-ins (`acr`).
    ///
    /// # Errors
    /// If the settings cannot be written.
    pub fn set(&self, login: &str, level: &str, claims: &Value) -> Result<()> {
        ensure!(claims["sub"].is_string(), "a login has a subject");
        let mut settings: Value = serde_json::from_str(&std::fs::read_to_string(&self.settings)?)?;
        settings["accounts"][login] = json!({"password": PASSWORD, "acr": level, "claims": claims});
        Ok(std::fs::write(&self.settings, settings.to_string())?)
    }
}

impl Drop for IdentityProvider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
