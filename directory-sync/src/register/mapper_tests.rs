//! What the transformations of the mapping make of a row, and what they refuse to make.

use super::*;
use crate::config::Config;
use crate::register::Fault;

/// A configuration whose mapping is `extra` beside four plain columns and an organisation.
fn config(extra: &str) -> anyhow::Result<Config> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("sync.toml");
    let text = format!(
        r#"
state_file = "s"
bridge = {{ base_url = "http://127.0.0.1:1", token_file = "t" }}
register = {{ kind = "csv", path = "p" }}
organisations = {{ "Interior" = "interior" }}
[lookups.units]
A1 = "Direction générale/Bureau des visas"
[mapping]
person_id = "id"
given_name = "given"
family_name = "family"
email = "mail"
organisation = "org"
{extra}
"#
    );
    std::fs::write(&path, text)?;
    Config::load(&path)
}

/// The unit, title and phone that a mapping makes of the values of the columns it names beyond the first five.
fn made(extra: &str, values: &[&str]) -> (Record, Vec<String>) {
    let extra = if extra.contains("units") {
        extra.to_owned()
    } else {
        format!("state = {{ from = 'org', lookup = 'units', otherwise = 'keep' }}\n{extra}")
    };
    let config = config(&extra).expect("valid");
    let all: Vec<&str> = ["1", "A", "B", "a@x.example", "Interior"].into_iter().chain(values.iter().copied()).collect();
    let record = Mapper::new(&config.mapping).record("line 2".to_owned(), &all).expect("one value a column");
    let faults = record.faults.iter().map(Fault::to_string).collect();
    (record, faults)
}

#[test]
fn a_plain_column_is_trimmed_and_normalised_and_nothing_else() {
    let (record, faults) = made("title = 'post'", &["  CHEF  de\u{301} bureau "]);
    assert_eq!((record.title.as_str(), faults.len()), ("CHEF  d\u{e9} bureau", 0));
}

#[test]
fn the_order_is_join_trim_case_split_replace_lookup() {
    let rule = "title = { from = ['a', 'b', 'c'], separator = ' | ', case = 'title', split = { separator = '|', part = -1 }, \
                replace = [['Chef', 'Cheffe'], [' De ', ' de ']] }";
    assert_eq!(made(rule, &[" x ", "  ", "CHEF DE CABINET"]).0.title, "Cheffe de Cabinet");
    let first = "phone = { from = 'tel', split = { separator = ',', part = 1 } }";
    assert_eq!(made(first, &["01 23 , 45"]).0.phone, "01 23");
    assert_eq!(made(first, &[""]), (Record { phone: String::new(), ..made(first, &[""]).0 }, vec![]));
    assert_eq!(made("title = { constant = 'Agent ' }", &[]).0.title, "Agent");
    assert_eq!(made("title = { from = 't', case = 'upper' }", &["Відділ"]).0.title, "ВІДДІЛ");
    assert_eq!(made("title = { from = 't', case = 'lower' }", &["ÉTÉ"]).0.title, "été");
}

#[test]
fn a_word_that_no_table_has_is_a_fault_unless_the_mapping_says_otherwise() {
    let strict = "unit = { from = 'code', case = 'upper', lookup = 'units' }";
    assert_eq!(made(strict, &["a1"]).0.unit, "Direction générale/Bureau des visas");
    assert_eq!(made(strict, &[""]), (Record { unit: String::new(), ..made(strict, &[""]).0 }, vec![]));
    assert_eq!(made(strict, &["z9"]).1, [r#"unit: the word "Z9" is not in the table [lookups.units]"#]);
    let keep = "unit = { from = 'code', lookup = 'units', otherwise = 'keep' }";
    assert_eq!((made(keep, &["Z9"]).0.unit.as_str(), made(keep, &["Z9"]).1.len()), ("Z9", 0));
    let default = "unit = { from = 'code', lookup = 'units', default = 'Other' }";
    assert_eq!(made(default, &["Z9"]).0.unit, "Other");
    let person = "phone = { from = 'tel', lookup = 'units' }";
    assert_eq!(made(person, &["+380 1"]).1, ["phone: its word is not in the table [lookups.units]"]);
}

#[test]
fn a_part_that_is_not_there_is_a_fault_unless_there_is_a_default() {
    let rule = "title = { from = 't', split = { separator = ',', part = 2 } }";
    assert_eq!(made(rule, &["only"]).1, ["title: it has no part 2"]);
    assert_eq!(made(rule, &["first, "]).1, ["title: it has no part 2"]);
    let default = "title = { from = 't', split = { separator = ',', part = 2 }, default = 'Agent' }";
    assert_eq!(made(default, &["only"]).0.title, "Agent");
}

#[test]
fn a_key_that_cannot_be_made_is_no_key() {
    let text = "state = { from = 'org', lookup = 'units', otherwise = 'keep' }";
    let mut map = config(text).expect("valid").mapping;
    map.person_id = toml::from_str::<std::collections::BTreeMap<String, Field>>(
        "it = { from = 'id', split = { separator = '-', part = 2 } }",
    )
    .expect("valid")
    .remove("it")
    .expect("there");
    let record = Mapper::new(&map).record("line 2".into(), &["7", "A", "B", "m", "Interior"]).expect("record");
    assert_eq!((record.person_id.as_str(), record.faults.len()), ("", 1));
}

#[test]
fn every_column_is_asked_for_once_and_all_missing_ones_are_told_together() {
    let text = "unit = { from = ['org', 'code'], lookup = 'units', otherwise = 'keep' }\ntitle = 'post'";
    let mapper = Mapper::new(&config(text).expect("valid").mapping);
    assert_eq!(mapper.columns(), ["id", "given", "family", "mail", "org", "code", "post"]);
    assert_eq!(mapper.feeding("unit"), ["org", "code"]);
    assert!(mapper.record("line 2".into(), &["1"]).is_err());
    let there = ["id", "given", "family", "mail", "org"].map(str::to_owned);
    let error = mapper.locate("hr", &there).expect_err("missing").to_string();
    assert_eq!(
        error,
        r#"the mapping names columns that hr does not have: mapping.unit "code", mapping.title "post"; it has "id", "given", "family", "mail", "org""#
    );
}

#[test]
fn a_mapping_that_contradicts_itself_is_refused() {
    for (extra, says) in [
        ("unit = { from = 'a', constant = 'b' }", "either from or constant"),
        ("unit = { case = 'title' }", "either from or constant"),
        ("unit = { from = 'a', separator = '/' }", "at least two"),
        ("unit = { from = 'a', split = { separator = ',', part = 0 } }", "from 1 on"),
        ("unit = { from = 'a', lookup = 'nowhere' }", "not there"),
        ("unit = { from = 'a', otherwise = 'keep' }", "belongs to a lookup"),
        ("unit = { from = 'a', default = 'x' }", "belongs to a lookup or a split"),
        ("unit = { from = 'a', surprise = 1 }", "surprise"),
        ("unit = 7", "the name of a column"),
        ("unit = 'a'", "no field of the mapping looks up in [lookups.units]"),
        ("unit = { from = 'a', lookup = 'units' }\ndates_offset = '2'", "dates_offset"),
    ] {
        let error = format!("{:#}", config(extra).expect_err("refused"));
        assert!(error.contains(says), "{error}");
    }
}
