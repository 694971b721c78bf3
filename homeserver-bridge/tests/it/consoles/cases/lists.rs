//! The list of reports: filters, pages that stay as they are, and how new ones are told; and what one officer does alone.

use serde_json::json;

use super::super::browser::acts;
use super::scene::{EICAR, MINUTE, Scene, act, clean, infected};

fn rows(text: &str) -> usize {
    text.matches("<th scope=\"row\"").count()
}

#[tokio::test]
async fn pages_stay_as_they_are_while_new_reports_come_and_say_how_many() {
    let mut scene = Scene::new().await;
    for n in 0..52 {
        scene.tell(&format!("a{n}"), infected(EICAR)).await;
    }
    let first = scene.olena.get("/reports").await.text;
    let (_, next) = first.split_once("rel=\"next\" href=\"").unwrap();
    let next = next.split('"').next().unwrap().replace("&amp;", "&").replace("&#38;", "&");
    let second = scene.olena.get(&format!("/reports{next}")).await.text;
    assert_eq!((rows(&first), rows(&second)), (50, 2));
    scene.tell("b", infected(EICAR)).await;
    scene.tell("c", clean()).await;
    let later = scene.olena.get(&format!("/reports{next}")).await.text;
    assert_eq!(rows(&later), 2, "the page holds the same");
    assert!(later.contains("1 new report"), "of this filter");
    assert!(scene.olena.get("/reports").await.text.contains("53 reports"));
    // A file that was clean comes to the top when something is found in it.
    scene.tell("c", infected(EICAR)).await;
    let top = scene.olena.get("/reports").await.text;
    let first = top.split("/reports/").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(first, scene.id("c").await);
}

#[tokio::test]
async fn a_list_refreshes_itself_for_half_an_hour_where_it_is_asked_to() {
    let mut scene = Scene::new().await;
    let plain = scene.olena.get("/reports?verdict=all").await;
    assert!(!plain.headers.contains_key("refresh"));
    let now = scene.bridge.app.clock.now_ms();
    let live = format!("/reports?verdict=all&live={now}");
    assert!(plain.text.replace("&#38;", "&").replace("&amp;", "&").contains(&live));
    let answer = scene.olena.get(&live).await;
    assert_eq!(answer.headers["refresh"], format!("30; url={live}"));
    scene.bridge.clock.advance_ms(30 * MINUTE - 1);
    let mut olena = super::scene::another(&scene.bridge, "olena").await;
    assert!(olena.get(&live).await.headers.contains_key("refresh"));
    scene.bridge.clock.advance_ms(1);
    for gone in [live, format!("/reports?live={}", now + 999 * MINUTE), "/reports?live=x".into()] {
        assert!(!olena.get(&gone).await.headers.contains_key("refresh"), "{gone}");
    }
}

#[tokio::test]
async fn every_filter_narrows_and_nonsense_does_not_break() {
    let mut scene = Scene::new().await;
    let id = scene.tell("a", infected("Win.Worm_1")).await;
    scene.tell("b", infected(EICAR)).await;
    let mut other = super::scene::report(&scene.bridge, "c", &json!({"state": "type_forbidden"}));
    (other["mxc"], other["type_found"], other["engine"]) =
        ("mxc://finance.test/c".into(), "application/zip".into(), "Other 1".into());
    scene.tell_body(other).await;
    act(&mut scene.olena, &format!("/reports/{id}/assign"), &[("to", "olena")]).await;
    for (query, expected) in [
        ("", 3),
        ("signature=worm_", 1),
        ("signature=%25", 0),
        ("organisation=finance", 1),
        ("organisation=nobody", 3),
        ("homeserver=finance.test", 1),
        ("type=ZIP", 1),
        ("engine=Other+1", 1),
        ("engine=None", 3),
        ("mine=1", 1),
        ("standing=open", 3),
        ("standing=unassigned", 2),
        ("standing=closed", 0),
        ("standing=waiting", 0),
        ("from=2027-01-15&to=2027-01-15", 3),
        ("from=2027-01-16", 0),
        ("to=2027-01-14", 0),
        ("from=2027-99-99&until=x&page=x&live=-1", 3),
    ] {
        let text = scene.olena.get(&format!("/reports?{query}")).await.text;
        assert_eq!(rows(&text), expected, "{query}");
    }
    assert_eq!(rows(&scene.petro.get("/reports?mine=1").await.text), 0);
}

#[tokio::test]
async fn one_officer_assigns_comments_closes_and_opens_again() {
    let mut scene = Scene::new().await;
    let id = scene.tell("a", infected(EICAR)).await;
    let path = |act: &str| format!("/reports/{id}/{act}");
    let nobody = super::scene::send(&mut scene.olena, &path("assign"), &[("to", "stranger")]).await;
    assert_eq!(nobody.status, axum::http::StatusCode::NOT_FOUND);
    act(&mut scene.olena, &path("assign"), &[("to", "petro")]).await;
    act(&mut scene.petro, &path("comment"), &[("text", "Known <b>campaign</b>\nsee ticket")]).await;
    assert!(act(&mut scene.petro, &path("comment"), &[("text", "")]).await.ends_with("comment.text"));
    let long = "x".repeat(1001);
    assert!(act(&mut scene.petro, &path("comment"), &[("text", &long)]).await.ends_with("comment.text"));
    assert!(act(&mut scene.petro, &path("close"), &[("as", "perhaps")]).await.ends_with("close.pointless"));
    act(&mut scene.petro, &path("close"), &[("as", "test"), ("text", "Our own test")]).await;
    assert!(act(&mut scene.petro, &path("close"), &[("as", "other")]).await.ends_with("close.again"));
    let page = scene.olena.get(&path("")[..path("").len() - 1]).await.text;
    for shown in ["Harmless test", "Known &#60;b&#62;campaign", "Assigned to", "Our own test", "Open the case again"] {
        assert!(page.contains(shown), "{shown}");
    }
    assert!(!page.contains("<b>campaign"));
    act(&mut scene.olena, &path("reopen"), &[("text", "Not ours after all")]).await;
    assert_eq!(scene.one("SELECT case_state || closed_as FROM scan_files").await, "open");
    let log = acts(&scene.bridge).await;
    for act in
        ["olena scan_case.assign", "petro scan_case.comment", "petro scan_case.close_test", "olena scan_case.reopen"]
    {
        assert!(log.iter().any(|line| line == &format!("security:{act}")), "{act}");
    }
    assert_eq!(rows(&scene.olena.get("/reports?standing=closed").await.text), 0);
}

#[tokio::test]
async fn what_is_said_over_time_stands_in_the_history_with_the_inspections_notes() {
    let mut scene = Scene::new().await;
    let mut body = super::scene::report(&scene.bridge, "a", &clean());
    body["notes"] = json!(["macros <x>"]);
    scene.tell_body(body.clone()).await;
    scene.tell_body(body).await;
    scene.bridge.clock.advance_ms(MINUTE);
    let id = scene.tell("a", infected(EICAR)).await;
    let page = scene.olena.get(&format!("/reports/{id}")).await.text;
    assert!(page.contains("macros &#60;x&#62;") && page.contains("2027-01-15 08:01"));
    let (_, history) = page.split_once("said-heading").unwrap();
    assert!(history.contains("verdict-clean") && history.contains("verdict-infected"));
    assert!(history.contains("<td class=\"number\">2</td>"), "the clean word came twice");
}
