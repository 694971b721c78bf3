//! Conversations: the list, one of them, its members, and the directory of public rooms.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::people::MemberView;

/// What kind of conversation it is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// Two people.
    Direct,
    /// Invited people only; end-to-end encrypted.
    Private,
    /// Anybody of the federation; not encrypted.
    Public,
}

/// How the person stands to the room.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum MembershipView {
    /// In it.
    Joined,
    /// Invited.
    Invited,
    /// No longer in it.
    Left,
}

/// A row of the list of conversations.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RoomSummary {
    /// The room's id.
    pub id: String,
    /// Its name; for a direct conversation the other person's.
    pub name: String,
    /// The other person's organisation for a direct conversation, else empty.
    pub organisation: String,
    /// Direct, private or public.
    pub kind: RoomKind,
    /// Whether messages are end-to-end encrypted.
    pub encrypted: bool,
    /// Joined or invited.
    pub membership: MembershipView,
    /// Messages not read yet.
    pub unread: u32,
    /// Mentions not read yet.
    pub mentions: u32,
    /// The newest message in one line, if known; for an invitation who invites.
    pub preview: Option<PreviewView>,
    /// How many are in it.
    pub members: u32,
}

/// The newest message in one line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PreviewView {
    /// Who wrote it.
    pub sender: String,
    /// Whether that is the person here.
    pub own: bool,
    /// One line of plain text; empty when `kind` is not text.
    pub text: String,
    /// What it is.
    pub kind: PreviewKind,
    /// Milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub at_ms: u64,
}

/// What the newest message is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum PreviewKind {
    /// Words.
    Text,
    /// A file; `text` is its name.
    File,
    /// An image.
    Image,
    /// Not readable here yet.
    Undecryptable,
    /// An invitation.
    Invitation,
    /// Deleted.
    Deleted,
}

/// What the details column shows of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RoomDetails {
    /// As in the list.
    pub summary: RoomSummary,
    /// What it is about; empty if nobody said.
    pub topic: String,
    /// Who is in it.
    pub members: Vec<MemberView>,
    /// Whether the person here may invite others.
    pub can_invite: bool,
    /// Whether the person here may write.
    pub can_write: bool,
}

/// What a new room shall be.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct NewRoom {
    /// Its name.
    pub name: String,
    /// What it is about; may be empty.
    pub topic: String,
    /// `Private` or `Public`.
    pub kind: RoomKind,
    /// Matrix ids to invite.
    pub invite: Vec<String>,
}

/// A row of the directory of public rooms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PublicRoomView {
    /// The room's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is about.
    pub topic: String,
    /// How many are in it.
    pub members: u32,
    /// The organisation whose homeserver lists it.
    pub organisation: String,
    /// The homeserver that lists it: needed to join.
    pub server_name: String,
    /// Whether the person is in it already.
    pub joined: bool,
}
