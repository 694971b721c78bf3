//! What administrators are given: the template of group policy with its words in three languages, the sample profile, the
//! sample file and the description. None lacks a key that the program knows, and none has one that it does not know.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::keys::{KEYS, Key, Kind, Part};
use super::managed::{REGISTRY, from_profile};
use super::{Policy, possible};

const TEMPLATE: &str = include_str!("../../../policy/windows/depesha.admx");
const WORDS: [(&str, &str); 3] = [
    ("en", include_str!("../../../policy/windows/en-US/depesha.adml")),
    ("fr", include_str!("../../../policy/windows/fr-FR/depesha.adml")),
    ("uk", include_str!("../../../policy/windows/uk-UA/depesha.adml")),
];
const PROFILE: &[u8] = include_bytes!("../../../policy/macos/depesha.mobileconfig");
const FILE: &str = include_str!("../../../policy/linux/policy.json");
const DESCRIPTION: &str = include_str!("../../../docs/policy.md");

/// What stands between the two, wherever they stand around something.
fn between<'text>(text: &'text str, before: &str, after: &str) -> Vec<&'text str> {
    text.split(before).skip(1).filter_map(|rest| Some(rest.split_once(after)?.0)).collect()
}

fn all() -> impl Iterator<Item = (&'static Key, Part)> {
    KEYS.iter().flat_map(|key| key.parts.iter().map(move |part| (key, *part)))
}

#[test]
fn the_template_of_group_policy_has_every_key_in_its_place_with_its_values() {
    let policies = between(TEMPLATE, "<policy ", "</policy>");
    assert_eq!(policies.len(), all().count());
    for (key, part) in all() {
        let (id, path) = match part.name() {
            None => (key.name.to_owned(), REGISTRY.to_owned()),
            Some(part) => (format!("{part}_{}", key.name), format!(r"{REGISTRY}\{part}")),
        };
        let found = policies.iter().find(|policy| policy.starts_with(&format!("name=\"{id}\" class=\"Machine\"")));
        let policy = found.unwrap_or_else(|| panic!("{id} is missing"));
        assert_eq!(between(policy, " key=\"", "\""), [path.as_str()], "{id}");
        assert_eq!(between(policy, "valueName=\"", "\""), [key.name], "{id}");
        let numbers = between(policy, "<decimal value=\"", "\"");
        match key.kind {
            Kind::Address => assert!(policy.contains("<text id="), "{id}"),
            Kind::Word(words) => assert_eq!(between(policy, "<string>", "</string>"), words, "{id}"),
            Kind::Truth => {
                assert_eq!(numbers, ["1", "0"], "{id}");
                assert!(policy.find("<enabledValue>") < policy.find("<disabledValue>"), "{id}");
            }
            Kind::Number(values) => assert_eq!(numbers, values.iter().map(u32::to_string).collect::<Vec<_>>(), "{id}"),
            Kind::Range(least, most) => {
                assert!(policy.contains(&format!("minValue=\"{least}\" maxValue=\"{most}\"")), "{id}");
            }
        }
    }
}

#[test]
fn the_template_has_its_words_in_every_language_and_no_others() {
    let used = |kind: &str| between(TEMPLATE, &format!("$({kind}."), ")").into_iter().collect::<BTreeSet<_>>();
    for (language, words) in WORDS {
        let strings: BTreeSet<_> = between(words, "<string id=\"", "\"").into_iter().collect();
        assert_eq!(strings, used("string"), "{language}");
        assert!(!words.contains("></string>"), "{language}");
        let presentations: BTreeSet<_> = between(words, "<presentation id=\"", "\"").into_iter().collect();
        assert_eq!(presentations, used("presentation"), "{language}");
    }
}

#[test]
fn the_samples_are_rules_and_the_profile_has_every_key() {
    assert!(serde_json::from_str(FILE).ok().and_then(possible).is_some());
    let profile: Value = plist::from_bytes(PROFILE).expect("profile");
    let settings: Map<String, Value> = profile["PayloadContent"][0].as_object().expect("object").clone();
    assert_eq!(settings["PayloadType"], "org.depesha.desktop");
    let rules = from_profile(settings).expect("rules");
    for (key, part) in all() {
        let place = part.name().map_or(&rules, |part| &rules[part]);
        assert!(!place[key.name].is_null(), "{} in {part:?}", key.name);
    }
    assert!(!Policy::read(Some(Some(rules)), None, None).broken);
}

#[test]
fn the_description_has_a_line_for_every_key_and_no_others() {
    let lines: BTreeSet<_> = between(DESCRIPTION, "\n| `", "` |").into_iter().collect();
    assert_eq!(lines, KEYS.iter().map(|key| key.name).collect());
}
