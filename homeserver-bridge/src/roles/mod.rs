//! The roles of the one executable. Each reads only its own configuration.

pub mod doctor;
pub mod officer;
pub mod scan;
pub mod scanner_keys;
pub mod serve;

use std::future::Future;

use axum::serve::ListenerExt;
use tokio::signal::unix::{SignalKind, signal};

/// Ends when the process is asked to stop (SIGTERM or Ctrl C).
pub async fn stop_signal() {
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut stream) => {
                stream.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        () = terminate => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

/// Serves a router on an address until `stop`; requests under way are finished.
///
/// # Errors
/// If the address is taken.
pub async fn serve_on(
    address: std::net::SocketAddr,
    router: axum::Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    let listener =
        tokio::net::TcpListener::bind(address).await.map_err(|e| anyhow::anyhow!("cannot listen on {address}: {e}"))?;
    // Head and body of an answer are written apart: with Nagle's algorithm the second waits 40 ms for the first.
    let listener = listener.tap_io(|connection| {
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(cause = %error, "a connection stays slow");
        }
    });
    let service = router.into_make_service_with_connect_info::<std::net::SocketAddr>();
    axum::serve(listener, service).with_graceful_shutdown(stop).await?;
    Ok(())
}
