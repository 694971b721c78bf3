//! What the details column shows of a conversation: members with their organisations, what it is, and what the person may
//! do.

use matrix_sdk::ruma::RoomVersionId;
use matrix_sdk::ruma::events::MessageLikeEventType;
use matrix_sdk::ruma::events::room::history_visibility::HistoryVisibility;
use matrix_sdk::{Room, RoomMemberships};

use super::members::count;
use super::rights::{rights, role};
use super::summary::{kind_of, summary};
use super::theme::theme;
use crate::Result;
use crate::messenger::Messenger;
use crate::session::Active;
use crate::text::clean;
use crate::view::{ConnectionView, MemberView, RoomDetails, RoomKind, RoomRole, UpgradeView};

/// As many members as the details hold.
const SHOWN: usize = 100;

impl Messenger {
    /// The details of a conversation.
    ///
    /// # Errors
    /// [`crate::view::ProblemView::NotFound`].
    pub async fn room_details(&self, room_id: &str) -> Result<RoomDetails> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        // A conversation of two has neither rule nor label, and out of reach nobody tells.
        let reachable = !matches!(*active.connection.borrow(), ConnectionView::Offline { .. });
        if reachable && kind_of(&room).await != RoomKind::Direct {
            active.outside.look(&room).await;
        }
        let summary = summary(&room, &active.outside, &active.notices).await;
        let mut members = active.members_of(&room, RoomMemberships::ACTIVE).await?;
        let (own, levels) = (room.own_user_id(), room.power_levels_or_default().await);
        let (role, mut rights) = (role(&levels, own), rights(&levels, own));
        let restricted = active.outside.is_restricted(room.room_id());
        let successor = room.successor_room().map(|next| next.room_id.to_string());
        let direct = summary.kind == RoomKind::Direct;
        rights.picture &= !direct;
        rights.history &= summary.kind == RoomKind::Private;
        rights.open &= summary.kind == RoomKind::Private && !summary.externals && !restricted;
        rights.upgrade &= !direct && successor.is_none() && !active.session.external;
        let upgrade = if rights.upgrade { active.newer_version(&room).await } else { None };
        let (member_count, external_count) =
            (count(members.len()), count(members.iter().filter(|member| member.external).count()));
        let last_administrator = !direct && role == RoomRole::Administrator && leaves_nobody(&members, own.as_str());
        members.truncate(SHOWN);
        Ok(RoomDetails {
            topic: clean(&room.topic().unwrap_or_default()),
            members,
            member_count,
            external_count,
            can_invite: rights.invite,
            can_write: successor.is_none() && levels.user_can_send_message(own, MessageLikeEventType::RoomMessage),
            role,
            rights,
            last_administrator,
            restricted,
            earlier_for_all: earlier_for_all(&room),
            theme: theme(room.room_type().as_ref()),
            pinned: count(room.pinned_event_ids().unwrap_or_default().len()),
            upgrade,
            successor,
            summary,
        })
    }
}

/// Whether who comes later reads what was written before.
fn earlier_for_all(room: &Room) -> bool {
    lets_all(&room.history_visibility_or_default())
}

/// Whether under a rule who comes later reads what was written before.
pub(crate) fn lets_all(rule: &HistoryVisibility) -> bool {
    matches!(rule, HistoryVisibility::Shared | HistoryVisibility::WorldReadable)
}

/// Whether others are in the room and none of them administers it.
fn leaves_nobody(members: &[MemberView], own: &str) -> bool {
    let mut others = members.iter().filter(|member| member.user_id != own && !member.invited).peekable();
    others.peek().is_some() && !others.any(|member| member.role == RoomRole::Administrator)
}

/// Whether somebody of those who would stay behind could administer the room.
fn has_a_successor(members: &[MemberView]) -> bool {
    members.iter().any(|member| member.below && !member.invited && !member.external)
}

impl Active {
    /// Whether the person here is the last to administer a room, with colleagues in it who could.
    pub(super) async fn owes_a_successor(&self, room: &Room) -> bool {
        let (own, levels) = (room.own_user_id(), room.power_levels_or_default().await);
        if role(&levels, own) != RoomRole::Administrator || kind_of(room).await == RoomKind::Direct {
            return false;
        }
        // If the members cannot be asked for, the homeserver has the word.
        let members = self.members_of(room, RoomMemberships::JOIN).await.unwrap_or_default();
        leaves_nobody(&members, own.as_str()) && has_a_successor(&members)
    }

    /// The version of new rooms, if it is newer than the room's.
    async fn newer_version(&self, room: &Room) -> Option<UpgradeView> {
        let from = room.version()?;
        let to = self.default_version().await.ok()?;
        (number(&to)? > number(&from)?).then(|| UpgradeView { from: from.to_string(), to: to.to_string() })
    }
}

/// The number of a version; versions of others' making have none, and are left alone.
fn number(version: &RoomVersionId) -> Option<u32> {
    version.as_str().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn member(id: &str, role: RoomRole, invited: bool) -> MemberView {
        MemberView {
            user_id: id.into(),
            name: id.into(),
            organisation: String::new(),
            invited,
            external: false,
            role,
            below: false,
        }
    }

    #[test]
    fn the_last_administrator_is_the_one_after_whom_nobody_decides() {
        use RoomRole::{Administrator, Member, Moderator};
        let own = member("@own", Administrator, false);
        let with = |others: Vec<MemberView>| {
            let all: Vec<MemberView> = std::iter::once(own.clone()).chain(others).collect();
            leaves_nobody(&all, "@own")
        };
        assert!(!with(vec![]), "nobody stays behind");
        assert!(with(vec![member("@a", Member, false)]));
        assert!(with(vec![member("@a", Moderator, false)]));
        assert!(!with(vec![member("@a", Member, false), member("@b", Administrator, false)]));
        assert!(
            with(vec![member("@a", Member, false), member("@b", Administrator, true)]),
            "who is invited is not there"
        );
        assert!(!with(vec![member("@b", Member, true)]), "an invitation alone is nobody left behind");
    }

    #[test]
    fn only_numbered_versions_are_compared() {
        assert_eq!(number(&RoomVersionId::V12), Some(12));
        assert_eq!(RoomVersionId::try_from("org.example.x").ok().and_then(|version| number(&version)), None);
    }
}
