//! What the audit log is told of a change: which fields, never their contents.

use bridge_api::sync::{CatalogueRow, Employment, Entry, HrState};

/// Which fields change. A person who comes back stays signed out until an administrator lets them in.
pub(super) fn told(row: &CatalogueRow, entry: &Entry) -> String {
    let was = &row.entry;
    let back = row.employment == Employment::Suspended && entry.state == HrState::Active;
    let fields = [
        ("returned", row.employment == Employment::Left),
        ("suspended", row.employment != Employment::Suspended && entry.state == HrState::Suspended),
        ("resumed", back),
        ("given_name", was.given_name != entry.given_name),
        ("family_name", was.family_name != entry.family_name),
        ("email", was.email != entry.email),
        ("organisation", was.organisation != entry.organisation),
        ("unit", was.unit != entry.unit),
        ("title", was.title != entry.title),
        ("phone", was.phone != entry.phone),
        ("starts_on", was.starts_on != entry.starts_on),
        ("ends_on", was.ends_on != entry.ends_on),
        ("protected", was.protected != entry.protected),
    ];
    let changed: Vec<&str> = fields.iter().filter(|(_, differs)| *differs).map(|(field, _)| *field).collect();
    format!("changed={}", changed.join(","))
}
