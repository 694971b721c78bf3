//! Pushes as a register sees them: whole readings, increments in their order, and that nothing is lost before it is kept.

use std::sync::mpsc;
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};
use tempfile::TempDir;

use super::super::ScimRegister;
use super::super::store::{Store, Versions};
use crate::config::{Config, RegisterSection};
use crate::register::{Changes, Increment, Mapper, Register, Waited};

struct Stage {
    _folder: TempDir,
    register: ScimRegister,
    store: Store,
}

fn stage() -> Stage {
    let folder = tempfile::tempdir().expect("folder");
    let file = folder.path().join("sync.toml");
    let text = r#"
        state_file = "state.json"
        bridge = { base_url = "http://127.0.0.1:1", token_file = "t" }
        register = { kind = "scim", listen = "127.0.0.1:0", token_file = "t", store = "people.db" }
        organisations = { "Interior" = "interior" }
        "#;
    std::fs::write(&file, text).expect("written");
    let config = Config::load(&file).expect("valid");
    let RegisterSection::Scim(section) = &config.register else { panic!("another kind") };
    let register = ScimRegister::new((**section).clone(), Mapper::new(&config.mapping));
    let store = Store::open(&section.store, register.columns().expect("columns")).expect("opened");
    Stage { _folder: folder, register, store }
}

fn user(at: usize) -> Map<String, Value> {
    let user = json!({
        "userName": format!("u{at}"),
        "externalId": format!("HR-{at}"),
        "name": {"givenName": "Anna", "familyName": "Levy"},
        "emails": [{"value": "private@gov.example"}, {"value": format!("p{at}@gov.example"), "type": "work", "primary": true}],
        "active": at.is_multiple_of(2),
        "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {"organization": "Interior", "department": "A/B"},
        "urn:depesha:params:scim:schemas:extension:employment:1.0:User": {"endDate": "2027-01-31"},
    });
    user.as_object().expect("an object").clone()
}

fn changes(stage: &Stage) -> Box<dyn Changes> {
    stage.register.changes().expect("opened").expect("tells changes")
}

/// Waits for nothing: what there is now.
fn next(changes: &mut dyn Changes) -> Vec<String> {
    let mut told = Vec::new();
    let waited = changes.next(Duration::ZERO, &mut |increment| {
        told.push(match increment {
            Increment::Listed(row) => format!("+{}", row.expect("readable").person_id),
            Increment::Gone(key) => format!("-{key}"),
        });
    });
    assert_eq!(waited.expect("told"), if told.is_empty() { Waited::Quiet } else { Waited::Changed });
    told
}

#[test]
fn a_pushed_user_is_a_row_of_the_usual_mapping() {
    let stage = stage();
    let stored = stage.store.create(user(1), 0).expect("created");
    let mut rows = Vec::new();
    stage.register.read(&mut |row| rows.push(row.expect("readable"))).expect("read");
    assert_eq!(rows.len(), 1);
    let row = &rows[0];
    assert_eq!((row.person_id.as_str(), row.email.as_str()), ("HR-1", "p1@gov.example"));
    assert_eq!((row.organisation.as_str(), row.unit.as_str()), ("Interior", "A/B"));
    assert_eq!((row.state.as_str(), row.ends_on.as_str()), ("false", "2027-01-31"));
    assert_eq!(row.place, format!("SCIM id {}", stored.id));
}

#[test]
fn what_was_not_kept_comes_again_and_what_was_kept_does_not() {
    let stage = stage();
    stage.store.create(user(1), 0).expect("created");
    let two = stage.store.create(user(2), 0).expect("created");
    let mut first = changes(&stage);
    assert_eq!(next(&mut *first), ["+HR-1", "+HR-2"]);
    let mut again = changes(&stage);
    assert_eq!(next(&mut *again), ["+HR-1", "+HR-2"]);
    stage.store.delete(&two.id, &Versions::Any).expect("deleted");
    again.keep().expect("kept");
    assert_eq!(next(&mut *again), ["-HR-2"]);
    again.keep().expect("kept");
    assert_eq!(next(&mut *again), Vec::<String>::new());
    assert_eq!(next(&mut *changes(&stage)), Vec::<String>::new());
}

#[test]
fn a_key_that_was_given_up_is_gone_and_one_that_came_back_is_not() {
    let stage = stage();
    let stored = stage.store.create(user(1), 0).expect("created");
    let renamed = |key: &str| {
        Map::from_iter([user(1), Map::from_iter([("externalId".to_owned(), key.into())])].into_iter().flatten())
    };
    stage.store.change(&stored.id, &Versions::Any, 1, |_| Ok(renamed("HR-9"))).expect("changed");
    assert_eq!(next(&mut *changes(&stage)), ["-HR-1", "+HR-9"]);
    stage.store.delete(&stored.id, &Versions::Any).expect("deleted");
    stage.store.create(user(1), 0).expect("created");
    assert_eq!(next(&mut *changes(&stage)), ["-HR-9", "+HR-1"]);
}

#[test]
fn what_changes_nothing_is_no_change() {
    let stage = stage();
    let stored = stage.store.create(user(1), 0).expect("created");
    let mut changes = changes(&stage);
    next(&mut *changes);
    changes.keep().expect("kept");
    let same = stage.store.change(&stored.id, &Versions::Any, 9, |before| Ok(before.attributes.clone()));
    assert_eq!(same.expect("fits"), stored);
    assert_eq!(next(&mut *changes), Vec::<String>::new());
}

#[test]
fn very_many_changes_come_in_bounded_parts_and_all_of_them() {
    let stage = stage();
    let ids: Vec<String> = (0..1300).map(|at| stage.store.create(user(at), 0).expect("created").id).collect();
    for id in &ids[..900] {
        stage.store.delete(id, &Versions::Any).expect("deleted");
    }
    let mut changes = changes(&stage);
    let mut told = Vec::new();
    for _ in 0..3 {
        let part = next(&mut *changes);
        assert!(part.len() <= 1000);
        told.extend(part);
        changes.keep().expect("kept");
    }
    assert_eq!(told.len(), 1300);
    assert_eq!(next(&mut *changes), Vec::<String>::new());
    assert_eq!((told[0].as_str(), told[400].as_str(), told[1299].as_str()), ("+HR-900", "-HR-0", "-HR-899"));
}

#[test]
fn a_push_is_told_while_it_is_waited_for() {
    let stage = stage();
    let mut changes = changes(&stage);
    let (sender, told) = mpsc::channel();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let waited = changes.next(Duration::from_secs(20), &mut |_| {}).expect("told");
            sender.send((waited, Instant::now())).expect("sent");
        });
        std::thread::sleep(Duration::from_millis(150));
        assert!(told.try_recv().is_err(), "nothing was pushed yet");
        stage.store.create(user(1), 0).expect("created");
        let (waited, _) = told.recv().expect("told");
        assert_eq!(waited, Waited::Changed);
    });
}
