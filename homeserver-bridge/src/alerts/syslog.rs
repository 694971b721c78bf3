//! Alerts to a syslog collector: RFC 5424, over UDP (RFC 5426), TCP (RFC 6587, counted), TLS (RFC 5425) or a socket of
//! this machine.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket, UnixDatagram, lookup_host};
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::cef::cef;
use super::letter::severity;
use super::list::Alert;
use crate::clock::rfc3339;
use crate::config::{SyslogConfig, SyslogTransport};

const PATIENCE: Duration = Duration::from_secs(10);
/// What every collector takes in a datagram (RFC 5426, section 3.2, asks for 2048 at least).
const DATAGRAM: usize = 2048;

/// Sends one message.
pub(super) async fn send(config: &SyslogConfig, host: &str, alert: &Alert, event: &str) -> Result<()> {
    let message = message(config.facility, host, alert, event);
    timeout(PATIENCE, deliver(config, message.as_bytes())).await.context("no answer in 10 seconds")?
}

async fn deliver(config: &SyslogConfig, message: &[u8]) -> Result<()> {
    let datagram = cut(message);
    match config.transport {
        SyslogTransport::Udp => {
            let to = resolve(&config.address).await?;
            let any = if to.is_ipv4() { "0.0.0.0:0" } else { "[::]:0" };
            UdpSocket::bind(any).await?.send_to(datagram, to).await?;
        }
        SyslogTransport::Local => {
            UnixDatagram::unbound()?.send_to(datagram, &config.address).await.context("the socket does not take it")?;
        }
        SyslogTransport::Tcp => write(connect(config).await?, message).await?,
        SyslogTransport::Tls => write(secure(config).await?, message).await?,
    }
    Ok(())
}

/// Asks whether the collector is there, as far as its transport tells.
///
/// # Errors
/// If it is not.
pub async fn answers(config: &SyslogConfig) -> Result<()> {
    let ask = async {
        match config.transport {
            SyslogTransport::Udp => resolve(&config.address).await.map(drop),
            SyslogTransport::Local => Ok(UnixDatagram::unbound()?.connect(&config.address)?),
            SyslogTransport::Tcp => connect(config).await.map(drop),
            SyslogTransport::Tls => secure(config).await.map(drop),
        }
    };
    timeout(PATIENCE, ask).await.context("no answer in 10 seconds")?
}

async fn resolve(address: &str) -> Result<std::net::SocketAddr> {
    let mut found = lookup_host(address).await.context("the collector's name cannot be resolved")?;
    found.next().context("the collector's name has no address")
}

async fn connect(config: &SyslogConfig) -> Result<TcpStream> {
    TcpStream::connect(&config.address).await.context("the collector does not take connections")
}

async fn secure(config: &SyslogConfig) -> Result<TlsStream<TcpStream>> {
    let path = config.ca_file.as_ref().context("TLS needs ca_file")?;
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(path).context("ca_file cannot be read")? {
        roots.add(certificate.context("ca_file is not a certificate")?)?;
    }
    ensure!(!roots.is_empty(), "ca_file holds no certificate");
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let host = config.address.rsplit_once(':').map_or(config.address.as_str(), |(host, _)| host);
    let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned())?;
    let connector = TlsConnector::from(Arc::new(tls));
    connector.connect(name, connect(config).await?).await.context("the collector's certificate is not accepted")
}

/// Counted, and closed in order: a connection that breaks before is an error.
async fn write(mut stream: impl AsyncWrite + Unpin, message: &[u8]) -> Result<()> {
    stream.write_all(format!("{} ", message.len()).as_bytes()).await?;
    stream.write_all(message).await?;
    stream.flush().await?;
    stream.shutdown().await?;
    Ok(())
}

/// The message, RFC 5424. Times, names and ids are ours; what a scanner said stands in the CEF part, escaped.
fn message(facility: u8, host: &str, alert: &Alert, event: &str) -> String {
    let level = match severity(alert, event) {
        9.. => 1,
        7..=8 => 2,
        4..=6 => 4,
        _ => 5,
    };
    let priority = u16::from(facility) * 8 + level;
    let at = rfc3339(alert.ended_at_ms.filter(|_| event == "ended").unwrap_or(alert.raised_at_ms));
    let host: String = host.chars().filter(char::is_ascii_graphic).take(255).collect();
    let host = if host.is_empty() { "-" } else { &host };
    let line = cef(alert, event, env!("CARGO_PKG_VERSION"));
    format!("<{priority}>1 {at} {host} depesha {} {} - {line}", std::process::id(), alert.kind)
}

/// As much of a message as a datagram takes, without half a character.
fn cut(message: &[u8]) -> &[u8] {
    let mut end = message.len().min(DATAGRAM);
    while end < message.len() && end > 0 && message[end] & 0b1100_0000 == 0b1000_0000 {
        end -= 1;
    }
    &message[..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_has_the_form_of_rfc_5424() {
        let alert = Alert {
            id: "a1".into(),
            kind: "engine_down".into(),
            subject: "ClamAV".into(),
            facts: serde_json::json!({"minutes": 6}),
            raised_at_ms: 1_795_302_360_000,
            last_at_ms: 1_795_302_360_000,
            times: 1,
            ended_at_ms: Some(1_795_302_420_000),
        };
        let text = message(13, "bridge.gov.example", &alert, "raised").replace(&std::process::id().to_string(), "PID");
        insta::assert_snapshot!(text, @"<106>1 2026-11-21T23:06:00.000Z bridge.gov.example depesha PID engine_down - CEF:0|Depesha|Depesha|0.1.0|engine_down|The antivirus ClamAV does not work|8|rt=1795302360000 start=1795302360000 externalId=a1 cat=engine_down outcome=raised cnt=1 end=1795302420000 cs1Label=subject cs1=ClamAV cn1Label=minutes cn1=6");
        assert!(message(13, "ho st", &alert, "ended").starts_with("<109>1 2026-11-21T23:07:00.000Z host depesha "));
    }

    #[test]
    fn a_datagram_holds_no_half_character() {
        let long = "é".repeat(2000);
        let part = cut(long.as_bytes());
        assert!(part.len() <= DATAGRAM && std::str::from_utf8(part).is_ok());
        assert_eq!(cut(b"short"), b"short");
    }
}
