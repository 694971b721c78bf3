//! What the index keeps and finds, and what it no longer does.

use super::*;
use crate::platform::on_disk;
use crate::search::words::terms;

const ROOM: &str = "!room:x";

struct Bench {
    folder: tempfile::TempDir,
    index: Index,
}

fn key() -> StoreKey {
    StoreKey::from_bytes([7; 32])
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let index = Index::open(&folder.path().join("search"), &key()).expect("made");
        Self { folder, index }
    }

    fn take(&mut self, meanings: &[Meaning]) {
        self.index.take(ROOM, meanings).expect("taken");
    }

    fn reopened(self) -> Self {
        let Self { folder, index } = self;
        drop(index);
        let index = Index::open(&folder.path().join("search"), &key()).expect("opened");
        Self { folder, index }
    }

    fn find(&self, words: &str) -> Vec<String> {
        self.ids(&wanted(words))
    }

    fn ids(&self, wanted: &Wanted) -> Vec<String> {
        let (found, _) = self.index.find(wanted).expect("found");
        found.into_iter().map(|kept| kept.first.id).collect()
    }
}

fn wanted(words: &str) -> Wanted {
    Wanted {
        terms: terms(words),
        rooms: HashSet::from([ROOM.to_owned()]),
        sender: None,
        ignored: HashSet::new(),
        from_ms: 0,
        until_ms: u64::MAX,
        files_only: false,
        behind: None,
        most: 10,
    }
}

fn entry(id: &str, sender: &str, at_ms: u64, text: &str) -> Entry {
    let said = Said { text: text.into(), file: None };
    Entry { id: id.into(), sender: sender.into(), at_ms, clear: false, said, of: None }
}

fn said(id: &str, sender: &str, at_ms: u64, text: &str) -> Meaning {
    Meaning::Said(entry(id, sender, at_ms, text))
}

fn changed(id: &str, sender: &str, at_ms: u64, text: &str, of: &str) -> Entry {
    Entry { of: Some(of.into()), ..entry(id, sender, at_ms, text) }
}

#[test]
fn what_was_said_is_found_newest_first_and_after_a_restart() {
    let mut bench = Bench::new();
    bench.take(&[said("$a", "@anna:x", 10, "Рішення комісії"), said("$b", "@borys:x", 30, "la réunion")]);
    bench.take(&[said("$c", "@anna:x", 20, "Нова комісія"), said("$a", "@anna:x", 10, "Рішення комісії")]);
    assert_eq!(bench.find("комісія"), ["$c", "$a"]);
    assert_eq!(bench.find("réunions"), ["$b"]);
    let bench = bench.reopened();
    assert_eq!(bench.find("комісію"), ["$c", "$a"]);
    assert_eq!(bench.find("бюджет"), Vec::<String>::new());
}

#[test]
fn filters_choose() {
    let mut bench = Bench::new();
    let mut plan = entry("$f", "@anna:x", 40, "");
    plan.said.file = Some("Budget_2025.pdf".into());
    bench.take(&[said("$a", "@anna:x", 10, "budget"), said("$b", "@borys:x", 30, "budgets"), Meaning::Said(plan)]);
    bench.index.take("!other:x", &[said("$o", "@anna:x", 50, "budget")]).expect("taken");
    let of = |change: fn(&mut Wanted)| {
        let mut wanted = wanted("budget");
        change(&mut wanted);
        bench.ids(&wanted)
    };
    assert_eq!(of(|_| {}), ["$f", "$b", "$a"], "not of a conversation that is not asked for");
    assert_eq!(of(|wanted| wanted.sender = Some("@borys:x".into())), ["$b"]);
    assert_eq!(of(|wanted| wanted.sender = Some("@nobody:x".into())), Vec::<String>::new());
    assert_eq!(of(|wanted| wanted.ignored = HashSet::from(["@anna:x".into()])), ["$b"]);
    assert_eq!(of(|wanted| wanted.from_ms = 30), ["$f", "$b"]);
    assert_eq!(of(|wanted| wanted.until_ms = 30), ["$b", "$a"]);
    assert_eq!(of(|wanted| (wanted.from_ms, wanted.until_ms) = (31, 29)), Vec::<String>::new());
    assert_eq!(of(|wanted| wanted.files_only = true), ["$f"]);
    assert_eq!(of(|wanted| (wanted.files_only, wanted.terms) = (true, Vec::new())), ["$f"]);
    let senders = bench.index.senders(&HashSet::from([ROOM.to_owned()]), 10);
    assert_eq!(senders, [("@anna:x".into(), ROOM.into()), ("@borys:x".into(), ROOM.into())]);
}

#[test]
fn more_is_found_behind_a_place() {
    let mut bench = Bench::new();
    let all: Vec<Meaning> = (0..25).map(|n| said(&format!("${n}"), "@anna:x", 100 + n / 3, "budget")).collect();
    bench.take(&all);
    let (mut seen, mut behind) = (Vec::new(), None);
    loop {
        let (found, next) = bench.index.find(&Wanted { behind, ..wanted("budget") }).expect("found");
        seen.extend(found.into_iter().map(|kept| kept.first.id));
        behind = next;
        if behind.is_none() {
            break;
        }
    }
    let expected: Vec<String> = (0..25).rev().map(|n| format!("${n}")).collect();
    assert_eq!(seen, expected);
}

#[test]
fn a_change_replaces_in_whatever_order_it_comes_and_only_by_the_sender() {
    for late in [false, true] {
        let mut bench = Bench::new();
        let first = said("$a", "@anna:x", 10, "старий текст");
        let changes = [
            Meaning::Said(changed("$c2", "@anna:x", 30, "новий лист", "$a")),
            Meaning::Said(changed("$c1", "@anna:x", 20, "проміжний", "$a")),
            Meaning::Said(changed("$x", "@eve:x", 40, "чужий", "$a")),
            Meaning::Said(Entry { clear: true, ..changed("$y", "@anna:x", 50, "відкритий", "$a") }),
        ];
        if !late {
            bench.take(std::slice::from_ref(&first));
        }
        bench.take(&changes);
        bench.take(&[first]);
        assert_eq!(bench.find("лист"), ["$a"]);
        for gone in ["старий", "проміжний", "чужий", "відкритий"] {
            assert_eq!(bench.find(gone), Vec::<String>::new(), "{gone}");
        }
        // The last change is deleted: the one before it stands again.
        bench.take(&[Meaning::Gone("$c2".into())]);
        assert_eq!((bench.find("лист").len(), bench.find("проміжного").len()), (0, 1));
        bench.take(&[Meaning::Gone("$a".into())]);
        assert_eq!(bench.find("проміжного"), Vec::<String>::new());
    }
}

#[test]
fn what_was_deleted_is_not_found_also_if_it_comes_again() {
    let mut bench = Bench::new();
    bench.take(&[said("$a", "@anna:x", 10, "секрет"), Meaning::Gone("$b".into())]);
    // Not from another room.
    bench.index.take("!other:x", &[Meaning::Gone("$a".into())]).expect("taken");
    assert_eq!(bench.find("секрет"), ["$a"]);
    bench.take(&[Meaning::Gone("$a".into()), said("$a", "@anna:x", 10, "секрет"), said("$b", "@anna:x", 11, "секрет")]);
    assert_eq!(bench.find("секрет"), Vec::<String>::new());
    assert_eq!(bench.reopened().find("секрет"), Vec::<String>::new());
}

#[test]
fn a_room_that_was_left_goes_with_all_that_was_in_it() {
    let mut bench = Bench::new();
    bench.take(&[said("$a", "@anna:x", 10, "budget"), Meaning::Said(changed("$c", "@anna:x", 20, "budget", "$a"))]);
    bench.index.note(ROOM, &[]).expect("noted");
    bench.index.keep(&HashSet::from([ROOM.to_owned()])).expect("kept");
    assert_eq!(bench.find("budget"), ["$a"]);
    bench.index.keep(&HashSet::new()).expect("removed");
    assert_eq!(bench.find("budget"), Vec::<String>::new());
    for shelf in [SAID, CHANGES, GONE, NOTES, TARGETS] {
        assert!(bench.index.rows.heads(shelf).expect("heads").is_empty());
    }
}

#[test]
fn nothing_that_was_said_and_nobody_who_said_it_stands_on_the_disk() {
    let mut bench = Bench::new();
    bench.take(&[said("$secret_id", "@secret_person:x", 10, "secret_words"), Meaning::Gone("$secret_gone".into())]);
    bench.take(&[Meaning::Said(changed("$secret_change", "@secret_person:x", 20, "secret_change", "$secret_id"))]);
    bench.index.note(ROOM, &[]).expect("noted");
    let bytes = on_disk(&bench.folder.path().join("search"));
    assert!(bytes.len() > 1000);
    for secret in ["secret", "!room", "person", "words"] {
        assert!(!bytes.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
}

#[test]
fn thousands_of_messages_are_looked_through() {
    let mut bench = Bench::new();
    let all: Vec<Meaning> =
        (0..3000).map(|n| said(&format!("${n}"), "@anna:x", n, &format!("слово {n} тут"))).collect();
    bench.take(&all);
    assert_eq!(bench.find("слова 77 "), ["$77"]);
}
