//! Blocks of files, signatures and types: at once at the gate, and lifted without a trace of them left there.

use bridge_api::scan_rules::BLOCKED_HASH;
use homeserver_bridge::scan_reports::Gate;
use serde_json::json;

use super::scene::{EICAR, MINUTE, Scene, act, clean, hash, infected};

async fn block(scene: &mut Scene, kind: &str, value: &str) -> String {
    act(&mut scene.olena, "/blocks", &[("kind", kind), ("value", value), ("reason", "Leaflet <1>")]).await
}

async fn lift(scene: &mut Scene) -> String {
    let id = scene.one("SELECT id FROM scan_blocks WHERE lifted_at_ms IS NULL").await;
    act(&mut scene.petro, &format!("/blocks/{id}/lift"), &[("reason", "It was wrong")]).await
}

#[tokio::test]
async fn a_blocked_file_is_shut_at_once_and_open_again_when_the_block_is_lifted() {
    let mut scene = Scene::new().await;
    scene.bridge.interior.put_media("mxc://interior.test/a", Some("@x:interior.test"));
    let id = scene.tell("a", clean()).await;
    assert_eq!(scene.gate("a").await, Gate::Clean);
    let page = scene.olena.get(&format!("/blocks/new?kind=hash&value={}", hash("a").to_uppercase())).await.text;
    assert!(page.contains("would have touched 1 report.") && page.contains("1 of these files can be opened now."));
    assert_eq!(block(&mut scene, "hash", &hash("a").to_uppercase()).await, "/blocks?done=block-set.done");
    assert!(block(&mut scene, "hash", &hash("a")).await.ends_with("block-set.again"));
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    assert_eq!(scene.rules(None).await.unwrap().1["blocked_hashes"], json!([hash("a")]));
    homeserver_bridge::jobs::look(&scene.bridge.app, scene.bridge.app.clock.now_ms()).await;
    scene.bridge.work().await;
    assert!(scene.bridge.interior.media("mxc://interior.test/a").unwrap().quarantined);
    scene.tell("a", infected(BLOCKED_HASH)).await;
    let page = scene.olena.get(&format!("/reports/{id}")).await.text;
    assert!(page.contains("Nobody can open") && !page.contains("/release\""), "a block is lifted, not released");

    assert!(lift(&mut scene).await.ends_with("block-lift.done"));
    assert_eq!(scene.gate("a").await, Gate::Clean);
    // A scanner that has not heard of it yet.
    scene.tell("a", infected(BLOCKED_HASH)).await;
    assert_eq!(scene.gate("a").await, Gate::Clean);
    homeserver_bridge::jobs::look(&scene.bridge.app, scene.bridge.app.clock.now_ms()).await;
    scene.bridge.work().await;
    assert!(!scene.bridge.interior.media("mxc://interior.test/a").unwrap().quarantined);
    let list = scene.olena.get("/blocks").await.text;
    assert!(list.contains("Leaflet &#60;1&#62;") && list.contains("It was wrong") && list.contains("Lifted"));
}

#[tokio::test]
async fn a_blocked_signature_outweighs_releases() {
    let mut scene = Scene::new().await;
    let id = scene.tell("a", infected(EICAR)).await;
    act(&mut scene.olena, &format!("/reports/{id}/release"), &[("reason", "x")]).await;
    let release = scene.one("SELECT id FROM scan_releases").await;
    act(&mut scene.petro, &format!("/releases/{release}/approve"), &[]).await;
    assert_eq!(scene.gate("a").await, Gate::Clean);
    block(&mut scene, "signature", EICAR).await;
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    scene.tell("a", infected(EICAR)).await;
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    assert_eq!(scene.rules(None).await.unwrap().1["blocked_signatures"], json!([EICAR]));
    let other = scene.tell("b", infected(EICAR)).await;
    let place = act(&mut scene.olena, &format!("/reports/{other}/release"), &[("reason", "x")]).await;
    assert!(place.ends_with("release-ask.blocked"));
    lift(&mut scene).await;
    assert_eq!((scene.gate("a").await, scene.gate("b").await), (Gate::Clean, Gate::NotClean));
}

#[tokio::test]
async fn a_blocked_type_shuts_what_was_open_and_only_what_it_made_is_set_aside_later() {
    let mut scene = Scene::new().await;
    scene.tell("a", clean()).await;
    let before = scene.tell("b", json!({"state": "type_forbidden"})).await;
    scene.bridge.clock.advance_ms(MINUTE);
    block(&mut scene, "type", "Application/PDF").await;
    assert_eq!(scene.rules(None).await.unwrap().1["blocked_types"], json!(["application/pdf"]));
    assert_eq!(scene.gate("a").await, Gate::NotClean);
    scene.tell("a", json!({"state": "type_forbidden"})).await;
    lift(&mut scene).await;
    assert_eq!((scene.gate("a").await, scene.gate("b").await), (Gate::Clean, Gate::NotClean));
    assert!(scene.olena.get(&format!("/reports/{before}")).await.text.contains("Nobody can open"));
}

#[tokio::test]
async fn only_what_can_be_blocked_is_and_only_with_a_reason() {
    let mut scene = Scene::new().await;
    for (kind, value) in
        [("hash", "ab"), ("type", "pdf"), ("signature", ""), ("room", "x"), ("signature", BLOCKED_HASH)]
    {
        assert!(block(&mut scene, kind, value).await.ends_with("block-value.pointless"), "{kind} {value}");
        let place = scene.olena.get(&format!("/blocks/new?kind={kind}&value={value}")).await;
        assert!(place.location().ends_with("block-value.pointless"), "{kind} {value}");
    }
    let place = act(&mut scene.olena, "/blocks", &[("kind", "type"), ("value", "a/b"), ("reason", "")]).await;
    assert!(place.ends_with("block-set.text"));
    let rules = scene.rules(None).await.unwrap().1;
    assert_eq!((&rules["blocked_types"], &rules["version"]), (&json!([]), &json!(1)));
}
