//! The roles `serve` (front doors, API and consoles) and `worker` (jobs).

use anyhow::Result;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::{serve_on, stop_signal};
use crate::app::{App, AppParts, Outside};
use crate::config::ServeConfig;
use crate::{console, federation, http, jobs, modes, people};

/// Serves every router of the configuration until the process is asked to stop.
///
/// # Errors
/// If the configuration does not hold together or an address is taken.
pub async fn serve(config: ServeConfig) -> Result<()> {
    let outside = Outside::real(&config)?;
    let app = AppParts::new(config, outside)?;
    follow_officers(&app).await?;
    let (stop, stopped) = watch::channel(false);
    let mut routers = vec![
        (app.config.listen.api, http::api_router(app.clone())),
        (app.config.listen.admin, console::admin::router(app.clone())),
        (app.config.listen.security, console::security::router(app.clone())),
    ];
    for homeserver in &app.config.homeservers {
        routers.push((homeserver.listen, http::front_door_router(app.clone(), homeserver.server_name.clone())));
    }
    if let Some(address) = app.config.metrics.listen {
        routers.push((address, http::metrics_router(app.clone())));
    }
    tokio::spawn(people::follow(app.clone()));
    let mut servers = JoinSet::new();
    for (address, router) in routers {
        let mut stopped = stopped.clone();
        servers.spawn(serve_on(address, router, async move {
            let _ = stopped.wait_for(|stop| *stop).await;
        }));
    }
    // Mails leave at once: the process that was asked need not wait for a worker.
    let working = tokio::spawn(jobs::run(app.clone()));
    tracing::info!("serving");
    tokio::select! {
        () = stop_signal() => {}
        Some(ended) = servers.join_next() => ended??,
    }
    working.abort();
    let _ = stop.send(true);
    let drained = async { while servers.join_next().await.is_some() {} };
    let _ = tokio::time::timeout(std::time::Duration::from_secs(3), drained).await;
    Ok(())
}

/// Runs jobs until the process is asked to stop.
///
/// # Errors
/// If the configuration does not hold together.
pub async fn worker(config: ServeConfig) -> Result<()> {
    let outside = Outside::real(&config)?;
    let app = AppParts::new(config, outside)?;
    follow_officers(&app).await?;
    tracing::info!("working");
    tokio::select! {
        () = stop_signal() => {}
        () = jobs::run(app) => {}
    }
    Ok(())
}

/// The operating mode and the admitted homeservers: known before anything is answered, and followed from then on.
async fn follow_officers(app: &App) -> Result<()> {
    modes::load(app).await?;
    federation::load(app).await?;
    tokio::spawn(modes::follow(app.clone()));
    tokio::spawn(federation::follow(app.clone()));
    Ok(())
}
