//! The same find in several rooms, or from several senders, within an hour.

use super::scene::{EICAR, MINUTE, Scene, act, infected};

async fn alerts(scene: &Scene) -> String {
    scene.one("SELECT COALESCE(GROUP_CONCAT(kind || ' ' || subject || ' ' || (ended_at_ms IS NULL)), '') FROM scan_alerts").await
}

#[tokio::test]
async fn two_rooms_within_an_hour_are_one_and_it_is_on_top_of_the_console() {
    let mut scene = Scene::new().await;
    scene.tell_room("a", infected(EICAR), "!one:x").await;
    scene.tell_room("a", infected(EICAR), "!one:x").await;
    scene.tell_room("b", infected("Other"), "!two:x").await;
    assert!(scene.olena.get("/outbreaks").await.text.contains("No outbreak so far"));
    scene.bridge.clock.advance_ms(59 * MINUTE);
    let mut olena = super::scene::another(&scene.bridge, "olena").await;
    scene.tell_room("c", infected(EICAR), "!two:x").await;
    assert_eq!(alerts(&scene).await, format!("outbreak {EICAR} 1"));
    let top = olena.get("/reports?verdict=clean").await.text;
    assert!(top.contains("Outbreak:") && top.contains("2 files") && top.contains("2 rooms"));
    let id = scene.one("SELECT id FROM scan_outbreaks").await;
    let page = olena.get(&format!("/outbreaks/{id}")).await.text;
    assert_eq!(page.matches("href=\"/reports/").count(), 2);
    assert!(!page.contains("!one") && !page.contains(&bridge_api::scan::room_pseudonym("!one:x")[..16]));
    let report = olena.get(&format!("/reports/{}", scene.id("a").await)).await.text;
    assert!(report.contains("image/png") && report.contains("Differs from the content"));

    scene.tell_room("d", infected(EICAR), "!three:x").await;
    assert!(olena.get("/outbreaks").await.text.matches("/outbreaks/").count() >= 1);
    assert_eq!(scene.one("SELECT CAST(COUNT(*) AS TEXT) FROM scan_outbreaks").await, "1", "it belongs to it");
    let place = act(&mut olena, &format!("/outbreaks/{id}/close"), &[("text", "All informed")]).await;
    assert!(place.ends_with("outbreak-close.done"));
    assert_eq!(alerts(&scene).await, format!("outbreak {EICAR} 0"));
    scene.tell_room("e", infected(EICAR), "!one:x").await;
    assert!(!olena.get("/reports").await.text.contains("Outbreak:"), "what came before it was closed does not count");
    assert!(act(&mut olena, &format!("/outbreaks/{id}/close"), &[("text", "x")]).await.ends_with(".late"));
}

#[tokio::test]
async fn finds_that_are_far_apart_released_or_harmless_are_none() {
    let mut scene = Scene::new().await;
    let first = scene.tell_room("a", infected(EICAR), "!one:x").await;
    scene.bridge.clock.advance_ms(61 * MINUTE);
    scene.olena = super::scene::another(&scene.bridge, "olena").await;
    let second = scene.tell_room("b", infected(EICAR), "!two:x").await;
    act(&mut scene.olena, &format!("/reports/{second}/close"), &[("as", "test")]).await;
    scene.tell_room("c", infected(EICAR), "!three:x").await;
    assert_eq!(alerts(&scene).await, "");
    assert!(scene.olena.get(&format!("/reports/{first}")).await.text.contains("Rooms"));
}

#[tokio::test]
async fn several_senders_are_one_without_any_room() {
    let scene = Scene::new().await;
    for (media, sender) in [("a", "@one:interior.test"), ("b", "@one:interior.test")] {
        scene.bridge.interior.put_media(&format!("mxc://interior.test/{media}"), Some(sender));
        scene.tell(media, infected(EICAR)).await;
    }
    scene.bridge.work().await;
    assert_eq!(alerts(&scene).await, "", "one sender");
    scene.bridge.interior.put_media("mxc://interior.test/c", Some("@two:interior.test"));
    scene.tell("c", infected(EICAR)).await;
    scene.bridge.work().await;
    assert_eq!(alerts(&scene).await, format!("outbreak {EICAR} 1"));
}
