//! The members of a room: as they are shown, page by page, narrowed down.

use matrix_sdk::ruma::UserId;
use matrix_sdk::ruma::events::room::member::MembershipState;
use matrix_sdk::ruma::events::room::power_levels::RoomPowerLevels;
use matrix_sdk::{Room, RoomMemberships};

use super::rights::{above, role};
use super::roll_call::members_in;
use crate::Result;
use crate::messenger::Messenger;
use crate::people::words;
use crate::problem::from_sdk;
use crate::session::Active;
use crate::text::person_name;
use crate::view::{MemberFilter, MemberView, MembersPage, RoomRole};

const PAGE: usize = 100;

impl Messenger {
    /// Members of a room whose names begin with the words of the term, from a place on.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`], [`crate::view::ProblemView::Unreachable`].
    pub async fn members(&self, room_id: &str, filter: MemberFilter, term: &str, from: u32) -> Result<MembersPage> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let wanted = if filter == MemberFilter::Banned { RoomMemberships::BAN } else { RoomMemberships::ACTIVE };
        let term = words(term);
        let fits = |member: &MemberView| {
            let of_kind = match filter {
                MemberFilter::Everybody | MemberFilter::Banned => true,
                MemberFilter::Managing => member.role != RoomRole::Member,
                MemberFilter::External => member.external,
                MemberFilter::Invited => member.invited,
            };
            of_kind && is_called(member, &term)
        };
        let found: Vec<MemberView> = active.members_of(&room, wanted).await?.into_iter().filter(fits).collect();
        let (from, total) = (from as usize, found.len());
        let next = (from + PAGE < total).then(|| count(from + PAGE));
        Ok(MembersPage { members: found.into_iter().skip(from).take(PAGE).collect(), total: count(total), next })
    }
}

pub(super) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn is_called(member: &MemberView, term: &[String]) -> bool {
    let have = words(&format!("{} {}", member.name, member.organisation));
    term.iter().all(|word| have.iter().any(|one| one.starts_with(word.as_str())))
}

impl Active {
    /// The members of a room by name, those who have not come in yet at the end.
    pub(super) async fn members_of(&self, room: &Room, wanted: RoomMemberships) -> Result<Vec<MemberView>> {
        let members = match members_in(room, wanted).await {
            Ok(members) => members,
            Err(_) => room.members_no_sync(wanted).await.map_err(|error| from_sdk(&error))?,
        };
        let levels = room.power_levels_or_default().await;
        let mut list: Vec<MemberView> =
            members.iter().map(|member| self.member(&levels, room.own_user_id(), member)).collect();
        list.sort_by_cached_key(|member| (member.invited, member.name.to_lowercase()));
        Ok(list)
    }

    fn member(&self, levels: &RoomPowerLevels, own: &UserId, member: &matrix_sdk::room::RoomMember) -> MemberView {
        let user = member.user_id();
        let person = person_name(member.display_name(), user.as_str());
        let role = role(levels, user);
        MemberView {
            user_id: user.to_string(),
            external: self.outside.is_external(user),
            name: person.name,
            organisation: person.organisation,
            invited: *member.membership() == MembershipState::Invite,
            role,
            below: above(levels, own, user),
        }
    }
}
