//! Administration of a room: roles, rights, its members page by page, pins, invitations by list, a newer version.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::people::MemberView;
use super::rooms::{PreviewView, PublicRoomView};

/// What somebody is in a room.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RoomRole {
    /// Takes part.
    #[default]
    Member,
    /// Keeps order: removes messages and people, invites, writes in an announcement room.
    Moderator,
    /// Decides on everything.
    Administrator,
}

/// What the person here may do in a room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct RoomRights {
    /// Invite others.
    pub invite: bool,
    /// Remove members.
    pub remove: bool,
    /// Keep people out, and let them in again.
    pub ban: bool,
    /// Change the name.
    pub name: bool,
    /// Change the topic.
    pub topic: bool,
    /// Change the picture.
    pub picture: bool,
    /// Change what others may do.
    pub roles: bool,
    /// Pin messages.
    pub pin: bool,
    /// Change whether who is invited later reads what was written before.
    pub history: bool,
    /// Delete messages of others.
    pub delete: bool,
    /// Open the room to people from outside, once and for all.
    pub open: bool,
    /// Bring it to a newer version.
    pub upgrade: bool,
}

/// A newer version that a room can be brought to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct UpgradeView {
    /// The version that it has.
    pub from: String,
    /// The version that new rooms have.
    pub to: String,
}

/// Which members are asked for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MemberFilter {
    /// Everybody who is in it or invited.
    #[default]
    Everybody,
    /// Those who moderate or administer it.
    Managing,
    /// Those from outside.
    External,
    /// Those who have not come in yet.
    Invited,
    /// Those who are kept out.
    Banned,
}

/// Some of the members of a room.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct MembersPage {
    /// The members, by name.
    pub members: Vec<MemberView>,
    /// How many fit what was asked for.
    pub total: u32,
    /// Where the next page begins; none at the end.
    pub next: Option<u32>,
}

/// The words of the list of members that is saved as a file.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct MemberListWords {
    /// Names of the columns: name, organisation, account, role, from outside, state.
    pub columns: Vec<String>,
    /// For a member.
    pub member: String,
    /// For a moderator.
    pub moderator: String,
    /// For an administrator.
    pub administrator: String,
    /// For somebody from outside.
    pub external: String,
    /// For somebody who has not come in yet.
    pub invited: String,
    /// For somebody who is in.
    pub joined: String,
}

/// A message that is pinned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PinView {
    /// The event's id.
    pub event_id: String,
    /// Who wrote it; empty if it could not be fetched.
    pub sender: String,
    /// One line of it; empty if it cannot be read here.
    pub text: String,
    /// Milliseconds since the Unix epoch.
    #[specta(type = Option<u32>)]
    pub at_ms: Option<u64>,
}

/// What became of a line of a pasted list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct InviteLine {
    /// The line as it was pasted.
    pub line: String,
    /// Whom it means, if that is known.
    pub name: String,
    /// What became of it.
    pub outcome: InviteOutcome,
}

/// What became of a line of a pasted list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum InviteOutcome {
    /// Invited.
    Invited,
    /// In the room already, or invited before.
    AlreadyThere,
    /// The person here.
    Own,
    /// Has no account yet.
    NotYet,
    /// Cannot be reached for now.
    Unreachable,
    /// Nobody is called so, or has this address.
    NotFound,
    /// More than one person is called so.
    Several {
        /// How many.
        count: u32,
    },
    /// It did not work.
    Failed {
        /// Why.
        problem: super::account::ProblemView,
    },
}

/// A public room as somebody sees it before entering.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PublicRoomCard {
    /// As in the directory, asked for anew.
    pub room: PublicRoomView,
    /// Whether its messages can be read without entering.
    pub readable: bool,
    /// Then the last of them, the oldest first.
    pub messages: Vec<PreviewView>,
}
