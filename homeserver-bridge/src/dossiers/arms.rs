//! The two tables that people stand in, read in the same way: HR's register, and invitations of people whom HR does not
//! know.

use std::sync::LazyLock;

use super::words::like;
use crate::database::Value;
use crate::provisioning::first;

/// What to look for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Words that must all occur; empty for everybody.
    pub term: String,
    /// Key of an organisation; empty for all.
    pub organisation: String,
    /// A state as in [`super::Dossier::state`]; empty for all.
    pub state: String,
    /// In which order.
    pub sort: Sort,
}

/// The order of a list.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Sort {
    /// By family name.
    #[default]
    Name,
    /// By family name, from the end.
    NameFalling,
    /// By organisation, then by family name.
    Organisation,
    /// The same, from the end.
    OrganisationFalling,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Name, Self::NameFalling, Self::Organisation, Self::OrganisationFalling];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::NameFalling => "name-falling",
            Self::Organisation => "organisation",
            Self::OrganisationFalling => "organisation-falling",
        }
    }

    /// From its word; by name if it is none.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.word() == word).unwrap_or_default()
    }

    /// Whether the last one comes first.
    pub fn falling(self) -> bool {
        matches!(self, Self::NameFalling | Self::OrganisationFalling)
    }

    /// Whether the organisation counts before the name.
    pub fn by_organisation(self) -> bool {
        matches!(self, Self::Organisation | Self::OrganisationFalling)
    }
}

impl Query {
    /// What kind of look it was, for the audit log: the words may be an address, so only their number is told.
    pub(super) fn described(&self) -> String {
        let mut text = format!("words={}", self.term.split_whitespace().count());
        for (key, value) in [("organisation", &self.organisation), ("state", &self.state)] {
            if !value.is_empty() {
                text += &format!(" {key}={value}");
            }
        }
        text
    }
}

/// One of the tables.
pub(super) struct Arm {
    /// The name that statements know it by.
    pub(super) table: &'static str,
    columns: &'static str,
    source: &'static str,
    /// Who of it counts.
    pub(super) condition: &'static str,
    /// The state of a person.
    pub(super) state: &'static str,
    searched: &'static [&'static str],
}

pub(super) static ARMS: [Arm; 2] = [
    Arm {
        table: "p",
        columns: "p.person_id, p.given_name, p.family_name, p.email, p.organisation, p.unit, p.title, 0,
           p.protected, a.user_id, a.created_at_ms, a.state, p.employment, NULL, NULL,
           p.locked_from_sync, p.lock_reason, p.readmitted, a.suspended_by, COALESCE(a.moved, 0)",
        source: "people p",
        condition: "1 = 1",
        state: "COALESCE(a.state, CASE WHEN p.employment = 'left' THEN 'left' ELSE 'known' END)",
        searched: &[
            "p.given_name",
            "p.family_name",
            "p.email",
            "p.title",
            "p.unit",
            "p.person_id",
            "p.person_id IN (SELECT y.person_id FROM accounts y WHERE y.user_id LIKE)",
        ],
    },
    Arm {
        table: "i",
        columns: "i.person_id, i.given_name, i.family_name, i.email, i.organisation, '[]', '', 1,
           0, a.user_id, a.created_at_ms, a.state, 'working', i.invited_by, i.created_at_ms,
           0, '', 0, a.suspended_by, COALESCE(a.moved, 0)",
        source: "invitations i",
        condition: "NOT EXISTS (SELECT 1 FROM people q WHERE q.person_id = i.person_id)
           AND (i.revoked_at_ms IS NULL OR EXISTS (SELECT 1 FROM accounts y WHERE y.person_id = i.person_id))",
        state: "COALESCE(a.state, 'invited')",
        searched: &[
            "i.given_name",
            "i.family_name",
            "i.email",
            "i.person_id",
            "i.person_id IN (SELECT y.person_id FROM accounts y WHERE y.user_id LIKE)",
        ],
    },
];

/// Of a person's accounts the one that counts.
static ACCOUNT: LazyLock<String> = LazyLock::new(|| first("x"));

impl Arm {
    /// The table, with the account that counts if it is needed.
    pub(super) fn from(&self, account: bool) -> String {
        if !account {
            return format!("FROM {}", self.source);
        }
        format!(
            "FROM {} LEFT JOIN accounts a ON a.user_id = (SELECT x.user_id FROM accounts x WHERE x.person_id = {}.person_id
               ORDER BY {} LIMIT 1)",
            self.source, self.table, *ACCOUNT
        )
    }

    /// All that a dossier consists of.
    pub(super) fn select(&self) -> String {
        format!("SELECT {} {}", self.columns, self.from(true))
    }

    /// The columns of an order.
    pub(super) fn order(&self, sort: Sort) -> Vec<String> {
        let names = ["organisation", "family_name", "given_name", "person_id"];
        let from = usize::from(!sort.by_organisation());
        names[from..].iter().map(|name| format!("{}.{name}", self.table)).collect()
    }

    /// What can be said of a state without finding the account that counts, which takes its time for everybody of half a
    /// million: a look at the accounts in rare states, or whether there is any.
    pub(super) fn rough_state(&self, state: &str) -> Option<String> {
        let person = format!("{}.person_id", self.table);
        match state {
            "creating" | "waiting" | "suspended" | "leaving" | "closed" => {
                Some(format!("{person} IN (SELECT y.person_id FROM accounts y WHERE y.state = '{state}')"))
            }
            "known" | "left" | "invited" => {
                Some(format!("NOT EXISTS (SELECT 1 FROM accounts y WHERE y.person_id = {person})"))
            }
            _ => None,
        }
    }

    pub(super) fn add_words(&self, term: &str, parts: &mut Vec<String>, values: &mut Vec<Value>) {
        like(term, self.searched, parts, values);
    }
}
