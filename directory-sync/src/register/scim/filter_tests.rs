//! The filter language: the examples of RFC 7644, what is refused, and what resources meet.

use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::super::matching::meets;
use super::super::schema::{ENTERPRISE, Schemas};
use super::{Filter, Target};

fn schemas() -> Schemas {
    Schemas::new("urn:example:hr:1.0:User", &["startDate".to_owned()])
}

fn anna() -> Map<String, Value> {
    let user = json!({
        "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
        "id": "a1",
        "externalId": "HR-1",
        "userName": "Anna.Levy",
        "name": {"givenName": "Anna", "familyName": "O\"Malley"},
        "active": true,
        "title": "Clerk",
        "emails": [
            {"value": "anna@gov.example", "type": "work", "primary": true},
            {"value": "levy@office.example", "primary": false},
        ],
        "urn:example:hr:1.0:User": {"startDate": "2026-01-02"},
        ENTERPRISE: {"department": "Budget"},
        "meta": {"resourceType": "User", "lastModified": "2026-11-21T10:00:00.5Z"},
    });
    user.as_object().expect("an object").clone()
}

fn holds(filter: &str) -> bool {
    meets(&Filter::parse(filter, &schemas()).unwrap_or_else(|e| panic!("{filter}: {e:?}")), &anna())
}

#[test]
fn conditions_that_are_met() {
    for filter in [
        r#"userName eq "anna.levy""#,
        r#"USERNAME Eq "ANNA.LEVY""#,
        r#"urn:ietf:params:scim:schemas:core:2.0:User:userName sw "anna""#,
        r#"name.familyName co "o\"mall""#,
        r#"name.givenName ew "nna""#,
        r#"externalId eq "HR-1""#,
        r#"title pr"#,
        r#"title pr and active eq true"#,
        r#"active eq "True""#,
        r#"active ne false"#,
        r#"meta.lastModified gt "2026-11-21T09:59:59Z""#,
        r#"meta.lastModified ge "2026-11-21T12:00:00.5+02:00""#,
        r#"meta.lastModified lt "2026-11-21T10:00:00.6Z""#,
        r#"meta.resourceType eq "User""#,
        r#"schemas eq "urn:ietf:params:scim:schemas:core:2.0:User""#,
        r#"emails co "gov.example""#,
        r#"emails.type eq "work""#,
        r#"emails[type eq "work" and value co "@gov.example"]"#,
        r#"emails[type eq "work"].value eq "anna@gov.example""#,
        r#"emails[not (type pr)]"#,
        r#"title ne "Head""#,
        r#"displayName ne "anyone""#,
        r#"phoneNumbers eq null"#,
        r#"not (title eq "Head")"#,
        r#"not(title eq "Head") and (userName eq "x" or (title eq "Clerk"))"#,
        r#"userName eq "x" and title eq "x" or title eq "Clerk""#,
        r#"title eq "Clerk" or userName eq "x" and title eq "x""#,
        r#"urn:example:hr:1.0:User:startDate gt "2026-01-01""#,
        r#"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department eq "budget""#,
    ] {
        assert!(holds(filter), "{filter}");
    }
}

#[test]
fn conditions_that_are_not_met() {
    for filter in [
        r#"externalId eq "hr-1""#,
        r#"userName eq "anna""#,
        r#"phoneNumbers pr"#,
        r#"title eq null"#,
        r#"active eq false"#,
        r#"displayName pr"#,
        r#"nickName eq "Anna""#,
        r#"emails[type eq "work" and value co "office"]"#,
        r#"emails[type eq "work"].value eq "levy@office.example""#,
        r#"emails ne "anna@gov.example""#,
        r#"title gt "d""#,
        r#"meta.lastModified gt "2026-11-21T10:00:00.5Z""#,
        r#"not (title pr)"#,
        r#"(title eq "Clerk" or userName eq "x") and title eq "x""#,
        r#"title eq 3"#,
        r#"urn:other:extension:1.0:User:colour pr"#,
    ] {
        assert!(!holds(filter), "{filter}");
    }
}

#[test]
fn what_is_no_filter_is_refused() {
    let deep = format!("{}title pr{}", "(".repeat(40), ")".repeat(40));
    let long = format!("title eq \"{}\"", "x".repeat(5000));
    for filter in [
        "",
        "title",
        "title eq",
        "title eq Clerk",
        "title is \"x\"",
        "usrName eq \"x\"",
        "title pr and",
        "(title pr",
        "title pr)",
        "title pr title pr",
        "not title pr",
        "title eq \"x",
        "title eq [1]",
        "title eq {}",
        "emails[type eq \"work\"",
        "emails[typ eq \"work\"]",
        "name[givenName eq \"x\"]",
        "emails[emails[type pr]]",
        "active gt true",
        "title gt 3",
        "name eq \"x\"",
        "meta.lastModified gt \"yesterday\"",
        "pr",
        "or",
        "\u{0}",
        &deep,
        &long,
    ] {
        let error = Filter::parse(filter, &schemas()).expect_err(filter);
        assert!(
            matches!(error.kind, Some("invalidFilter" | "invalidPath")) && error.status == 400,
            "{filter}: {error:?}"
        );
    }
}

#[test]
fn paths_of_changes_are_read_whole() {
    let target = Target::parse("emails[type eq \"work\" and primary eq true].value", &schemas()).expect("a path");
    assert_eq!((target.path.attribute.name.as_str(), target.filter.is_some()), ("emails", true));
    assert_eq!(target.path.sub.map(|sub| sub.name).as_deref(), Some("value"));
    for path in ["emails[type eq \"work\"]value", "emails[type eq \"work\"].", "emails[]", "userName x", "a.b.c", "[x]"]
    {
        assert!(Target::parse(path, &schemas()).is_err(), "{path}");
    }
    let dropped = Target::parse("addresses[type eq \"work\"].locality", &schemas()).expect("standard");
    assert!(dropped.path.dropped());
}

proptest! {
    #[test]
    fn nothing_that_is_sent_breaks_the_reading(text in "[ -~é\u{0}]{0,60}") {
        let _ = Filter::parse(&text, &schemas());
        let _ = Target::parse(&text, &schemas());
    }

    #[test]
    fn pieces_of_filters_in_any_order_do_not_break_it(pieces in prop::collection::vec(
        prop::sample::select(vec!["title", "emails", "[", "]", "(", ")", "not", "and", "or", "eq", "pr", "\"x\"", ".", " ", "true"]), 0..30)) {
        let _ = Filter::parse(&pieces.concat(), &schemas());
        let _ = Filter::parse(&pieces.join(" "), &schemas());
    }
}
