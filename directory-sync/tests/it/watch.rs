//! `watch`: by the clock, by pushes, through failures and approvals, one at a time, and stopped in good order.

use std::fs;
use std::process::Child;
use std::time::{Duration, Instant};

use bridge_api::PersonId;
use bridge_api::sync::{Employment, HrState, PlanDecision};
use reqwest::{Client, Method};
use serde_json::{Value, json};

use crate::bridge::{Stage, World, line};
use crate::ldap;
use crate::scim_stage::{ENTERPRISE, TOKEN, address, answer, operation, person, scim, start, stop};
use crate::slapd::{READER, SUFFIX, Slapd};

const INTERIOR: &str = "Ministry of the Interior";

fn staff(count: usize) -> Vec<String> {
    (0..count).map(|at| line(at, INTERIOR)).collect()
}

/// A watching program in the stage's folder.
struct Watcher {
    child: Child,
    told: Vec<String>,
}

impl Watcher {
    fn start(stage: &Stage) -> Self {
        let (child, told) = start(&stage.folder);
        Self { child, told }
    }

    fn health(&self, what: &str) -> String {
        format!("http://{}/{what}", address(&self.told, "health is told at "))
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Waits, with much patience, until it holds.
async fn until(stage: &Stage, what: &str, holds: impl Fn(&World) -> bool) {
    let patience = Instant::now() + Duration::from_secs(60);
    while !holds(&stage.world.lock().expect("lock")) {
        let log = || fs::read_to_string(stage.path("log")).unwrap_or_default();
        assert!(Instant::now() < patience, "{what}: {}", log());
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

fn working(world: &World) -> usize {
    world.rows.values().filter(|row| row.employment == Employment::Working).count()
}

/// Puts another register and mapping into the stage's configuration.
fn reconfigure(stage: &Stage, register: &str, mapping: Option<&str>, watch: &str) {
    let table = |text: &str| toml::from_str::<toml::Table>(text).expect("TOML");
    let mut config = table(&fs::read_to_string(stage.path("sync.toml")).expect("read"));
    config.remove("mapping");
    if let Some(mapping) = mapping {
        config.insert("mapping".into(), table(mapping).into());
    }
    config.insert("register".into(), table(register).into());
    config.insert("watch".into(), table(watch).into());
    fs::write(stage.path("sync.toml"), toml::to_string(&config).expect("TOML")).expect("written");
}

/// The stage with a register that is pushed to.
async fn pushed_stage() -> Stage {
    let stage = Stage::new().await;
    let register = "kind = 'scim'\nlisten = '127.0.0.1:0'\ntoken_file = 'scim-token'\nstore = 'people.db'";
    reconfigure(&stage, register, None, "listen = '127.0.0.1:0'\nretry_at_most = '1s'");
    fs::write(stage.path("scim-token"), TOKEN).expect("written");
    stage
}

async fn push(watcher: &Watcher, method: Method, path: &str, body: &Value) -> Value {
    let url = format!("http://{}/scim/v2{path}", address(&watcher.told, "SCIM is served at "));
    let (status, body) = answer(scim(Client::new().request(method, url).bearer_auth(TOKEN), body)).await;
    assert!(status < 300, "{body}");
    body
}

fn key(at: usize) -> PersonId {
    format!("HR-{at:04}").parse().expect("valid")
}

#[tokio::test(flavor = "multi_thread")]
async fn readings_by_the_clock_bring_the_catalogue_in_line_and_status_tells_of_them() {
    let stage = Stage::new().await;
    stage.register(staff(30));
    stage.configure("[watch]\nfull_every = \"1s\"");
    let mut watcher = Watcher::start(&stage);
    until(&stage, "the first reading", |world| working(world) == 30).await;
    stage.register(staff(32));
    until(&stage, "a later reading", |world| working(world) == 32).await;

    let (code, _, err) = stage.run(&["watch"]).await;
    let process = watcher.child.id().to_string();
    assert_eq!(code, 1);
    assert!(err.contains(&format!("process {process} already watches")), "{err}");
    let (_, out, _) = stage.run(&["status"]).await;
    assert!(out.contains(&format!("watched by process {process}\nlast full reading: 20")), "{out}");

    assert_eq!(stop(&mut watcher.child), Some(0));
    let (_, out, _) = stage.run(&["status"]).await;
    assert!(out.contains("nobody watches now\n"), "{out}");
    let log = fs::read_to_string(stage.path("log")).expect("log");
    assert!(!log.contains("gov.example") && !log.contains("Given1") && !log.contains("secret-token"), "{log}");
}

#[tokio::test(flavor = "multi_thread")]
async fn pushes_reach_the_catalogue_and_deactivation_suspends_and_deletion_does_not_end_anything() {
    let stage = pushed_stage().await;
    let watcher = Watcher::start(&stage);
    let mut ids = Vec::new();
    for at in 1..=3 {
        let user = push(&watcher, Method::POST, "/Users", &person(at)).await;
        ids.push(user["id"].as_str().expect("an id").to_owned());
    }
    until(&stage, "three people", |world| working(world) == 3).await;
    {
        let world = stage.world.lock().expect("lock");
        let entry = &world.rows[&key(1)].entry;
        assert_eq!((entry.email.as_str(), entry.organisation.as_str()), ("p1@gov.example", "interior"));
        assert_eq!((entry.unit.join("|").as_str(), entry.phone.as_str()), ("Office|Unit 1", "+33 1 23"));
    }
    let off = operation(json!({"op": "Replace", "path": "active", "value": "False"}));
    push(&watcher, Method::PATCH, &format!("/Users/{}", ids[0]), &off).await;
    until(&stage, "a suspension", |world| world.rows[&key(1)].entry.state == HrState::Suspended).await;
    let moved = operation(json!({"op": "replace", "path": format!("{ENTERPRISE}:department"), "value": "Cabinet"}));
    push(&watcher, Method::PATCH, &format!("/Users/{}", ids[1]), &moved).await;
    until(&stage, "a move", |world| world.rows[&key(2)].entry.unit == ["Cabinet"]).await;
    push(&watcher, Method::DELETE, &format!("/Users/{}", ids[2]), &Value::Null).await;
    push(&watcher, Method::POST, "/Users", &person(4)).await;
    until(&stage, "what came after a deletion", |world| world.rows.contains_key(&key(4))).await;
    // One reading at most has missed this person by now: not listed is not left.
    assert_eq!(stage.world.lock().expect("lock").rows[&key(3)].employment, Employment::Working);

    let (code, out, err) = stage.run(&["plan"]).await;
    assert_eq!(code, 0, "by hand beside it: {out}{err}");
    assert!(out.contains("3 people listed"), "{out}");
    let (_, out, _) = stage.run(&["status"]).await;
    assert!(out.contains("last increment: 20"), "{out}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bridge_that_fails_ends_nothing_and_no_push_is_lost() {
    let stage = pushed_stage().await;
    stage.world.lock().expect("lock").fail_from_batch = Some(0);
    let mut watcher = Watcher::start(&stage);
    let asked = async |watcher: &Watcher, what: &str| {
        let response = Client::new().get(watcher.health(what)).send().await.expect("answers");
        (response.status().as_u16(), response.text().await.expect("text"))
    };
    for at in 1..=2 {
        push(&watcher, Method::POST, "/Users", &person(at)).await;
    }
    let patience = Instant::now() + Duration::from_secs(60);
    while !asked(&watcher, "healthz").await.1.starts_with("failing since") {
        assert!(Instant::now() < patience);
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(asked(&watcher, "healthz").await.0, 503);
    assert!(!asked(&watcher, "metrics").await.1.contains("depesha_sync_failing 0\n"));
    let (_, out, _) = stage.run(&["status"]).await;
    assert!(out.contains("failing since") && !out.contains("p1@"), "{out}");
    // Killed before anything was applied, and started again: what was pushed is still to be applied.
    watcher.child.kill().expect("killed");
    drop(watcher);
    let watcher = Watcher::start(&stage);
    stage.world.lock().expect("lock").fail_from_batch = None;
    until(&stage, "both people", |world| working(world) == 2).await;
    push(&watcher, Method::POST, "/Users", &person(3)).await;
    until(&stage, "one more", |world| working(world) == 3).await;
    let metrics = asked(&watcher, "metrics").await.1;
    assert!(metrics.contains("depesha_sync_failing 0\n"), "{metrics}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_braked_plan_waits_until_it_is_approved_and_is_then_applied() {
    let stage = Stage::new().await;
    stage.register(staff(60));
    stage.configure("[watch]\nfull_every = \"1h\"\nask_every = \"1s\"");
    let mut watcher = Watcher::start(&stage);
    until(&stage, "the first reading", |world| working(world) == 60).await;
    assert_eq!(stop(&mut watcher.child), Some(0));

    stage.register((0..60).map(|at| line(at, INTERIOR).replace("Clerk", "Head")));
    let watcher = Watcher::start(&stage);
    until(&stage, "a submitted plan", |world| !world.plans.is_empty()).await;
    let batches = stage.world.lock().expect("lock").batches.len();
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(stage.world.lock().expect("lock").batches.len(), batches, "it waits");
    let (_, out, _) = stage.run(&["status"]).await;
    assert!(out.contains("waits for two administrators"), "{out}");
    for plan in stage.world.lock().expect("lock").plans.values_mut() {
        plan.1 = PlanDecision::Approved;
    }
    until(&stage, "the approved plan", |world| world.rows.values().all(|row| row.entry.title == "Head")).await;
    assert_eq!(stage.world.lock().expect("lock").plans.len(), 1, "it was the plan that waited");
    drop(watcher);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_directory_server_is_followed_through_its_death_and_return() {
    let stage = Stage::new().await;
    let mut slapd = Slapd::start(&ldap::staff(3, 40)).expect("started");
    let register = format!(
        "kind = 'ldap'\nmode = 'syncrepl'\nurl = '{}'\nbase = 'ou=people,{SUFFIX}'\n\
         filter = '(objectClass=inetOrgPerson)'\nbind_dn = '{READER}'\npassword_file = '{}'",
        slapd.url(),
        slapd.password_file().display()
    );
    let mapping = "person_id = 'employeeNumber'\ngiven_name = 'givenName'\nfamily_name = 'sn'\nemail = 'mail'\n\
                   organisation = 'o'\nunit = 'ou'\ntitle = 'title'";
    reconfigure(&stage, &register, Some(mapping), "retry_at_most = '1s'");
    let config = fs::read_to_string(stage.path("sync.toml")).expect("read");
    fs::write(stage.path("sync.toml"), config.replace("\"Ministry of Finance\"", "Ministry")).expect("written");

    let mut watcher = Watcher::start(&stage);
    let title = |at: usize, wanted: &'static str| move |world: &World| world.rows[&key(at)].entry.title == wanted;
    until(&stage, "the first reading", |world| working(world) == 40).await;
    slapd.replace(&ldap::dn(7, 1), "title", "Head").expect("changed");
    until(&stage, "a change as it happens", title(7, "Head")).await;
    slapd.kill().expect("killed");
    slapd.restart().expect("started again");
    slapd.replace(&ldap::dn(8, 2), "title", "Envoy").expect("changed");
    until(&stage, "a change after its return", title(8, "Envoy")).await;
    assert_eq!(stop(&mut watcher.child), Some(0));
    slapd.replace(&ldap::dn(9, 0), "title", "Scribe").expect("changed");
    let _watcher = Watcher::start(&stage);
    until(&stage, "a change while nobody watched", title(9, "Scribe")).await;
    let world = stage.world.lock().expect("lock");
    assert!(world.rows.values().all(|row| row.missing_reads == 0 && row.employment == Employment::Working));
}
