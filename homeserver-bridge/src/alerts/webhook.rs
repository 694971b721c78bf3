//! Alerts to a program: HTTPS POST of JSON with an HMAC over time and body, so that nobody else can make one or send an
//! old one again.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use hmac::{Hmac, KeyInit, Mac};
use reqwest::{Certificate, Client};
use secrecy::ExposeSecret;
use sha2::Sha256;

use super::letter;
use super::list::Alert;
use crate::config::WebhookConfig;

const PATIENCE: Duration = Duration::from_secs(20);

/// Sends one alert. Any answer but a success is an error.
pub(super) async fn send(config: &WebhookConfig, now_ms: i64, alert: &Alert, event: &str) -> Result<()> {
    let body = letter::message(alert, event, env!("CARGO_PKG_VERSION")).to_string();
    let seconds = now_ms / 1000;
    let key = config.secret_file.read()?;
    let request = client(config)?
        .post(config.url.clone())
        .header("content-type", "application/json")
        .header("user-agent", concat!("Depesha/", env!("CARGO_PKG_VERSION")))
        .header("depesha-delivery", format!("{}-{event}", alert.id))
        .header("depesha-signature", signature(key.expose_secret().as_bytes(), seconds, &body)?)
        .body(body);
    // The address may hold a secret of its own.
    let answer = request.send().await.map_err(|error| error.without_url()).context("the webhook does not answer")?;
    ensure!(answer.status().is_success(), "the webhook answers {}", answer.status());
    Ok(())
}

/// Asks whether the program is there: any answer will do, and nothing is told.
///
/// # Errors
/// If it does not answer, or the secret or certificate cannot be read.
pub async fn answers(config: &WebhookConfig) -> Result<()> {
    config.secret_file.read()?;
    let asked = client(config)?.head(config.url.clone()).send().await;
    asked.map_err(|error| error.without_url()).context("it does not answer")?;
    Ok(())
}

fn client(config: &WebhookConfig) -> Result<Client> {
    let mut builder = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE);
    if let Some(path) = &config.ca_file {
        let pem = std::fs::read(path).context("ca_file cannot be read")?;
        builder = builder.tls_certs_only([Certificate::from_pem(&pem).context("ca_file is not a certificate")?]);
    }
    Ok(builder.build()?)
}

/// `t=<seconds>,v1=<HMAC-SHA-256 over "<seconds>.<body>", hexadecimal>`.
fn signature(key: &[u8], seconds: i64, body: &str) -> Result<String> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key)?;
    mac.update(format!("{seconds}.").as_bytes());
    mac.update(body.as_bytes());
    Ok(format!("t={seconds},v1={}", hex::encode(mac.finalize().into_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_signature_is_over_time_and_body() {
        // Reckoned with: printf '5.{}' | openssl dgst -sha256 -hmac key
        let expected = "t=5,v1=9be615aec64f0d044b5ad6854ab1d893ec88617fb728d2149dcd3a3428e8c45d";
        assert_eq!(signature(b"key", 5, "{}").unwrap(), expected);
        assert_ne!(signature(b"key", 6, "{}").unwrap(), expected);
    }
}
