//! What the homeserver of people from outside does not do for them: they take part in the rooms that they were invited to, and
//! look for nothing and nobody beyond. What happens in rooms is the policy's matter.

use axum::http::Method;

const ROOMS: &str = "People from outside see the rooms that they were invited to, and no others.";
const INVITE: &str = "People from outside cannot invite anybody. Ask the colleague you work with to do it.";
const KNOCK: &str = "People from outside enter rooms by invitation. Ask the colleague you work with for one.";

/// Why a request is refused, if it is. The path is given as its parts without escapes.
pub(super) fn refusal(method: &Method, path: &[String]) -> Option<&'static str> {
    let path: Vec<&str> = path.iter().map(String::as_str).collect();
    let ["_matrix", "client", _, rest @ ..] = path.as_slice() else { return None };
    // `unstable` and `api/v1` may have one more part before the endpoint.
    endpoint(method, rest).or_else(|| endpoint(method, rest.get(1..)?))
}

fn endpoint(method: &Method, path: &[&str]) -> Option<&'static str> {
    match path {
        ["publicRooms", ..] | ["directory", "room" | "list", ..] => Some(ROOMS),
        ["rooms", _, "summary", ..] | ["room_summary" | "summary", ..] => Some(ROOMS),
        ["knock", ..] => Some(KNOCK),
        ["rooms", _, "invite", ..] if *method != Method::GET => Some(INVITE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_from_outside_looks_for_rooms_or_brings_others() {
        let judge = |method: &str, path: &str| {
            let segments: Vec<String> = path.split('/').filter(|s| !s.is_empty()).map(str::to_owned).collect();
            refusal(&method.parse().unwrap(), &segments).is_some()
        };
        for (method, path) in [
            ("GET", "/_matrix/client/v3/publicRooms"),
            ("POST", "/_matrix/client/r0/publicRooms"),
            ("POST", "/_matrix/client/api/v1/publicRooms/"),
            ("GET", "/_matrix/client/unstable/org.example/publicRooms"),
            ("GET", "/_matrix/client/v3/directory/room/#forum:x"),
            ("GET", "/_matrix/client/v3/directory/list/room/!a"),
            ("GET", "/_matrix/client/v1/room_summary/!a"),
            ("GET", "/_matrix/client/unstable/im.nheko.summary/summary/!a"),
            ("GET", "/_matrix/client/unstable/im.nheko.summary/rooms/!a/summary"),
            ("POST", "/_matrix/client/v3/knock/!a"),
            ("POST", "/_matrix/client/v3/rooms/!a/invite"),
        ] {
            assert!(judge(method, path), "{method} {path}");
        }
        for (method, path) in [
            ("GET", "/_matrix/client/v3/sync"),
            ("POST", "/_matrix/client/unstable/org.matrix.simplified_msc3575/sync"),
            ("POST", "/_matrix/client/v3/join/!a"),
            ("POST", "/_matrix/client/v3/rooms/!a/join"),
            ("GET", "/_matrix/client/v3/rooms/!a/state"),
            ("PUT", "/_matrix/client/v3/rooms/!a/send/m.room.encrypted/1"),
            ("GET", "/_matrix/client/v3/profile/@a:x"),
        ] {
            assert!(!judge(method, path), "{method} {path}");
        }
    }
}
