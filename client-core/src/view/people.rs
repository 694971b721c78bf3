//! People: catalogue entries and members of a room.

use serde::{Deserialize, Serialize};
use specta::Type;

use super::administration::RoomRole;

/// A person of the catalogue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct PersonView {
    /// HR's key.
    pub person_id: String,
    /// The Matrix id, if there is an account.
    pub user_id: Option<String>,
    /// `Given FAMILY`.
    pub name: String,
    /// The post.
    pub title: String,
    /// The unit.
    pub unit: String,
    /// The unit's parts, outermost first.
    pub unit_path: Vec<String>,
    /// The organisation's display name.
    pub organisation: String,
    /// The organisation's key.
    pub organisation_id: String,
    /// Whether they can be written to now; otherwise they are "not on Depesha yet" or cannot be reached.
    pub reach: Reach,
}

/// Whether a person can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// Has an account.
    OnDepesha,
    /// HR knows them, they have not signed up.
    NotYet,
    /// Suspended or closed.
    Unreachable,
}

/// A unit or organisation that matched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct GroupView {
    /// The key of the organisation, to filter by.
    pub organisation_id: String,
    /// Its display name.
    pub organisation: String,
    /// The unit's path in one line; empty for the organisation itself.
    pub unit: String,
    /// The unit's parts, outermost first.
    pub path: Vec<String>,
    /// How many people it has.
    pub people: u32,
}

/// What a search of the catalogue found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
pub struct PeopleFound {
    /// People, best first.
    pub people: Vec<PersonView>,
    /// Units and organisations.
    pub groups: Vec<GroupView>,
    /// Whether there are more people than these.
    pub more: bool,
}

/// A member of a room.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct MemberView {
    /// The Matrix id.
    pub user_id: String,
    /// `Given FAMILY`.
    pub name: String,
    /// The organisation's display name.
    pub organisation: String,
    /// Whether they have been invited and are not in yet.
    pub invited: bool,
    /// Whether they come from outside the administration.
    pub external: bool,
    /// What they are in the room.
    pub role: RoomRole,
    /// Whether the person here may act on them: they stand below.
    pub below: bool,
}
