//! `POST /_depesha/homeserver/v1/check_threepid_can_be_invited`: somebody is invited by a bare address. The homeserver
//! does not say by whom, and the module not which address.

use axum::Json;
use bridge_api::homeserver::Decision;

use super::answer;
use crate::actor::ModuleActor;
use crate::policy::{Reason, Ruling};

pub(super) async fn post(_module: ModuleActor) -> Json<Decision> {
    Json(answer(Ruling::Refuse(Reason::InviteThroughDirectory)))
}
