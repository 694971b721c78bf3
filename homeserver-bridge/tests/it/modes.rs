//! Operating modes: who is told, what is switched, and what it does to files, homeservers and the federation's list.

use axum::http::StatusCode;
use bridge_api::mode::Mode;
use homeserver_bridge::approvals::{self, Act, Decided};
use homeserver_bridge::config::{FileTypes, MediaGateConfig};
use homeserver_bridge::federation::{self, Closed, ListStanding};
use homeserver_bridge::modes;
use homeserver_bridge::officers::{OfficerRole, Proof, Scope, Session};
use serde_json::{Value, json};

use crate::fixture::{Bridge, MODULE_TOKEN, SCANNER_TOKEN};

const MODE: &str = "/_depesha/v1/mode";
const ADMITTED: &str = "/_depesha/homeserver/v1/admitted";
const INVITE: &str = "/_depesha/homeserver/v1/user_may_invite";
const RULES: &str = "/_depesha/scan/v1/rules";

/// Proposed by one operator, agreed to and carried out by another.
pub(crate) async fn agreed(bridge: &Bridge, act: Act) {
    let (olena, petro) = (operator("olena"), operator("petro"));
    let now = homeserver_bridge::clock::Clock::now_ms(&*bridge.clock);
    let proposed = act.clone();
    let id = bridge.app.db.write(move |tx| approvals::propose(tx, &olena, &proposed, now)).await.unwrap();
    let decided = {
        let (petro, id) = (petro.clone(), id.clone());
        bridge.app.db.write(move |tx| approvals::approve(tx, &petro, &id, now)).await.unwrap()
    };
    assert_eq!(decided, Decided::CarryOut(act.clone()));
    match &act {
        Act::SwitchMode { mode } => modes::switch(&bridge.app, &petro, *mode).await.unwrap(),
        Act::OpenFederation { server_name } => federation::open(&bridge.app, &petro, server_name).await.unwrap(),
        other => panic!("{other:?} is not ours"),
    }
    bridge.app.db.write(move |tx| approvals::finished(tx, &id, true, "")).await.unwrap();
}

async fn switch(bridge: &Bridge, mode: Mode) {
    agreed(bridge, Act::SwitchMode { mode }).await;
}

fn operator(name: &str) -> Session {
    Session {
        name: name.into(),
        role: OfficerRole::Operator,
        scope: Scope::All,
        csrf: String::new(),
        proof: Proof::default(),
    }
}

async fn audited(bridge: &Bridge, actions: &'static str) -> Vec<String> {
    let sql = "SELECT actor, action, subject FROM audit WHERE action LIKE $1 ORDER BY seq";
    let rows = bridge.app.db.read(move |tx| tx.query(sql, &[actions.into()])).await.unwrap();
    rows.iter().map(|row| [0, 1, 2].map(|i| row.text(i).unwrap()).join(" ")).collect()
}

#[tokio::test]
async fn everybody_with_a_session_is_told_the_mode_and_nobody_else() {
    let bridge = Bridge::new();
    bridge.interior.issue_token("anna", "@anna:interior.test");
    bridge.externals.issue_token("guest", "@guest:externals.test");
    for token in [None, Some("nobody")] {
        let (status, _) = bridge.api("GET", MODE, token, Value::Null).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED, "{token:?}");
    }
    let (status, told) = bridge.api("GET", MODE, Some("anna"), Value::Null).await;
    assert_eq!(status, StatusCode::OK);
    assert_eq!(told["mode"], "normal");
    assert_eq!((&told["since_ms"], &told["rules"]["externals"]), (&json!(0), &json!(true)));
    switch(&bridge, Mode::Crisis).await;
    for token in ["anna", "guest"] {
        let (status, told) = bridge.door("GET", MODE, Some("anna"), Value::Null).await;
        assert_eq!((status, &told["mode"]), (StatusCode::OK, &json!("crisis")), "{token}");
    }
    let (_, told) = bridge.api("GET", MODE, Some("guest"), Value::Null).await;
    assert_eq!((&told["since_ms"], &told["external"]), (&json!(1_800_000_000_000_u64), &json!(true)));
    assert_eq!((&told["rules"]["externals"], &told["rules"]["public_rooms_read_only"]), (&json!(false), &json!(true)));
}

#[tokio::test]
async fn a_switch_is_written_down_holds_in_other_processes_and_after_a_restart() {
    let bridge = Bridge::new();
    switch(&bridge, Mode::Heightened).await;
    bridge.clock.advance_ms(5);
    switch(&bridge, Mode::Crisis).await;
    switch(&bridge, Mode::Crisis).await;
    let history = modes::history(&bridge.app, 10).await.unwrap();
    let told: Vec<_> = history.iter().map(|s| (s.mode, s.proposed_by.as_str(), s.agreed_by.as_str())).collect();
    assert_eq!(told, [(Mode::Crisis, "olena", "petro"), (Mode::Heightened, "olena", "petro")], "none to the same mode");
    let log = audited(&bridge, "mode.%").await;
    assert_eq!(log, ["operator:petro mode.switch heightened", "operator:petro mode.switch crisis"]);

    let next = bridge.restarted("").await;
    assert_eq!(next.app.modes.current().mode, Mode::Normal, "before the database is asked");
    modes::load(&next.app).await.unwrap();
    assert_eq!(next.app.modes.current().mode, Mode::Crisis);
    // As another process would.
    next.app
        .db
        .write(|tx| tx.execute("INSERT INTO mode_switches VALUES (9, 'normal', 7, 'olena', 'petro')", &[]))
        .await
        .unwrap();
    let following = tokio::spawn(modes::follow(next.app.clone()));
    while next.app.modes.current().mode != Mode::Normal {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    following.abort();
    assert_eq!(next.app.modes.current().since_ms, 7);
}

#[tokio::test]
async fn homeservers_take_no_events_of_partners_while_nobody_from_outside_takes_part() {
    let bridge = Bridge::new();
    let admitted = async |token: Option<&str>| {
        let (status, answer) = bridge.api("GET", ADMITTED, token, Value::Null).await;
        (status, answer["servers"].clone())
    };
    for token in [None, Some(SCANNER_TOKEN)] {
        assert_eq!(admitted(token).await.0, StatusCode::UNAUTHORIZED);
    }
    let ours = json!(["externals.test", "finance.test", "interior.test"]);
    assert_eq!(admitted(Some(MODULE_TOKEN)).await, (StatusCode::OK, ours.clone()));
    agreed(&bridge, Act::OpenFederation { server_name: "partner.test".parse().unwrap() }).await;
    let with_partner = json!(["externals.test", "finance.test", "interior.test", "partner.test"]);
    assert_eq!(admitted(Some(MODULE_TOKEN)).await.1, with_partner);
    switch(&bridge, Mode::Crisis).await;
    assert_eq!(admitted(Some(MODULE_TOKEN)).await.1, ours);
    switch(&bridge, Mode::Normal).await;
    assert_eq!(admitted(Some(MODULE_TOKEN)).await.1, with_partner);
}

#[tokio::test]
async fn scanners_are_told_the_cut_of_types_with_a_tag_that_changes_with_it() {
    let rules = async |bridge: &Bridge, tag: &str| {
        let router = homeserver_bridge::http::api_router(bridge.app.clone());
        let request = axum::http::Request::get(RULES)
            .header("authorization", format!("Bearer {SCANNER_TOKEN}"))
            .header("if-none-match", tag)
            .body(axum::body::Body::empty())
            .unwrap();
        let answer = tower::ServiceExt::oneshot(router, request).await.unwrap();
        let tag = answer.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned());
        let bytes = axum::body::to_bytes(answer.into_body(), 1 << 20).await.unwrap();
        (tag, serde_json::from_slice::<Value>(&bytes).unwrap_or_default())
    };
    let bridge = Bridge::changed(|config| {
        config.modes.heightened.only_file_types = Some(FileTypes::Only(vec!["image/*".into()]));
        config.modes.crisis.only_file_types = Some(FileTypes::Only(vec!["image/png".into()]));
    });
    let (tag, told) = rules(&bridge, "").await;
    assert_eq!((&told["only_file_types"], &told["unknown_verdict_blocks"]), (&Value::Null, &json!(false)));
    let normal = tag.unwrap();
    assert_eq!(rules(&bridge, &normal).await.0, None, "not told twice");
    switch(&bridge, Mode::Heightened).await;
    let (tag, told) = rules(&bridge, &normal).await;
    assert_eq!((&told["only_file_types"], &told["unknown_verdict_blocks"]), (&json!(["image/*"]), &json!(true)));
    switch(&bridge, Mode::Crisis).await;
    let (_, told) = rules(&bridge, &tag.unwrap()).await;
    assert_eq!(told["only_file_types"], json!(["image/png"]));
    switch(&bridge, Mode::Normal).await;
    assert_eq!(rules(&bridge, &normal).await.0, None, "as before");
}

#[tokio::test]
async fn the_gate_holds_types_back_and_what_nobody_has_scanned_also_where_it_is_not_enforced() {
    let upstream = wiremock::MockServer::start().await;
    wiremock::Mock::given(wiremock::matchers::method("GET"))
        .respond_with(wiremock::ResponseTemplate::new(200).set_body_string("bytes"))
        .mount(&upstream)
        .await;
    let bridge = Bridge::with_upstream(&upstream.uri(), |config| {
        config.media_gate = MediaGateConfig { enforce: false, ..MediaGateConfig::default() };
    });
    bridge.interior.issue_token("anna", "@anna:interior.test");
    for (media, kind) in [("letter", "application/pdf"), ("pack", "application/zip")] {
        let report = json!({
            "mxc": format!("mxc://interior.test/{media}"), "ciphertext_sha256": media, "key_commitment": "k",
            "verdict": {"state": "clean"}, "engine": "e", "signatures_version": "1", "size": 3, "type_found": kind,
            "encrypted": false, "homeserver": "interior.test", "requested_by": "@anna:interior.test", "notes": [],
            "scanned_at_ms": 1, "coherent": true
        });
        let (status, answer) = bridge.api("POST", "/_depesha/scan/v1/reports", Some(SCANNER_TOKEN), report).await;
        assert!(status.is_success(), "{status} {answer}");
    }
    let fetch = async |media: &str| {
        let path = format!("/_matrix/client/v1/media/download/interior.test/{media}");
        let (status, body) = bridge.door("GET", &path, Some("anna"), Value::Null).await;
        (status.as_u16(), body["errcode"].as_str().unwrap_or_default().to_owned())
    };
    let passed = || (200, String::new());
    let refused = |code: &str| (403, format!("ORG.DEPESHA.{code}"));
    for media in ["letter", "pack", "unknown"] {
        assert_eq!(fetch(media).await, passed(), "{media}");
    }
    switch(&bridge, Mode::Heightened).await;
    assert_eq!(fetch("letter").await, passed());
    assert_eq!(fetch("pack").await, refused("NOT_CLEAN"));
    assert_eq!(fetch("unknown").await, refused("NOT_SCANNED"));
    switch(&bridge, Mode::Normal).await;
    for media in ["letter", "pack", "unknown"] {
        assert_eq!(fetch(media).await, passed(), "{media}: nothing is left of it");
    }
}

#[tokio::test]
async fn two_officers_open_the_federation_one_closes_it_and_the_homeservers_lists_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("federation.yaml");
    let path = file.clone();
    let bridge = Bridge::changed(move |config| {
        config.federation.always = vec!["defence.test".parse().unwrap()];
        config.homeservers[0].federation_list_file = Some(path);
    });
    let list = || std::fs::read_to_string(&file).unwrap_or_default();
    let following = tokio::spawn(federation::follow(bridge.app.clone()));
    let written = async |wanted: &str| {
        while !list().contains(wanted) {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    written("[\"defence.test\",\"externals.test\",\"finance.test\",\"interior.test\"]").await;
    let partner: bridge_api::ServerName = "partner.test:8448".parse().unwrap();
    let event = |kind: &str, content: Value| json!({"type": kind, "state_key": "", "content": content});
    let open_room = json!([
        event("m.room.join_rules", json!({"join_rule": "invite"})),
        event("im.vector.room.access_rules", json!({"rule": "unrestricted", "visibility": "private"})),
    ]);
    let may_be_invited = async || {
        let body = json!({"user_id": "@a:interior.test", "room_id": "!r", "target": "@x:partner.test:8448", "state": open_room});
        bridge.api("POST", INVITE, Some(MODULE_TOKEN), body).await.1["allow"] == true
    };
    assert!(!may_be_invited().await, "nobody knows that homeserver");
    assert!(!bridge.app.federation.admits(&partner) && bridge.app.federation.admits_user("@d:defence.test"));
    agreed(&bridge, Act::OpenFederation { server_name: partner.clone() }).await;
    assert!(bridge.app.federation.admits_user("@x:partner.test:8448"), "in this process at once");
    assert!(may_be_invited().await, "as somebody from outside");
    written("\"interior.test\",\"partner.test:8448\"]").await;

    bridge.interior.set_federation_list(Some(&["externals.test", "finance.test", "interior.test", "old.test"]));
    let standing = federation::standing(&bridge.app).await;
    let ListStanding::Restart { missing, left_over } = &standing[0].1 else { panic!("{standing:?}") };
    assert_eq!((missing.len(), left_over[0].as_str()), (2, "old.test"));
    assert_eq!(standing[1].1, ListStanding::Unlimited, "speaks with everybody");
    bridge.finance.set_up(false);
    assert_eq!(federation::standing(&bridge.app).await[1].1, ListStanding::Unknown);

    let anna = operator("anna");
    assert_eq!(federation::close(&bridge.app, &anna, &partner).await.unwrap(), Closed::Now);
    assert_eq!(federation::close(&bridge.app, &anna, &partner).await.unwrap(), Closed::NotOpen);
    assert!(!bridge.app.federation.admits(&partner) && !may_be_invited().await, "at once, and by one officer");
    let partners = federation::partners(&bridge.app).await.unwrap();
    assert_eq!((partners[0].proposed_by.as_str(), partners[0].agreed_by.as_str()), ("olena", "petro"));
    assert_eq!(partners[0].closed.as_ref().map(|(_, by)| by.as_str()), Some("anna"));
    written("\"interior.test\"]").await;
    following.abort();
    let log = audited(&bridge, "federation.%").await;
    assert_eq!(
        log,
        ["operator:petro federation.open partner.test:8448", "operator:anna federation.close partner.test:8448"]
    );
}
