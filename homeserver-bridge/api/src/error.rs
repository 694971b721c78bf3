//! The one error body of Depesha's HTTP routes: a stable code for programs and a sentence for people.

use serde::{Deserialize, Serialize};

/// The error codes that our routes answer with; Matrix's own where one fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ErrorCode {
    /// The body is JSON but not what the route expects.
    #[serde(rename = "M_BAD_JSON")]
    BadJson,
    /// The body is not JSON.
    #[serde(rename = "M_NOT_JSON")]
    NotJson,
    /// The caller may not do this.
    #[serde(rename = "M_FORBIDDEN")]
    Forbidden,
    /// No access token was given.
    #[serde(rename = "M_MISSING_TOKEN")]
    MissingToken,
    /// The access token is not known to any homeserver that the bridge serves.
    #[serde(rename = "M_UNKNOWN_TOKEN")]
    UnknownToken,
    /// There is no such thing.
    #[serde(rename = "M_NOT_FOUND")]
    NotFound,
    /// The route does not exist.
    #[serde(rename = "M_UNRECOGNIZED")]
    Unrecognized,
    /// Too many requests; try again later.
    #[serde(rename = "M_LIMIT_EXCEEDED")]
    LimitExceeded,
    /// The body is larger than the route accepts.
    #[serde(rename = "M_TOO_LARGE")]
    TooLarge,
    /// Something failed on the server's side.
    #[serde(rename = "M_UNKNOWN")]
    Unknown,
    /// The password does not meet the rules.
    #[serde(rename = "M_WEAK_PASSWORD")]
    WeakPassword,
    /// The address is not one that we accept: see [`crate::EmailAddress`].
    #[serde(rename = "ORG.DEPESHA.BAD_EMAIL")]
    BadEmail,
    /// No organisation owns the domain of the address.
    #[serde(rename = "ORG.DEPESHA.UNKNOWN_DOMAIN")]
    UnknownDomain,
    /// The code is wrong, used, or too old.
    #[serde(rename = "ORG.DEPESHA.BAD_CODE")]
    BadCode,
    /// Nobody has scanned this file yet.
    #[serde(rename = "ORG.DEPESHA.NOT_SCANNED")]
    NotScanned,
    /// The file was scanned and is not clean.
    #[serde(rename = "ORG.DEPESHA.NOT_CLEAN")]
    NotClean,
    /// The catalogue has changed since the plan was made.
    #[serde(rename = "ORG.DEPESHA.PLAN_OUTDATED")]
    PlanOutdated,
    /// The plan waits for administrators, or was rejected, or its time has run out.
    #[serde(rename = "ORG.DEPESHA.PLAN_NOT_APPROVED")]
    PlanNotApproved,
    /// A rule of the room or of the organisation refuses this.
    #[serde(rename = "ORG.DEPESHA.POLICY")]
    Policy,
    /// The homeserver, the mail server or another part that we need does not answer.
    #[serde(rename = "ORG.DEPESHA.UNAVAILABLE")]
    Unavailable,
}

/// The body of every error answer: `{"errcode", "error"}`, as the Matrix specification has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiError {
    /// For programs.
    pub errcode: ErrorCode,
    /// For people: one sentence that says what to do.
    pub error: String,
}
