//! Who acts. What a handler may do is in its signature: these types can be built only here, from a request that proves
//! the right.

use axum::extract::FromRequestParts;
use axum::http::header::{AUTHORIZATION, COOKIE};
use axum::http::request::Parts;
use axum::response::{IntoResponse, Redirect, Response};
use bridge_api::{OrganisationId, ServerName};

use crate::app::App;
use crate::config::HomeserverRole;
use crate::error::Problem;
use crate::officers::{self, Console, OfficerRole, Scope, Session, Stage};

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
    /// The register's name.
    pub fn register(&self) -> &str {
        &self.register
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

/// Somebody with a session in a console.
pub trait Officer: FromRequestParts<App> + Send {
    /// The session.
    fn session(&self) -> &Session;
    /// Its secret, to end it.
    fn token(&self) -> &str;
    /// Whose people the officer looks after: nobody else may be shown, found or changed.
    fn scope(&self) -> &Scope {
        &self.session().scope
    }
}

/// An administrator: people and accounts within their [`Scope`].
#[derive(Debug, Clone)]
pub struct AdminActor(Session, String);

/// An operator: the system as a whole.
#[derive(Debug, Clone)]
pub struct OperatorActor(Session, String);

/// An auditor: the audit log.
#[derive(Debug, Clone)]
pub struct AuditorActor(Session, String);

/// An operator or an administrator: those who decide about proposals and officers.
#[derive(Debug, Clone)]
pub struct DecidingActor(Session, String);

/// An operator, an administrator or an auditor: whoever has signed in to the administrators' console.
#[derive(Debug, Clone)]
pub struct AdminConsoleActor(Session, String);

/// Whoever has signed in to the console of the request, in any role: for what is about themselves.
#[derive(Debug, Clone)]
pub struct OfficerActor(Session, String);

/// Whoever has shown a password to the console of the request, and perhaps nothing else yet: for signing in.
#[derive(Debug, Clone)]
pub struct EnteringActor(Session, String);

/// A security officer in their console.
#[derive(Debug, Clone)]
pub struct SecurityActor(Session, String);

/// What a console answers without the session that a page asks for.
#[derive(Debug)]
pub enum NoSession {
    /// To the page for signing in.
    SignIn,
    /// To the page for what is still to be shown.
    Unfinished(Stage),
    /// There is a session, of a role that the page is not for.
    OtherRole,
    /// It could not be looked up.
    Failed(Problem),
}

impl IntoResponse for NoSession {
    fn into_response(self) -> Response {
        match self {
            Self::SignIn => Redirect::to("/login").into_response(),
            Self::Unfinished(Stage::Enrol) => Redirect::to("/login/enrol").into_response(),
            Self::Unfinished(_) => Redirect::to("/login/factor").into_response(),
            Self::OtherRole => {
                let mut answer = Problem::forbidden("This page is not for your role.").into_response();
                answer.extensions_mut().insert(Reason("error-role"));
                answer
            }
            Self::Failed(problem) => problem.into_response(),
        }
    }
}

/// Why something was refused: the key of the message for the page, where the status alone would say too little.
#[derive(Debug, Clone, Copy)]
pub struct Reason(pub &'static str);

/// The session that the cookie proves, however far it has got, and its token. A session of the other console is none.
async fn entering(parts: &Parts, app: &App, console: Console) -> Result<(Session, String), NoSession> {
    let name = officers::cookie_name(console, app.config.public_base_url.scheme() == "https");
    let headers = parts.headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let token = officers::find_cookie(headers, &name).ok_or(NoSession::SignIn)?;
    let found = officers::find(app, console, token).await.map_err(|e| NoSession::Failed(e.into()))?;
    Ok((found.ok_or(NoSession::SignIn)?, token.to_owned()))
}

/// The same, once the second factor was shown; nothing else is a session that opens pages.
async fn officer(
    parts: &Parts,
    app: &App,
    console: Console,
    roles: &[OfficerRole],
) -> Result<(Session, String), NoSession> {
    let (session, token) = entering(parts, app, console).await?;
    match session.proof.stage {
        Stage::Open if roles.contains(&session.role) => Ok((session, token)),
        Stage::Open => Err(NoSession::OtherRole),
        stage => Err(NoSession::Unfinished(stage)),
    }
}

/// The console that a request came to.
fn console(parts: &Parts) -> Result<Console, NoSession> {
    let outside = || Problem::internal(anyhow::anyhow!("a page stands outside the console's frame"));
    parts.extensions.get().copied().ok_or_else(|| NoSession::Failed(outside()))
}

macro_rules! is_officer {
    ($actor:ident) => {
        impl Officer for $actor {
            fn session(&self) -> &Session {
                &self.0
            }
            fn token(&self) -> &str {
                &self.1
            }
        }
    };
}

macro_rules! officer_actor {
    ($actor:ident, $console:ident, $($role:ident),+) => {
        is_officer!($actor);
        impl FromRequestParts<App> for $actor {
            type Rejection = NoSession;

            async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, NoSession> {
                let (session, token) = officer(parts, app, Console::$console, &[$(OfficerRole::$role),+]).await?;
                Ok(Self(session, token))
            }
        }
    };
}

officer_actor!(AdminActor, Admin, Administrator);
officer_actor!(OperatorActor, Admin, Operator);
officer_actor!(AuditorActor, Admin, Auditor);
officer_actor!(DecidingActor, Admin, Operator, Administrator);
officer_actor!(AdminConsoleActor, Admin, Operator, Administrator, Auditor);
officer_actor!(SecurityActor, Security, Security);

is_officer!(OfficerActor);
impl FromRequestParts<App> for OfficerActor {
    type Rejection = NoSession;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, NoSession> {
        let (session, token) = officer(parts, app, console(parts)?, &OfficerRole::ALL).await?;
        Ok(Self(session, token))
    }
}

is_officer!(EnteringActor);
impl FromRequestParts<App> for EnteringActor {
    type Rejection = NoSession;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, NoSession> {
        let (session, token) = entering(parts, app, console(parts)?).await?;
        Ok(Self(session, token))
    }
}
