//! `GET /.well-known/matrix/client`: where a client finds the homeserver, the scanner with its keys, and the bridge.

use axum::extract::State;
use axum::{Extension, Json};
use bridge_api::well_known::{BridgeInfo, ScannerInfo, ScannerKeys, Services};
use serde_json::{Value, json};

use crate::actor::FrontDoor;
use crate::app::App;
use crate::error::Problem;

pub(super) async fn client(
    State(app): State<App>,
    Extension(FrontDoor(name)): Extension<FrontDoor>,
) -> Result<Json<Value>, Problem> {
    let base_url = crate::http::base_url(super::door(&app, &name)?);
    let services = Services {
        scanner: ScannerInfo { base_url: base_url.clone(), keys: keys(&app).await },
        bridge: BridgeInfo { base_url: base_url.clone() },
    };
    Ok(Json(json!({"m.homeserver": {"base_url": base_url}, "org.depesha.services": services})))
}

/// The scanner's keys as it wrote them, read each time: it may have made new ones. Without them nothing can be opened,
/// but people can still sign in and write.
async fn keys(app: &App) -> Vec<ScannerKeys> {
    let read = tokio::fs::read(&app.config.scanner.public_keys_file).await.map_err(anyhow::Error::from);
    read.and_then(|bytes| Ok(serde_json::from_slice(&bytes)?)).unwrap_or_else(|error| {
        tracing::error!(cause = %error, "scanner.public_keys_file cannot be read: has the scanner been started?");
        Vec::new()
    })
}
