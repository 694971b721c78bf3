//! What a person should know before they answer an invitation: who invites, from where, and how many are there.
//!
//! Of a room that one is not in the homeserver tells little. What it does not tell is not made up: the number of members is
//! asked for, and how many of them are colleagues is said only where every one of them is known.

use futures_util::join;
use matrix_sdk::room_preview::RoomPreview;
use matrix_sdk::ruma::OwnedUserId;
use matrix_sdk::{Room, RoomMemberships, RoomState};

use super::members::count;
use crate::Result;
use crate::messenger::Messenger;
use crate::people::person_view;
use crate::session::Active;
use crate::text::{clean, person_name};
use crate::view::{InvitationView, InviterView, ProblemView};

impl Messenger {
    /// What is known of an invitation.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if there is none.
    pub async fn invitation(&self, room_id: &str) -> Result<InvitationView> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        if room.state() != RoomState::Invited {
            return Err(ProblemView::NotFound);
        }
        let Ok(details) = room.invite_details().await else { return Ok(InvitationView::default()) };
        let name = details.inviter.as_ref().and_then(|inviter| inviter.display_name()).map(ToOwned::to_owned);
        let via = vec![details.inviter_id.server_name().to_owned()];
        let (client, id) = (&active.client, room.room_id());
        let (inviter, told) = join!(
            active.inviter(details.inviter_id, name),
            RoomPreview::from_room_summary(client, id.to_owned(), id.into(), via)
        );
        let told = told.ok();
        let members = told.as_ref().map(|told| u32::try_from(told.num_joined_members).unwrap_or(u32::MAX));
        let topic = told.and_then(|told| told.topic).or_else(|| room.topic());
        let known = organisations(&room).await;
        Ok(InvitationView {
            inviter: Some(inviter),
            topic: clean(&topic.unwrap_or_default()),
            members,
            colleagues: members.and_then(|members| colleagues(members, &known, &active.session.organisation)),
        })
    }
}

impl Active {
    /// Who invites: as the directory has them, else as the invitation names them.
    async fn inviter(&self, user: OwnedUserId, name: Option<String>) -> InviterView {
        let entry = match self.token() {
            Ok(token) => self.front_door.person_of_account(&token, &user).await.ok().map(person_view),
            Err(_) => None,
        };
        let external = entry.is_none() && self.outside.is_external(&user);
        let person = person_name(name.as_deref(), user.as_str());
        let user_id = user.to_string();
        match entry {
            Some(entry) => InviterView {
                user_id,
                name: entry.name,
                organisation: entry.organisation,
                title: entry.title,
                unit: entry.unit,
                external,
            },
            None => InviterView {
                user_id,
                name: person.name,
                organisation: person.organisation,
                title: String::new(),
                unit: String::new(),
                external,
            },
        }
    }
}

/// The organisations of the members that came with the invitation.
async fn organisations(room: &Room) -> Vec<String> {
    let members = room.members_no_sync(RoomMemberships::JOIN).await.unwrap_or_default();
    members.iter().map(|member| person_name(member.display_name(), member.user_id().as_str()).organisation).collect()
}

/// How many of the members are of one's own organisation; nothing unless all of them are known.
fn colleagues(members: u32, known: &[String], own: &str) -> Option<u32> {
    let whole = !own.is_empty() && members > 0 && count(known.len()) == members;
    whole.then(|| count(known.iter().filter(|organisation| *organisation == own).count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colleagues_are_counted_only_where_everybody_is_known() {
        let known = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        assert_eq!(colleagues(2, &known(&["Interior", "Finance"]), "Interior"), Some(1));
        assert_eq!(colleagues(1, &known(&["Finance"]), "Interior"), Some(0));
        assert_eq!(colleagues(7, &known(&["Interior"]), "Interior"), None, "six of seven are strangers");
        assert_eq!(colleagues(0, &[], "Interior"), None, "somebody must have invited");
        assert_eq!(colleagues(1, &known(&[""]), ""), None, "whoever comes from outside has no colleagues");
    }
}
