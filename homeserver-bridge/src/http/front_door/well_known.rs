//! `GET /.well-known/matrix/client`: where a client finds the homeserver, the scanner with its keys, and the bridge.

use axum::extract::State;
use axum::{Extension, Json};
use bridge_api::well_known::{BridgeInfo, PublishedScanner, ScannerInfo, Services};
use serde_json::{Value, json};

use crate::actor::FrontDoor;
use crate::app::App;
use crate::config::HomeserverRole;
use crate::error::Problem;

pub(super) async fn client(
    State(app): State<App>,
    Extension(FrontDoor(name)): Extension<FrontDoor>,
) -> Result<Json<Value>, Problem> {
    let door = super::door(&app, &name)?;
    let (base_url, externals) = (crate::http::base_url(door), door.role == HomeserverRole::Externals);
    let published = published(&app).await;
    let scanner = ScannerInfo {
        base_url: base_url.clone(),
        keys: published.keys,
        former: published.former,
        policy: published.policy,
        trusted: app.trusted_scanners.published(&app).await?,
    };
    let services = Services { scanner, bridge: BridgeInfo { base_url: base_url.clone() }, externals };
    Ok(Json(json!({"m.homeserver": {"base_url": base_url}, "org.depesha.services": services})))
}

/// The scanner's keys and policy as it wrote them, read each time: it may have made new ones. Without them nothing can be opened,
/// but people can still sign in and write.
async fn published(app: &App) -> PublishedScanner {
    let read = tokio::fs::read(&app.config.scanner.public_keys_file).await.map_err(anyhow::Error::from);
    read.and_then(|bytes| Ok(serde_json::from_slice(&bytes)?)).unwrap_or_else(|error| {
        tracing::error!(cause = %error, "scanner.public_keys_file cannot be read: has the scanner been started?");
        PublishedScanner::default()
    })
}
