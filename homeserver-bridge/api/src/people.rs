//! The people catalogue as clients see it: `/_depesha/v1/people/…` and `/organisations` (contract, section 6).

use serde::{Deserialize, Serialize};

use crate::ids::{OrganisationId, PersonId, ServerName};

/// Where a person stands on the way from HR record to account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonState {
    /// HR knows the person; nobody has signed up yet ("not on Depesha yet").
    Known,
    /// Invited by an administrator, not signed up yet.
    Invited,
    /// Has an account and may sign in.
    Active,
    /// Has an account that may not be used for now.
    Suspended,
    /// The account has been closed for good.
    Closed,
}

/// Body of `people/search`.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct SearchRequest {
    /// What the person typed: parts of a name, a post, a unit, an organisation, the end of a phone number (four digits
    /// or more), or a whole work email. Empty with `organisation` or `unit`: everybody there, in the order of names.
    pub term: String,
    /// Only this organisation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organisation: Option<OrganisationId>,
    /// Only this unit and those below it: its path, parts separated by ` / `.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How many people at the most; 20 unless given, never more than 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// How many of the best people to skip; nobody is shown beyond the first thousand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<u32>,
}

/// One person, as other people may see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// HR's immutable key.
    pub person_id: PersonId,
    /// The Matrix id, if there is an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// `Given FAMILY`.
    pub name: String,
    /// The post.
    pub title: String,
    /// The unit, from the organisation downwards, parts separated by ` / `.
    pub unit: String,
    /// The organisation's display name.
    pub organisation: String,
    /// The organisation's key.
    pub organisation_id: OrganisationId,
    /// Whether they can be written to.
    pub state: PersonState,
    /// Work phone, as HR writes it; empty if none, and in the answers of searches.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub phone: String,
    /// The unit's parts, outermost first; `unit` is the same in one line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unit_path: Vec<String>,
    /// When HR's register last changed the entry, in milliseconds since the Unix epoch; absent for whom HR does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_at_ms: Option<i64>,
}

/// A unit that matched a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitHit {
    /// The unit's path.
    pub unit: String,
    /// The organisation's display name.
    pub organisation: String,
    /// The organisation's key.
    pub organisation_id: OrganisationId,
    /// How many people it has.
    pub people: u32,
}

/// An organisation that matched a search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationHit {
    /// The organisation's key.
    pub organisation_id: OrganisationId,
    /// Its display name.
    pub organisation: String,
    /// How many people it has.
    pub people: u32,
}

/// Answer of `people/search`, best first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SearchResponse {
    /// The people.
    pub people: Vec<Person>,
    /// Units whose name matches.
    pub units: Vec<UnitHit>,
    /// Organisations whose name matches.
    pub organisations: Vec<OrganisationHit>,
    /// How many people there are in all; only if the term was empty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<u32>,
    /// What to send as `from` for more; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<u32>,
}

/// Body of `PUT people/me/visibility`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct VisibilityRequest {
    /// `true` puts the caller on the red list: nobody finds them.
    pub hidden: bool,
}

/// A node of the tree of organisations and units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitNode {
    /// The unit's own name.
    pub name: String,
    /// People here and below, without hidden and protected ones.
    pub people: u32,
    /// Units below.
    pub units: Vec<UnitNode>,
}

/// One organisation of `GET organisations`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationNode {
    /// The organisation's key.
    pub organisation_id: OrganisationId,
    /// Its display name.
    pub organisation: String,
    /// Its homeserver: where its public rooms are listed.
    pub server_name: ServerName,
    /// People in it, without hidden and protected ones.
    pub people: u32,
    /// Its top units.
    pub units: Vec<UnitNode>,
}

/// Answer of `GET organisations`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationsResponse {
    /// All organisations that the bridge serves.
    pub organisations: Vec<OrganisationNode>,
    /// The homeservers of people from outside the administration. Everybody is told, so that everybody can mark them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub externals: Vec<ServerName>,
}

/// Answer of `GET people/me/moves`: what becomes of the account that asks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnMoves {
    /// Its owner moves to another homeserver.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_to: Option<MovedTo>,
    /// The accounts that its owner moved from: they invite this one into their rooms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved_from: Vec<String>,
}

/// Where somebody moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MovedTo {
    /// The organisation's display name.
    pub organisation: String,
    /// The account there, once it is in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Until when the account that asks works, in milliseconds since the Unix epoch; absent as long as there is no other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until_ms: Option<i64>,
}
