//! What needs a second officer.

use bridge_api::mode::Mode;
use bridge_api::{OrganisationId, PersonId, ServerName};
use serde::{Deserialize, Serialize};

use crate::officers::OfficerRole;

/// An act that one officer proposes and another one agrees to. Whoever adds one says in `console/admin/approvals.rs` how
/// it is carried out and how it reads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case", deny_unknown_fields)]
pub enum Act {
    /// The operating mode of the whole system is switched.
    SwitchMode {
        /// To this one.
        mode: Mode,
    },
    /// Somebody becomes an officer.
    GrantRole {
        /// The name to sign in with.
        name: String,
        /// As this.
        role: OfficerRole,
        /// An administrator of these organisations; of all, if there are none.
        organisations: Vec<OrganisationId>,
    },
    /// Somebody is no officer any more.
    TakeRole {
        /// The officer's name.
        name: String,
        /// The role that is taken.
        role: OfficerRole,
    },
    /// Many people leave at once.
    OffboardMany {
        /// Their keys.
        person_ids: Vec<PersonId>,
    },
    /// Our homeservers may speak with another one.
    OpenFederation {
        /// With this one.
        server_name: ServerName,
    },
}

impl Act {
    /// The word in the database and in the audit log.
    pub fn word(&self) -> &'static str {
        match self {
            Self::SwitchMode { .. } => "switch_mode",
            Self::GrantRole { .. } => "grant_role",
            Self::TakeRole { .. } => "take_role",
            Self::OffboardMany { .. } => "offboard_many",
            Self::OpenFederation { .. } => "open_federation",
        }
    }

    /// Whom or what it is about, for lists and the audit log.
    pub fn subject(&self) -> String {
        match self {
            Self::SwitchMode { mode } => mode.to_string(),
            Self::GrantRole { name, role, .. } | Self::TakeRole { name, role } => format!("{role}:{name}"),
            Self::OffboardMany { person_ids } => format!("{} people", person_ids.len()),
            Self::OpenFederation { server_name } => server_name.to_string(),
        }
    }

    /// The people whom it is about: who looks after all of them may decide. Nothing where it is about the system as a
    /// whole: that is for those who look after everybody.
    pub fn people(&self) -> Option<&[PersonId]> {
        match self {
            Self::OffboardMany { person_ids } => Some(person_ids),
            Self::SwitchMode { .. } | Self::OpenFederation { .. } | Self::GrantRole { .. } | Self::TakeRole { .. } => {
                None
            }
        }
    }
}
