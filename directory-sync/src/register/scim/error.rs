//! What can be wrong with a SCIM request: the errors of RFC 7644, section 3.12, as values. Knows no HTTP server.

use serde_json::{Value, json};

/// A refused request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ScimError {
    /// The HTTP status.
    pub(super) status: u16,
    /// The keyword of RFC 7644, table 9, if one fits.
    pub(super) kind: Option<&'static str>,
    /// One sentence. It may quote names of attributes, never their values.
    pub(super) detail: String,
}

impl ScimError {
    pub(super) fn new(status: u16, detail: impl Into<String>) -> Self {
        Self { status, kind: None, detail: detail.into() }
    }

    fn bad(kind: &'static str, detail: impl Into<String>) -> Self {
        Self { status: 400, kind: Some(kind), detail: detail.into() }
    }

    pub(super) fn filter(detail: impl Into<String>) -> Self {
        Self::bad("invalidFilter", detail)
    }

    pub(super) fn path(detail: impl Into<String>) -> Self {
        Self::bad("invalidPath", detail)
    }

    pub(super) fn value(detail: impl Into<String>) -> Self {
        Self::bad("invalidValue", detail)
    }

    pub(super) fn syntax(detail: impl Into<String>) -> Self {
        Self::bad("invalidSyntax", detail)
    }

    pub(super) fn no_target(detail: impl Into<String>) -> Self {
        Self::bad("noTarget", detail)
    }

    pub(super) fn mutability(detail: impl Into<String>) -> Self {
        Self::bad("mutability", detail)
    }

    pub(super) fn too_many(detail: impl Into<String>) -> Self {
        Self::bad("tooMany", detail)
    }

    pub(super) fn uniqueness(attribute: &str) -> Self {
        let detail = format!("another user has this {attribute}");
        Self { status: 409, kind: Some("uniqueness"), detail }
    }

    pub(super) fn not_found() -> Self {
        Self::new(404, "there is no such resource")
    }

    pub(super) fn precondition() -> Self {
        Self::new(412, "the resource has another version: read it again")
    }

    /// Something of ours failed: said without its cause, which goes to the log.
    pub(super) fn ours() -> Self {
        Self::new(500, "the request could not be carried out: try again later")
    }

    /// As a message of RFC 7644.
    pub(super) fn body(&self) -> Value {
        let mut body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:Error"],
            "status": self.status.to_string(),
            "detail": self.detail,
        });
        if let Some(kind) = self.kind {
            body["scimType"] = kind.into();
        }
        body
    }
}

impl From<rusqlite::Error> for ScimError {
    fn from(error: rusqlite::Error) -> Self {
        tracing::error!(cause = %error, "the store of pushed people failed");
        Self::ours()
    }
}
