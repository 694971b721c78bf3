//! Conversations: the list, one of them, its members, and the directory of public rooms.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::administration::{RoomRights, RoomRole, UpgradeView};
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

/// Of what a conversation tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RoomNotifications {
    /// Of every message.
    All,
    /// Only of messages that mention the person.
    Mentions,
    /// Of nothing.
    Muted,
}

/// Where a conversation stands in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum RoomPlace {
    /// Above all others.
    Favourite,
    /// Where its newest message puts it.
    Usual,
    /// Below all others.
    Last,
}

/// A folder of one's own in the list of conversations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
pub struct FolderView {
    /// Its name.
    pub name: String,
    /// The ids of the rooms in it.
    pub rooms: Vec<String>,
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
    /// Whether the person has marked it as not read, whatever the numbers say.
    pub marked_unread: bool,
    /// Of what it tells.
    pub notifications: RoomNotifications,
    /// Where it stands in the list.
    pub place: RoomPlace,
    /// The newest message in one line, if known; for an invitation who invites.
    pub preview: Option<PreviewView>,
    /// How many are in it.
    pub members: u32,
    /// Whether people from outside may be in it: a private room that is open to them, or a conversation with one of them.
    pub externals: bool,
    /// Whether only those who manage it write.
    pub announcement: bool,
    /// Stands for the room's picture, and is another one when the picture is; none without one, and never in a direct
    /// conversation: there nothing but HR's word says who somebody is.
    pub picture: Option<String>,
}

impl RoomSummary {
    /// How many unread messages ask for the person's attention: what they silenced does not.
    pub fn attention(&self) -> u32 {
        match self.notifications {
            RoomNotifications::All => self.unread,
            RoomNotifications::Mentions => self.mentions,
            RoomNotifications::Muted => 0,
        }
    }
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
    /// A voice message.
    Voice,
    /// A poll; `text` is its question.
    Poll,
    /// Not readable here yet.
    Undecryptable,
    /// An invitation.
    Invitation,
    /// Deleted.
    Deleted,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(tag = "place", rename_all = "snake_case")]
pub enum PlaceView {
    /// To a person.
    Person {
        /// Who it is.
        user_id: String,
    },
    /// To a conversation, whether the person is in it or not.
    Room {
        /// Which one.
        room_id: String,
        /// The message in it, if the link is to one.
        event_id: Option<String>,
    },
}

/// What the details column shows of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct RoomDetails {
    /// As in the list.
    pub summary: RoomSummary,
    /// What it is about; empty if nobody said.
    pub topic: String,
    /// Who is in it, by name; of a very large room the first hundred.
    pub members: Vec<MemberView>,
    /// How many are in it or invited.
    pub member_count: u32,
    /// How many of them come from outside.
    pub external_count: u32,
    /// Whether the person here may invite others.
    pub can_invite: bool,
    /// Whether the person here may write.
    pub can_write: bool,
    /// What the person here is in it.
    pub role: RoomRole,
    /// What the person here may do.
    pub rights: RoomRights,
    /// Whether nobody else administers it, and others would stay behind without anybody.
    pub last_administrator: bool,
    /// Labelled restricted: it can never be opened to people from outside.
    pub restricted: bool,
    /// Whether who comes later reads what was written before.
    pub earlier_for_all: bool,
    /// What a public room is about.
    pub theme: Option<RoomTheme>,
    /// How many messages are pinned.
    pub pinned: u32,
    /// The newer version that it can be brought to.
    pub upgrade: Option<UpgradeView>,
    /// The room in which it goes on, if it does.
    pub successor: Option<String>,
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

/// What a new room is beyond its name and kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct RoomOptions {
    /// A private room into which people from outside may be invited.
    pub externals: bool,
    /// Only those who manage it write.
    pub announcement: bool,
    /// Labelled restricted: a private room that can never be opened to people from outside.
    pub restricted: bool,
    /// What a public room is about.
    pub theme: Option<RoomTheme>,
}

/// What a public room is about.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RoomTheme {
    Administration,
    Budget,
    Culture,
    Digital,
    Economy,
    Education,
    Environment,
    Health,
    Justice,
    Security,
    Work,
}

/// A part of the directory of public rooms.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct PublicPage {
    /// The rooms, those with the most members first.
    pub rooms: Vec<PublicRoomView>,
    /// What to ask for more with; none at the end.
    pub next: Option<String>,
    /// Organisations whose rooms could not be asked for now.
    pub missing: Vec<String>,
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
    /// What it is about.
    pub theme: Option<RoomTheme>,
}
