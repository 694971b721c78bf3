//! A homeserver that gives media as fast as memory does and knows everybody: so that it is not what is measured.

use std::collections::HashMap;
use std::sync::{Arc, RwLock};

use anyhow::Result;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};
use tokio::net::TcpListener;

/// Media by their ids.
type Media = Arc<RwLock<HashMap<String, Bytes>>>;

/// See the module.
pub(crate) struct MediaSource {
    /// Its base URL.
    pub(crate) url: String,
    server_name: String,
    media: Media,
}

impl MediaSource {
    /// Runs until the program ends.
    pub(crate) async fn start(server_name: &str) -> Result<Self> {
        let media = Media::default();
        let state = (server_name.to_owned(), media.clone());
        let app = Router::new()
            .route("/_matrix/client/v3/account/whoami", get(whoami))
            .route("/_matrix/client/v1/media/download/{server}/{media}", get(download))
            .with_state(state);
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { url, server_name: server_name.to_owned(), media })
    }

    /// From now on it has this media; answers server and media id.
    pub(crate) fn put(&self, id: String, bytes: Vec<u8>) -> (String, String) {
        let mut media = self.media.write().unwrap_or_else(std::sync::PoisonError::into_inner);
        media.insert(id.clone(), bytes.into());
        (self.server_name.clone(), id)
    }
}

/// Each token is somebody else's.
async fn whoami(State((server, _)): State<(String, Media)>, headers: HeaderMap) -> Json<Value> {
    let token = headers.get("authorization").and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    Json(json!({"user_id": format!("@{}:{server}", token.unwrap_or("nobody"))}))
}

async fn download(
    State((_, media)): State<(String, Media)>,
    Path((_, id)): Path<(String, String)>,
) -> Result<Bytes, StatusCode> {
    let media = media.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    media.get(&id).cloned().ok_or(StatusCode::NOT_FOUND)
}
