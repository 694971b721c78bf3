//! Homeservers keep infected media back, give released ones out, and delete what was confirmed.

use homeserver_bridge::jobs;
use homeserver_bridge::scan_reports::Gate;

use super::scene::{EICAR, MINUTE, Scene, act, clean, infected};

const A: &str = "mxc://interior.test/a";
const DAY: i64 = 24 * 60 * MINUTE;

/// Lets time pass, and the worker do what is due by then.
async fn later(scene: &Scene, ms: i64) {
    scene.bridge.clock.advance_ms(ms);
    jobs::look(&scene.bridge.app, scene.bridge.app.clock.now_ms()).await;
    scene.bridge.work().await;
}

async fn scene() -> (Scene, String) {
    let scene = Scene::new().await;
    scene.bridge.interior.put_media(A, Some("@sender:interior.test"));
    scene.bridge.finance.put_media(A, None);
    let id = scene.tell("a", infected(EICAR)).await;
    scene.bridge.work().await;
    (scene, id)
}

fn kept_back(scene: &Scene) -> [bool; 2] {
    [&scene.bridge.interior, &scene.bridge.finance].map(|one| one.media(A).unwrap().quarantined)
}

#[tokio::test]
async fn a_find_is_kept_back_everywhere_after_a_while_and_scanners_are_told() {
    let (scene, _) = scene().await;
    assert_eq!(kept_back(&scene), [false, false], "scanners still tell people themselves");
    scene.bridge.finance.set_up(false);
    later(&scene, 5 * MINUTE).await;
    assert_eq!(kept_back(&scene), [true, false]);
    let quarantined = scene.rules(None).await.unwrap().1["quarantined"].clone();
    assert_eq!(quarantined, serde_json::json!([]), "not before it is so everywhere");
    scene.bridge.finance.set_up(true);
    later(&scene, MINUTE).await;
    assert_eq!(kept_back(&scene), [true, true]);
    let quarantined = scene.rules(None).await.unwrap().1["quarantined"].clone();
    assert_eq!(quarantined, serde_json::json!([{"mxc": A, "signature": EICAR}]));
    assert_eq!(scene.one("SELECT uploader FROM scan_files").await, "@sender:interior.test");
}

#[tokio::test]
async fn an_officer_has_it_kept_back_at_once_and_a_release_gives_it_out() {
    let (mut scene, id) = scene().await;
    let place = act(&mut scene.olena, &format!("/reports/{id}/quarantine"), &[]).await;
    assert!(place.ends_with("quarantine.done"));
    scene.bridge.work().await;
    assert_eq!(kept_back(&scene), [true, true]);
    assert!(scene.olena.get(&format!("/reports/{id}")).await.text.contains("they give it to nobody"));
    act(&mut scene.olena, &format!("/reports/{id}/release"), &[("reason", "x")]).await;
    let release = scene.one("SELECT id FROM scan_releases").await;
    act(&mut scene.petro, &format!("/releases/{release}/approve"), &[]).await;
    scene.bridge.work().await;
    assert_eq!(kept_back(&scene), [false, false]);
    act(&mut scene.petro, &format!("/releases/{release}/withdraw"), &[("reason", "x")]).await;
    later(&scene, 0).await;
    assert_eq!(kept_back(&scene), [true, true]);
    let clean = scene.tell("b", clean()).await;
    let place = act(&mut scene.olena, &format!("/reports/{clean}/quarantine"), &[]).await;
    assert!(place.ends_with("quarantine.pointless"), "nothing was found in it");
}

#[tokio::test]
async fn confirmed_malware_is_deleted_later_unless_the_case_is_opened_again() {
    let (mut scene, id) = scene().await;
    act(&mut scene.olena, &format!("/reports/{id}/close"), &[("as", "malware"), ("text", "A worm")]).await;
    scene.bridge.work().await;
    assert_eq!(kept_back(&scene), [true, true]);
    act(&mut scene.olena, &format!("/reports/{id}/reopen"), &[("text", "Look again")]).await;
    later(&scene, 31 * DAY).await;
    assert!(!scene.bridge.interior.media(A).unwrap().deleted);

    let mut olena = super::scene::another(&scene.bridge, "olena").await;
    act(&mut olena, &format!("/reports/{id}/close"), &[("as", "malware")]).await;
    later(&scene, 29 * DAY).await;
    assert!(!scene.bridge.interior.media(A).unwrap().deleted);
    later(&scene, DAY).await;
    assert!(scene.bridge.interior.media(A).unwrap().deleted);
    let copy = scene.bridge.finance.media(A).unwrap();
    assert!(copy.quarantined && !copy.deleted, "copies can only be kept back");
    let mut olena = super::scene::another(&scene.bridge, "olena").await;
    let page = olena.get(&format!("/reports/{id}")).await.text;
    assert!(page.contains("Deleted at the homeserver") && !page.contains("/rescan\""));
    let place = act(&mut olena, &format!("/reports/{id}/rescan"), &[]).await;
    assert!(place.ends_with("rescan.pointless"));
}

#[tokio::test]
async fn a_file_to_be_scanned_again_is_given_out_for_it_and_kept_back_when_the_find_is_made_again() {
    let (mut scene, id) = scene().await;
    later(&scene, 5 * MINUTE).await;
    let (tag, _) = scene.rules(None).await.unwrap();
    act(&mut scene.olena, &format!("/reports/{id}/rescan"), &[]).await;
    scene.bridge.work().await;
    assert_eq!(kept_back(&scene), [false, false]);
    assert_eq!(scene.gate("a").await, Gate::NotClean, "the gate stays shut");
    let rules = scene.rules(Some(&tag)).await.unwrap().1;
    let since = scene.bridge.app.clock.now_ms();
    assert_eq!(rules["rescan"], serde_json::json!([{"ciphertext_sha256": super::scene::hash("a"), "since_ms": since}]));
    later(&scene, MINUTE).await;
    assert_eq!(kept_back(&scene), [false, false]);
    scene.tell("a", infected(EICAR)).await;
    scene.bridge.work().await;
    assert_eq!(kept_back(&scene), [true, true]);
    // Nobody comes: it does not stay out for good.
    act(&mut scene.olena, &format!("/reports/{id}/rescan"), &[]).await;
    scene.bridge.work().await;
    assert_eq!(kept_back(&scene), [false, false]);
    later(&scene, DAY).await;
    assert_eq!(kept_back(&scene), [true, true]);
    // A clean word with the same key opens nothing by itself.
    scene.tell("a", clean()).await;
    assert_eq!(scene.gate("a").await, Gate::NotClean);
}
