//! The names of a room's members, remembered for as long as a timeline is shown.

use std::collections::HashMap;
use std::sync::Mutex;

use matrix_sdk::Room;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk_ui::timeline::{Profile, TimelineDetails};

use crate::text::{PersonName, person_name};

/// Names by id.
pub(super) struct Names {
    pub(super) room: Room,
    known: Mutex<HashMap<OwnedUserId, PersonName>>,
}

impl Names {
    pub(super) fn new(room: Room) -> Self {
        Self { room, known: Mutex::default() }
    }

    /// The name that an item brings, else the one that the room knows.
    pub(super) async fn of(&self, user: &UserId, profile: &TimelineDetails<Profile>) -> PersonName {
        if let TimelineDetails::Ready(Profile { display_name: Some(name), .. }) = profile {
            let name = person_name(Some(name), user.as_str());
            self.remember(user, &name);
            return name;
        }
        self.look_up(user).await
    }

    /// The name that the room knows.
    pub(super) async fn look_up(&self, user: &UserId) -> PersonName {
        if let Some(name) = self.known.lock().ok().and_then(|known| known.get(user).cloned()) {
            return name;
        }
        let member = self.room.get_member_no_sync(user).await.ok().flatten();
        let name = person_name(member.as_ref().and_then(|member| member.display_name()), user.as_str());
        if member.is_some() {
            self.remember(user, &name);
        }
        name
    }

    fn remember(&self, user: &UserId, name: &PersonName) {
        if let Ok(mut known) = self.known.lock() {
            known.insert(user.to_owned(), name.clone());
        }
    }
}
