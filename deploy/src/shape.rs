//! What a stack consists of: the homeservers and organisations of the sample state.

/// One homeserver of the sample state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Homeserver {
    /// Short key: folder name, part of the process name.
    pub key: &'static str,
    /// Name of the organisation whose people it is for, as shown.
    pub organisation: &'static str,
    /// Key of the organisation; empty for the homeserver of externals.
    pub organisation_id: &'static str,
    /// Domain of the work addresses; empty for the homeserver of externals.
    pub email_domain: &'static str,
    /// Position among the homeservers: decides its ports.
    pub index: u16,
}

/// The ministry of the Interior.
pub const INTERIOR: Homeserver = Homeserver {
    key: "interior",
    organisation: "Interior",
    organisation_id: "interior",
    email_domain: "interior.gov.example",
    index: 0,
};

/// The ministry of Finance.
pub const FINANCE: Homeserver = Homeserver {
    key: "finance",
    organisation: "Finance",
    organisation_id: "finance",
    email_domain: "finance.gov.example",
    index: 1,
};

/// People from outside the administration.
pub const EXTERNALS: Homeserver =
    Homeserver { key: "externals", organisation: "External", organisation_id: "", email_domain: "", index: 2 };

/// All homeservers, in the order of their ports.
pub const HOMESERVERS: [Homeserver; 3] = [INTERIOR, FINANCE, EXTERNALS];

impl Homeserver {
    /// Whether it serves an organisation, and not people from outside.
    pub fn is_ministry(&self) -> bool {
        !self.organisation_id.is_empty()
    }
}
