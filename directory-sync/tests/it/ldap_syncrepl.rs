//! Reading a directory server by RFC 4533: a mirror that is brought up to date, and changes as they happen.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use directory_sync::register::Waited;

use crate::ldap::{Stage, dn, person, quiet, staff, told, unit_dn, wait};
use crate::slapd::{Options, Slapd};

const SYNCREPL: &str = "mode = \"syncrepl\"";

fn stage(people: usize) -> Stage {
    Stage::new(Slapd::start(&staff(4, people)).expect("started"), SYNCREPL)
}

fn keys(stage: &Stage) -> BTreeSet<String> {
    stage.people().into_keys().collect()
}

fn added(at: usize, unit: usize) -> String {
    person(at, unit).replacen("objectClass", "changetype: add\nobjectClass", 1)
}

/// What the mirror says about itself, and how many it holds.
fn mirror(stage: &Stage) -> (Vec<u8>, i64) {
    let file = rusqlite::Connection::open(stage.path("state.json.ldap-mirror")).expect("opened");
    let cookie =
        file.query_row("SELECT value FROM about WHERE name = 'cookie'", [], |row| row.get(0)).expect("a cookie");
    (cookie, file.query_row("SELECT count(*) FROM people", [], |row| row.get(0)).expect("a count"))
}

fn set_cookie(stage: &Stage, cookie: &[u8]) {
    let file = rusqlite::Connection::open(stage.path("state.json.ldap-mirror")).expect("opened");
    file.execute("UPDATE about SET value = ?1 WHERE name = 'cookie'", [cookie]).expect("changed");
}

#[test]
fn the_mirror_follows_additions_changes_moves_and_deletions() {
    let stage = stage(300);
    let first = stage.people();
    assert_eq!(first.len(), 300);
    assert_eq!(stage.people(), first, "when nothing happened nobody is gone");
    stage
        .slapd
        .modify(&format!(
            "{}dn: {}\nchangetype: delete\n\ndn: {}\nchangetype: modify\nreplace: title\ntitle: Head\n\n\
             dn: {}\nchangetype: modrdn\nnewrdn: uid=u9\ndeleteoldrdn: 0\nnewsuperior: {}\n",
            added(900, 1),
            dn(5, 1),
            dn(6, 2),
            dn(9, 1),
            unit_dn(3)
        ))
        .expect("modified");
    let second = stage.people();
    assert_eq!(second.len(), 300);
    assert!(second.contains_key("HR-0900") && !second.contains_key("HR-0005"));
    assert_eq!(second["HR-0006"].title, "Head");
    assert_eq!(second["HR-0009"].place, first["HR-0009"].place, "moved, the same entry");
    assert!(!std::fs::read_to_string(stage.path("sync.toml")).expect("read").contains("homePhone"));
    let bytes = std::fs::read(stage.path("state.json.ldap-mirror")).expect("read");
    assert!(!bytes.windows(7).any(|part| part == b"+380 44"), "what is not mapped is not kept");
}

#[test]
fn with_the_session_log_lost_exactly_those_who_were_deleted_are_gone() {
    let mut stage = stage(2_000);
    let mut expected = keys(&stage);
    assert_eq!(expected.len(), 2_000);
    for at in [17, 1_000, 1_999] {
        stage.slapd.delete(&dn(at, at % 4)).expect("deleted");
        expected.remove(&format!("HR-{at:04}"));
    }
    stage.slapd.replace(&dn(44, 0), "title", "Head").expect("replaced");
    stage.slapd.restart().expect("restarted");
    let people = stage.people();
    assert_eq!(people["HR-0044"].title, "Head");
    assert_eq!(people.into_keys().collect::<BTreeSet<_>>(), expected);
    stage.slapd.restart().expect("restarted");
    assert_eq!(keys(&stage), expected, "and nobody else when nothing happened");
}

#[test]
fn a_server_without_a_session_log_tells_the_same() {
    let options = Options { session_log: None, ..Options::default() };
    let stage = Stage::new(Slapd::start_with(options, &staff(4, 200)).expect("started"), SYNCREPL);
    let mut expected = keys(&stage);
    for round in 0..3 {
        stage.slapd.delete(&dn(round, round)).expect("deleted");
        stage.slapd.modify(&added(900 + round, 0)).expect("added");
        expected.remove(&format!("HR-{round:04}"));
        expected.insert(format!("HR-{:04}", 900 + round));
        assert_eq!(keys(&stage), expected, "{round}");
    }
}

#[test]
fn a_refused_cookie_leads_to_a_full_reading() {
    let stage = stage(100);
    let mut expected = keys(&stage);
    let (good, _) = mirror(&stage);
    let good = String::from_utf8(good).expect("text");
    stage.slapd.delete(&dn(3, 3)).expect("deleted");
    expected.remove("HR-0003");
    let newer = good.replace("csn=20", "csn=29");
    assert_ne!(newer, good);
    for bad in ["nonsense", "csn=nonsense", &newer, "rid=000", ""] {
        set_cookie(&stage, bad.as_bytes());
        let heard = wait(stage.changes().as_mut(), Duration::from_secs(5)).expect("waited");
        assert_eq!(heard, (Waited::Lost, vec![]), "{bad}");
        assert_eq!(keys(&stage), expected, "{bad}");
    }
    // A mirror that is not what its cookie says: somebody is missing whom the server takes for known.
    let file = rusqlite::Connection::open(stage.path("state.json.ldap-mirror")).expect("opened");
    file.execute("DELETE FROM people WHERE uuid IN (SELECT uuid FROM people LIMIT 7)", []).expect("damaged");
    drop(file);
    let mut stage = stage;
    stage.slapd.delete(&dn(4, 0)).expect("deleted");
    expected.remove("HR-0004");
    stage.slapd.restart().expect("restarted");
    assert_eq!(keys(&stage), expected);
}

#[test]
fn another_question_is_a_full_reading() {
    let mut stage = stage(50);
    assert_eq!(stage.people()["HR-0001"].title, "Clerk");
    stage.mapping = "person_id = \"employeeNumber\"\ntitle = \"ou\"".to_owned();
    assert_eq!(stage.people()["HR-0001"].title, "Unit 1");
    stage.register = format!("{SYNCREPL}\nscope = \"one_level\"");
    assert_eq!(stage.people().len(), 0);
}

#[test]
fn a_refresh_that_breaks_off_leaves_mirror_and_cookie_as_they_were() {
    let mut stage = Stage::new(
        Slapd::start_with(Options { session_log: None, ..Options::default() }, &staff(4, 400)).expect("started"),
        SYNCREPL,
    );
    let expected = keys(&stage);
    let before = mirror(&stage);
    let mut changes = String::new();
    for at in 0..200 {
        changes.push_str(&format!("dn: {}\nchangetype: modify\nreplace: title\ntitle: Head\n\n", dn(at, at % 4)));
    }
    stage.slapd.modify(&changes).expect("modified");
    stage.slapd.delete(&dn(399, 3)).expect("deleted");
    // The account may see no more than a part.
    stage.slapd.restart_with(|options| options.limits = "size=50".to_owned()).expect("restarted");
    let error = stage.refused();
    assert!(error.contains("size limit"), "{error}");
    assert_eq!(mirror(&stage), before);
    stage.slapd.restart_with(|options| options.limits = Options::default().limits).expect("restarted");
    let people = stage.people();
    assert_eq!(people.len(), 399);
    assert_eq!(people.values().filter(|person| person.title == "Head").count(), 200);
    assert!(people.into_keys().all(|key| expected.contains(&key)));
}

#[test]
fn changes_are_told_in_order_as_they_happen() {
    let stage = stage(40);
    assert_eq!(stage.people().len(), 40);
    let mut changes = stage.changes();
    quiet(changes.as_mut());
    stage
        .slapd
        .modify(&format!(
            "{}dn: {}\nchangetype: modify\nreplace: title\ntitle: Head\n\n\
             dn: {}\nchangetype: modrdn\nnewrdn: uid=u900\ndeleteoldrdn: 0\nnewsuperior: {}\n\n\
             dn: {}\nchangetype: modify\nreplace: ou\nou: Unit 2\n\ndn: {}\nchangetype: delete\n\n\
             dn: {}\nchangetype: modify\nreplace: employeeNumber\nemployeeNumber: HR-7777\n",
            added(900, 1),
            dn(900, 1),
            dn(900, 1),
            unit_dn(2),
            dn(900, 2),
            dn(8, 0),
            dn(9, 1),
        ))
        .expect("modified");
    let begun = Instant::now();
    assert_eq!(
        told(changes.as_mut(), 7),
        [
            "HR-0900 at Unit 1, Clerk",
            "HR-0900 at Unit 1, Head",
            "HR-0900 at Unit 1, Head",
            "HR-0900 at Unit 2, Head",
            "gone HR-0008",
            "gone HR-0009",
            "HR-7777 at Unit 1, Clerk",
        ]
    );
    assert!(begun.elapsed() < Duration::from_secs(5));
    quiet(changes.as_mut());
    stage.slapd.modify(&format!("dn: {}\nchangetype: modify\ndelete: employeeNumber\n", dn(900, 2))).expect("modified");
    assert_eq!(told(changes.as_mut(), 1), ["unreadable: it has no key: mapping.person_id names employeeNumber"]);
    drop(changes);
    let rows = stage.read().expect("read");
    assert_eq!(rows.iter().filter(|row| row.is_err()).count(), 1);
    let keys: Vec<_> = rows.iter().flatten().map(|row| row.person_id.as_str()).collect();
    assert_eq!(keys.len(), 39);
    assert!(keys.contains(&"HR-7777") && !keys.contains(&"HR-0008"), "the mirror has what was kept");
}

#[test]
fn fifty_changes_of_unit_are_fifty_changes_and_nobody_leaves() {
    let stage = stage(200);
    let before = keys(&stage);
    let mut changes = stage.changes();
    quiet(changes.as_mut());
    let all: Vec<_> = (0..200).filter(|at| at % 4 == 1).collect();
    let ldif = |at: &usize| format!("dn: {}\nchangetype: modify\nreplace: ou\nou: Unit One\n\n", dn(*at, 1));
    stage.slapd.modify(&all.iter().map(ldif).collect::<String>()).expect("modified");
    let told = told(changes.as_mut(), 50);
    assert_eq!(told.len(), 50);
    assert!(told.iter().all(|line| line.contains("at Unit One")), "{told:?}");
    assert_eq!(keys(&stage), before);
}

#[test]
fn what_was_not_kept_is_told_again() {
    let stage = stage(20);
    let _ = stage.people();
    stage.slapd.replace(&dn(1, 1), "title", "Head").expect("replaced");
    for _ in 0..2 {
        let mut changes = stage.changes();
        let heard = wait(changes.as_mut(), Duration::from_secs(5)).expect("waited");
        assert_eq!(heard, (Waited::Changed, vec!["HR-0001 at Unit 1, Head".to_owned()]));
    }
    let mut changes = stage.changes();
    assert_eq!(told(changes.as_mut(), 1), ["HR-0001 at Unit 1, Head"]);
    quiet(stage.changes().as_mut());
}

#[test]
fn without_a_full_reading_there_is_no_thread_to_follow() {
    let stage = stage(20);
    let mut changes = stage.changes();
    let heard = wait(changes.as_mut(), Duration::from_secs(5)).expect("waited");
    assert_eq!(heard, (Waited::Lost, vec![]));
    let _ = stage.people();
    quiet(changes.as_mut());
}

#[test]
fn a_lost_session_log_loses_the_thread_and_a_full_reading_finds_it_again() {
    let mut stage = stage(60);
    let mut expected = keys(&stage);
    let mut changes = stage.changes();
    quiet(changes.as_mut());
    stage.slapd.stop().expect("stopped");
    let error = wait(changes.as_mut(), Duration::from_secs(5)).expect_err("an error").to_string();
    assert!(error.contains("closed the connection") || error.contains("result code 52"), "{error}");
    assert!(wait(changes.as_mut(), Duration::from_secs(5)).is_err(), "nobody is there");
    stage.slapd.begin().expect("started");
    quiet(changes.as_mut());
    stage.slapd.stop().expect("stopped");
    stage.slapd.begin().expect("started");
    stage.slapd.delete(&dn(7, 3)).expect("deleted");
    stage.slapd.restart().expect("restarted");
    expected.remove("HR-0007");
    assert!(wait(changes.as_mut(), Duration::from_secs(5)).is_err(), "the old connection is gone");
    let heard = wait(changes.as_mut(), Duration::from_secs(5)).expect("waited");
    assert_eq!(heard, (Waited::Lost, vec![]));
    assert_eq!(keys(&stage), expected);
    quiet(changes.as_mut());
    stage.slapd.replace(&dn(8, 0), "title", "Head").expect("replaced");
    assert_eq!(told(changes.as_mut(), 1), ["HR-0008 at Unit 0, Head"]);
}

#[test]
fn a_cut_connection_is_an_error_and_nothing_is_lost() {
    let mut stage = stage(60);
    let proxy = crate::wire::Wire::to(stage.slapd.port());
    stage.url = Some(proxy.url());
    let _ = stage.people();
    let mut changes = stage.changes();
    stage.slapd.replace(&dn(1, 1), "title", "First").expect("replaced");
    assert_eq!(told(changes.as_mut(), 1), ["HR-0001 at Unit 1, First"]);
    stage.slapd.replace(&dn(2, 2), "title", "Second").expect("replaced");
    let heard = wait(changes.as_mut(), Duration::from_secs(5)).expect("waited");
    assert_eq!(heard.1, ["HR-0002 at Unit 2, Second"], "told, not kept");
    proxy.cut();
    stage.slapd.modify(&format!("dn: {}\nchangetype: delete\n\n{}", dn(3, 3), added(901, 0))).expect("modified");
    let error = wait(changes.as_mut(), Duration::from_secs(5)).expect_err("an error").to_string();
    assert!(error.contains("connection"), "{error}");
    let mut again = told(changes.as_mut(), 3);
    again.sort();
    assert_eq!(again, ["HR-0002 at Unit 2, Second", "HR-0901 at Unit 0, Clerk", "gone HR-0003"]);
    quiet(changes.as_mut());
}

#[test]
fn patience_is_kept_with_a_silent_server() {
    let mut stage = stage(20);
    stage.register = format!("{SYNCREPL}\ntimeout_seconds = 2");
    let proxy = crate::wire::Wire::to(stage.slapd.port());
    stage.url = Some(proxy.url());
    let _ = stage.people();
    let mut changes = stage.changes();
    quiet(changes.as_mut());
    proxy.hold();
    let begun = Instant::now();
    let heard = wait(changes.as_mut(), Duration::from_millis(500)).expect("waited");
    assert_eq!(heard.0, Waited::Quiet);
    drop(changes);
    // A connection that nobody answers: as long as it may take, and no wait longer than asked.
    let mut changes = stage.changes();
    assert_eq!(wait(changes.as_mut(), Duration::from_millis(500)).expect("waited").0, Waited::Quiet);
    assert!(begun.elapsed() < Duration::from_secs(3));
    let error = wait(changes.as_mut(), Duration::from_secs(20)).expect_err("an error").to_string();
    assert!(error.contains("timeout_seconds"), "{error}");
}

#[test]
fn a_full_reading_in_between_disturbs_nobody() {
    let stage = stage(60);
    let _ = stage.people();
    let mut changes = stage.changes();
    quiet(changes.as_mut());
    stage.slapd.replace(&dn(1, 1), "title", "First").expect("replaced");
    let heard = wait(changes.as_mut(), Duration::from_secs(5)).expect("waited");
    assert_eq!(heard.1, ["HR-0001 at Unit 1, First"]);
    stage.slapd.modify(&format!("dn: {}\nchangetype: delete\n", dn(2, 2))).expect("deleted");
    // Another run of the program, between hearing and keeping.
    assert_eq!(stage.people().len(), 59);
    changes.keep().expect("kept");
    let after = mirror(&stage);
    assert_eq!(after.1, 59, "the mirror did not go back");
    quiet(changes.as_mut());
    stage.slapd.replace(&dn(3, 3), "title", "Third").expect("replaced");
    assert_eq!(told(changes.as_mut(), 1), ["HR-0003 at Unit 3, Third"]);
    assert_eq!(mirror(&stage).1, 59);
}
