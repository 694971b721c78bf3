//! An invitation, before it is answered.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What is known of an invitation.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct InvitationView {
    /// Who invites, if the homeserver says so.
    pub inviter: Option<InviterView>,
    /// What the room is about; empty if nobody said.
    pub topic: String,
    /// How many are in the room, if the homeserver tells.
    pub members: Option<u32>,
    /// How many of them are of the person's own organisation; only where every one of them is known.
    pub colleagues: Option<u32>,
}

/// Who invites.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct InviterView {
    /// The Matrix id.
    pub user_id: String,
    /// `Given FAMILY`.
    pub name: String,
    /// The organisation's display name; empty if it is not known.
    pub organisation: String,
    /// The post, as the directory has it; empty if it is not known.
    pub title: String,
    /// The unit, as the directory has it; empty if it is not known.
    pub unit: String,
    /// Whether they come from outside the administration.
    pub external: bool,
}
