//! Whether somebody may invite people from outside into a room: read from the room as it stands at their homeserver.

use axum::http::StatusCode;
use bridge_api::ErrorCode;
use bridge_api::events::{ACCESS_RULES, ROOM_LABEL};
use serde_json::Value;

use crate::actor::UserActor;
use crate::app::App;
use crate::error::Problem;
use crate::homeserver::{HomeserverError, Membership, Memberships};
use crate::policy::{self, ActorFacts, Event, Origin, Reason, RoomFacts, Rule, Ruling};

/// What a ruling on an invitation depends on; each is a question to the homeserver.
const STATE: [&str; 6] =
    ["m.room.create", "m.room.power_levels", "m.room.join_rules", ACCESS_RULES, ROOM_LABEL, "m.room.member"];

const CLOSED: &str = "This room is not open to people from outside. Ask one of its administrators to open it.";

/// Who stands how in the room, if the caller may invite people from outside into it.
///
/// # Errors
/// Why not, and what to do about it.
pub(super) async fn open_to(app: &App, caller: &UserActor, room_id: &str) -> Result<Memberships, Problem> {
    let state = state(app, caller, room_id).await?;
    let members = members(&state);
    if members.get(caller.user_id()) != Some(&Membership::Joined) {
        return Err(not_in_it());
    }
    let facts = RoomFacts::from_state(&state);
    let administers = policy::administers(caller.user_id(), &state);
    let actor = ActorFacts { origin: Origin::Ministry, administers, manages: administers };
    // Who it will be is not known yet; where from is.
    let somebody = Event::Invite { target: String::new(), origin: Origin::Externals, moves: false };
    match policy::decide(&somebody, &facts, actor, &app.modes.current().rules) {
        Ruling::Refuse(Reason::ExternalCannotBeInvited) => return Err(refused(CLOSED)),
        Ruling::Refuse(reason) => return Err(refused(reason.sentence())),
        Ruling::Allow if facts.rule == Some(Rule::Direct) => return Err(refused(Reason::DirectIsForTwo.sentence())),
        Ruling::Allow => {}
    }
    if !administers && policy::power_level(caller.user_id(), &state) < level_to_invite(&state) {
        return Err(refused("You may not invite people into this room. Ask one of its administrators to do it."));
    }
    Ok(members)
}

async fn state(app: &App, caller: &UserActor, room_id: &str) -> Result<Vec<Value>, Problem> {
    let homeserver = app.homeserver_of_account(caller.homeserver()).map_err(Problem::unavailable)?;
    let mut state = Vec::new();
    for kind in STATE {
        match homeserver.room_state(room_id, kind).await {
            Ok(events) => state.extend(events),
            Err(HomeserverError::NoSuchAccount | HomeserverError::Refused { .. }) => return Err(not_in_it()),
            Err(cause) => return Err(Problem::unavailable(cause)),
        }
    }
    Ok(state)
}

/// Also what is said of a room that does not exist: nobody learns which ones do.
fn not_in_it() -> Problem {
    Problem::forbidden("You are not in this room. Enter it first, then invite.")
}

fn refused(sentence: &str) -> Problem {
    Problem::new(StatusCode::FORBIDDEN, ErrorCode::Policy, sentence)
}

/// Of a room's state events.
pub(super) fn members(state: &[Value]) -> Memberships {
    let of_members = state.iter().filter(|event| event["type"] == "m.room.member");
    let membership = |event: &Value| Membership::from_word(event["content"]["membership"].as_str().unwrap_or_default());
    of_members.filter_map(|event| Some((event["state_key"].as_str()?.to_owned(), membership(event)))).collect()
}

fn level_to_invite(state: &[Value]) -> i64 {
    let levels = state.iter().find(|event| event["type"] == "m.room.power_levels");
    levels.and_then(|event| event["content"]["invite"].as_i64()).unwrap_or(0)
}
