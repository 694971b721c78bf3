//! Listening, in clear or with TLS. A slow or broken handshake keeps nobody else waiting.

use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use axum::serve::Listener;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;

const HANDSHAKE: Duration = Duration::from_secs(10);

/// A connection, whichever way it was made.
pub(super) trait Stream: AsyncRead + AsyncWrite + Send {}
impl<T: AsyncRead + AsyncWrite + Send> Stream for T {}

/// Connections that are ready to be served.
pub(super) struct Door {
    ready: mpsc::Receiver<(Pin<Box<dyn Stream>>, SocketAddr)>,
    address: SocketAddr,
}

impl Door {
    /// Listens.
    ///
    /// # Errors
    /// If the address is taken, or certificate and key cannot be used.
    pub(super) async fn open(listen: SocketAddr, tls: Option<(&Path, &Path)>) -> anyhow::Result<Self> {
        let acceptor = tls.map(|(certificate, key)| acceptor(certificate, key)).transpose()?;
        let listener = TcpListener::bind(listen).await.with_context(|| format!("cannot listen at {listen}"))?;
        let address = listener.local_addr()?;
        let (sender, ready) = mpsc::channel(64);
        tokio::spawn(accept(listener, acceptor, sender));
        Ok(Self { ready, address })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }
}

async fn accept(
    listener: TcpListener,
    acceptor: Option<TlsAcceptor>,
    sender: mpsc::Sender<(Pin<Box<dyn Stream>>, SocketAddr)>,
) {
    while !sender.is_closed() {
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = sender.closed() => return,
        };
        let Ok((stream, peer)) = accepted else {
            // Out of descriptors, most likely: they come back as connections end.
            tokio::time::sleep(Duration::from_millis(200)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let (sender, acceptor) = (sender.clone(), acceptor.clone());
        tokio::spawn(async move {
            let stream: Pin<Box<dyn Stream>> = match acceptor {
                None => Box::pin(stream),
                Some(acceptor) => match tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                    Ok(Ok(stream)) => Box::pin(stream),
                    _ => return,
                },
            };
            let _ = sender.send((stream, peer)).await;
        });
    }
}

impl Listener for Door {
    type Io = Pin<Box<dyn Stream>>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

fn acceptor(certificate: &Path, key: &Path) -> anyhow::Result<TlsAcceptor> {
    let told = || format!("cannot use the certificate {}", certificate.display());
    let chain: Vec<CertificateDer<'static>> =
        CertificateDer::pem_file_iter(certificate).with_context(told)?.collect::<Result<_, _>>().with_context(told)?;
    if chain.is_empty() {
        bail!("{} holds no certificate", certificate.display());
    }
    let key = PrivateKeyDer::from_pem_file(key).with_context(|| format!("cannot use the key {}", key.display()))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .context("certificate and key do not fit each other")?;
    Ok(TlsAcceptor::from(Arc::new(config)))
}
