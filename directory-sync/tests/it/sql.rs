//! Databases as registers, against the real servers: what is read, and what is refused.
//!
//! What every database must do alike is said once, in [`Kind::keeps_the_contract`]; below it what is particular.

use std::fs;
use std::time::Duration;

use directory_sync::config::Config;
use directory_sync::register::{self, Increment, Record, Row, Waited};
use tempfile::TempDir;

use crate::mariadb::Mariadb;
use crate::postgres::Postgres;

pub(crate) const PASSWORD: &str = "pa55-w0rd-of-hr";
const MAPPING: &str = r#"
[mapping]
person_id = "id"
given_name = "given"
family_name = "family"
email = "mail"
organisation = "org"
title = "post"
starts_on = "starts"
ends_on = "ends"
protected = "guarded"
dates = "iso_timestamp"
[organisations]
"Interior" = "interior"
"#;
const COLUMNS: &str = "id, given, family, mail, org, post, starts, ends, guarded";

/// A database with the table `staff`, and the lines of a configuration that lead to it.
struct Kind<'a> {
    driver: &'a str,
    reach: String,
    /// Statements with all rights.
    sql: &'a dyn Fn(&str) -> String,
    placeholder: &'a str,
}

/// A configuration in a folder of its own.
pub(crate) struct Stage {
    folder: TempDir,
    config: Config,
}

impl Stage {
    pub(crate) fn new(reach: &str, query: &str, more: &str) -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("sync.toml");
        let bridge = "state_file = 'state.json'\nbridge = { base_url = 'http://127.0.0.1:1', token_file = 't' }";
        let register = format!("[register]\nkind = 'sql'\nquery = '''{query}'''\n{reach}\n{more}");
        fs::write(&path, format!("{bridge}\n{register}\n{MAPPING}")).expect("written");
        let config = Config::load(&path).expect("valid");
        Self { folder, config }
    }

    fn read_each(&self, mut each: impl FnMut(usize)) -> (Vec<Row>, Result<(), String>) {
        let mut rows = Vec::new();
        let outcome = register::open(&self.config).read(&mut |row| {
            rows.push(row);
            each(rows.len());
        });
        (rows, outcome.map_err(|error| error.to_string()))
    }

    pub(crate) fn read(&self) -> (Vec<Row>, Result<(), String>) {
        self.read_each(|_| {})
    }
}

pub(crate) fn url(folder: &TempDir, text: &str) -> String {
    let file = folder.path().join("url");
    fs::write(&file, text).expect("written");
    format!("url_file = '{}'", file.display())
}

pub(crate) fn good(row: &Row) -> &Record {
    row.as_ref().expect("a record")
}

impl Kind<'_> {
    fn stage(&self, query: &str, more: &str) -> Stage {
        Stage::new(&format!("driver = '{}'\n{}", self.driver, self.reach), query, more)
    }

    fn refused(&self, query: &str) -> String {
        let (_, outcome) = self.stage(query, "").read();
        outcome.expect_err("must not be read")
    }

    fn keeps_the_contract(&self) {
        self.reads_twenty_thousand_rows();
        self.writes_every_type_as_text();
        self.writes_nothing();
        self.believes_nothing_that_breaks_off();
        self.tells_changes();
    }

    fn reads_twenty_thousand_rows(&self) {
        let all = format!("select {COLUMNS} from staff");
        let (rows, outcome) = self.stage(&all, "count_query = 'select count(*) from staff'").read();
        assert_eq!(outcome, Ok(()));
        assert_eq!(rows.len(), 20_000);
        assert!(rows.iter().all(|row| !good(row).person_id.is_empty()));
        let more = "count_query = 'select count(*) + 1 from staff'";
        let (_, outcome) = self.stage(&all, more).read();
        assert!(outcome.expect_err("refused").contains("states 20001 rows, its query gave 20000"));
        let (_, outcome) = self.stage(&all, "count_query = 'select id from staff'").read();
        assert!(outcome.expect_err("refused").contains("gives no number"));
        let (rows, outcome) = self.stage(&format!("{all} where id < 0"), "").read();
        assert_eq!((rows.len(), outcome), (0, Ok(())));
        assert!(self.refused("select id, given from staff").contains("mapping.family_name \"family\""));
    }

    fn writes_every_type_as_text(&self) {
        let (rows, outcome) = self.stage(&format!("select {COLUMNS} from staff where id = 7"), "").read();
        assert_eq!(outcome, Ok(()));
        let record = good(&rows[0]);
        assert_eq!((record.person_id.as_str(), record.given_name.as_str()), ("7", "Марʼяна"));
        assert_eq!((record.family_name.as_str(), record.title.as_str()), ("Їжакевич; \"О'Коннор\"", ""));
        assert_eq!((record.starts_on.as_str(), record.ends_on.as_str()), ("2026-11-21", ""));
        assert!(matches!(record.protected.as_str(), "true" | "1"), "{}", record.protected);
    }

    fn writes_nothing(&self) {
        let before = (self.sql)("select count(*) from staff");
        for query in [
            "insert into staff (id, given) values (99999, 'x')",
            "update staff set given = 'x'",
            "delete from staff",
            "create table other (id int)",
            "drop table staff",
            "select id from staff; delete from staff",
            "select 1; commit; delete from staff",
            "no sql at all",
        ] {
            let error = self.refused(query);
            assert!(error.contains("refused") || error.contains("tries to write"), "{query}: {error}");
            assert_eq!((self.sql)("select count(*) from staff"), before, "{query}");
        }
    }

    fn believes_nothing_that_breaks_off(&self) {
        // The 15,000th row cannot be computed.
        let broken = match self.driver {
            "sqlite" => "abs(case when id = 15000 then -9223372036854775808 else id end)",
            "mariadb" => "case when id = 15000 then (select id from staff) else id end",
            _ => "id / (id - 15000)",
        };
        let columns = COLUMNS.replacen("post", &format!("{broken} as post"), 1);
        let (rows, outcome) = self.stage(&format!("select {columns} from staff order by id"), "").read();
        let error = outcome.expect_err("must not be taken for whole");
        assert!(error.contains("broke off"), "{error}");
        assert!(!error.contains("15000") && rows.len() < 15_001, "{error}");
    }

    fn tells_changes(&self) {
        let changed = format!(
            "[register.changed]\nquery = 'select {COLUMNS}, version from staff where version >= {} - 1'\n\
             cursor_column = 'version'\ncursor_start = '0'\nevery_seconds = 1",
            self.placeholder
        );
        let stage = self.stage(&format!("select {COLUMNS} from staff"), &changed);
        let open = || register::open(&stage.config).changes().expect("opened").expect("tells changes");
        let look = |stream: &mut Box<dyn register::Changes>| -> (Waited, Vec<String>) {
            let mut told = Vec::new();
            let waited = stream.next(Duration::ZERO, &mut |increment| match increment {
                Increment::Listed(row) => told.push(good(&row).person_id.clone()),
                Increment::Gone(_) => panic!("nobody goes by a query"),
            });
            told.sort();
            (waited.expect("looked"), told)
        };
        let mut stream = open();
        assert_eq!(look(&mut stream), (Waited::Lost, vec![]), "nothing is known yet: a full reading is needed");
        stream.keep().expect("kept");
        (self.sql)("update staff set given = 'Нова', version = version + 20000 where id in (3, 4)");
        assert_eq!(look(&mut stream), (Waited::Changed, vec!["3".to_owned(), "4".to_owned()]));
        assert_eq!(look(&mut stream).1, ["3", "4"], "what was not applied comes again");
        stream.keep().expect("kept");
        assert_eq!(look(&mut stream), (Waited::Quiet, vec![]), "what was applied does not");
        (self.sql)("update staff set given = 'Інша' where id = 4");
        assert_eq!(look(&mut stream), (Waited::Changed, vec!["4".to_owned()]));
        drop(stream);
        let mut stream = open();
        assert_eq!(look(&mut stream).0, Waited::Changed, "a new run goes on where the last one kept its place");
        let kept = fs::read_to_string(stage.folder.path().join("state.sql-cursor")).expect("kept");
        assert!(kept.contains("20004") && !kept.contains("Нова"), "{kept}");
    }
}

/// The statements that make `staff`, with a row that has all that is difficult.
fn table(types: [&str; 3], numbers: &str) -> String {
    let [date, yes_no, text] = types;
    format!(
        "create table staff (id bigint primary key, given {text}, family {text}, mail {text}, org {text}, post {text}, \
         starts {date}, ends {date}, guarded {yes_no}, version bigint, pad {text});\n\
         insert into staff select n, 'Олена', 'Петренко', concat('p', n, '@gov.example'), 'Interior', 'Спеціаліст', \
         null, null, false, n, 'x' from {numbers};\n\
         update staff set given = 'Марʼяна', family = 'Їжакевич; \"О''Коннор\"', post = null, starts = '2026-11-21', \
         guarded = true where id = 7;\n"
    )
}

#[test]
fn sqlite_keeps_the_contract() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("hr.sqlite");
    let connection = rusqlite::Connection::open(&path).expect("opened");
    let numbers = "(with recursive s(n) as (select 1 union all select n + 1 from s where n < 20000) select n from s)";
    let make = table(["text", "boolean", "text"], numbers)
        .replace("concat('p', n, '@gov.example')", "'p' || n || '@gov.example'");
    connection.execute_batch(&make).expect("made");
    let sql = |statement: &str| -> String {
        if statement.starts_with("select") {
            connection.query_row(statement, [], |row| row.get::<_, i64>(0)).expect("asked").to_string()
        } else {
            connection.execute_batch(statement).expect("done");
            String::new()
        }
    };
    let reach = format!("path = '{}'", path.display());
    Kind { driver: "sqlite", reach, sql: &sql, placeholder: "?" }.keeps_the_contract();
}

#[test]
fn a_file_that_is_no_database_is_refused() {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("hr.sqlite");
    let reach = format!("driver = 'sqlite'\npath = '{}'", path.display());
    assert!(Stage::new(&reach, "select 1", "").read().1.expect_err("refused").contains("cannot open"));
    assert!(!path.exists(), "nothing is created");
    fs::write(&path, "key;given;family\n".repeat(100)).expect("written");
    assert!(Stage::new(&reach, "select 1 from staff", "").read().1.is_err());
}

#[test]
fn postgresql_keeps_the_contract() {
    let Some(mut server) = Postgres::start(&[]).expect("PostgreSQL starts") else {
        eprintln!("skipped: PostgreSQL is not installed");
        return;
    };
    let sql = |statements: &str| server.sql("hr", statements).expect("done");
    let create = format!("create role hr login password '{PASSWORD}';");
    server.sql("postgres", &create).expect("role");
    server.sql("postgres", "create database hr owner hr").expect("database");
    sql(&table(["date", "boolean", "text"], "generate_series(1, 20000) as n"));
    // The role may do everything: what keeps it from writing is how it is asked.
    sql("alter table staff owner to hr; alter schema public owner to hr");
    let folder = tempfile::tempdir().expect("folder");
    let reach = url(&folder, &format!("postgresql://hr:{PASSWORD}@127.0.0.1:{}/hr\n", server.port));
    let kind = Kind { driver: "postgresql", reach: reach.clone(), sql: &sql, placeholder: "$1::bigint" };
    kind.keeps_the_contract();

    // A function that writes looks like a select.
    sql("create function evil() returns int language sql as 'insert into staff (id) values (99999) returning 1'");
    let all = "select id, given, family, mail, org, post, starts, ends, evil() as guarded from staff";
    assert!(kind.refused(all).contains("tries to write"));
    sql("create type rank as enum ('Чергова'); create domain remark as text");
    let types = "select '7a0e0b1c-6f2e-4d6e-9a55-0c1d2e3f4a5b'::uuid as id, 'Чергова'::rank as given, \
                 'ok'::remark as family, 1.50::numeric as mail, array['a','b'] as org, 'x'::bytea as post, \
                 timestamptz '2026-11-21 01:30:00+02' as starts, date '2026-12-31' as ends, false as guarded";
    let (rows, outcome) = kind.stage(types, "").read();
    assert_eq!(outcome, Ok(()));
    let record = good(&rows[0]);
    let texts = [&record.person_id, &record.given_name, &record.family_name, &record.email, &record.organisation];
    assert_eq!(texts, ["7a0e0b1c-6f2e-4d6e-9a55-0c1d2e3f4a5b", "Чергова", "ok", "1.50", "{a,b}"]);
    let texts = [&record.title, &record.starts_on, &record.ends_on, &record.protected];
    assert_eq!(texts, ["\\x78", "2026-11-20 23:30:00+00", "2026-12-31", "false"]);

    let wrong = url(&folder, &format!("postgresql://hr:not-{PASSWORD}@127.0.0.1:{}/hr\n", server.port));
    let wrong = Kind { reach: wrong, ..kind };
    let error = wrong.refused("select 1");
    assert!(error.contains("cannot connect") && !error.contains(PASSWORD), "{error}");

    let all = format!("select {COLUMNS} from staff");
    let reach = url(&folder, &format!("postgresql://hr:{PASSWORD}@127.0.0.1:{}/hr\n", server.port));
    let stage = Stage::new(&format!("driver = 'postgresql'\n{reach}"), &all, "");
    let (rows, outcome) = stage.read_each(|count| {
        if count == 5_000 {
            server.kill();
        }
    });
    let error = outcome.expect_err("must not be taken for whole");
    assert!(error.contains("is not whole") && rows.len() < 20_000, "{error}");
    assert!(stage.read().1.expect_err("refused").contains("cannot connect"));
}

#[test]
fn mariadb_keeps_the_contract() {
    let Some(mut server) = Mariadb::start(&[]).expect("MariaDB starts") else {
        eprintln!("skipped: MariaDB is not installed");
        return;
    };
    let sql = |statements: &str| server.sql(&format!("use hr; {statements}")).expect("done");
    server.sql("create database hr character set utf8mb4").expect("database");
    let grant = format!("create user hr@'127.0.0.1' identified by '{PASSWORD}'; grant all on hr.* to hr@'127.0.0.1'");
    server.sql(&grant).expect("user");
    sql(&table(["date", "boolean", "text"], "(select seq as n from seq_1_to_20000) as numbers"));
    let folder = tempfile::tempdir().expect("folder");
    let address = format!("mariadb://hr:{PASSWORD}@127.0.0.1:{}/hr", server.port);
    let kind = Kind { driver: "mariadb", reach: url(&folder, &address), sql: &sql, placeholder: "?" };
    kind.keeps_the_contract();

    // A procedure that ends the transaction and then writes.
    sql("\ndelimiter //\ncreate procedure evil() begin commit; insert into staff (id) values (99999); select 1; end//");
    assert!(kind.refused("call evil()").contains("tries to write"));
    let types = "select uuid() as id, cast(1.50 as decimal(5,2)) as given, _latin1 x'e9' as family, \
                 0.5e0 as mail, json_object('a', 1) as org, x'ff' as post, timestamp'2026-11-21 01:30:00' as starts, \
                 date'2026-12-31' as ends, true as guarded";
    let (rows, outcome) = kind.stage(types, "").read();
    assert_eq!(outcome, Ok(()));
    let reason = rows[0].as_ref().expect_err("a value that is no text").reason.clone();
    assert!(reason.contains("no text"), "{reason}");
    let (rows, _) = kind.stage(&types.replace("x'ff' as", "'' as"), "").read();
    let record = good(&rows[0]);
    let texts = [&record.given_name, &record.family_name, &record.email, &record.organisation, &record.starts_on];
    assert_eq!(texts, ["1.50", "é", "0.5", "{\"a\": 1}", "2026-11-21 01:30:00"]);

    let wrong = url(&folder, &address.replace(PASSWORD, "not-the-pa55-w0rd"));
    let error = Kind { reach: wrong, ..kind }.refused("select 1");
    assert!(error.contains("cannot connect") && !error.contains("not-the-pa55"), "{error}");

    let encrypted = format!("{}\nca_file = 'ca.pem'", url(&folder, &address));
    let error = Kind { reach: encrypted, ..kind }.refused("select 1");
    assert!(error.contains("TLS"), "a server without it is not spoken to: {error}");

    // More than fits into the sockets, so that the server still has rows to send when it ends.
    sql("update staff set pad = repeat('x', 4000)");
    let stage = Stage::new(
        &format!("driver = 'mariadb'\n{}", url(&folder, &address)),
        &format!("select {COLUMNS}, pad from staff"),
        "",
    );
    let (rows, outcome) = stage.read_each(|count| {
        if count == 100 {
            server.kill();
        }
    });
    let error = outcome.expect_err("must not be taken for whole");
    assert!(error.contains("is not whole") && rows.len() < 20_000, "{error}");
}
