//! The directory: a person's card, the tree of organisations and units, and writing to a whole unit.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::{IdentityView, PersonView, ProblemView, RoomKind};

/// Everything that may be known of a person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PersonCard {
    /// The entry of the directory; none for people from outside and for those who may not be seen there.
    pub entry: Option<PersonView>,
    /// The Matrix id, if there is an account.
    pub user_id: Option<String>,
    /// `Given FAMILY`, or what stands in the rooms.
    pub name: String,
    /// The organisation's display name; empty if it is not known.
    pub organisation: String,
    /// Work phone, as HR writes it; empty if none.
    pub phone: String,
    /// When HR's register last said so, in milliseconds since the Unix epoch.
    #[specta(type = Option<u32>)]
    pub verified_at_ms: Option<u64>,
    /// Whether they come from outside the administration.
    pub external: bool,
    /// Whether this is the person here.
    pub own: bool,
    /// How their identity stands here; none for oneself and for whoever has no account.
    pub identity: IdentityView,
    /// The rooms that both are in, newest first.
    pub shared_rooms: Vec<SharedRoom>,
}

/// A room that two people are in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SharedRoom {
    /// The room's id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Direct, private or public.
    pub kind: RoomKind,
}

/// An organisation or a unit, as a node of the tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct BranchView {
    /// The organisation's key.
    pub organisation_id: String,
    /// The organisation's display name.
    pub organisation: String,
    /// The unit's parts, outermost first; empty for the organisation itself.
    pub path: Vec<String>,
    /// Its own name.
    pub name: String,
    /// People here and below.
    pub people: u32,
    /// Whether there are units below.
    pub has_units: bool,
}

/// Some of the people of an organisation or a unit.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct PeoplePage {
    /// The people.
    pub people: Vec<PersonView>,
    /// Where the next page begins; none at the end.
    pub next: Option<u32>,
}

/// Whom a message to a whole unit would reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct UnitReach {
    /// Who would be invited.
    pub on_depesha: u32,
    /// Who has no account that may be written to.
    pub not_yet: u32,
    /// Whether the unit has more people than can be invited at once.
    pub cut: bool,
}

/// How far the room of a unit is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum UnitRoomView {
    /// The members are looked up and the room is made.
    Making,
    /// People are invited.
    Inviting {
        /// How many have been asked so far.
        done: u32,
        /// How many there are.
        total: u32,
    },
    /// The room is there.
    Done {
        /// Its id.
        room: String,
        /// How many were invited.
        invited: u32,
        /// How many invitations the server did not take.
        failed: u32,
    },
    /// There is no room.
    Failed {
        /// Why.
        problem: ProblemView,
    },
}
