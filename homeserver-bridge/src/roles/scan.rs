//! The role `scan`: the media scanner as a process of its own.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};

use super::{serve_on, stop_signal};
use crate::clock::SystemClock;
use crate::config::{DrainConfig, ScanConfig};
use crate::http;
use crate::scan_role::{Admission, ScanApp, ScanParts, engines};

/// Connections that are left after the drain have this long.
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves the scanner until the process is asked to stop; then it takes nothing new, and finishes what is under way.
///
/// # Errors
/// If the configuration does not hold together or the address is taken.
pub async fn scan(config: ScanConfig) -> Result<()> {
    let clock = Arc::new(SystemClock);
    let engine = Arc::new(engines(&config, clock.clone())?);
    let (app, background) = ScanParts::new(&config, engine, clock)?;
    let admission = app.admission.clone();
    let (stop, stopped) = watch::channel(false);
    let ended = |mut stopped: watch::Receiver<bool>| async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    let _keys = tokio::spawn(look_when_told(app.clone()));
    let background = tokio::spawn(background.run(ended(stopped.clone())));
    let mut server = tokio::spawn(serve_on(config.listen, http::scanner::router(app), ended(stopped)));
    tracing::info!("scanning");
    tokio::select! {
        () = stop_signal() => {}
        ended = &mut server => return ended?,
    }
    drain(&admission, config.drain).await;
    let _ = stop.send(true);
    let _ = tokio::time::timeout(FAREWELL, server).await;
    background.await?;
    Ok(())
}

/// SIGHUP: looks at the key file at once. It is looked at every second anyway.
async fn look_when_told(app: ScanApp) {
    let Ok(mut told) = signal(SignalKind::hangup()) else { return };
    while told.recv().await.is_some() {
        app.look_at_keys();
    }
}

/// Lets nobody in any more, and waits for those who are in. The address stays open meanwhile: whoever comes is told to
/// come back, and a load balancer that it should ask elsewhere.
async fn drain(admission: &Admission, config: DrainConfig) {
    let notice = Duration::from_secs(config.notice_seconds);
    let until = Instant::now() + Duration::from_secs(config.finish_seconds).max(notice);
    admission.stop();
    tracing::info!(under_way = admission.under_way(), "stopping");
    sleep(notice).await;
    if timeout_at(until, admission.idle()).await.is_err() {
        tracing::warn!(
            under_way = admission.under_way(),
            "requests were cut off: they took longer than drain.finish_seconds"
        );
    }
}
