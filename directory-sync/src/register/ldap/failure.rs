//! Why a server could not be read, and what to do about it. Never repeats what the server says word for word: that may
//! name people.

use ldap3::LdapError;

use crate::register::RegisterError;

/// What went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Failure {
    /// No connection, or a broken one.
    Connection(String),
    /// The server ended an operation with this result code.
    Code(u32),
    /// What came is not everything, or not what the protocol says.
    NotWhole(String),
    /// Something on our side, such as a file.
    Here(String),
    /// The mapping names attributes that the server does not know: field and attribute.
    Columns { missing: Vec<(&'static str, String)>, columns: String },
}

impl Failure {
    /// For the register of this name.
    pub(super) fn of(self, name: &str) -> RegisterError {
        let name = name.to_owned();
        match self {
            Self::Connection(cause) => RegisterError::Read { name, cause },
            Self::Here(cause) => RegisterError::Read { name, cause },
            Self::NotWhole(why) => RegisterError::Partial { name, why },
            Self::Code(code) => RegisterError::Partial { name, why: meaning(code) },
            Self::Columns { mut missing, columns } => match missing.pop() {
                Some((field, column)) if missing.is_empty() => RegisterError::Column { name, field, column, columns },
                last => {
                    missing.extend(last);
                    RegisterError::Columns { name, missing, columns }
                }
            },
        }
    }

    pub(super) fn silent() -> Self {
        Self::Connection("the server did not answer within register.timeout_seconds".to_owned())
    }
}

impl From<LdapError> for Failure {
    fn from(error: LdapError) -> Self {
        match error {
            LdapError::LdapResult { result } => Self::Code(result.rc),
            LdapError::EndOfStream | LdapError::OpSend { .. } | LdapError::ResultRecv { .. } => {
                Self::Connection("the server closed the connection before it had answered".to_owned())
            }
            LdapError::Timeout { .. } => Self::silent(),
            other => Self::Connection(other.to_string()),
        }
    }
}

/// The result codes of RFC 4511 and 4533 that a reader meets.
pub(super) mod code {
    pub(crate) const SUCCESS: u32 = 0;
    pub(crate) const PROTOCOL_ERROR: u32 = 2;
    pub(crate) const UNWILLING: u32 = 53;
    pub(crate) const REFRESH_REQUIRED: u32 = 4096;
}

/// What a result code says, and what to do about it.
pub(super) fn meaning(code: u32) -> String {
    let said = match code {
        2 => "a protocol error: it may not know what register.mode needs",
        3 => "its time limit was reached in the middle; give the account of register.bind_dn a higher one",
        4 => "its size limit was reached in the middle; give the account of register.bind_dn a higher one",
        8 | 13 => "it wants an encrypted connection; use ldaps:// or start_tls",
        10 => "it refers us to another server; name the one that holds everything below register.base",
        11 => "a limit of its administrator was reached; lower register.page_size or raise the limit",
        12 => "it does not know how to do what register.mode needs",
        18 => "it cannot compare values as register.filter or register.track needs",
        32 => "there is no entry register.base",
        34 => "register.base is not the name of an entry",
        48 | 49 => "it does not accept register.bind_dn with that password",
        50 => "register.bind_dn has no right to read there",
        51 => "it is busy",
        52 => "it is not available",
        53 => "it is unwilling; a register.page_size above its limit is one reason",
        80 => "it had an error of its own",
        4096 => "it cannot say what changed, everything must be read anew",
        _ => "its documentation says what that means",
    };
    format!("the server ended with result code {code}: {said}")
}
