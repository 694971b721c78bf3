//! What the details column shows of a conversation: members with their organisations, and what the person may do.

use matrix_sdk::RoomMemberships;
use matrix_sdk::room::RoomMemberRole;
use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::MessageLikeEventType;
use matrix_sdk::ruma::events::room::member::MembershipState;

use super::summary::summary;
use crate::Result;
use crate::messenger::Messenger;
use crate::problem::from_sdk;
use crate::text::{clean, person_name};
use crate::view::{MemberView, RoomDetails};

impl Messenger {
    /// The details of a conversation.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`].
    pub async fn room_details(&self, room_id: &str) -> Result<RoomDetails> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let members = match room.members(RoomMemberships::ACTIVE).await {
            Ok(members) => members,
            Err(_) => room.members_no_sync(RoomMemberships::ACTIVE).await.map_err(|error| from_sdk(&error))?,
        };
        let servers = active.organisations().await;
        let own = members.iter().find(|member| member.user_id() == room.own_user_id());
        let can_invite = own.is_some_and(|member| member.can_invite());
        let can_write = own.is_some_and(|member| member.can_send_message(MessageLikeEventType::RoomMessage));
        let mut list: Vec<MemberView> = members
            .iter()
            .map(|member| {
                let person = person_name(member.display_name(), member.user_id().as_str());
                MemberView {
                    user_id: member.user_id().to_string(),
                    external: !servers.is_empty() && !servers.contains_key(server_of(member.user_id())),
                    name: person.name,
                    organisation: person.organisation,
                    invited: *member.membership() == MembershipState::Invite,
                    admin: matches!(
                        member.suggested_role_for_power_level(),
                        RoomMemberRole::Administrator | RoomMemberRole::Creator
                    ),
                }
            })
            .collect();
        list.sort_by_cached_key(|member| (member.invited, member.name.to_lowercase()));
        Ok(RoomDetails {
            summary: summary(&room).await,
            topic: clean(&room.topic().unwrap_or_default()),
            members: list,
            can_invite,
            can_write,
        })
    }
}

fn server_of(user: &UserId) -> &str {
    user.server_name().as_str()
}
