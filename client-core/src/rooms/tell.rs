//! Telling those who manage a room about a message: an ordinary message to each of them, in the conversation of two. So it
//! reaches people who know the room and may act there, and nobody else reads along.

use matrix_sdk::RoomMemberships;

use crate::Result;
use crate::messenger::Messenger;
use crate::view::{Draft, MemberView, ProblemView, RoomRole};

/// As many of them as are told.
const AT_MOST: usize = 3;

impl Messenger {
    /// Writes to those who manage a room, except to the person whom it is about; answers the names of those who were
    /// written to.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`] if nobody else manages the room; else what went wrong with the first of them.
    pub async fn tell_moderators(&self, room_id: &str, about: &str, markdown: &str) -> Result<Vec<String>> {
        let active = self.active()?;
        let room = active.room(room_id)?;
        let members = active.members_of(&room, RoomMemberships::JOIN).await?;
        let chosen = responsible(members, &[about, room.own_user_id().as_str()]);
        let draft = Draft { markdown: markdown.to_owned(), reply_to: None, mentions: Vec::new() };
        let (mut told, mut problem) = (Vec::new(), ProblemView::NotFound);
        for member in chosen {
            let sent = async {
                let direct = self.start_direct(&member.user_id).await?;
                self.send(&direct, &draft).await
            };
            match sent.await {
                Ok(()) => told.push(member.name),
                Err(error) => problem = error,
            }
        }
        if told.is_empty() { Err(problem) } else { Ok(told) }
    }
}

/// Those who manage a room, moderators before administrators: it is their task.
fn responsible(members: Vec<MemberView>, not: &[&str]) -> Vec<MemberView> {
    let manages = |member: &MemberView| member.role != RoomRole::Member && !member.external;
    let mut found: Vec<MemberView> =
        members.into_iter().filter(|member| manages(member) && !not.contains(&member.user_id.as_str())).collect();
    found.sort_by_key(|member| member.role);
    found.truncate(AT_MOST);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whom_a_message_is_about_is_not_told() {
        let member = |id: &str, role: RoomRole, external: bool| MemberView {
            user_id: id.into(),
            name: id.into(),
            organisation: String::new(),
            invited: false,
            external,
            role,
            below: false,
        };
        let members = || {
            vec![
                member("@admin", RoomRole::Administrator, false),
                member("@member", RoomRole::Member, false),
                member("@external", RoomRole::Moderator, true),
                member("@moderator", RoomRole::Moderator, false),
                member("@own", RoomRole::Moderator, false),
            ]
        };
        let names = |not: &[&str]| responsible(members(), not).into_iter().map(|one| one.user_id).collect::<Vec<_>>();
        assert_eq!(names(&["@member", "@own"]), ["@moderator", "@admin"]);
        assert_eq!(names(&["@moderator", "@own"]), ["@admin"]);
    }
}
