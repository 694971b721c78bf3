//! What the administration's file says, and what a wrong one does; what is managed from afar counts more.

use serde_json::json;

use super::keys::{KEYS, Part};
use super::managed::{Entry, from_profile, from_registry};
use super::*;

/// What a file with this text makes hold.
fn policy(text: &str) -> Policy {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("policy.json");
    std::fs::write(&path, text).expect("written");
    Policy::read(None, Some(&path), None)
}

fn locked(text: &str) -> Locked {
    let found = policy(&format!(r#"{{"locked":{{{text}}}}}"#));
    assert!(!found.broken, "{text}");
    found.locked
}

#[test]
fn without_a_file_everything_is_free() {
    assert_eq!(Policy::read(None, Some(Path::new("/nowhere/policy.json")), None), Policy::default());
    assert_eq!(policy("{}"), Policy::default());
}

#[test]
fn each_value_can_be_locked() {
    for (word, language) in [("en", Language::En), ("fr", Language::Fr), ("uk", Language::Uk)] {
        assert_eq!(locked(&format!(r#""language":"{word}""#)).language, Some(language));
        assert_eq!(language.code(), word);
    }
    for (word, theme) in
        [("system", Theme::System), ("light", Theme::Light), ("dark", Theme::Dark), ("contrast", Theme::Contrast)]
    {
        assert_eq!(locked(&format!(r#""theme":"{word}""#)).theme, Some(theme));
    }
    for (word, shows) in [("nothing", Shows::Nothing), ("sender", Shows::Sender), ("text", Shows::Text)] {
        assert_eq!(locked(&format!(r#""notifications_show":"{word}""#)).notifications_show, Some(shows));
    }
    assert_eq!(locked(r#""typing":false"#).typing, Some(false));
    assert_eq!(locked(r#""reading":true"#).reading, Some(true));
    assert_eq!(locked(r#""clean_files":true"#).clean_files, Some(true));
    assert_eq!(locked(r#""look_for_updates":false"#).look_for_updates, Some(false));
    assert_eq!(locked(r#""app_lock_minutes":15"#).app_lock_minutes, Some(15));
}

#[test]
fn values_can_be_preset_and_the_address_given() {
    let text = r#"{"bridge":"https://depesha.gov.example","preset":{"language":"uk","theme":"dark","zoom":125,"notifications_show":"sender","clean_files":false}}"#;
    let found = policy(text);
    assert_eq!(found.bridge.as_ref().map(Url::as_str), Some("https://depesha.gov.example/"));
    assert_eq!(found.language(), Some("uk"));
    assert_eq!((found.preset.theme, found.preset.zoom), (Some(Theme::Dark), Some(125)));
    assert_eq!(found.preset.notifications_show, Some(Shows::Sender));
    assert_eq!(found.preset.clean_files, Some(false));
    assert_eq!(found.locked, Locked::default());
}

#[test]
fn a_file_that_cannot_be_read_or_is_wrong_makes_the_strictest_values_hold() {
    for bad in [
        "",
        "{",
        "[]",
        r#"["https://depesha.gov.example"]"#,
        r#"{"locked":["en"]}"#,
        r#"{"locked":{},"locked":{}}"#,
        r#"{"lokced":{}}"#,
        r#"{"locked":{"language":"de"}}"#,
        r#"{"locked":{"theme":"pink"}}"#,
        r#"{"locked":{"notifications_show":"all"}}"#,
        r#"{"locked":{"typing":"no"}}"#,
        r#"{"locked":{"reading":0}}"#,
        r#"{"locked":{"clean_files":"yes"}}"#,
        r#"{"locked":{"app_lock_minutes":0}}"#,
        r#"{"locked":{"app_lock_minutes":241}}"#,
        r#"{"locked":{"unknown":true}}"#,
        r#"{"preset":{"zoom":93}}"#,
        r#"{"preset":{"typing":true}}"#,
        r#"{"locked":{"zoom":100}}"#,
        r#"{"locked":null}"#,
        r#"{"language":"en"}"#,
        r#"{"bridge":"not an address"}"#,
        r#"{"bridge":"file:///etc/passwd"}"#,
    ] {
        let found = policy(bad);
        assert!(found.broken, "{bad}");
        assert_eq!(found.locked.notifications_show, Some(Shows::Nothing), "{bad}");
        assert_eq!((found.locked.typing, found.locked.reading), (Some(false), Some(false)), "{bad}");
        assert_eq!(found.locked.app_lock_minutes, Some(STRICTEST_LOCK), "{bad}");
        assert_eq!(found.locked.clean_files, Some(true), "{bad}");
        assert_eq!(found.locked.look_for_updates, Some(false), "{bad}");
        assert_eq!(found.bridge, None, "{bad}");
    }
    let folder = tempfile::tempdir().expect("folder");
    assert!(Policy::read(None, Some(folder.path()), None).broken, "a folder in its place");
}

#[test]
fn another_file_counts_only_where_the_system_has_none() {
    let folder = tempfile::tempdir().expect("folder");
    let (system, own) = (folder.path().join("system.json"), folder.path().join("own.json"));
    std::fs::write(&own, r#"{"locked":{"typing":true}}"#).expect("written");
    assert_eq!(Policy::read(None, Some(&system), Some(&own)).locked.typing, Some(true));
    std::fs::write(&system, r#"{"locked":{"typing":false}}"#).expect("written");
    assert_eq!(Policy::read(None, Some(&system), Some(&own)).locked.typing, Some(false));
    std::fs::write(&system, "{").expect("written");
    assert!(Policy::read(None, Some(&system), Some(&own)).broken);
}

#[test]
fn what_others_see_is_what_is_locked_or_else_what_the_person_wants() {
    let wanted = TracesView { typing: true, reading: true };
    let found = policy(r#"{"locked":{"typing":false}}"#);
    assert_eq!(found.traces(wanted), TracesView { typing: false, reading: true });
    assert_eq!(Policy::default().traces(wanted), wanted);
}

#[test]
fn files_go_as_the_organisation_has_settled_it_and_else_as_the_person_wants() {
    for wanted in [true, false] {
        assert!(policy(r#"{"locked":{"clean_files":true}}"#).cleans_files(wanted));
        assert!(!policy(r#"{"locked":{"clean_files":false}}"#).cleans_files(wanted));
        assert_eq!(policy(r#"{"preset":{"clean_files":true}}"#).cleans_files(wanted), wanted);
        assert_eq!(Policy::default().cleans_files(wanted), wanted);
    }
}

#[test]
fn the_list_of_keys_is_that_of_the_rules() {
    let fields = |rules: Value| rules.as_object().expect("object").keys().cloned().collect::<Vec<_>>();
    let listed = |part: Part| {
        let mut names: Vec<_> =
            KEYS.iter().filter(|key| key.parts.contains(&part)).map(|key| key.name.to_owned()).collect();
        names.sort();
        names
    };
    let sorted = |mut names: Vec<String>| {
        names.sort();
        names
    };
    assert_eq!(sorted(fields(json!(Locked::default()))), listed(Part::Locked));
    assert_eq!(sorted(fields(json!(Preset::default()))), listed(Part::Preset));
    assert_eq!(listed(Part::Whole), ["bridge"]);
}

#[test]
fn what_group_policy_writes_says_the_same_as_a_file() {
    let text = |value: &str| Entry::Text(value.to_owned());
    let entries = [
        (Part::Whole, "bridge", text("https://depesha.gov.example")),
        (Part::Locked, "theme", text("dark")),
        (Part::Locked, "typing", Entry::Number(0)),
        (Part::Locked, "reading", Entry::Number(1)),
        (Part::Locked, "app_lock_minutes", Entry::Number(1)),
        (Part::Preset, "zoom", Entry::Number(125)),
        (Part::Preset, "clean_files", Entry::Number(1)),
    ];
    let entries = entries.map(|(part, name, entry)| (part, name.to_owned(), entry)).to_vec();
    let file = r#"{"bridge":"https://depesha.gov.example",
        "locked":{"theme":"dark","typing":false,"reading":true,"app_lock_minutes":1},
        "preset":{"zoom":125,"clean_files":true}}"#;
    assert_eq!(Policy::read(from_registry(entries).map(Some), None, None), policy(file));
    assert_eq!(from_registry(Vec::new()), None);
}

#[test]
fn a_wrong_value_of_group_policy_makes_the_strictest_values_hold() {
    for (part, name, entry) in [
        (Part::Locked, "typing", Entry::Number(2)),
        (Part::Locked, "theme", Entry::Number(1)),
        (Part::Locked, "theme", Entry::Other),
        (Part::Locked, "app_lock_minutes", Entry::Text("15".to_owned())),
        (Part::Preset, "zoom", Entry::Number(93)),
        (Part::Whole, "theme", Entry::Text("dark".to_owned())),
        (Part::Whole, "locked", Entry::Text("yes".to_owned())),
        (Part::Whole, "unknown", Entry::Number(1)),
    ] {
        let managed = from_registry(vec![(part, name.to_owned(), entry.clone())]).map(Some);
        assert!(Policy::read(managed, None, None).broken, "{name}: {entry:?}");
    }
    assert!(Policy::read(Some(None), None, None).broken, "cannot be read");
}

#[test]
fn what_is_managed_from_afar_counts_more_than_the_file() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("policy.json");
    std::fs::write(&path, r#"{"locked":{"typing":true},"preset":{"zoom":125}}"#).expect("written");
    let found = Policy::read(Some(Some(json!({"locked":{"typing":false}}))), Some(&path), None);
    assert_eq!((found.locked.typing, found.preset.zoom), (Some(false), None));
    assert_eq!(Policy::read(None, Some(&path), None).locked.typing, Some(true));
}

#[test]
fn a_profile_is_read_without_what_the_system_says_about_it() {
    let settings = json!({"PayloadUUID": "0", "locked": {"theme": "light"}});
    let rules = from_profile(settings.as_object().expect("object").clone());
    assert_eq!(Policy::read(rules.map(Some), None, None), policy(r#"{"locked":{"theme":"light"}}"#));
    assert_eq!(from_profile(serde_json::Map::new()), None);
}
