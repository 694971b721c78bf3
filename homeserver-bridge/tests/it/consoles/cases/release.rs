//! A file whose verdict is wrong is released by two officers, and by nobody alone.

use homeserver_bridge::scan_reports::Gate;
use serde_json::json;

use super::super::browser::acts;
use super::scene::{EICAR, MINUTE, Scene, act, clean, hash, infected};

/// Asks for a release; answers its key.
async fn ask(scene: &mut Scene, id: &str) -> String {
    let place = act(&mut scene.olena, &format!("/reports/{id}/release"), &[("reason", "Our own form <7>")]).await;
    assert_eq!(place, format!("/reports/{id}?done=release-ask.done"));
    scene.one("SELECT id FROM scan_releases ORDER BY asked_at_ms DESC, state DESC LIMIT 1").await
}

#[tokio::test]
async fn two_officers_release_and_it_opens_at_the_gate_at_scanners_and_nowhere_else() {
    let mut scene = Scene::new().await;
    let id = scene.tell("a", infected(EICAR)).await;
    scene.tell("b", infected(EICAR)).await;
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    let (tag, before) = scene.rules(None).await.unwrap();
    assert_eq!(before["released"], json!([]));

    let release = ask(&mut scene, &id).await;
    let page = scene.olena.get(&format!("/reports/{id}?done=release-ask.done")).await.text;
    assert!(page.contains("Another officer has to approve it") && page.contains("Our own form &#60;7&#62;"));
    assert!(!page.contains(&format!("/releases/{release}/approve")), "no button for who asked");
    let again = act(&mut scene.olena, &format!("/reports/{id}/release"), &[("reason", "again")]).await;
    assert!(again.ends_with("release-ask.again"));
    let own = act(&mut scene.olena, &format!("/releases/{release}/approve"), &[]).await;
    assert_eq!(own, format!("/reports/{id}?done=release-approve.own"));
    assert!(scene.olena.get(&own).await.text.contains("another officer has to approve it"));
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    assert_eq!(scene.rules(Some(&tag)).await, None, "nothing has changed for scanners");

    assert!(scene.petro.get("/reports").await.text.contains("(1 waiting)"));
    let list = scene.petro.get("/requests").await.text;
    assert!(list.contains(&format!("/releases/{release}/approve")) && list.contains("olena"));
    let done = act(&mut scene.petro, &format!("/releases/{release}/approve"), &[("back", "requests")]).await;
    assert_eq!(done, "/requests?done=release-approve.done");
    assert_eq!((scene.gate("a").await, scene.gate("b").await), (Gate::Clean, Gate::NotClean));
    let (next, rules) = scene.rules(Some(&tag)).await.unwrap();
    assert_eq!(rules["released"], json!([{"ciphertext_sha256": hash("a"), "key_commitment": "a", "signature": EICAR}]));
    assert!(rules["version"].as_u64() > before["version"].as_u64());
    assert_ne!(next, tag);
    let page = scene.petro.get(&format!("/reports/{id}")).await.text;
    assert!(page.contains("officers released this file") && page.contains("False positive"));
    assert!(page.contains("Approved the release") && page.contains("petro"));
    let late = act(&mut scene.petro, &format!("/releases/{release}/approve"), &[]).await;
    assert!(late.ends_with("release-approve.late"));
    for expected in ["security:olena scan_case.release_ask", "security:petro scan_case.release_approve"] {
        assert!(acts(&scene.bridge).await.iter().any(|line| line == expected), "{expected}");
    }
}

#[tokio::test]
async fn another_find_or_another_key_is_not_released_by_it() {
    let mut scene = Scene::new().await;
    let id = scene.tell("a", infected(EICAR)).await;
    let release = ask(&mut scene, &id).await;
    act(&mut scene.petro, &format!("/releases/{release}/approve"), &[]).await;
    // A scanner that has not heard of it yet says the same again; a scanner that has says that it is clean.
    scene.tell("a", infected(EICAR)).await;
    let mut released = super::scene::report(&scene.bridge, "a", &clean());
    released["engine"] = bridge_api::scan_rules::RELEASED_BY_OFFICERS.into();
    scene.tell_body(released).await;
    assert_eq!(scene.gate("a").await, Gate::Clean);
    assert!(scene.olena.get(&format!("/reports/{id}")).await.text.contains("officers released this file"));

    scene.bridge.clock.advance_ms(MINUTE);
    scene.tell("a", infected("Other.Worm")).await;
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    let page = scene.olena.get(&format!("/reports/{id}")).await.text;
    assert!(page.contains("Something else was found") && page.contains("Nobody can open"), "the case is open again");

    let mut scene = Scene::new().await;
    let id = scene.tell("a", infected(EICAR)).await;
    let release = ask(&mut scene, &id).await;
    act(&mut scene.petro, &format!("/releases/{release}/approve"), &[]).await;
    let mut other = super::scene::report(&scene.bridge, "a", &infected(EICAR));
    other["key_commitment"] = "another".into();
    scene.tell_body(other).await;
    assert_eq!(scene.gate("a").await, Gate::NotClean, "with another key it is another content");
}

#[tokio::test]
async fn a_release_is_refused_withdrawn_taken_back_or_expires() {
    let mut scene = Scene::new().await;
    let id = scene.tell("a", infected(EICAR)).await;
    let release = ask(&mut scene, &id).await;
    act(&mut scene.petro, &format!("/releases/{release}/refuse"), &[]).await;
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    let late = act(&mut scene.petro, &format!("/releases/{release}/approve"), &[]).await;
    assert!(late.ends_with(".late"));

    let release = ask(&mut scene, &id).await;
    let taken_back = act(&mut scene.olena, &format!("/releases/{release}/refuse"), &[]).await;
    assert!(taken_back.ends_with("release-refuse.done"), "who asked takes it back");

    scene.bridge.clock.advance_ms(MINUTE);
    let release = ask(&mut scene, &id).await;
    scene.bridge.clock.advance_ms(72 * 60 * MINUTE);
    let mut petro = super::scene::another(&scene.bridge, "petro").await;
    assert!(!petro.get("/reports").await.text.contains("waiting)"));
    assert!(act(&mut petro, &format!("/releases/{release}/approve"), &[]).await.ends_with(".late"));
    assert_eq!(scene.gate("a").await, Gate::NotClean);

    scene.olena.sign_in("olena", super::super::browser::PASSWORD).await;
    let release = ask(&mut scene, &id).await;
    act(&mut petro, &format!("/releases/{release}/approve"), &[]).await;
    assert_eq!(scene.gate("a").await, Gate::Clean);
    let no_reason = act(&mut petro, &format!("/releases/{release}/withdraw"), &[("reason", " ")]).await;
    assert!(no_reason.ends_with("release-withdraw.text"));
    let (tag, _) = scene.rules(None).await.unwrap();
    act(&mut petro, &format!("/releases/{release}/withdraw"), &[("reason", "It was a worm")]).await;
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    assert_eq!(scene.rules(Some(&tag)).await.unwrap().1["released"], json!([]));
    assert!(petro.get(&format!("/reports/{id}")).await.text.contains("Nobody can open"));
}

#[tokio::test]
async fn what_is_not_infected_cannot_be_released() {
    let mut scene = Scene::new().await;
    for (media, verdict) in
        [("a", clean()), ("b", json!({"state": "type_forbidden"})), ("c", json!({"state": "timeout"}))]
    {
        let id = scene.tell(media, verdict).await;
        let place = act(&mut scene.olena, &format!("/reports/{id}/release"), &[("reason", "please")]).await;
        assert!(place.ends_with("release-ask.pointless"), "{media}: {place}");
        assert!(!scene.olena.get(&format!("/reports/{id}")).await.text.contains("/release\""));
    }
    assert_eq!(scene.gate("b").await, Gate::NotClean);
}
