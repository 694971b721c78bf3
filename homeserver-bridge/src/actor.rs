//! Who acts. What a handler may do is in its signature: these types can be built only here, from a request that proves
//! the right.

use axum::extract::FromRequestParts;
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use bridge_api::{OrganisationId, ServerName};

use crate::app::App;
use crate::config::HomeserverRole;
use crate::error::Problem;

/// Marks requests that came in through a homeserver's front door: their tokens are shown to that homeserver alone.
#[derive(Debug, Clone)]
pub struct FrontDoor(pub ServerName);

/// A person with a Matrix session.
#[derive(Debug, Clone)]
pub struct UserActor {
    user_id: String,
    homeserver: ServerName,
    external: bool,
}

impl UserActor {
    /// The Matrix id.
    pub fn user_id(&self) -> &str {
        &self.user_id
    }
    /// The homeserver of the account.
    pub fn homeserver(&self) -> &ServerName {
        &self.homeserver
    }
    /// Whether the person comes from outside the administration.
    pub fn is_external(&self) -> bool {
        self.external
    }
}

/// A register's sync.
#[derive(Debug, Clone)]
pub struct SyncActor {
    register: String,
    organisations: Vec<OrganisationId>,
}

impl SyncActor {
    /// The name in the audit log.
    pub fn name(&self) -> String {
        format!("sync:{}", self.register)
    }
    /// The organisations whose people it may write.
    pub fn organisations(&self) -> &[OrganisationId] {
        &self.organisations
    }
}

/// Our module inside a homeserver.
#[derive(Debug, Clone)]
pub struct ModuleActor {
    homeserver: ServerName,
}

impl ModuleActor {
    /// Which homeserver.
    pub fn homeserver(&self) -> &ServerName {
        &self.homeserver
    }
}

/// The media scanner.
#[derive(Debug, Clone)]
pub struct ScannerActor(());

/// The token of `Authorization: Bearer`.
fn bearer(parts: &Parts) -> Result<&str, Problem> {
    let value = parts.headers.get(AUTHORIZATION).and_then(|v| v.to_str().ok()).ok_or_else(Problem::missing_token)?;
    let token = value.strip_prefix("Bearer ").map(str::trim).unwrap_or_default();
    if token.is_empty() { Err(Problem::missing_token()) } else { Ok(token) }
}

impl FromRequestParts<App> for UserActor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let door = parts.extensions.get::<FrontDoor>().cloned();
        let caller = app.callers.identify(bearer(parts)?, door.as_ref().map(|d| &d.0)).await?;
        let role = app.config.homeserver(&caller.homeserver).map(|h| h.role);
        Ok(Self {
            external: role != Some(HomeserverRole::Ministry),
            user_id: caller.user_id,
            homeserver: caller.homeserver,
        })
    }
}

impl FromRequestParts<App> for SyncActor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let actor = app.secrets.sync_actor(bearer(parts)?).ok_or_else(Problem::unknown_token)?;
        Ok(Self { register: actor.register.clone(), organisations: actor.organisations.clone() })
    }
}

impl FromRequestParts<App> for ModuleActor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        let homeserver = app.secrets.module(bearer(parts)?).ok_or_else(Problem::unknown_token)?;
        Ok(Self { homeserver: homeserver.clone() })
    }
}

impl FromRequestParts<App> for ScannerActor {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Problem> {
        if app.secrets.is_scanner(bearer(parts)?) { Ok(Self(())) } else { Err(Problem::unknown_token()) }
    }
}
