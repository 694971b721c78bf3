//! Nobody without a session, with another role or without our form gets anywhere; scanners' routes are scanners' alone.

use axum::http::StatusCode;
use homeserver_bridge::officers::OfficerRole;
use serde_json::json;

use super::super::browser::{Browser, acts};
use super::scene::{EICAR, RULES, Scene, infected, send};
use crate::fixture::{Bridge, MODULE_TOKEN, SCANNER_TOKEN, SYNC_TOKEN};

const PAGES: [&str; 6] =
    ["/requests", "/names/x", "/blocks", "/blocks/new?kind=type&value=a/b", "/outbreaks", "/outbreaks/x"];
const ACTS: [&str; 17] = [
    "/reports/x/assign",
    "/reports/x/comment",
    "/reports/x/close",
    "/reports/x/reopen",
    "/reports/x/quarantine",
    "/reports/x/rescan",
    "/reports/x/release",
    "/reports/x/names",
    "/releases/x/approve",
    "/releases/x/refuse",
    "/releases/x/withdraw",
    "/names/x/approve",
    "/names/x/refuse",
    "/blocks",
    "/blocks/x/lift",
    "/outbreaks/x/close",
    "/logout",
];
/// Whatever any of the acts asks for.
const FIELDS: [(&str, &str); 7] = [
    ("to", "olena"),
    ("text", "text"),
    ("as", "test"),
    ("reason", "reason"),
    ("about", "sender"),
    ("kind", "type"),
    ("value", "a/b"),
];

#[tokio::test]
async fn every_page_and_act_wants_a_session_of_this_console_and_a_form_of_ours() {
    let mut scene = Scene::new().await;
    scene.tell("a", infected(EICAR)).await;
    let mut nobody = Browser::security(&scene.bridge);
    let admin = Browser::signed_in(&scene.bridge, OfficerRole::Administrator).await;
    let mut wrong = Browser::security(&scene.bridge);
    wrong.cookies.insert("depesha_security".into(), admin.cookies["depesha_admin"].clone());
    let mut admin = admin;
    for path in PAGES {
        for browser in [&mut nobody, &mut wrong] {
            assert_eq!(browser.get(path).await.location(), "/login", "{path}");
        }
        assert_eq!(admin.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    let before = acts(&scene.bridge).await.len();
    for path in ACTS {
        for browser in [&mut nobody, &mut wrong] {
            assert_eq!(browser.post(path, &FIELDS).await.location(), "/login", "{path}");
        }
        let mut forged = FIELDS.to_vec();
        forged.push(("csrf", "x"));
        assert_eq!(scene.olena.post(path, &forged).await.status, StatusCode::FORBIDDEN, "{path}");
        assert_eq!(scene.olena.post(path, &FIELDS).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    assert_eq!(acts(&scene.bridge).await.len(), before, "nothing was done");
    for path in ACTS.iter().filter(|path| path.contains("/x/")) {
        assert_eq!(send(&mut scene.olena, path, &FIELDS).await.status, StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn rules_and_fetches_are_the_scanners_alone() {
    let bridge = Bridge::new();
    for token in [None, Some(MODULE_TOKEN), Some(SYNC_TOKEN)] {
        for (method, path) in [("GET", RULES), ("POST", "/_depesha/scan/v1/fetches")] {
            let (status, _) = bridge.api(method, path, token, json!({"fetches": []})).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{method} {path}");
        }
    }
    let one = json!({"mxc": "mxc://a.test/b", "user_id": "@a:a.test", "homeserver": "a.test", "at_ms": 1});
    let many = json!({"fetches": vec![one; 501]});
    let (status, body) = bridge.api("POST", "/_depesha/scan/v1/fetches", Some(SCANNER_TOKEN), many).await;
    assert_eq!((status, body["errcode"].as_str()), (StatusCode::BAD_REQUEST, Some("M_BAD_JSON")));
    let (status, body) = bridge.api("GET", RULES, Some(SCANNER_TOKEN), json!(null)).await;
    assert_eq!((status, &body["version"]), (StatusCode::OK, &json!(1)));
}

#[tokio::test]
async fn every_page_is_whole_in_three_languages() {
    let mut scene = Scene::new().await;
    let id = scene.tell_room("a", infected(EICAR), "!one:x").await;
    scene.tell_room("b", infected(EICAR), "!two:x").await;
    for (path, fields) in [
        (format!("/reports/{id}/release"), vec![("reason", "r")]),
        (format!("/reports/{id}/names"), vec![("about", "sender"), ("reason", "r")]),
        (format!("/reports/{id}/close"), vec![("as", "malware")]),
        ("/blocks".into(), vec![("kind", "type"), ("value", "a/b"), ("reason", "r")]),
    ] {
        super::scene::act(&mut scene.olena, &path, &fields).await;
    }
    scene.bridge.work().await;
    let outbreak = scene.one("SELECT id FROM scan_outbreaks").await;
    let pages = [
        "/reports".into(),
        format!("/reports/{id}?done=close.done"),
        "/requests?done=names-ask.own".into(),
        "/blocks".into(),
        "/blocks/new?kind=type&value=a/b".into(),
        "/outbreaks".into(),
        format!("/outbreaks/{outbreak}"),
    ];
    for language in ["en", "fr", "uk"] {
        scene.petro.language = language;
        for path in &pages {
            let answer = scene.petro.get(path).await;
            assert_eq!(answer.status, StatusCode::OK, "{path}");
            // A message that is missing shows its key.
            for word in answer.text.split(['>', '<', '"']).map(str::trim) {
                let key =
                    word.contains('-') && !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
                let ours = [
                    "event-",
                    "case-",
                    "closed-",
                    "request-",
                    "standing-",
                    "block-",
                    "names-",
                    "outbreak-",
                    "verdict-",
                ];
                let shown =
                    key && ours.iter().any(|kind| word.starts_with(kind)) && answer.text.contains(&format!(">{word}<"));
                assert!(!shown, "{language} {path}: {word}");
            }
        }
    }
}
