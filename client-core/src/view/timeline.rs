//! The items of a conversation, in order.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::media::FileView;
use super::polls::PollView;
use super::threads::ThreadView;
use super::writing::Mention;

/// One item of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct TimelineItemView {
    /// Stays the same while the item is shown, also when a message that is being sent gets its event id.
    pub id: String,
    /// What it is.
    pub content: ItemContent,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ItemContent {
    /// A new day begins.
    Day {
        /// Some moment of it, milliseconds since the Unix epoch.
        #[specta(type = u32)]
        at_ms: u64,
    },
    /// Everything below has not been read.
    UnreadLine,
    /// The conversation begins here.
    Start,
    /// Somebody wrote something.
    Message(Box<MessageView>),
    /// Something happened to the room.
    Event {
        /// Who did it.
        actor: String,
        /// What.
        what: RoomEvent,
        /// Milliseconds since the Unix epoch.
        #[specta(type = u32)]
        at_ms: u64,
    },
}

/// What happened to a room. The interface words it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RoomEvent {
    /// Made the room.
    Created,
    /// Somebody came in.
    Joined {
        /// Who.
        name: String,
    },
    /// Somebody was invited.
    Invited {
        /// Who.
        name: String,
    },
    /// Somebody went.
    Left {
        /// Who.
        name: String,
    },
    /// Somebody was removed.
    Removed {
        /// Who.
        name: String,
    },
    /// The room got another name.
    Renamed {
        /// The name.
        name: String,
    },
    /// The room got another topic.
    Topic {
        /// The topic.
        topic: String,
    },
    /// Messages are end-to-end encrypted from here on.
    Encrypted,
    /// Who is invited later also reads what is written from here on.
    EarlierForAll,
    /// Who is invited later does not read what is written from here on.
    EarlierKept,
}

/// A message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct MessageView {
    /// The event's id, once the server has it.
    pub event_id: Option<String>,
    /// The sender's Matrix id.
    pub sender_id: String,
    /// The sender's name.
    pub sender: String,
    /// The sender's organisation.
    pub organisation: String,
    /// Whether the sender comes from outside the administration.
    pub external: bool,
    /// Whether the person here wrote it.
    pub own: bool,
    /// Milliseconds since the Unix epoch.
    #[specta(type = u32)]
    pub at_ms: u64,
    /// What it says.
    pub body: BodyView,
    /// Whether it was changed after sending.
    pub edited: bool,
    /// What it answers.
    pub reply_to: Option<QuoteView>,
    /// Reactions, most used first.
    pub reactions: Vec<ReactionView>,
    /// Names of those who have read up to here, without the person here.
    pub read_by: Vec<String>,
    /// On its way, sent, or failed.
    pub delivery: DeliveryView,
    /// A warning about where the message comes from, if there is something to do about it.
    pub warning: Option<TrustWarning>,
    /// The thread that begins with it, if it has answers.
    pub thread: Option<ThreadView>,
}

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct WordsView {
    /// A tree of allowed nodes: the interface never sees HTML.
    pub nodes: Vec<RichNode>,
    /// The same as plain text, for copying and reading aloud.
    pub plain: String,
    /// As it was written, with marks, for changing it.
    pub source: String,
}

/// What a message says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BodyView {
    /// Words.
    Text(WordsView),
    /// A file or an image.
    File(FileView),
    /// A question with answers to choose from.
    Poll(PollView),
    /// Deleted.
    Deleted {
        /// Who deleted it, if that was not its sender.
        by: String,
        /// Why; empty if nobody said.
        reason: String,
    },
    /// Not readable here.
    Undecryptable {
        /// Why, and so what happens next.
        why: UndecryptableWhy,
    },
    /// A kind of message that this version cannot show.
    Unsupported,
}

/// Why a message cannot be read here.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum UndecryptableWhy {
    /// Sent before the person was invited.
    BeforeJoining,
    /// This device is new and needs the recovery key first; the message opens after that.
    NeedsRecovery,
    /// Older than this device, and the account keeps no copy of its keys: other devices of the person have them.
    NoCopyKept,
    /// The sender's device has not sent the key yet; the message opens when it does.
    KeyNotHereYet,
    /// The sender's device gives no key to devices that are not confirmed, and this one was not when the message was sent.
    WithheldNotConfirmed,
    /// The sender's device gives no key to this one.
    Withheld,
    /// The device that sent it has not been confirmed by its owner; the message opens when it is.
    SenderNotConfirmed,
    /// The sender's identity is another one than the one that was compared; the message opens when the person decides.
    SenderChanged,
}

/// A node of rich text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "node", rename_all = "snake_case")]
pub enum RichNode {
    /// Words.
    Text {
        /// The words.
        text: String,
    },
    /// A line ends.
    Break,
    /// An element with children.
    Element {
        /// Which.
        tag: RichTag,
        /// What is in it.
        children: Vec<RichNode>,
    },
    /// A link that has been checked to be `https`, `http` or `mailto`.
    Link {
        /// Where to.
        href: String,
        /// What is in it.
        children: Vec<RichNode>,
    },
    /// A link to a message of a conversation.
    MessageLink {
        /// The conversation.
        room_id: String,
        /// The event.
        event_id: String,
        /// Where to on the web, for whoever is not in the conversation.
        href: String,
        /// What is in it.
        children: Vec<RichNode>,
    },
    /// A person is mentioned.
    Mention {
        /// The Matrix id.
        user_id: String,
        /// The name.
        name: String,
    },
}

/// The elements that rich text may hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RichTag {
    Paragraph,
    Strong,
    Emphasis,
    Strike,
    Code,
    CodeBlock,
    Quote,
    Heading,
    BulletList,
    NumberList,
    ListItem,
}

/// What a message answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct QuoteView {
    /// The event's id.
    pub event_id: String,
    /// Who wrote it; empty if not loaded.
    pub sender: String,
    /// One line of it; empty if not loaded.
    pub text: String,
}

/// A reaction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ReactionView {
    /// The sign.
    pub key: String,
    /// How many.
    pub count: u32,
    /// Whether the person here is one of them.
    pub own: bool,
    /// Who.
    pub people: Vec<String>,
}

/// Whether a message has arrived at the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum DeliveryView {
    /// Waits for the connection; goes by itself.
    Waiting,
    /// A file that the person has stopped for now; it goes when they say so.
    Paused,
    /// On its way.
    Sending {
        /// Share of the file that is there, 0 to 1; absent for text.
        progress: Option<f64>,
    },
    /// The scanner checks the file; it goes when it is clean.
    Checking,
    /// The server has it.
    Sent,
    /// It will not go by itself.
    Failed {
        /// Why.
        problem: super::account::ProblemView,
    },
}

/// A warning about where a message comes from.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum TrustWarning {
    /// The sender's identity is another one than before.
    IdentityChanged,
    /// Sent without encryption in an encrypted room.
    SentInClear,
}

/// What a person wants to send.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct Draft {
    /// Markdown.
    pub markdown: String,
    /// The event that it answers.
    pub reply_to: Option<String>,
    /// Who is named in it.
    pub mentions: Vec<Mention>,
}
