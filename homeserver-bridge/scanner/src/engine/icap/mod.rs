//! An antivirus server that speaks ICAP (RFC 3507), as ministries have them for their web proxies.
//!
//! A connection is made for each question. The server's `ISTag` is the version of its signatures; how old they are the
//! protocol does not tell. A server that wants to see no more than the beginning of a file is shown all of it anyway.

pub mod answer;
pub mod exchange;

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;

use self::answer::Capabilities;
use self::exchange::{Said, options, respmod};
use super::kept::Kept;
use super::{Engine, EngineError, EngineVersion, Finding, test_both_ways};
use crate::decrypt::Plain;

const CONNECT: Duration = Duration::from_secs(5);
/// For how long a server's word on itself is good.
const CAPABILITIES_FOR: Duration = Duration::from_secs(2);
/// A server may ask for more at first; it is not given more.
const MOST_PREVIEW: usize = 64 << 10;

/// Where the server is.
#[derive(Debug, Clone)]
pub struct IcapSettings {
    /// For people, in versions and before the names of what it finds.
    pub name: String,
    /// Name or address.
    pub host: String,
    /// Port.
    pub port: u16,
    /// The antivirus service on it, without the slash before it.
    pub service: String,
    /// If the connection is encrypted: whom it trusts.
    pub tls: Option<Trust>,
}

/// The authorities whose certificates are believed.
#[derive(Clone)]
pub struct Trust {
    config: Arc<rustls::ClientConfig>,
}

/// The file of authorities cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("the certificates in {0} cannot be used: it must hold the server's authority in PEM")]
pub struct TrustError(String);

impl Trust {
    /// Believes the authorities in a PEM file and no others.
    ///
    /// # Errors
    /// If the file cannot be read or holds no certificate.
    pub fn from_file(path: &Path) -> Result<Self, TrustError> {
        let failed = || TrustError(path.display().to_string());
        let mut roots = rustls::RootCertStore::empty();
        for certificate in CertificateDer::pem_file_iter(path).map_err(|_| failed())? {
            roots.add(certificate.map_err(|_| failed())?).map_err(|_| failed())?;
        }
        if roots.is_empty() {
            return Err(failed());
        }
        let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
        let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let config = builder.map_err(|_| failed())?.with_root_certificates(roots).with_no_client_auth();
        Ok(Self { config: Arc::new(config) })
    }
}

impl std::fmt::Debug for Trust {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Trust(…)")
    }
}

/// The engine.
#[derive(Debug)]
pub struct Icap {
    settings: IcapSettings,
    host: String,
    target: String,
    known: Kept<Capabilities>,
}

trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

impl Icap {
    /// By its settings.
    pub fn new(settings: IcapSettings) -> Self {
        let bracketed = settings.host.contains(':') && !settings.host.starts_with('[');
        let name = if bracketed { format!("[{}]", settings.host) } else { settings.host.clone() };
        let host = format!("{name}:{}", settings.port);
        let scheme = if settings.tls.is_some() { "icaps" } else { "icap" };
        let target = format!("{scheme}://{host}/{}", settings.service);
        Self { settings, host, target, known: Kept::new(CAPABILITIES_FOR) }
    }

    async fn connect(&self) -> Result<Box<dyn Stream>, EngineError> {
        let connect = async {
            let host = self.settings.host.trim_matches(['[', ']']);
            let stream = TcpStream::connect((host, self.settings.port)).await?;
            stream.set_nodelay(true)?;
            let Some(trust) = &self.settings.tls else { return Ok(Box::new(stream) as Box<dyn Stream>) };
            let name = ServerName::try_from(host.to_owned()).map_err(std::io::Error::other)?;
            let stream = TlsConnector::from(trust.config.clone()).connect(name, stream).await?;
            Ok::<_, EngineError>(Box::new(stream) as Box<dyn Stream>)
        };
        let late = |_| Err(EngineError::Unreachable(std::io::ErrorKind::TimedOut.into()));
        timeout(CONNECT, connect).await.unwrap_or_else(late)
    }

    async fn capabilities(&self) -> Result<Capabilities, EngineError> {
        if let Some(known) = self.known.get() {
            return Ok(known);
        }
        let found = options(self.connect().await?, &self.target, &self.host).await?.capabilities()?;
        self.known.keep(&found);
        Ok(found)
    }

    async fn ask(&self, content: &Plain, preview: Option<usize>) -> Result<Said, EngineError> {
        let answer = respmod(self.connect().await?, &self.target, &self.host, content, preview).await?;
        if let Some(tag) = &answer.tag {
            // If its signatures have changed, the next question about its version is a real one.
            self.known.forget_unless(|known| known.tag == *tag);
        }
        Ok(answer.said)
    }
}

#[async_trait]
impl Engine for Icap {
    async fn ping(&self) -> Result<(), EngineError> {
        self.capabilities().await.map(drop)
    }

    async fn version(&self) -> Result<EngineVersion, EngineError> {
        let Capabilities { tag, service, .. } = self.capabilities().await?;
        let service = if service.is_empty() { &self.settings.name } else { &service };
        Ok(EngineVersion { engine: format!("ICAP {service}"), signatures: tag, signatures_at_ms: None })
    }

    async fn scan(&self, content: &Plain) -> Result<Finding, EngineError> {
        let preview = self.capabilities().await?.preview.map(|bytes| bytes.min(MOST_PREVIEW));
        let mut said = self.ask(content, preview).await?;
        if said == Said::NothingInPreview {
            said = self.ask(content, None).await?;
        }
        match said {
            Said::Nothing => Ok(Finding::Clean),
            Said::Found(name) => Ok(Finding::Infected(format!("{}:{name}", self.settings.name))),
            Said::NothingInPreview => Err(EngineError::Answer("to a part of the file only".into())),
        }
    }

    async fn self_test(&self) -> Result<(), EngineError> {
        test_both_ways(self).await
    }
}
