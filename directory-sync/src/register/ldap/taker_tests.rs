//! From entries to rows.

use super::*;
use crate::config::Config;

fn taker(register: &str, mapping: &str) -> Taker {
    let text = format!(
        r#"
state_file = "state"
[bridge]
base_url = "http://127.0.0.1:1"
token_file = "token"
[register]
kind = "ldap"
url = "ldap://127.0.0.1"
base = "ou=people,dc=hr"
filter = "(objectClass=person)"
{register}
[mapping]
given_name = "givenName"
family_name = "sn"
email = "mail"
organisation = "o"
{mapping}
[organisations]
"Ministry" = "ministry"
"#
    );
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("sync.toml");
    std::fs::write(&path, text).expect("written");
    let config = Config::load(&path).expect("valid");
    let crate::config::RegisterSection::Ldap(section) = &config.register else { panic!("not this kind") };
    Taker::new(section, &config)
}

const AD: &str = "mode = \"active_directory\"";

fn row(taker: &Taker, pairs: &[(&str, &str)]) -> Row {
    let entry = Entry::of("cn=Doe,ou=Payroll,ou=Finance,ou=people,dc=hr", pairs);
    taker.row("here", &taker.take(&entry))
}

#[test]
fn only_what_is_mapped_is_asked_for_each_once() {
    let plain = taker("", "person_id = \"employeeNumber\"\ntitle = \"MAIL\"\nunit = \"dn_units\"");
    assert_eq!(plain.attributes(), ["employeeNumber", "givenName", "sn", "mail", "o", "entryUUID"]);
    let ad = taker(AD, "person_id = \"objectGUID\"\nstate = \"account_state\"");
    let asked = ["objectGUID", "givenName", "sn", "mail", "o", "userAccountControl", "accountExpires"];
    assert_eq!(ad.attributes(), asked);
    let without = taker(&format!("{AD}\naccount_control = false"), "person_id = \"objectGUID\"");
    assert_eq!(without.attributes(), asked[..5]);
}

#[test]
fn attributes_are_found_whatever_their_case_and_the_rest_is_dropped() {
    let taker = taker("", "person_id = \"EmployeeNumber\"");
    let row = row(&taker, &[("employeenumber", " 7 "), ("GIVENNAME", "Ann"), ("homePhone", "secret")]).expect("a row");
    assert_eq!((row.person_id.as_str(), row.given_name.as_str(), row.place.as_str()), ("7", "Ann", "here"));
    assert!(!format!("{row:?}").contains("secret"));
}

#[test]
fn an_entry_without_a_key_or_with_two_is_unreadable_and_says_no_name() {
    let taker = taker("values = { employeeNumber = \"first\" }", "person_id = \"employeeNumber\"");
    let none = row(&taker, &[("sn", "Doe"), ("employeeNumber", " ")]).expect_err("unreadable");
    assert_eq!(none.reason, "it has no key: mapping.person_id names employeeNumber");
    let two = row(&taker, &[("employeeNumber", "1"), ("employeeNumber", "2")]).expect_err("unreadable");
    assert_eq!(two.reason, "it has several values in \"employeeNumber\"");
    assert!(!format!("{none:?}{two:?}").contains("Doe"));
}

#[test]
fn of_several_values_the_configured_one_is_meant() {
    let mails = [("k", "1"), ("mail", "b@x.example"), ("mail", "a@x.example")];
    for (register, expected) in [
        ("", Ok("b@x.example")),
        ("values = { MAIL = \"smallest\" }", Ok("a@x.example")),
        ("values = { mail = \"refuse\" }", Err(())),
    ] {
        let row = row(&taker(register, "person_id = \"k\""), &mails);
        assert_eq!(row.as_ref().map(|row| row.email.as_str()).map_err(|_| ()), expected, "{register}");
    }
}

#[test]
fn units_come_from_where_the_entry_stands() {
    let taker = taker("", "person_id = \"k\"\nunit = \"dn_units\"\nunit_separator = \">\"");
    assert_eq!(row(&taker, &[("k", "1")]).expect("a row").unit, "Finance>Payroll");
}

#[test]
fn a_disabled_account_is_a_suspended_person_whatever_the_mapping_names() {
    let flags = |flags: &str| {
        [("objectGUID", "0123456789abcdef"), ("userAccountControl", flags)].map(|(a, b)| (a.to_owned(), b.to_owned()))
    };
    let state = |taker: &Taker, value: &str| {
        let pairs = flags(value);
        let pairs: Vec<_> = pairs.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        row(taker, &pairs).expect("a row").state
    };
    let unmapped = taker(AD, "person_id = \"objectGUID\"\nstate_suspended = [\"відсторонено\", \"suspended\"]");
    assert_eq!((state(&unmapped, "514").as_str(), state(&unmapped, "528").as_str()), ("відсторонено", ""));
    let mapped = taker(AD, "person_id = \"objectGUID\"\nstate = \"Account_State\"");
    assert_eq!((state(&mapped, "514").as_str(), state(&mapped, "512").as_str()), ("suspended", "active"));
    let named = taker("", "person_id = \"objectGUID\"\nstate = \"account_state\"");
    assert_eq!((state(&named, "514").as_str(), state(&named, "512").as_str()), ("suspended", "active"));
    let off = taker(&format!("{AD}\naccount_control = false"), "person_id = \"objectGUID\"");
    assert_eq!(state(&off, "514"), "");
}

#[test]
fn the_earlier_of_two_last_days_is_the_last() {
    // 2027-01-01 00:00 UTC: the 31st is the last day.
    const EXPIRES: (&str, &str) = ("accountExpires", "134432352000000000");
    let both = "person_id = \"k\"\nends_on = \"lastDay\"";
    let last = |taker: &Taker, pairs: &[(&str, &str)]| {
        let all: Vec<_> = [("k", "1")].into_iter().chain(pairs.iter().copied()).collect();
        row(taker, &all).expect("a row").ends_on
    };
    let iso = taker(AD, both);
    assert_eq!(last(&iso, &[EXPIRES]), "2026-12-31");
    assert_eq!(last(&iso, &[EXPIRES, ("lastDay", "2026-11-30")]), "2026-11-30");
    assert_eq!(last(&iso, &[EXPIRES, ("lastDay", "2027-06-30")]), "2026-12-31");
    assert_eq!(last(&iso, &[EXPIRES, ("lastDay", "soon")]), "soon", "left for the planner to refuse");
    assert_eq!(last(&iso, &[("accountExpires", "0"), ("lastDay", "2027-06-30")]), "2027-06-30");
    assert_eq!(last(&iso, &[("accountExpires", "9223372036854775807")]), "");
    let dotted = taker(AD, &format!("{both}\ndates = \"dotted\""));
    assert_eq!(last(&dotted, &[EXPIRES, ("lastDay", "30.11.2026")]), "30.11.2026");
    assert_eq!(last(&dotted, &[EXPIRES, ("lastDay", "01.06.2027")]), "31.12.2026");
    let unmapped = taker(AD, "person_id = \"k\"");
    assert_eq!(last(&unmapped, &[EXPIRES]), "2026-12-31");
    let column = taker("", "person_id = \"k\"\nends_on = \"account_expires_on\"");
    assert_eq!(last(&column, &[EXPIRES]), "2026-12-31");
}

#[test]
fn made_days_are_written_as_the_mapping_says() {
    let expires = [("k", "1"), ("accountExpires", "134432352000000000")];
    for (dates, offset, written) in [
        ("iso", "+00:00", "2026-12-31"),
        ("slashed", "+00:00", "31/12/2026"),
        ("compact", "+02:00", "20270101"),
        ("iso_timestamp", "-05:00", "2026-12-31"),
        ("generalized_time", "+02:00", "20270101120000+0200"),
        ("generalized_time", "-03:30", "20261231120000-0330"),
    ] {
        let mapping = format!("person_id = \"k\"\ndates = \"{dates}\"\ndates_offset = \"{offset}\"");
        let taker = taker(AD, &mapping);
        let row = row(&taker, &expires).expect("a row");
        assert_eq!(row.ends_on, written, "{dates}");
        let read = days::parse(&row.ends_on, taker.dates, taker.east);
        assert_eq!(read, Ok(Some(if offset == "+02:00" { "2027-01-01" } else { "2026-12-31" }.to_owned())));
    }
}

#[test]
fn values_that_mean_nothing_make_the_row_unreadable() {
    let ad = taker(AD, "person_id = \"objectGUID\"");
    for wrong in [("objectGUID", "short"), ("userAccountControl", "x"), ("accountExpires", "-5")] {
        let pairs = [("objectGUID", "0123456789abcdef"), wrong];
        assert!(row(&ad, &pairs[usize::from(wrong.0 == "objectGUID")..]).is_err(), "{wrong:?}");
    }
}

#[test]
fn what_a_mirror_keeps_gives_the_same_row() {
    let ad = taker(AD, "person_id = \"k\"\nends_on = \"lastDay\"");
    let pairs = [("k", "1"), ("userAccountControl", "514"), ("accountExpires", "134432352000000000")];
    let taken = ad.take(&Entry::of("cn=x", &pairs));
    let kept: Taken = serde_json::from_str(&serde_json::to_string(&taken).expect("written")).expect("read");
    assert_eq!(kept, taken);
    assert_eq!(ad.row("here", &kept), row(&ad, &pairs));
    assert_eq!(ad.key(&kept).as_deref(), Some("1"));
}
