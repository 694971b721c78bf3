//! A plan on disk: as it was written, or refused.

use std::fs;

use super::*;
use crate::checks::Gravity;
use crate::samples::entry;

fn head(changes: usize) -> Head {
    Head {
        format: Head::FORMAT,
        made_at_ms: 0,
        bridge: "http://127.0.0.1:1/".into(),
        whole: true,
        listed: 1,
        not_yet: 0,
        uncounted: 0,
        tallies: Tallies::default(),
        brakes: vec!["too many".into()],
        changes,
    }
}

fn items() -> Vec<Item> {
    let missing = |at: u32| Change::Missing { person_id: format!("HR-{at}").parse().expect("valid"), missing_reads: 1 };
    let finding = Finding {
        gravity: Gravity::Note,
        check: "a check".into(),
        place: "line 1".into(),
        person_id: None,
        text: "a\nb".into(),
    };
    vec![
        Item::Finding(finding),
        Item::Line("missing: HR-1".into()),
        Item::Change(missing(1)),
        Item::Change(Change::Join { entry: entry("HR-9", "interior") }),
    ]
}

fn write(path: &Path) -> Hashes {
    let mut writer = Writer::new(path, &head(2)).expect("begun");
    items().iter().for_each(|item| writer.item(item).expect("written"));
    assert!(!path.exists(), "all or nothing");
    writer.finish().expect("finished")
}

#[test]
fn a_plan_comes_back_as_it_was() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("plan.json");
    let hashes = write(&path);
    let plan = PlanFile::open(&path).expect("whole");
    assert_eq!((&plan.head, &plan.hash), (&head(2), &hashes.plan));
    assert_eq!(plan.items().collect::<Result<Vec<_>>>().expect("items"), items());
    assert_eq!(plan.lines().expect("lines"), ["missing: HR-1"]);
    // Two who read at once do not take each other's lines.
    let pairs = plan.changes().zip(plan.changes()).map(|(one, other)| one.expect("one") == other.expect("other"));
    assert_eq!(pairs.collect::<Vec<_>>(), [true, true]);
}

#[test]
fn a_plan_that_was_edited_or_cut_off_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("plan.json");
    write(&path);
    let text = fs::read_to_string(&path).expect("read");
    let lines: Vec<&str> = text.lines().collect();
    let without = |at: usize| {
        let kept = lines.iter().enumerate().filter(|(line, _)| *line != at).map(|(_, line)| format!("{line}\n"));
        kept.collect::<String>()
    };
    let mut edited: Vec<String> = (1..lines.len()).map(without).collect();
    edited.extend((1..lines.len()).map(|end| text[..text.len() - lines[end].len()].to_owned()));
    for (from, to) in [("HR-1", "HR-2"), ("\"missing_reads\":1", "\"missing_reads\":2"), ("too many", "few")] {
        assert!(text.contains(from));
        edited.push(text.replace(from, to));
    }
    edited.push(format!("{text}{{}}\n"));
    for text in edited {
        fs::write(&path, &text).expect("written");
        let error = PlanFile::open(&path).err().expect("refused").to_string();
        assert!(error.contains("cut off or changed after it was made"), "{error}: {text}");
    }
}

#[test]
fn a_plan_of_another_version_is_refused_with_a_remedy() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("plan.json");
    for (text, told) in [("{\"format\":1}\n", "plan format 1"), ("{\n  \"hash\": \"\"", "not a plan of this version")] {
        fs::write(&path, text).expect("written");
        let error = PlanFile::open(&path).err().expect("refused").to_string();
        assert!(error.contains(told) && error.contains("make a new one"), "{error}");
    }
}
