//! A mirror changes whole or not at all.

use super::*;

fn taken(word: &str) -> Taken {
    serde_json::from_str(&format!(r#"{{"Ok":{{"values":["{word}"]}}}}"#)).expect("a person")
}

fn all(mirror: &Mirror) -> Vec<(u8, Taken)> {
    let mut found = Vec::new();
    mirror.each(&mut |uuid, taken| found.push((uuid[0], taken))).expect("read");
    found
}

#[test]
fn what_is_not_ended_does_not_count() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("mirror");
    let mut mirror = Mirror::open(&path).expect("opened");
    assert_eq!(mirror.standing("q").expect("read"), None);
    let change = mirror.change().expect("begun");
    change.put(&[1; 16], &taken("a")).expect("put");
    change.put(&[2; 16], &Err("why".to_owned())).expect("put");
    change.end("q", Some(&vec![7]), 5).expect("ended");

    let change = mirror.change().expect("begun");
    change.put(&[1; 16], &taken("b")).expect("put");
    change.remove(&[2; 16]).expect("removed");
    drop(change);

    let mirror = Mirror::open(&path).expect("opened again");
    assert_eq!(all(&mirror), [(1, taken("a")), (2, Err("why".to_owned()))]);
    assert_eq!(mirror.standing("q").expect("read"), Some(Standing { cookie: vec![7], whole_at: 5 }));
    assert_eq!(mirror.standing("another question").expect("read"), None);
    assert_eq!(mirror.get(&[1; 16]).expect("read"), Some(taken("a")));
    assert_eq!(mirror.get(&[3; 16]).expect("read"), None);
}

#[test]
fn who_is_not_mentioned_is_removed_and_mentions_do_not_outlive_that() {
    let folder = tempfile::tempdir().expect("folder");
    let mut mirror = Mirror::open(&folder.path().join("mirror")).expect("opened");
    let change = mirror.change().expect("begun");
    for at in 1..=4 {
        change.put(&[at; 16], &taken("a")).expect("put");
    }
    change.mention(&[2; 16]).expect("mentioned");
    change.mention(&[2; 16]).expect("mentioned again");
    change.mention(&[4; 16]).expect("mentioned");
    change.remove_unmentioned().expect("removed");
    assert!(!change.is_empty().expect("read"));
    assert!(change.knows(&[4; 16]).expect("read") && !change.knows(&[1; 16]).expect("read"));
    change.mention(&[4; 16]).expect("mentioned");
    change.remove_unmentioned().expect("removed");
    change.end("q", None, 0).expect("ended");
    assert_eq!(all(&mirror), [(4, taken("a"))]);
    assert_eq!(mirror.standing("q").expect("read"), None, "without a cookie there is no place to go on from");
}

#[cfg(unix)]
#[test]
fn nobody_else_can_read_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("folder");
    let mut mirror = Mirror::open(&folder.path().join("mirror")).expect("opened");
    mirror.change().expect("begun").end("q", None, 0).expect("ended");
    for file in std::fs::read_dir(folder.path()).expect("listed") {
        let file = file.expect("a file");
        assert_eq!(file.metadata().expect("known").permissions().mode() & 0o077, 0, "{:?}", file.path());
    }
}

#[test]
fn a_quarter_of_everybody_may_be_everybody() {
    let folder = tempfile::tempdir().expect("folder");
    let mut mirror = Mirror::open(&folder.path().join("mirror")).expect("opened");
    let change = mirror.change().expect("begun");
    for at in 0..8 {
        change.put(&[at; 16], &taken("a")).expect("put");
    }
    let suspicious = |told| change.is_suspicious(told).expect("read");
    assert_eq!([0, 1, 2, 8, usize::MAX].map(suspicious), [false, false, true, true, true]);
}
