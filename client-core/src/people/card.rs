//! A person's card: the directory's entry, the rooms that both are in, and what the rooms know of whom the directory does
//! not show.

use std::collections::HashSet;

use bridge_api::people::Person;
use matrix_sdk::ruma::{OwnedUserId, UserId};
use matrix_sdk::{Room, RoomMemberships};

use super::convert::person_view;
use crate::Result;
use crate::messenger::Messenger;
use crate::rooms::{kind_of, summary};
use crate::session::Active;
use crate::text::{PersonName, clean, person_name};
use crate::view::{IdentityView, PersonCard, ProblemView, RoomKind, SharedRoom};

impl Messenger {
    /// The card of an entry of the directory.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if the entry is no longer shown, [`ProblemView::Unreachable`],
    /// [`ProblemView::SlowDown`].
    pub async fn person_card(&self, person_id: &str) -> Result<PersonCard> {
        let active = self.active()?;
        let person_id = person_id.parse().map_err(|_| ProblemView::NotFound)?;
        let person = active.front_door.person(&active.token()?, &person_id).await?;
        let user = person.user_id.as_deref().and_then(|id| UserId::parse(id).ok());
        Ok(active.card(Some(person), user).await)
    }

    /// The card of whoever has an account, as a message or a list of members names them. Whom the directory does not show
    /// has a card with what the rooms know.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] for something that is no Matrix id, [`ProblemView::Unreachable`],
    /// [`ProblemView::SlowDown`].
    pub async fn account_card(&self, user_id: &str) -> Result<PersonCard> {
        let active = self.active()?;
        let user = UserId::parse(user_id).map_err(|_| ProblemView::NotFound)?;
        let person = match active.front_door.person_of_account(&active.token()?, &user).await {
            Ok(person) => Some(person),
            Err(ProblemView::NotFound) => None,
            Err(problem) => return Err(problem),
        };
        Ok(active.card(person, Some(user)).await)
    }
}

impl Active {
    async fn card(&self, person: Option<Person>, user: Option<OwnedUserId>) -> PersonCard {
        let own = user.as_deref() == self.client.user_id();
        let rooms = match &user {
            Some(user) if !own => self.shared_rooms(user).await,
            _ => Vec::new(),
        };
        let external = person.is_none() && user.as_ref().is_some_and(|user| self.outside.is_external(user));
        let phone = person.as_ref().map(|person| clean(&person.phone)).unwrap_or_default();
        let verified = person.as_ref().and_then(|person| person.verified_at_ms);
        let entry = person.map(person_view);
        let shown = match (&entry, &user) {
            (Some(entry), _) => PersonName { name: entry.name.clone(), organisation: entry.organisation.clone() },
            (None, Some(user)) => name_in(&rooms, user).await,
            (None, None) => PersonName { name: String::new(), organisation: String::new() },
        };
        let mut shared_rooms = Vec::with_capacity(rooms.len());
        for room in &rooms {
            if kind_of(room).await != RoomKind::Direct {
                let row = summary(room, &self.outside, &self.notices).await;
                shared_rooms.push(SharedRoom { id: row.id, name: row.name, kind: row.kind });
            }
        }
        let identity = match &user {
            Some(user) if !own => self.identity_of(user).await,
            _ => IdentityView::None,
        };
        PersonCard {
            entry,
            user_id: user.map(|user| user.to_string()),
            name: shown.name,
            organisation: shown.organisation,
            phone,
            verified_at_ms: verified.and_then(|at| u64::try_from(at).ok()),
            external,
            own,
            identity,
            shared_rooms,
        }
    }

    /// The joined rooms that this account is in, newest first: as the homeserver says, or, without its answer, as far as
    /// members are known here.
    async fn shared_rooms(&self, user: &UserId) -> Vec<Room> {
        let told = match self.token() {
            Ok(token) => self.front_door.mutual_rooms(&token, user).await,
            Err(problem) => Err(problem),
        };
        let told: Option<HashSet<String>> = told.ok().map(|rooms| rooms.into_iter().collect());
        let mut shared = Vec::new();
        for room in self.client.joined_rooms() {
            let there = match &told {
                Some(told) => told.contains(room.room_id().as_str()),
                None => is_known_member(&room, user).await,
            };
            if there && !room.is_space() {
                shared.push(room);
            }
        }
        shared.sort_by_key(|room| std::cmp::Reverse(room.recency_stamp().map_or(0, u64::from)));
        shared
    }
}

async fn is_known_member(room: &Room, user: &UserId) -> bool {
    let member = room.get_member_no_sync(user).await.ok().flatten();
    member.is_some_and(|member| RoomMemberships::ACTIVE.matches(member.membership()))
}

/// The name that the rooms know; the id if none does.
async fn name_in(rooms: &[Room], user: &UserId) -> PersonName {
    for room in rooms {
        if let Some(member) = room.get_member_no_sync(user).await.ok().flatten()
            && member.display_name().is_some()
        {
            return person_name(member.display_name(), user.as_str());
        }
    }
    person_name(None, user.as_str())
}
