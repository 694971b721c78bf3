//! The release gate: bytes of media leave only with a clean verdict on record, and only for somebody with a session.

use axum::RequestExt;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use bridge_api::scan_rules::Fetch;
use bridge_api::{ErrorCode, Mxc};

use super::address::Address;
use super::proxy;
use crate::actor::UserActor;
use crate::app::App;
use crate::config::HomeserverConfig;
use crate::error::Problem;
use crate::scan_reports::{FetchLog, Gate, gate};

/// Passes the request on if the media may be released. Without enforcement, what nobody has scanned is released too,
/// unless the operating mode says otherwise.
///
/// # Errors
/// If it may not.
pub(super) async fn release(
    app: &App,
    door: &HomeserverConfig,
    mxc: &Mxc,
    address: Address,
    mut request: Request,
) -> Result<Response, Problem> {
    let user = request.extract_parts_with_state::<UserActor, App>(app).await?;
    let refused = |code, message| Err(Problem::new(StatusCode::FORBIDDEN, code, message));
    match gate(app, mxc).await? {
        Gate::NotClean => {
            refused(ErrorCode::NotClean, "This file is blocked: the virus scanner found something in it.")
        }
        Gate::Ambiguous => refused(
            ErrorCode::NotClean,
            "This file is blocked: it shows different contents under different keys. Tell your security officers.",
        ),
        Gate::HeldBack => refused(
            ErrorCode::NotClean,
            "Files of this type are held back at the moment, because of the operating mode. Nothing was found in it.",
        ),
        Gate::NotScanned if app.config.media_gate.enforce || app.modes.current().rules.unknown_verdict_blocks => {
            refused(ErrorCode::NotScanned, "This file has not been checked for viruses yet. Open it in Depesha.")
        }
        Gate::NotScanned | Gate::Clean => {
            let answer = proxy::pass(app, door, address.into_url(), request).await?;
            if answer.status().is_success() {
                note(app, mxc, &user);
            }
            Ok(answer)
        }
    }
}

/// Remembers who was given the file, so that they can be warned should something be found in it later.
fn note(app: &App, mxc: &Mxc, user: &UserActor) {
    let fetch = Fetch {
        mxc: mxc.clone(),
        user_id: user.user_id().to_owned(),
        homeserver: user.homeserver().clone(),
        at_ms: u64::try_from(app.clock.now_ms()).unwrap_or_default(),
    };
    FetchLog::note(app, fetch);
}
