//! SCIM over HTTP: the routes, who may call them, and the forms of request and answer. Decides nothing about people.

mod answer;
mod discovery;
mod users;

use std::fs;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, bail};
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::columns::Columns;
use super::error::ScimError;
use super::schema::Schemas;
use super::store::Store;
use super::tls::Door;
use crate::config::ScimSection;
use crate::register::Mapper;

/// The largest body that is read, in bytes.
const LARGEST: usize = 256 * 1024;

/// What the routes need.
pub(super) struct Served {
    store: Store,
    schemas: Schemas,
    /// In front of `/Users`, without a slash at the end.
    base: String,
    token: [u8; 32],
}

/// A listening server that nobody is answered by yet.
pub struct ScimServer {
    door: Door,
    served: Arc<Served>,
}

/// Opens store and socket.
///
/// # Errors
/// If the token, the store, the certificate or the address cannot be used.
pub async fn serve(section: &ScimSection, mapper: Mapper) -> anyhow::Result<ScimServer> {
    let path = section.token_file.display();
    let token = fs::read_to_string(&section.token_file).with_context(|| format!("cannot read the token {path}"))?;
    let token = token.trim();
    if token.len() < 16 || !token.bytes().all(|b| b.is_ascii_graphic()) {
        bail!("{path} must hold the identity system's token on one line: at least 16 characters, all of them ASCII");
    }
    let schemas = super::schemas(section);
    let columns = Columns::new(mapper, &schemas, &section.store.display().to_string())?;
    let store = Store::open(&section.store, columns)?;
    let tls = section.tls_certificate.as_deref().zip(section.tls_key.as_deref());
    let door = Door::open(section.listen, tls).await?;
    let base = match &section.base_url {
        Some(url) => url.as_str().trim_end_matches('/').to_owned(),
        None => format!("{}://{}/scim/v2", if tls.is_some() { "https" } else { "http" }, door.address()),
    };
    let served = Arc::new(Served { store, schemas, base, token: Sha256::digest(token.as_bytes()).into() });
    Ok(ScimServer { door, served })
}

impl ScimServer {
    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.door.address()
    }

    /// Answers until `stop` is ready, and then finishes what was begun.
    ///
    /// # Errors
    /// If the listener fails.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> std::io::Result<()> {
        axum::serve(self.door, router(self.served)).with_graceful_shutdown(stop).await
    }
}

fn router(served: Arc<Served>) -> Router {
    let routes = Router::new()
        .route("/Users", get(users::list).post(users::create))
        .route("/Users/.search", post(users::search))
        .route("/.search", post(users::search))
        .route("/Users/{id}", get(users::read).put(users::replace).patch(users::patch).delete(users::delete))
        .route("/ServiceProviderConfig", get(discovery::config))
        .route("/ResourceTypes", get(discovery::types))
        .route("/ResourceTypes/{id}", get(discovery::one_type))
        .route("/Schemas", get(discovery::schemas))
        .route("/Schemas/{id}", get(discovery::schema))
        .route("/Bulk", post(|| async { not_built("bulk operations are not supported") }))
        .route("/Me", axum::routing::any(|| async { not_built("there is no user behind this token") }));
    Router::new()
        .nest("/scim/v2", routes)
        .fallback(|| async { ScimError::not_found().into_response() })
        .method_not_allowed_fallback(|| async {
            ScimError::new(405, "the resource has no such method").into_response()
        })
        .layer(DefaultBodyLimit::max(LARGEST))
        .layer(middleware::from_fn_with_state(served.clone(), guard))
        .with_state(served)
}

fn not_built(detail: &str) -> Response {
    ScimError::new(501, detail).into_response()
}

/// Lets nobody in without the token, and notes what was asked for; never about whom.
async fn guard(State(served): State<Arc<Served>>, request: Request, next: Next) -> Response {
    let given = request.headers().get("authorization").and_then(|value| value.to_str().ok());
    let given =
        given.and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let given: [u8; 32] = Sha256::digest(given.map(|(_, token)| token.trim()).unwrap_or_default().as_bytes()).into();
    let method = request.method().clone();
    let response = if bool::from(given.ct_eq(&served.token)) {
        next.run(request).await
    } else {
        let mut refused = ScimError::new(401, "send the token as  Authorization: Bearer …").into_response();
        refused.headers_mut().insert("www-authenticate", axum::http::HeaderValue::from_static("Bearer"));
        refused
    };
    if response.status().is_success() {
        tracing::debug!(%method, status = response.status().as_u16(), "pushed");
    } else {
        tracing::info!(%method, status = response.status().as_u16(), "a push was refused");
    }
    response
}
