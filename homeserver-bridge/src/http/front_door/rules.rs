//! Where a request goes: a pure function of its method and its path, tested as a table.

use axum::http::Method;
use bridge_api::Mxc;

use super::profile;

/// Where a request goes.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Way {
    /// To the homeserver.
    Homeserver,
    /// To the homeserver, on the way to an identity provider.
    SignIn,
    /// To the media scanner.
    Scanner,
    /// Through the release gate, then to the homeserver.
    Media(Mxc),
    /// Nowhere; the sentence says why.
    Forbidden(&'static str),
    /// Nowhere, as if there were no such route.
    Hidden,
}

const REGISTER: &str = "Accounts are made from the HR register. Sign up with your work email address.";
const ADDRESSES: &str = "Your addresses come from the HR register. Ask your HR department to correct them.";
const RESET: &str = "Ask for a code to your work email address to choose a new password.";
const NAMES: &str =
    "Names in rooms come from the HR register. Join, leave, invite and remove people by their own routes.";
const DEACTIVATE: &str = "Accounts are closed by the administration. Ask your HR department.";

/// Judges a path, given as its parts without escapes. The homeserver may or may not know a spelling that is let through
/// here; what it could know must be judged.
pub(super) fn way(method: &Method, path: &[String]) -> Way {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    match path.as_slice() {
        ["_matrix", "media_proxy", "unstable", _, ..] => Way::Scanner,
        ["_matrix", "media_proxy" | "federation" | "key", ..] => Way::Hidden,
        // Uploading; the old ways to download know no token.
        ["_matrix", "media", _, "upload" | "create" | "config", ..] => Way::Homeserver,
        ["_matrix", "media", ..] => Way::Hidden,
        ["_matrix", "client", version, rest @ ..] => client(method, version, rest),
        ["_matrix", ..] => Way::Homeserver,
        _ => Way::Hidden,
    }
}

/// The versions `unstable` and `api/v1` may have one more part before the endpoint.
fn client(method: &Method, version: &str, rest: &[&str]) -> Way {
    let plain = endpoint(method, version, None, rest);
    match rest {
        [inner, deeper @ ..] if plain == Way::Homeserver && matches!(version, "unstable" | "api") => {
            endpoint(method, version, Some(inner), deeper)
        }
        _ => plain,
    }
}

fn endpoint(method: &Method, version: &str, inner: Option<&str>, path: &[&str]) -> Way {
    let reads = matches!(*method, Method::GET | Method::HEAD);
    match path {
        ["profile", rest @ ..] => profile::refusal(method, rest).map_or(Way::Homeserver, Way::Forbidden),
        ["register", ..] => Way::Forbidden(REGISTER),
        ["account", "deactivate", ..] => Way::Forbidden(DEACTIVATE),
        ["account", "password", _, ..] => Way::Forbidden(RESET),
        ["account", "3pid"] if reads => Way::Homeserver,
        ["account", what, ..] if what.starts_with("3pid") => Way::Forbidden(ADDRESSES),
        // A membership holds a display name: written by hand it could be anybody's.
        ["rooms", _, "state", "m.room.member", ..] if !reads => Way::Forbidden(NAMES),
        // Answered from the people catalogue, under its one path.
        ["user_directory", ..] => Way::Hidden,
        ["login", "sso", "redirect"] | ["login", "sso", "redirect", _] if reads => Way::SignIn,
        // Ways to a session that nobody here uses; one of them answers as `sso` does.
        ["login", "sso" | "cas", ..] => Way::Hidden,
        ["media", "config"] => Way::Homeserver,
        ["media", kind @ ("download" | "thumbnail"), server, media, rest @ ..] => {
            let known = matches!((version, inner), ("v1", None) | ("unstable", Some("org.matrix.msc3916")));
            let whole = rest.is_empty() || (*kind == "download" && rest.len() == 1);
            match Mxc::new(server, media) {
                Ok(mxc) if known && whole => Way::Media(mxc),
                _ => Way::Hidden,
            }
        }
        ["media", ..] => Way::Hidden,
        _ => Way::Homeserver,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judge(method: &str, path: &str) -> Way {
        let segments: Vec<String> = path.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect();
        way(&method.parse().unwrap(), &segments)
    }

    #[test]
    fn what_clients_need_passes() {
        for (method, path) in [
            ("GET", "/_matrix/client/versions"),
            ("POST", "/_matrix/client/v3/login"),
            ("GET", "/_matrix/client/v3/sync"),
            ("POST", "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"),
            ("POST", "/_matrix/client/v3/keys/device_signing/upload"),
            ("PUT", "/_matrix/client/v3/rooms/!a:x/send/m.room.encrypted/t1"),
            ("PUT", "/_matrix/client/v3/rooms/!a:x/state/profile/displayname"),
            ("GET", "/_matrix/client/v3/rooms/!a:x/state/m.room.member/@a:x"),
            ("GET", "/_matrix/client/v3/profile/@a:x/displayname"),
            ("GET", "/_matrix/client/v3/profile/@a:x"),
            ("PUT", "/_matrix/client/v3/profile/@a:x/avatar_url"),
            ("PUT", "/_matrix/client/v3/profile/@a:x/m.tz"),
            ("POST", "/_matrix/client/v3/account/password"),
            ("GET", "/_matrix/client/v3/account/whoami"),
            ("GET", "/_matrix/client/v3/account/3pid"),
            ("POST", "/_matrix/media/v3/upload"),
            ("POST", "/_matrix/media/v1/create"),
            ("PUT", "/_matrix/media/v3/upload/x/abc"),
            ("GET", "/_matrix/media/v3/config"),
            ("GET", "/_matrix/client/v1/media/config"),
        ] {
            assert_eq!(judge(method, path), Way::Homeserver, "{method} {path}");
        }
        assert_eq!(judge("GET", "/_matrix/media_proxy/unstable/public_key"), Way::Scanner);
    }

    #[test]
    fn every_spelling_of_the_way_to_an_identity_provider_is_looked_at() {
        for path in [
            "/_matrix/client/v3/login/sso/redirect",
            "/_matrix/client/v3/login/sso/redirect/oidc-interior",
            "/_matrix/client/v3/login/sso/redirect/oidc-interior/",
            "/_matrix/client/r0/login/sso/redirect/oidc-interior",
            "/_matrix/client/api/v1/login/sso/redirect",
            "/_matrix/client/unstable/login/sso/redirect",
        ] {
            assert_eq!(judge("GET", path), Way::SignIn, "{path}");
        }
        for path in [
            "/_matrix/client/v3/login/cas/redirect",
            "/_matrix/client/api/v1/login/cas/redirect",
            "/_matrix/client/v3/login/cas/ticket",
            "/_matrix/client/v3/login/sso/redirect/a/b",
            "/_matrix/client/v3/login/sso/other",
        ] {
            assert_eq!(judge("GET", path), Way::Hidden, "{path}");
        }
        assert_eq!(judge("POST", "/_matrix/client/v3/login/sso/redirect/oidc-interior"), Way::Hidden);
    }

    #[test]
    fn what_belongs_to_the_state_is_refused() {
        for (method, path) in [
            ("PUT", "/_matrix/client/v3/profile/@a:x/displayname"),
            ("PUT", "/_matrix/client/v3/profile/@a:x/displayname/"),
            ("PUT", "/_matrix/client/v3/profile/@a:x/displayname/more"),
            ("DELETE", "/_matrix/client/v3/profile/@a:x/displayname"),
            ("PUT", "/_matrix/client/r0/profile/@a:x/displayname"),
            ("PUT", "/_matrix/client/api/v1/profile/@a:x/displayname"),
            ("PUT", "/_matrix/client/unstable/profile/@a:x/displayname"),
            ("PUT", "/_matrix/client/unstable/uk.tcpip.msc4133/profile/@a:x/displayname"),
            ("PATCH", "/_matrix/client/unstable/uk.tcpip.msc4133/profile/@a:x"),
            ("PUT", "/_matrix/client/v3/profile/@a:x/org.depesha.organisation"),
            ("DELETE", "/_matrix/client/unstable/uk.tcpip.msc4133/profile/@a:x/org.depesha.title"),
            ("PUT", "/_matrix/client/v3/rooms/!a:x/state/m.room.member/@a:x"),
            ("PUT", "/_matrix/client/r0/rooms/!a:x/state/m.room.member/@a:x/"),
            ("POST", "/_matrix/client/v3/register"),
            ("GET", "/_matrix/client/r0/register/available"),
            ("POST", "/_matrix/client/api/v1/register"),
            ("POST", "/_matrix/client/v3/account/3pid"),
            ("POST", "/_matrix/client/v3/account/3pid/add"),
            ("POST", "/_matrix/client/unstable/account/3pid/bind"),
            ("POST", "/_matrix/client/v3/account/password/email/requestToken"),
            ("POST", "/_matrix/client/v3/account/deactivate"),
        ] {
            assert!(matches!(judge(method, path), Way::Forbidden(_)), "{method} {path}");
        }
    }

    #[test]
    fn other_ways_to_bytes_and_to_people_are_closed() {
        for path in [
            "/_matrix/media/v3/download/x/abc",
            "/_matrix/media/r0/thumbnail/x/abc",
            "/_matrix/media/v1/download/x/abc/name.pdf",
            "/_matrix/media/v3/preview_url",
            "/_matrix/client/v3/media/download/x/abc",
            "/_matrix/client/api/v1/media/download/x/abc",
            "/_matrix/client/v1/media/download/x/ab.c",
            "/_matrix/client/v1/media/download/x",
            "/_matrix/client/v1/media/thumbnail/x/abc/more",
            "/_matrix/client/v1/media/preview_url",
            "/_matrix/client/unstable/org.matrix.other/media/download/x/abc",
            "/_matrix/federation/v1/media/download/abc",
            "/_matrix/key/v2/server",
            "/_matrix/client/r0/user_directory/search",
            "/_matrix/client/v3/user_directory/search",
            "/_synapse/admin/v2/users",
            "/_matrix/media_proxy/other",
        ] {
            assert_eq!(judge("GET", path), Way::Hidden, "{path}");
        }
        let mxc = || Way::Media("mxc://x:1/abc".parse().unwrap());
        for path in [
            "/_matrix/client/v1/media/download/x:1/abc",
            "/_matrix/client/v1/media/download/x:1/abc/name.pdf",
            "/_matrix/client/v1/media/thumbnail/x:1/abc",
            "/_matrix/client/unstable/org.matrix.msc3916/media/download/x:1/abc",
        ] {
            for method in ["GET", "HEAD", "POST"] {
                assert_eq!(judge(method, path), mxc(), "{method} {path}");
            }
        }
    }
}
