//! Asking for the devices of people before something is written to them.
//!
//! The SDK asks for the devices of everybody in an encrypted room, and again whenever the homeserver says that somebody's
//! have changed. Two things are left to us:
//!
//! - It asks with its next sync only, which may be half a minute away; the first message to somebody of whom it knows no
//!   device would wait five seconds for that ([`meet`]).
//! - A homeserver tells of changed devices those who share a room with their owner, and by a room it means one that the
//!   owner has *joined*. An invitation is announced, the join that follows it is not. Whoever signs in, or signs a device,
//!   between the two stays to all others in that room what they were when they were invited: somebody without devices, or
//!   with one that is not signed, to which no key is given. So members are asked about once more after they have joined
//!   ([`meet_members`]).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::future::{Either, ready, select};
use futures_util::{StreamExt, stream};
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk::{Client, Room, RoomMemberships};
use serde::{Deserialize, Serialize};

use super::roll_call::call_the_roll;
use crate::platform::{now_ms, sleep};

/// Requests under way at once.
const AT_ONCE: usize = 8;
/// Requests before one message. Of a whole unit, the rest is asked for by the SDK, or before the next message.
const AT_MOST: usize = 50;
/// How long a message waits for this. What is not known by then is asked for before the next one.
const PATIENCE: Duration = Duration::from_secs(3);
/// How soon it is looked again at somebody who is invited.
const AGAIN_MS: u64 = 60_000;

/// What is kept of a room between two messages, and between two starts.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
struct Met {
    /// Members who have been asked about since they joined.
    joined: BTreeSet<OwnedUserId>,
    /// When it was looked at those who are invited, in milliseconds since 1970.
    invited: BTreeMap<OwnedUserId, u64>,
}

/// Who is to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Look {
    /// Whatever is known of them may be out of date.
    Ask,
    /// Asked about only if they could not read what is written now.
    AskIfInDoubt,
}

impl Met {
    /// Who is to be looked at before something is written. Without `before` the room is new here: the homeserver announces
    /// everybody who was in it when its own user came.
    fn whom(
        before: Option<&Self>,
        joined: &[OwnedUserId],
        invited: &[OwnedUserId],
        now: u64,
    ) -> Vec<(OwnedUserId, Look)> {
        let look = if before.is_some() { Look::Ask } else { Look::AskIfInDoubt };
        let new = joined.iter().filter(|user| before.is_none_or(|met| !met.joined.contains(*user)));
        let due = |user: &&OwnedUserId| {
            let at = before.and_then(|met| met.invited.get(*user));
            at.is_none_or(|at| now.saturating_sub(*at) >= AGAIN_MS)
        };
        let waiting = invited.iter().filter(due).map(|user| (user.clone(), Look::AskIfInDoubt));
        new.map(|user| (user.clone(), look)).chain(waiting).collect()
    }

    /// What is kept afterwards. Who has left is a newcomer when they come again.
    fn after(
        before: Option<&Self>,
        joined: &[OwnedUserId],
        invited: &[OwnedUserId],
        seen: &[OwnedUserId],
        now: u64,
    ) -> Self {
        let was = before.cloned().unwrap_or_default();
        let seen: BTreeSet<&OwnedUserId> = seen.iter().collect();
        let joined = joined.iter().filter(|user| seen.contains(user) || was.joined.contains(*user)).cloned().collect();
        let at = |user: &OwnedUserId| if seen.contains(user) { Some(now) } else { was.invited.get(user).copied() };
        let invited = invited.iter().filter_map(|user| Some((user.clone(), at(user)?))).collect();
        Self { joined, invited }
    }
}

fn key(room: &Room) -> Vec<u8> {
    format!("org.depesha.met.{}", room.room_id()).into_bytes()
}

/// Asks for the devices of somebody who has just been invited, if nothing could be encrypted to them as far as is known.
/// Whatever fails here is tried again.
pub(super) async fn meet(client: &Client, user: &UserId) {
    look_at(client, user.to_owned(), Look::AskIfInDoubt, &AtomicUsize::new(1)).await;
}

/// Asks for the devices of those who have joined an encrypted room since something was written there last, and of those who
/// are invited and could not read what is written now. Takes a few seconds at most.
pub(crate) async fn meet_members(room: &Room) {
    if !room.are_members_synced() {
        match select(Box::pin(call_the_roll(room)), Box::pin(sleep(PATIENCE))).await {
            Either::Left((Ok(()), _)) => {}
            _ => return,
        }
    }
    let client = room.client();
    let store = client.state_store();
    let mut joined = store.get_user_ids(room.room_id(), RoomMemberships::JOIN).await.unwrap_or_default();
    joined.retain(|user| Some(&**user) != client.user_id());
    let invited = store.get_user_ids(room.room_id(), RoomMemberships::INVITE).await.unwrap_or_default();
    let stored = store.get_custom_value(&key(room)).await.ok().flatten();
    let before: Option<Met> = stored.and_then(|bytes| serde_json::from_slice(&bytes).ok());
    let whom = Met::whom(before.as_ref(), &joined, &invited, now_ms());
    let left = AtomicUsize::new(AT_MOST);
    let seen: Vec<OwnedUserId> = stream::iter(whom)
        .map(|(user, look)| look_at(&client, user, look, &left))
        .buffer_unordered(AT_ONCE)
        .take_until(sleep(PATIENCE))
        .filter_map(ready)
        .collect()
        .await;
    let after = Met::after(before.as_ref(), &joined, &invited, &seen, now_ms());
    if before.as_ref() == Some(&after) {
        return;
    }
    let Ok(bytes) = serde_json::to_vec(&after) else { return };
    if store.set_custom_value_no_read(&key(room), bytes).await.is_err() {
        tracing::warn!("who has been met in a room could not be kept");
    }
}

/// Looks at somebody, and answers them if that need not be done again.
async fn look_at(client: &Client, user: OwnedUserId, look: Look, left: &AtomicUsize) -> Option<OwnedUserId> {
    if look == Look::AskIfInDoubt && !in_doubt(client, &user).await {
        return Some(user);
    }
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).ok()?;
    match client.encryption().request_user_identity(&user).await {
        Ok(_) => Some(user),
        Err(_) => {
            tracing::debug!("the devices of a person could not be asked for");
            None
        }
    }
}

/// Whether a device of theirs would be given no key: there is none, or one that its owner has not signed.
async fn in_doubt(client: &Client, user: &UserId) -> bool {
    let Ok(known) = client.encryption().get_user_devices(user).await else { return true };
    known.devices().next().is_none() || known.devices().any(|device| !device.is_cross_signed_by_owner())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(names: &[&str]) -> Vec<OwnedUserId> {
        names.iter().map(|name| UserId::parse(format!("@{name}:a.example")).expect("user")).collect()
    }

    fn looks(before: Option<&Met>, joined: &[&str], invited: &[&str], now: u64) -> Vec<(String, Look)> {
        let whom = Met::whom(before, &people(joined), &people(invited), now);
        whom.into_iter().map(|(user, look)| (user.localpart().to_owned(), look)).collect()
    }

    fn one(name: &str, look: Look) -> (String, Look) {
        (name.to_owned(), look)
    }

    #[test]
    fn who_has_been_invited_is_asked_about_again_after_joining() {
        let new = looks(None, &["a"], &["b"], 0);
        assert_eq!(new, [one("a", Look::AskIfInDoubt), one("b", Look::AskIfInDoubt)]);
        let met = Met::after(None, &people(&["a"]), &people(&["b"]), &people(&["a", "b"]), 0);
        assert_eq!(looks(Some(&met), &["a"], &["b"], AGAIN_MS - 1), []);
        assert_eq!(looks(Some(&met), &["a"], &["b"], AGAIN_MS), [one("b", Look::AskIfInDoubt)]);
        assert_eq!(looks(Some(&met), &["a", "b"], &[], 1), [one("b", Look::Ask)]);
    }

    #[test]
    fn who_could_not_be_asked_about_and_who_has_left_are_newcomers() {
        let all = people(&["a", "b"]);
        let met = Met::after(None, &all, &[], &people(&["a"]), 0);
        assert_eq!(looks(Some(&met), &["a", "b"], &[], 1), [one("b", Look::Ask)]);
        let met = Met::after(Some(&met), &all, &[], &people(&["b"]), 1);
        assert_eq!(looks(Some(&met), &["a", "b"], &[], 2), []);
        let gone = Met::after(Some(&met), &people(&["a"]), &[], &[], 2);
        assert_eq!(looks(Some(&gone), &["a", "b"], &[], 3), [one("b", Look::Ask)]);
    }
}
