//! The address behind the door: one URL that is judged and then sent, so that the two cannot differ.

use axum::http::Uri;
use bridge_api::ErrorCode;
use url::Url;

use crate::error::Problem;

/// A URL below a base, and what its path says.
pub(super) struct Address {
    url: Url,
    segments: Vec<String>,
}

impl Address {
    /// Puts the path and query of a request below the base.
    ///
    /// # Errors
    /// If the path would not arrive as it stands: with `.` or `..` in it in any spelling, or a backslash.
    pub(super) fn new(base: &Url, uri: &Uri) -> Result<Self, Problem> {
        let unfit = || Problem::bad(ErrorCode::Unrecognized, "The path of this request has parts that mean nothing.");
        let prefix = base.path().trim_end_matches('/');
        let path = uri.path();
        if path.contains('\\') {
            return Err(unfit());
        }
        let mut url = base.clone();
        url.set_path(&format!("{prefix}{path}"));
        url.set_query(uri.query());
        let below = url.path().strip_prefix(prefix).ok_or_else(unfit)?;
        // The URL's parser takes dots away; then the number of slashes is another one.
        if below.matches('/').count() != path.matches('/').count() {
            return Err(unfit());
        }
        let segments: Vec<String> = below.split('/').filter(|s| !s.is_empty()).map(decoded).collect();
        if segments.iter().any(|s| s == "." || s == "..") {
            return Err(unfit());
        }
        Ok(Self { segments, url })
    }

    /// The parts of the path without their escapes, empty ones left out.
    pub(super) fn segments(&self) -> &[String] {
        &self.segments
    }

    /// The URL to send to.
    pub(super) fn into_url(self) -> Url {
        self.url
    }

    /// The same path and query below another base.
    pub(super) fn below(&self, from: &Url, to: &Url) -> Url {
        let path = self.url.path().strip_prefix(from.path().trim_end_matches('/')).unwrap_or_default();
        let mut url = to.clone();
        url.set_path(&format!("{}{path}", to.path().trim_end_matches('/')));
        url.set_query(self.url.query());
        url
    }
}

/// Takes the escapes away, once, as the homeserver does.
fn decoded(segment: &str) -> String {
    let bytes = segment.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let escape = (byte == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let value = escape.and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|h| u8::from_str_radix(h, 16).ok());
        out.push(value.unwrap_or(byte));
        at += if value.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(path: &str) -> Result<Address, Problem> {
        Address::new(&"http://127.0.0.1:8008".parse().unwrap(), &path.parse().unwrap())
    }

    #[test]
    fn what_is_judged_is_what_is_sent() {
        let same = [
            "/_matrix/client/v3/sync?since=s1_2&timeout=30000",
            "/_matrix/client/v3/rooms/!abc%3Ax/state/m.room.name/",
            "/_matrix/client/v3/profile/%40a%2Fb%3Ax/displ%61yname",
            "/_matrix/client/v3/directory/room/%23caf%C3%A9%3Ax",
            "/_matrix/client/v3//sync",
        ];
        for path in same {
            assert_eq!(address(path).unwrap().into_url().as_str(), format!("http://127.0.0.1:8008{path}"));
        }
        let segments = address(same[2]).unwrap().segments().to_vec();
        assert_eq!(segments, ["_matrix", "client", "v3", "profile", "@a/b:x", "displayname"]);
    }

    #[test]
    fn dots_are_refused_in_every_spelling() {
        for path in [
            "/_matrix/../_synapse/admin/v2/users",
            "/_matrix/%2e%2e/_synapse/admin",
            "/_matrix/.%2E/_synapse/admin",
            "/_matrix/client/./v3/sync",
            "/_matrix/client/v3/x/..",
            "/_matrix/client/%2e/v3/sync",
            "/_matrix/..\\_synapse/admin",
        ] {
            let parsed: Result<Uri, _> = path.parse();
            if let Ok(uri) = parsed {
                assert!(Address::new(&"http://h".parse().unwrap(), &uri).is_err(), "{path}");
            }
        }
    }

    #[test]
    fn a_base_with_a_path_keeps_it() {
        let base: Url = "http://h:1/inner/".parse().unwrap();
        let address = Address::new(&base, &"/_matrix/client/versions?a=b".parse().unwrap()).unwrap();
        assert_eq!(address.segments(), ["_matrix", "client", "versions"]);
        let other = address.below(&base, &"http://s:2".parse().unwrap());
        assert_eq!(other.as_str(), "http://s:2/_matrix/client/versions?a=b");
        assert_eq!(address.into_url().as_str(), "http://h:1/inner/_matrix/client/versions?a=b");
    }
}
