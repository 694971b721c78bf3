//! The role `doctor`: asks every part that `serve` needs whether it answers, and changes nothing.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use bridge_api::well_known::PublishedScanner;
use url::Url;

use crate::alerts;
use crate::app::Outside;
use crate::config::{HomeserverConfig, ServeConfig};
use crate::database::Db;
use crate::mail::SmtpMailer;

const PATIENCE: Duration = Duration::from_secs(10);

/// What was found out about one part.
pub struct Finding {
    /// The part.
    pub part: String,
    /// Why it does not work, if it does not.
    pub fault: Option<String>,
}

/// Asks all parts, one after the other.
pub async fn examine(config: &ServeConfig) -> Vec<Finding> {
    let mut findings = vec![found("database", database(config).await)];
    for homeserver in &config.homeservers {
        let name = &homeserver.server_name;
        findings.push(found(format!("homeserver {name}"), versions(homeserver).await));
        findings.push(found(
            format!("administrator's token and module of {name}"),
            administrator(config, homeserver).await,
        ));
    }
    findings.push(found("scanner", scanner(config).await));
    findings.push(found("scanner's public keys", keys(config)));
    findings.push(found("mail relay", mail(config).await));
    for hook in &config.security_alerts.webhooks {
        findings.push(found(format!("alerts' webhook {}", hook.name), alerts::webhook_answers(hook).await));
    }
    for log in &config.security_alerts.syslog {
        findings.push(found(format!("alerts' syslog {}", log.name), alerts::syslog_answers(log).await));
    }
    findings
}

fn found(part: impl Into<String>, result: Result<()>) -> Finding {
    Finding { part: part.into(), fault: result.err().map(|error| format!("{error:#}")) }
}

async fn database(config: &ServeConfig) -> Result<()> {
    ensure!(config.database.exists(), "it is not there; run `migrate`");
    let db = Db::open(&config.database)?;
    db.read(|tx| tx.query("SELECT name FROM migrations", &[])).await?;
    Ok(())
}

async fn versions(homeserver: &HomeserverConfig) -> Result<()> {
    get(&homeserver.upstream, "_matrix/client/versions").await
}

async fn administrator(config: &ServeConfig, homeserver: &HomeserverConfig) -> Result<()> {
    let outside = Outside::real(config)?;
    let admin = outside.homeservers.get(&homeserver.server_name).context("not in the configuration")?;
    // Any id will do: the question needs the right, the answer does not matter.
    let nobody = format!("@depesha-doctor:{}", homeserver.server_name);
    let questions = async {
        admin.account_exists(&nobody).await.context("its account")?;
        admin.own_rooms(&nobody).await.context("our module in it (`acts_token_file`, `acts_port`)")?;
        Ok(())
    };
    tokio::time::timeout(PATIENCE, questions).await.context("no answer in 10 seconds")?
}

async fn scanner(config: &ServeConfig) -> Result<()> {
    get(&config.scanner.upstream, "_matrix/media_proxy/unstable/public_key").await
}

fn keys(config: &ServeConfig) -> Result<()> {
    let path = &config.scanner.public_keys_file;
    let bytes = std::fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let found: PublishedScanner = serde_json::from_slice(&bytes).context("the file holds no list of keys")?;
    ensure!(!found.keys.is_empty(), "the list is empty");
    Ok(())
}

async fn mail(config: &ServeConfig) -> Result<()> {
    tokio::time::timeout(PATIENCE, SmtpMailer::new(&config.mail)?.answers())
        .await
        .context("no answer in 10 seconds")??;
    Ok(())
}

async fn get(base: &Url, path: &str) -> Result<()> {
    let client = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
    let url = format!("{}/{path}", base.as_str().trim_end_matches('/'));
    let answer = client.get(&url).send().await.with_context(|| format!("{url} does not answer"))?;
    ensure!(answer.status().is_success(), "{url} answers {}", answer.status());
    Ok(())
}
