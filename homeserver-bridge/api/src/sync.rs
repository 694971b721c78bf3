//! What `directory-sync` reads from and writes to the bridge: `/_depesha/sync/v1/…` (contract, section 7).
//!
//! Only the fields named here cross the boundary; whatever else a register holds stays there.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::email::EmailAddress;
use crate::ids::{OrganisationId, PersonId};

/// What HR says of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// HR's immutable key.
    pub person_id: PersonId,
    /// Given name or names.
    pub given_name: String,
    /// Family name.
    pub family_name: String,
    /// Work email in canonical form.
    pub email: EmailAddress,
    /// The organisation that employs the person.
    pub organisation: OrganisationId,
    /// Unit path, outermost first.
    pub unit: Vec<String>,
    /// The post.
    pub title: String,
    /// Work phone, as HR writes it; empty if none.
    #[serde(default)]
    pub phone: String,
    /// First working day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<String>,
    /// Last working day, `YYYY-MM-DD`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<String>,
    /// A post that nobody may find in the catalogue.
    #[serde(default)]
    pub protected: bool,
    /// Whether HR lets the person work at present.
    #[serde(default, skip_serializing_if = "HrState::is_active")]
    pub state: HrState,
}

/// Whether HR lets a person work at present. Who has left is told by the last working day, never by this.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HrState {
    /// Works.
    #[default]
    Active,
    /// Employed, but not to be let in for now: disabled in the register, on long leave, suspended.
    Suspended,
}

impl HrState {
    /// Whether the person may be let in.
    pub fn is_active(&self) -> bool {
        *self == Self::Active
    }
}

impl Entry {
    /// A hash of all fields in a fixed order: equal entries have equal hashes, in every process. Hexadecimal.
    pub fn row_hash(&self) -> String {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let hash = self.row_hash_bytes(&mut Vec::new());
        hash.iter().flat_map(|b| [b >> 4, b & 15]).map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
    }

    /// [`Entry::row_hash`] as bytes. The text that was hashed, the entry as JSON, is added to `json`: whoever hashes a
    /// million entries needs both.
    pub fn row_hash_bytes(&self, json: &mut Vec<u8>) -> [u8; 32] {
        let start = json.len();
        // Writing into memory cannot fail, and the type has no value that JSON lacks.
        let _ = serde_json::to_writer(&mut *json, self);
        Sha256::digest(&json[start..]).into()
    }
}

/// Whether the catalogue holds a person as working.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Employment {
    /// Works here.
    Working,
    /// Has been suspended by a sync.
    Suspended,
    /// Has left.
    Left,
}

/// A row of `GET people`: what the catalogue holds, as sync sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogueRow {
    /// The entry as last written.
    pub entry: Entry,
    /// [`Entry::row_hash`] of it, computed by the bridge.
    pub row_hash: String,
    /// Working, suspended or left.
    pub employment: Employment,
    /// In how many full reads in a row the register did not list the person.
    pub missing_reads: u32,
    /// An account that no sync may touch.
    #[serde(default)]
    pub locked_from_sync: bool,
}

/// Answer of `GET people`, ordered by person key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CataloguePage {
    /// The rows.
    pub people: Vec<CatalogueRow>,
    /// What to send as `after` for the next page; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PersonId>,
}

/// A row of `GET rows`: what planning needs to know of everybody, small enough for millions. Written as a JSON list in
/// the order of the fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowDigest(
    /// Person key.
    pub PersonId,
    /// [`Entry::row_hash`] of the stored entry.
    pub String,
    /// The organisation.
    pub OrganisationId,
    /// Work email.
    pub EmailAddress,
    /// Working, suspended or left.
    pub Employment,
    /// In how many full reads in a row the register did not list the person.
    pub u32,
    /// Whether no sync may touch the account.
    pub bool,
    /// Last working day, `YYYY-MM-DD`; empty if none.
    pub String,
);

/// Answer of `GET /_depesha/sync/v1/rows?after&limit`: the catalogue of the register's organisations as digests, ordered
/// by person key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DigestPage {
    /// The rows.
    pub rows: Vec<RowDigest>,
    /// What to send as `after` for the next page; absent at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<PersonId>,
}

/// Body of `POST /_depesha/sync/v1/plans`: a plan that the brakes stopped, for administrators to decide about. It may be
/// sent twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanSubmission {
    /// Hash of the plan, 64 hexadecimal digits.
    pub plan_hash: String,
    /// When it was made, milliseconds since the Unix epoch.
    pub made_at_ms: i64,
    /// Which brakes it trips, one sentence each.
    pub brakes: Vec<String>,
    /// What it does to each organisation.
    pub organisations: Vec<PlanCounts>,
    /// The plan as a person reads it: one line a change, at most [`PLAN_LINES`] of them.
    pub lines: Vec<String>,
    /// How many lines there are in all.
    pub lines_total: u64,
}

/// The most lines of a submitted plan.
pub const PLAN_LINES: usize = 2000;

/// What a plan does to one organisation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)]
pub struct PlanCounts {
    /// Its key.
    pub organisation: OrganisationId,
    /// Working there before.
    pub working: u64,
    pub joined: u64,
    pub changed: u64,
    pub moved_in: u64,
    pub moved_out: u64,
    pub suspended: u64,
    pub returned: u64,
    pub missing: u64,
    pub left: u64,
}

/// What administrators have decided about a submitted plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanDecision {
    /// Nobody, or one administrator, has approved it. Its changes are refused.
    Waiting,
    /// Two different administrators have approved it.
    Approved,
    /// An administrator has rejected it. Its changes are refused for good.
    Rejected,
}

/// Answer of `POST plans` and of `GET plans/{hash}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanStanding {
    /// The decision.
    pub decision: PlanDecision,
    /// How many different administrators have approved it so far.
    pub approvals: u32,
    /// How many are needed.
    pub needed: u32,
}

/// One planned change, with no decision left in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// A person whom the catalogue does not know.
    Join {
        /// The new entry.
        entry: Entry,
    },
    /// A person who is known and whose entry differs (a move between organisations included), or who comes back.
    Update {
        /// The entry to store.
        entry: Entry,
        /// The row hash that the plan was made against.
        was: String,
    },
    /// The register did not list the person in this full read.
    Missing {
        /// Who.
        person_id: PersonId,
        /// The count after this read.
        missing_reads: u32,
    },
    /// The person has left: sign them out and take them from the catalogue.
    Leave {
        /// Who.
        person_id: PersonId,
        /// The row hash that the plan was made against.
        was: String,
    },
}

impl Change {
    /// Whom the change is about.
    pub fn person_id(&self) -> &PersonId {
        match self {
            Change::Join { entry } | Change::Update { entry, .. } => &entry.person_id,
            Change::Missing { person_id, .. } | Change::Leave { person_id, .. } => person_id,
        }
    }
}

/// Body of `POST changes`: a batch out of a reviewed plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesRequest {
    /// The hash of the plan that the batch is taken from; kept in the audit log.
    pub plan_hash: String,
    /// At most 500.
    pub changes: Vec<Change>,
}

/// What became of one change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// Done now.
    Applied,
    /// Had been done before; nothing was written.
    Unchanged,
    /// The row is no longer the one the plan was made against.
    Outdated,
    /// Refused: see the reason.
    Refused {
        /// One sentence.
        reason: String,
    },
}

/// Answer to one change of the batch, in the order of the batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeAnswer {
    /// Whom it was about.
    pub person_id: PersonId,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// Answer of `POST changes`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangesResponse {
    /// One answer an item, in order.
    pub answers: Vec<ChangeAnswer>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_an_entry_is_the_same_in_every_version() {
        let entry = Entry {
            person_id: "HR-1".parse().expect("valid"),
            given_name: "Оле\u{301}на".into(),
            family_name: "O'Brien".into(),
            email: "o@gov.example".parse().expect("valid"),
            organisation: "interior".parse().expect("valid"),
            unit: vec!["Office".into(), "Unit 1".into()],
            title: "Clerk \"a\"".into(),
            phone: String::new(),
            starts_on: None,
            ends_on: Some("2026-02-28".into()),
            protected: false,
            state: HrState::Suspended,
        };
        let mut json = b"left over".to_vec();
        let bytes = entry.row_hash_bytes(&mut json);
        assert_eq!(json, [b"left over".as_slice(), &serde_json::to_vec(&entry).expect("JSON")].concat());
        assert_eq!(entry.row_hash(), bytes.iter().map(|b| format!("{b:02x}")).collect::<String>());
        assert_eq!(entry.row_hash(), "9f948b5868d629dd357596dc5746565fbcca3e4059f663a30e5617574a4f5668");
    }
}
