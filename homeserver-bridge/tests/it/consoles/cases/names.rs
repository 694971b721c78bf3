//! Names are shown to the two officers of an approved request, for a short time, and nowhere else.

use axum::http::StatusCode;
use serde_json::json;

use super::super::browser::acts;
use super::scene::{EICAR, MINUTE, Scene, act, clean, infected};
use crate::fixture::SCANNER_TOKEN;

const FETCHES: &str = "/_depesha/scan/v1/fetches";

async fn scene() -> (Scene, String) {
    let scene = Scene::new().await;
    scene.bridge.hr_says("HR-1", ["Anna", "Kovalenko"], "anna@interior.gov.example", "working").await;
    crate::people::sign_up(&scene.bridge, "HR-1", "anna").await;
    scene.bridge.interior.put_media("mxc://interior.test/a", Some("@anna:interior.test"));
    scene.tell("a", clean()).await;
    fetched(&scene, "@anna:interior.test", "interior.test", 0).await;
    fetched(&scene, "@stranger:finance.test", "finance.test", 0).await;
    scene.bridge.clock.advance_ms(MINUTE);
    let id = scene.tell("a", infected(EICAR)).await;
    scene.bridge.work().await;
    (scene, id)
}

async fn fetched(scene: &Scene, user: &str, server: &str, later_ms: i64) {
    let at_ms = scene.bridge.app.clock.now_ms() + later_ms;
    let fetch = json!({"mxc": "mxc://interior.test/a", "user_id": user, "homeserver": server, "at_ms": at_ms});
    let (status, _) = scene.bridge.api("POST", FETCHES, Some(SCANNER_TOKEN), json!({"fetches": [fetch]})).await;
    assert_eq!(status, StatusCode::OK);
}

async fn ask(scene: &mut Scene, id: &str, about: &str) -> String {
    let fields = [("about", about), ("reason", "To inform them")];
    let place = act(&mut scene.olena, &format!("/reports/{id}/names"), &fields).await;
    assert!(place.ends_with("names-ask.done"), "{place}");
    scene.one("SELECT id FROM scan_inquiries ORDER BY asked_at_ms DESC, state DESC LIMIT 1").await
}

#[tokio::test]
async fn the_sender_is_shown_only_once_a_second_officer_has_approved_and_only_for_a_while() {
    let (mut scene, id) = scene().await;
    let inquiry = ask(&mut scene, &id, "sender").await;
    let names = format!("/names/{inquiry}");
    assert_eq!(scene.olena.get(&names).await.status, StatusCode::NOT_FOUND);
    let own = act(&mut scene.olena, &format!("{names}/approve"), &[]).await;
    assert!(own.ends_with("names-approve.own"));
    assert_eq!(scene.olena.get(&names).await.status, StatusCode::NOT_FOUND);
    act(&mut scene.petro, &format!("{names}/approve"), &[]).await;
    let mut third = super::scene::another(&scene.bridge, "ivan").await;
    assert_eq!(third.get(&names).await.status, StatusCode::NOT_FOUND, "it is not theirs");
    for officer in [&mut scene.olena, &mut scene.petro] {
        let page = officer.get(&names).await.text;
        for shown in ["Anna Kovalenko", "anna@interior.gov.example", "@anna:interior.test", "To inform them"] {
            assert!(page.contains(shown), "{shown}");
        }
    }
    let views = acts(&scene.bridge).await.into_iter().filter(|line| line.ends_with("scan_case.names_view"));
    assert_eq!(
        views.collect::<Vec<_>>(),
        ["security:olena scan_case.names_view", "security:petro scan_case.names_view"]
    );
    for path in [format!("/reports/{id}"), "/reports".into(), "/requests".into(), "/outbreaks".into()] {
        let page = scene.olena.get(&path).await.text;
        for secret in ["Kovalenko", "@anna", "anna@", "mxc:", "secretperson", "stranger"] {
            assert!(!page.contains(secret), "{path} names {secret}");
        }
    }
    let others = scene.tell("b", infected(EICAR)).await;
    assert!(!scene.olena.get(&format!("/reports/{others}")).await.text.contains(&names), "one report a request");
    scene.bridge.clock.advance_ms(60 * MINUTE);
    let mut olena = super::scene::another(&scene.bridge, "olena").await;
    assert_eq!(olena.get(&names).await.status, StatusCode::NOT_FOUND, "its time is over");
}

#[tokio::test]
async fn the_exposed_are_listed_with_their_names_and_counted_without() {
    let (mut scene, id) = scene().await;
    fetched(&scene, "@late:finance.test", "finance.test", MINUTE).await;
    let page = scene.olena.get(&format!("/reports/{id}")).await.text;
    let counts: Vec<&str> =
        page.split("<td class=\"number\">").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(counts[..4], ["2", "1", "1", "1"], "Finance, then Interior: people, and those before the find");
    let inquiry = ask(&mut scene, &id, "exposed").await;
    act(&mut scene.petro, &format!("/names/{inquiry}/approve"), &[("back", "requests")]).await;
    let page = scene.olena.get(&format!("/names/{inquiry}")).await.text;
    for shown in ["Anna Kovalenko", "@stranger:finance.test", "@late:finance.test", "Not in the directory"] {
        assert!(page.contains(shown), "{shown}");
    }
}

#[tokio::test]
async fn a_refused_request_shows_nothing_and_nobody_is_asked_after_for_a_clean_file() {
    let (mut scene, id) = scene().await;
    let inquiry = ask(&mut scene, &id, "sender").await;
    let again = act(&mut scene.olena, &format!("/reports/{id}/names"), &[("about", "sender"), ("reason", "x")]).await;
    assert!(again.ends_with("names-ask.again"));
    act(&mut scene.petro, &format!("/names/{inquiry}/refuse"), &[]).await;
    assert!(act(&mut scene.petro, &format!("/names/{inquiry}/approve"), &[]).await.ends_with(".late"));
    assert_eq!(scene.olena.get(&format!("/names/{inquiry}")).await.status, StatusCode::NOT_FOUND);
    let no_reason =
        act(&mut scene.olena, &format!("/reports/{id}/names"), &[("about", "sender"), ("reason", "")]).await;
    assert!(no_reason.ends_with("names-ask.text"));
    let clean = scene.tell("b", clean()).await;
    let place =
        act(&mut scene.olena, &format!("/reports/{clean}/names"), &[("about", "sender"), ("reason", "x")]).await;
    assert!(place.ends_with("names-ask.pointless"));
}

#[tokio::test]
async fn who_was_given_a_file_is_forgotten_in_time() {
    let (scene, _) = scene().await;
    let count = async || scene.one("SELECT CAST(COUNT(*) AS TEXT) FROM scan_fetches").await;
    homeserver_bridge::jobs::look(&scene.bridge.app, scene.bridge.app.clock.now_ms()).await;
    assert_eq!(count().await, "2");
    scene.bridge.clock.advance_ms(31 * 24 * 60 * MINUTE);
    homeserver_bridge::jobs::look(&scene.bridge.app, scene.bridge.app.clock.now_ms()).await;
    assert_eq!(count().await, "0");
}
