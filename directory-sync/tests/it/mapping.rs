//! The program with a mapping that transforms, and with a register in a database: from `check` to a plan.

use std::fs;

use crate::bridge::Stage;
use crate::postgres::Postgres;

const INTERIOR: &str = "Ministry of the Interior";

/// Replaces parts of the stage's configuration.
fn configure(stage: &Stage, changes: &[(&str, &str)]) {
    let mut text = fs::read_to_string(stage.path("sync.toml")).expect("read");
    for (old, new) in changes {
        assert!(text.contains(old), "{old}");
        text = text.replacen(old, new, 1);
    }
    fs::write(stage.path("sync.toml"), text).expect("written");
}

/// A line of the register whose unit is a code; the columns are named in its first line.
fn register(stage: &Stage, people: &[(&str, &str)]) {
    let line =
        |(key, unit): &(&str, &str)| format!("{key};ANNA;DE LA TOUR;{key}@gov.example;{INTERIOR};{unit};Clerk\n");
    let text = "key;given;family;mail;org;unit;post\n".to_owned() + &people.iter().map(line).collect::<String>();
    fs::write(stage.path("people.csv"), text).expect("written");
}

const NO_MORE_COLUMNS: [(&str, &str); 3] =
    [("state = \"state\"\n", ""), ("ends_on = \"end\"\n", ""), ("protected = \"protected\"\n", "")];

#[tokio::test(flavor = "multi_thread")]
async fn a_word_that_a_lookup_lacks_sets_its_row_aside_and_check_counts_it() {
    let stage = Stage::new().await;
    configure(&stage, &NO_MORE_COLUMNS);
    configure(
        &stage,
        &[
            ("unit = \"unit\"", "unit = { from = \"unit\", case = \"upper\", lookup = \"units\" }"),
            ("family_name = \"family\"", "family_name = { from = \"family\", case = \"title\" }"),
            ("[organisations]", "[lookups.units]\nfile = \"units.csv\"\n[organisations]"),
        ],
    );
    fs::write(stage.path("units.csv"), "code,unit\nA1,Directorate / Visas\n").expect("written");
    register(&stage, &[("HR-1", "a1"), ("HR-2", "Z9"), ("HR-3", "Z9"), ("HR-4", "")]);
    let (code, out, err) = stage.run(&["check"]).await;
    assert_eq!(code, 2, "{out}{err}");
    assert!(
        out.contains(r#"mapping.unit: unknown word: 2 rows hold words that are not in lookups.units: "Z9" (2)"#),
        "{out}"
    );
    assert!(out.contains(r#"HR-2: bad row: unit: the word "Z9" is not in the table [lookups.units]"#), "{out}");
    let (code, out, err) = stage.run(&["plan"]).await;
    assert_eq!(code, 0, "{out}{err}");
    let (code, out, err) = stage.run(&["apply", "plan.json"]).await;
    assert_eq!(code, 0, "{out}{err}");
    let world = stage.world.lock().expect("lock");
    let known: Vec<_> = world
        .rows
        .values()
        .map(|row| (row.entry.person_id.as_str(), row.entry.family_name.as_str(), row.entry.unit.join(" > ")))
        .collect();
    let expected = [("HR-1", "de La Tour", "Directorate > Visas".to_owned()), ("HR-4", "de La Tour", String::new())];
    assert_eq!(known, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn columns_that_are_missing_are_told_together_before_the_bridge_is_asked() {
    let stage = Stage::new().await;
    register(&stage, &[("HR-1", "a1")]);
    fs::write(stage.path("token"), "wrong-token").expect("written");
    let (code, out, err) = stage.run(&["check"]).await;
    assert_eq!(code, 2, "{out}{err}");
    for (field, column) in [("ends_on", "end"), ("protected", "protected")] {
        assert!(out.contains(&format!("mapping.{field}: missing column: there is no column {column:?}")), "{out}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_becomes_a_plan() {
    let Some(server) = Postgres::start(&[]).expect("PostgreSQL starts") else {
        eprintln!("skipped: PostgreSQL is not installed");
        return;
    };
    let make = format!(
        "create table staff as select 'HR-' || n as key, 'Given' || n as given, 'Family' as family, \
         'p' || n || '@gov.example' as mail, '{INTERIOR}' as org, 'Office / Unit' as unit, 'Clerk' as post, \
         null::date as \"end\", false as protected, 'active' as state from generate_series(1, 2500) as n"
    );
    server.sql("postgres", &make).expect("made");
    let socket = server.folder().display().to_string().replace('/', "%2F");
    let stage = Stage::new().await;
    fs::write(stage.path("url"), format!("postgresql://postgres@{socket}:{}/postgres", server.port)).expect("written");
    let register = "kind = \"sql\"\ndriver = \"postgresql\"\nurl_file = \"url\"\nquery = \"select * from staff\"\n\
                    count_query = \"select count(*) from staff\"\n";
    configure(&stage, &[("kind = \"csv\"\npath = \"people.csv\"\ndelimiter = \";\"\n", register)]);
    let (code, out, err) = stage.run(&["check"]).await;
    assert_eq!(code, 0, "{out}{err}");
    let (code, out, err) = stage.run(&["plan"]).await;
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("2500 people listed"), "{out}");
    server.sql("postgres", "alter table staff drop column mail").expect("changed");
    let (code, out, _) = stage.run(&["check"]).await;
    assert_eq!(code, 2);
    assert!(out.contains("mapping.email: missing column"), "{out}");
    let (code, _, err) = stage.run(&["plan"]).await;
    assert_eq!(code, 1);
    assert!(err.contains("mapping.email names the column \"mail\""), "{err}");
}
