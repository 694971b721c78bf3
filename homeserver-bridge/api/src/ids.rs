//! Identifiers as types that parse: a value of one of these types has been checked once, at the edge.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize, Serializer};

/// Why a text is not the identifier it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {kind}: {why}")]
pub struct IdError {
    kind: &'static str,
    why: &'static str,
}

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident, $kind:literal, $check:expr) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
        #[serde(try_from = "String")]
        pub struct $name(String);

        impl $name {
            /// The identifier as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }
        impl FromStr for $name {
            type Err = IdError;
            fn from_str(text: &str) -> Result<Self, IdError> {
                text.to_owned().try_into()
            }
        }
        impl TryFrom<String> for $name {
            type Error = IdError;
            fn try_from(text: String) -> Result<Self, IdError> {
                let check: fn(&str) -> Result<(), &'static str> = $check;
                check(&text).map_err(|why| IdError { kind: $kind, why })?;
                Ok(Self(text))
            }
        }
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }
        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

fn token(text: &str) -> Result<(), &'static str> {
    if text.is_empty() || text.len() > 128 {
        return Err("it must have 1 to 128 characters");
    }
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-')) {
        Ok(())
    } else {
        Err("only letters, digits, '.', '_' and '-' are allowed")
    }
}

/// Matrix specification, appendix "Server name": host with optional port.
fn server_name(text: &str) -> Result<(), &'static str> {
    if text.is_empty() || text.len() > 230 {
        return Err("it must have 1 to 230 characters");
    }
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b':' | b'[' | b']')) {
        Ok(())
    } else {
        Err("it may hold only a host and a port")
    }
}

identifier!(
    /// HR's immutable key of a person. Names, addresses, posts and ministries change; this does not.
    PersonId, "person id", token
);
identifier!(
    /// An organisation, such as a ministry: a short key chosen by the operator.
    OrganisationId, "organisation", token
);
identifier!(
    /// The name of a homeserver (Matrix specification, appendix "Server name").
    ServerName, "server name", server_name
);

impl ServerName {
    /// The homeserver in a Matrix id; nothing if it is none.
    pub fn of_user(user_id: &str) -> Option<Self> {
        user_id.strip_prefix('@')?.split_once(':')?.1.parse().ok()
    }
}

/// A media address, `mxc://server/media` (Matrix specification, "Content repository").
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Mxc {
    server: ServerName,
    media: String,
}

impl Mxc {
    /// From its two parts, as they stand in a path.
    ///
    /// # Errors
    /// If one of them holds a character that the specification does not allow there.
    pub fn new(server: &str, media: &str) -> Result<Self, IdError> {
        let allowed = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
        if media.is_empty() || media.len() > 255 || !media.bytes().all(allowed) {
            return Err(IdError { kind: "media id", why: "only letters, digits, '_' and '-' are allowed" });
        }
        Ok(Self { server: server.parse()?, media: media.to_owned() })
    }
    /// The homeserver that the media was uploaded to.
    pub fn server(&self) -> &ServerName {
        &self.server
    }
    /// The media id on that homeserver.
    pub fn media(&self) -> &str {
        &self.media
    }
}

impl FromStr for Mxc {
    type Err = IdError;
    fn from_str(text: &str) -> Result<Self, IdError> {
        let rest =
            text.strip_prefix("mxc://").ok_or(IdError { kind: "mxc address", why: "it must start with mxc://" })?;
        let (server, media) =
            rest.split_once('/').ok_or(IdError { kind: "mxc address", why: "it must have two parts" })?;
        Self::new(server, media)
    }
}
impl TryFrom<String> for Mxc {
    type Error = IdError;
    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}
impl From<Mxc> for String {
    fn from(mxc: Mxc) -> String {
        mxc.to_string()
    }
}
impl fmt::Display for Mxc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "mxc://{}/{}", self.server, self.media)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identifiers_refuse_what_they_are_not() {
        assert!("HR-00042".parse::<PersonId>().is_ok());
        for bad in ["", "a b", "a/b", "é"] {
            assert!(bad.parse::<PersonId>().is_err(), "{bad:?} must be refused");
        }
        assert!("localhost:28448".parse::<ServerName>().is_ok());
        assert!("evil/../path".parse::<ServerName>().is_err());
    }

    #[test]
    fn a_media_address_survives_a_round_trip_and_refuses_paths() {
        let mxc: Mxc = "mxc://localhost:28448/AbC_-9".parse().expect("valid");
        assert_eq!(mxc.to_string(), "mxc://localhost:28448/AbC_-9");
        for bad in ["mxc://a/b/c", "mxc://a/", "mxc:///b", "https://a/b", "mxc://a/..", "mxc://a/b?c"] {
            assert!(bad.parse::<Mxc>().is_err(), "{bad:?} must be refused");
        }
    }
}
