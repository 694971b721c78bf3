//! Who administers a room next, when its last administrator leaves it or steps down: asks the homeserver for what
//! [`handover`] judges, and has it done. Of people who leave the administration as of those who leave a room.

use std::collections::HashSet;

use bridge_api::events::ACCESS_RULES;
use serde_json::Value;

use super::handover::{self, Facts, Handover};
use super::members;
use crate::app::App;
use crate::audit::{self, Entry};
use crate::database::DbError;
use crate::homeserver::{Homeserver, HomeserverError, patiently};
use crate::policy::{administers, administrators};

/// What came of it, or why the homeserver would not.
pub(super) type Handed<T> = Result<T, HomeserverError>;

/// Names the actor in the audit log.
const ACTOR: &str = "policy";

/// Hands a room over, in the name of somebody who is about to leave it; answers the word for what was done and the
/// successors.
pub(super) async fn hand_over(
    app: &App,
    homeserver: &dyn Homeserver,
    leaver: &str,
    room: &str,
) -> Result<Handed<(&'static str, Vec<String>)>, DbError> {
    let mut state = Vec::new();
    for kind in ["m.room.create", "m.room.power_levels", ACCESS_RULES] {
        match homeserver.room_state(room, kind).await {
            Ok(events) => state.extend(events),
            Err(cause) => return Ok(Err(cause)),
        }
    }
    hand_over_from(app, homeserver, leaver, room, state).await
}

/// The same, in a room of which the state is known.
async fn hand_over_from(
    app: &App,
    homeserver: &dyn Homeserver,
    leaver: &str,
    room: &str,
    state: Vec<Value>,
) -> Result<Handed<(&'static str, Vec<String>)>, DbError> {
    // Most rooms are somebody else's: the list of members is asked for only when it matters.
    if !administers(leaver, &state) {
        return Ok(Ok(("not_needed", Vec::new())));
    }
    let (facts, decision) = match judge(app, homeserver, leaver, room, state).await? {
        Ok(judged) => judged,
        Err(cause) => return Ok(Err(cause)),
    };
    Ok(match decision {
        Handover::NotNeeded => Ok(("not_needed", Vec::new())),
        Handover::Nobody | Handover::AskSince => Ok(("nobody", Vec::new())),
        Handover::Promote(successors) => {
            let content = handover::promoted(&facts, &successors);
            let sent = patiently(|| homeserver.set_power_levels(leaver, room, &content)).await;
            sent.map(|()| ("done", successors))
        }
    })
}

/// Who follows somebody in a room with this state, which may already be the one after they stepped down.
async fn judge(
    app: &App,
    homeserver: &dyn Homeserver,
    leaver: &str,
    room: &str,
    state: Vec<Value>,
) -> Result<Handed<(Facts, Handover)>, DbError> {
    let mut facts = Facts { state, members: HashSet::new(), since: None };
    let joined = match homeserver.room_state(room, "m.room.member").await {
        Ok(events) => events,
        Err(cause) => return Ok(Err(cause)),
    };
    facts.members = members::who_count(app, &joined).await?;
    let mut decision = handover::decide(leaver, &facts);
    if decision == Handover::AskSince {
        match homeserver.member_events(room).await {
            Ok(events) => facts.since = Some(handover::since(&events, &joined)),
            Err(cause) => return Ok(Err(cause)),
        }
        decision = handover::decide(leaver, &facts);
    }
    Ok(Ok((facts, decision)))
}

/// Somebody leaves a room of which the state is known: if they are its last administrator, it is handed over first. What
/// fails does not keep them there; the log says so.
pub async fn before_leaving(app: &App, homeserver: &dyn Homeserver, leaver: &str, room: &str, state: &[Value]) {
    match hand_over_from(app, homeserver, leaver, room, state.to_vec()).await {
        Ok(Ok((_, successors))) => note(app, room, successors).await,
        Ok(Err(cause)) => tracing::warn!(%cause, "a room was not handed over before its last administrator left"),
        Err(cause) => tracing::warn!(%cause, "a room was not handed over before its last administrator left"),
    }
}

/// What becomes of new power levels with which nobody might administer the room any more.
#[derive(Debug, Clone, PartialEq)]
pub enum Demotion {
    /// They can stay as they are.
    Fine,
    /// They have to be these, with successors in them.
    Instead(Value),
    /// Nobody could follow.
    Nobody,
}

/// Somebody changes power levels. If no administrator who counts would be left, others take over. What cannot be found
/// out does not keep them from it.
pub async fn before_demotion(
    app: &App,
    homeserver: &dyn Homeserver,
    sender: &str,
    room: &str,
    state: &[Value],
    content: &Value,
) -> Demotion {
    let levels = |event: &&Value| event["type"] == "m.room.power_levels";
    let mut after: Vec<Value> = state.iter().filter(|event| !levels(event)).cloned().collect();
    after.push(serde_json::json!({ "type": "m.room.power_levels", "state_key": "", "content": content }));
    // A change that takes nobody's rights, or leaves the sender theirs, leaves an administrator in the room.
    let steps_down = administers(sender, state) && !administers(sender, &after);
    if !steps_down || administrators(state).is_subset(&administrators(&after)) {
        return Demotion::Fine;
    }
    match judge(app, homeserver, sender, room, after).await {
        Ok(Ok((_, Handover::NotNeeded))) => Demotion::Fine,
        Ok(Ok((facts, Handover::Promote(successors)))) => {
            let content = handover::promoted(&facts, &successors);
            note(app, room, successors).await;
            Demotion::Instead(content)
        }
        Ok(Ok((_, Handover::Nobody | Handover::AskSince))) => Demotion::Nobody,
        Ok(Err(cause)) => {
            tracing::warn!(%cause, "nobody knows whether a room keeps an administrator");
            Demotion::Fine
        }
        Err(cause) => {
            tracing::warn!(%cause, "nobody knows whether a room keeps an administrator");
            Demotion::Fine
        }
    }
}

async fn note(app: &App, room: &str, successors: Vec<String>) {
    let (room, now) = (room.to_owned(), app.clock.now_ms());
    let written = app.db.write(move |tx| {
        for successor in &successors {
            let (action, subject) = ("room.handover", successor.as_str());
            audit::append(tx, &Entry { at_ms: now, actor: ACTOR, action, subject, detail: &room })?;
        }
        Ok(())
    });
    if let Err(cause) = written.await {
        tracing::warn!(%cause, "a handover of a room is missing from the audit log");
    }
}
