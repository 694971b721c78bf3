//! What the tests of directory servers share: a staff of any size as LDIF, a configuration for it, and readings.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use directory_sync::config::Config;
use directory_sync::register::{self, Changes, Increment, Record, RegisterError, Row, Waited};

use crate::slapd::{READER, SUFFIX, Slapd};

/// What changed, in short: `HR-0001 at Unit 1`, `gone HR-0001`.
pub(crate) type Told = Vec<String>;

/// Units below `ou=people`, and so many people spread over them.
pub(crate) fn staff(units: usize, people: usize) -> String {
    let mut ldif = format!("dn: ou=people,{SUFFIX}\nobjectClass: organizationalUnit\nou: people\n\n");
    for unit in 0..units {
        let dn = unit_dn(unit);
        write!(ldif, "dn: {dn}\nobjectClass: organizationalUnit\nou: Unit {unit}\n\n").expect("written");
    }
    for at in 0..people {
        ldif.push_str(&person(at, at % units));
    }
    ldif
}

/// The name of a unit.
pub(crate) fn unit_dn(unit: usize) -> String {
    format!("ou=Unit {unit},ou=people,{SUFFIX}")
}

/// The name of a person in a unit.
pub(crate) fn dn(at: usize, unit: usize) -> String {
    format!("uid=u{at},{}", unit_dn(unit))
}

/// One person as LDIF.
pub(crate) fn person(at: usize, unit: usize) -> String {
    format!(
        "dn: {}\nobjectClass: inetOrgPerson\nobjectClass: civilServant\nuid: u{at}\ncn: Given{at} Family{at}\n\
         givenName: Given{at}\nsn: Family{at}\nmail: u{at}@gov.example\no: Ministry\nemployeeNumber: HR-{at:04}\n\
         ou: Unit {unit}\ntitle: Clerk\nhomePhone: +380 44 000\n\n",
        dn(at, unit)
    )
}

/// A register that is a running server, in a folder of its own.
pub(crate) struct Stage {
    pub(crate) slapd: Slapd,
    folder: tempfile::TempDir,
    /// Lines of `[register]`.
    pub(crate) register: String,
    /// Lines of `[mapping]`.
    pub(crate) mapping: String,
    /// Instead of the server's own address.
    pub(crate) url: Option<String>,
}

impl Stage {
    pub(crate) fn new(slapd: Slapd, register: &str) -> Self {
        let mapping = "person_id = \"employeeNumber\"\nunit = \"ou\"\ntitle = \"title\"".to_owned();
        let folder = tempfile::tempdir().expect("folder");
        Self { slapd, folder, register: register.to_owned(), mapping, url: None }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn config(&self) -> Config {
        let url = self.url.clone().unwrap_or_else(|| self.slapd.url());
        let text = format!(
            "state_file = \"state.json\"\n\
             [bridge]\nbase_url = \"http://127.0.0.1:1\"\ntoken_file = \"token\"\n\
             [register]\nkind = \"ldap\"\nurl = \"{url}\"\nbase = \"ou=people,{SUFFIX}\"\n\
             filter = \"(objectClass=inetOrgPerson)\"\nbind_dn = \"{READER}\"\npassword_file = {:?}\n{}\n\
             [mapping]\ngiven_name = \"givenName\"\nfamily_name = \"SN\"\nemail = \"mail\"\norganisation = \"o\"\n{}\n\
             [organisations]\n\"Ministry\" = \"ministry\"\n",
            self.slapd.password_file(),
            self.register,
            self.mapping
        );
        let path = self.path("sync.toml");
        fs::write(&path, text).expect("written");
        Config::load(&path).expect("a valid configuration")
    }

    /// A full reading, row by row.
    pub(crate) fn read_each(&self, each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        register::open(&self.config()).read(each)
    }

    /// A full reading.
    pub(crate) fn read(&self) -> Result<Vec<Row>, RegisterError> {
        let mut rows = Vec::new();
        self.read_each(&mut |row| rows.push(row)).map(|()| rows)
    }

    /// A full reading in which every row is a person: records by key.
    pub(crate) fn people(&self) -> BTreeMap<String, Record> {
        let rows = self.read().expect("read");
        let count = rows.len();
        let people: BTreeMap<_, _> =
            rows.into_iter().map(|row| row.expect("a record")).map(|row| (row.person_id.clone(), row)).collect();
        assert_eq!(people.len(), count, "nobody came twice");
        people
    }

    /// Why a reading was refused.
    pub(crate) fn refused(&self) -> String {
        self.read().expect_err("refused").to_string()
    }

    pub(crate) fn changes(&self) -> Box<dyn Changes> {
        register::open(&self.config()).changes().expect("opened").expect("this kind tells its changes")
    }
}

/// Waits once and tells what came.
pub(crate) fn wait(changes: &mut dyn Changes, patience: Duration) -> Result<(Waited, Told), RegisterError> {
    let mut told = Vec::new();
    let waited = changes.next(patience, &mut |increment| {
        told.push(match increment {
            Increment::Gone(key) => format!("gone {key}"),
            Increment::Listed(row) => match *row {
                Ok(record) => format!("{} at {}, {}", record.person_id, record.unit, record.title),
                Err(unreadable) => format!("unreadable: {}", unreadable.reason),
            },
        });
    })?;
    Ok((waited, told))
}

/// Waits until so many changes were told, keeping each set; fails after a while.
pub(crate) fn told(changes: &mut dyn Changes, count: usize) -> Told {
    let mut all = Vec::new();
    for _ in 0..100 {
        let (waited, told) = wait(changes, Duration::from_millis(300)).expect("told");
        assert_ne!(waited, Waited::Lost);
        all.extend(told);
        if waited == Waited::Changed {
            changes.keep().expect("kept");
        }
        if all.len() >= count {
            return all;
        }
    }
    panic!("only {all:?} were told");
}

/// Waits until nothing more comes.
pub(crate) fn quiet(changes: &mut dyn Changes) {
    let (waited, told) = wait(changes, Duration::from_millis(700)).expect("waited");
    assert_eq!((waited, told), (Waited::Quiet, vec![]));
}
