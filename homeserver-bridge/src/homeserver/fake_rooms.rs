//! The rooms of fake homeservers, shared by those of a federation; and a way to stop a process in the middle of an act.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex};

use async_trait::async_trait;
use serde_json::{Value, json};
use tokio::sync::Notify;

use super::rooms::{Membership, Memberships, Rooms};
use super::{FakeHomeserver, HomeserverError};

/// Where in an act a process stops for good.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FakeStep {
    /// Before the homeserver has done it.
    Before,
    /// After, but nobody hears of it.
    After,
}

/// A room.
#[derive(Debug, Clone, Default)]
pub struct FakeRoom {
    /// State events other than memberships, by type.
    pub state: BTreeMap<String, Value>,
    /// Members by Matrix id: where they stand, and since when (milliseconds since the Unix epoch).
    pub members: BTreeMap<String, (&'static str, i64)>,
    /// Nobody can leave it: for failures.
    pub stuck: bool,
}

impl FakeRoom {
    /// A room of version 12 with its creator in it.
    pub fn created_by(creator: &str, users: Value) -> Self {
        let mut room = Self::default();
        let create = json!({"type": "m.room.create", "state_key": "", "sender": creator,
            "content": {"room_version": "12"}});
        let levels = json!({"type": "m.room.power_levels", "state_key": "", "sender": creator,
            "content": {"users": users}});
        room.state.insert("m.room.create".into(), create);
        room.state.insert("m.room.power_levels".into(), levels);
        room.with(creator, "join", 1)
    }

    /// With somebody who stands so in it.
    #[must_use]
    pub fn with(mut self, user: &str, membership: &'static str, since_ms: i64) -> Self {
        self.members.insert(user.to_owned(), (membership, since_ms));
        self
    }

    /// The power level that somebody has been given.
    pub fn level(&self, user: &str) -> Option<i64> {
        self.state["m.room.power_levels"]["content"]["users"][user].as_i64()
    }

    fn has_part(&self, server: &str) -> bool {
        let there = |(user, (membership, _)): (&String, &(&str, i64))| of(user, server) && *membership == "join";
        self.members.iter().any(there)
    }
}

fn of(user: &str, server: &str) -> bool {
    user.split_once(':').is_some_and(|(_, home)| home == server)
}

/// The rooms of a federation; clones share them.
#[derive(Clone, Default)]
pub struct FakeRooms {
    world: Arc<Mutex<World>>,
    stopped: Arc<Notify>,
}

#[derive(Default)]
struct World {
    rooms: BTreeMap<String, FakeRoom>,
    /// What homeservers that have fallen behind still see.
    behind: HashMap<String, BTreeMap<String, FakeRoom>>,
    calls: u64,
    stop: Option<(u64, FakeStep)>,
    refused: BTreeSet<&'static str>,
}

impl FakeRooms {
    /// Makes a room, or puts another in its place.
    pub fn put(&self, room_id: &str, room: FakeRoom) {
        self.lock().rooms.insert(room_id.to_owned(), room);
    }

    /// A room as it stands.
    pub fn room(&self, room_id: &str) -> FakeRoom {
        self.lock().rooms.get(room_id).cloned().unwrap_or_default()
    }

    /// A homeserver hears nothing more of the others from now on, or catches up.
    pub fn set_behind(&self, server: &str, behind: bool) {
        let mut world = self.lock();
        if behind {
            let now = world.rooms.clone();
            world.behind.insert(server.to_owned(), now);
        } else {
            world.behind.remove(server);
        }
    }

    /// Whether a kind of act is refused from now on: `leave`, `power_levels`, `invite`.
    pub fn refuse(&self, act: &'static str, refused: bool) {
        let mut world = self.lock();
        if refused {
            world.refused.insert(act);
        } else {
            world.refused.remove(act);
        }
    }

    /// From now on counted, the act with this number never answers; counted from 1.
    pub fn stop_at(&self, number: u64, step: FakeStep) {
        let mut world = self.lock();
        world.calls = 0;
        world.stop = Some((number, step));
    }

    /// Nothing stops any more.
    pub fn go_on(&self) {
        self.lock().stop = None;
    }

    /// Waits until an act has stopped.
    pub async fn stopped(&self) {
        self.stopped.notified().await;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, World> {
        self.world.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Does something, unless a test has asked to stop there.
    pub(super) async fn step<T>(&self, act: impl FnOnce(&Self) -> T) -> T {
        let stop = {
            let mut world = self.lock();
            world.calls += 1;
            world.stop.filter(|(number, _)| *number == world.calls).map(|(_, step)| step)
        };
        if stop == Some(FakeStep::Before) {
            self.for_ever().await;
        }
        let answer = act(self);
        if stop == Some(FakeStep::After) {
            self.for_ever().await;
        }
        answer
    }

    async fn for_ever(&self) {
        self.stopped.notify_one();
        std::future::pending::<()>().await;
    }

    fn change<T>(
        &self,
        act: &'static str,
        room_id: &str,
        change: impl FnOnce(&mut FakeRoom) -> Option<T>,
    ) -> Result<T, HomeserverError> {
        let mut world = self.lock();
        let refused = world.refused.contains(act);
        let room = world.rooms.get_mut(room_id).ok_or(HomeserverError::NoSuchAccount)?;
        let forbidden = HomeserverError::Refused { status: 403, errcode: "M_FORBIDDEN".into() };
        if refused { Err(forbidden) } else { change(room).ok_or(forbidden) }
    }
}

#[async_trait]
impl Rooms for FakeHomeserver {
    async fn own_rooms(&self, user_id: &str) -> Result<Memberships, HomeserverError> {
        self.answers()?;
        let stands = |rooms: &FakeRooms| {
            let world = rooms.lock();
            let of_user = |room: &FakeRoom| room.members.get(user_id).map(|(word, _)| Membership::from_word(word));
            let all = world.rooms.iter().filter_map(|(id, room)| Some((id.clone(), of_user(room)?)));
            all.filter(|(_, membership)| *membership != Membership::Out).collect()
        };
        Ok(self.rooms.step(stands).await)
    }

    async fn rooms_seen(&self, user_id: &str) -> Result<Memberships, HomeserverError> {
        self.answers()?;
        let seen = |rooms: &FakeRooms| {
            let world = rooms.lock();
            let view = world.behind.get(&self.name).unwrap_or(&world.rooms);
            let here = view.iter().filter(|(_, room)| room.has_part(&self.name));
            let of_user = |room: &FakeRoom| room.members.get(user_id).map(|(word, _)| Membership::from_word(word));
            here.filter_map(|(id, room)| Some((id.clone(), of_user(room)?))).collect()
        };
        Ok(self.rooms.step(seen).await)
    }

    async fn room_state(&self, room_id: &str, kind: &str) -> Result<Vec<Value>, HomeserverError> {
        self.answers()?;
        let room = self.rooms.lock().rooms.get(room_id).cloned().ok_or(HomeserverError::NoSuchAccount)?;
        Ok(match kind {
            "m.room.member" => member_events(&room),
            kind => room.state.get(kind).cloned().into_iter().collect(),
        })
    }

    async fn member_events(&self, room_id: &str) -> Result<Vec<Value>, HomeserverError> {
        self.room_state(room_id, "m.room.member").await
    }

    async fn leave_room(&self, user_id: &str, room_id: &str) -> Result<(), HomeserverError> {
        self.answers()?;
        let leave = |room: &mut FakeRoom| {
            let known = room.members.get_mut(user_id).filter(|(word, _)| *word != "leave" && !room.stuck)?;
            known.0 = "leave";
            Some(())
        };
        self.rooms.step(|rooms| rooms.change("leave", room_id, leave)).await
    }

    async fn set_power_levels(&self, user_id: &str, room_id: &str, content: &Value) -> Result<(), HomeserverError> {
        self.answers()?;
        let set = |room: &mut FakeRoom| {
            let creator = room.state["m.room.create"]["sender"].as_str().unwrap_or_default().to_owned();
            let may = room.members.get(user_id)?.0 == "join" && (creator == user_id || room.level(user_id)? >= 100);
            // Creators of rooms of version 12 stand above levels, and a homeserver refuses them there.
            if !may || content["users"].get(&creator).is_some() {
                return None;
            }
            room.state.get_mut("m.room.power_levels")?["content"] = content.clone();
            Some(())
        };
        self.rooms.step(|rooms| rooms.change("power_levels", room_id, set)).await
    }

    async fn invite_to_room(&self, user_id: &str, room_id: &str, target: &str) -> Result<(), HomeserverError> {
        self.answers()?;
        let invite = |room: &mut FakeRoom| {
            room.members.get(user_id).filter(|(word, _)| *word == "join")?;
            let there = room.members.get(target).is_some_and(|(word, _)| *word == "join");
            (!there).then(|| room.members.insert(target.to_owned(), ("invite", 0)))
        };
        self.rooms.step(|rooms| rooms.change("invite", room_id, invite).map(drop)).await
    }

    async fn close_account(&self, user_id: &str) -> Result<(), HomeserverError> {
        self.rooms.step(|_| self.change(user_id, |account| account.closed = true)).await
    }
}

fn member_events(room: &FakeRoom) -> Vec<Value> {
    let mut members: Vec<_> = room.members.iter().collect();
    members.sort_by_key(|(_, (_, since))| *since);
    let event = |(user, (word, since)): (&String, &(&str, i64))| json!({"type": "m.room.member", "state_key": user, "origin_server_ts": since, "content": {"membership": word}});
    members.into_iter().map(event).collect()
}
