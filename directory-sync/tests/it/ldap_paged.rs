//! Reading a directory server page by page: all of it, or nothing.

use std::time::{Duration, Instant};

use directory_sync::person;
use directory_sync::register::RegisterError;

use crate::ldap::{Stage, dn, person as ldif_of, staff, unit_dn};
use crate::slapd::{Options, SUFFIX, Slapd};

fn limited(limits: &str) -> Options {
    Options { limits: limits.to_owned(), ..Options::default() }
}

#[test]
fn five_thousand_people_are_read_whole_whatever_the_page() {
    let slapd = Slapd::start(&staff(10, 5_000)).expect("started");
    let mut stage = Stage::new(slapd, "page_size = 500");
    let people = stage.people();
    assert_eq!(people.len(), 5_000);
    let one = &people["HR-4999"];
    assert_eq!(
        (one.unit.as_str(), one.family_name.as_str(), one.email.as_str()),
        ("Unit 9", "Family4999", "u4999@gov.example")
    );
    assert!(one.place.starts_with("entry ") && one.place.len() == 42, "{}", one.place);
    for size in ["1000", "7"] {
        stage.register = format!("page_size = {size}");
        assert_eq!(stage.people(), people, "{size} a page");
    }
    stage.register = "scope = \"one_level\"".to_owned();
    assert_eq!(stage.people().len(), 0, "people stand two levels below the base");
}

#[test]
fn a_server_killed_in_the_middle_makes_the_reading_nothing() {
    let slapd = Slapd::start(&staff(4, 2_000)).expect("started");
    let mut stage = Stage::new(slapd, "page_size = 100\ntimeout_seconds = 20");
    let register = directory_sync::register::open(&stage.config());
    let (mut rows, begun) = (0, Instant::now());
    let slapd = &mut stage.slapd;
    let error = register.read(&mut |_| {
        rows += 1;
        if rows == 950 {
            slapd.kill().expect("killed");
        }
    });
    let error = error.expect_err("refused");
    assert!((950..1_100).contains(&rows), "{rows} rows came");
    assert!(matches!(error, RegisterError::Read { .. } | RegisterError::Partial { .. }), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(15));
    stage.slapd.begin().expect("started again");
    assert_eq!(stage.people().len(), 2_000);
}

#[test]
fn a_limit_reached_in_the_middle_makes_the_reading_nothing() {
    let slapd = Slapd::start_with(limited("size=unlimited size.pr=100 size.prtotal=250"), &staff(4, 600));
    let mut stage = Stage::new(slapd.expect("started"), "page_size = 100");
    let mut rows = 0;
    let error = stage.read_each(&mut |_| rows += 1).expect_err("refused").to_string();
    assert!(rows >= 200, "{rows}");
    assert!(error.contains("not whole") && error.contains("size limit"), "{error}");
    // A page that is larger than the server allows is refused by it, not cut.
    stage.register = "page_size = 101".to_owned();
    assert!(stage.refused().contains("not whole"), "{}", stage.refused());
    stage
        .slapd
        .restart_with(|options| options.limits = "size=unlimited size.prtotal=unlimited".to_owned())
        .expect("restarted");
    assert_eq!(stage.people().len(), 600);
}

#[test]
fn a_reference_to_another_server_makes_the_reading_nothing() {
    let elsewhere = format!(
        "dn: ou=Elsewhere,ou=people,{SUFFIX}\nobjectClass: referral\nobjectClass: extensibleObject\nou: Elsewhere\n\
         ref: ldap://other.gov.example/ou=people,{SUFFIX}\n\n"
    );
    let slapd = Slapd::start(&format!("{}{elsewhere}", staff(2, 20))).expect("started");
    let mut stage = Stage::new(slapd, "");
    assert!(stage.refused().contains("another server"), "{}", stage.refused());
    stage.register = "mode = \"syncrepl\"".to_owned();
    assert!(stage.refused().contains("another server"), "{}", stage.refused());
}

#[test]
fn an_entry_without_a_key_is_told_by_its_number_and_without_a_name() {
    let slapd = Slapd::start(&staff(2, 5)).expect("started");
    slapd.modify(&format!("dn: {}\nchangetype: modify\ndelete: employeeNumber\n", dn(3, 1))).expect("modified");
    let stage = Stage::new(slapd, "");
    let rows = stage.read().expect("read");
    let unreadable: Vec<_> = rows.into_iter().filter_map(Result::err).collect();
    assert_eq!(unreadable.len(), 1);
    assert!(unreadable[0].place.starts_with("entry ") && unreadable[0].reason.contains("employeeNumber"));
    let all = format!("{unreadable:?}");
    assert!(!all.contains("Family3") && !all.contains("u3") && !all.contains("uid"), "{all}");
}

#[test]
fn a_misspelt_attribute_a_wrong_base_and_a_wrong_password_are_told() {
    let slapd = Slapd::start(&staff(2, 5)).expect("started");
    let mut stage = Stage::new(slapd, "");
    stage.mapping = "person_id = \"employeeNummer\"".to_owned();
    let error = stage.refused();
    assert!(error.contains("mapping.person_id") && error.contains("employeeNumber"), "{error}");
    stage.mapping = "person_id = \"EMPLOYEENUMBER;lang-uk\"".to_owned();
    assert_eq!(stage.read().expect("read").len(), 5, "an option of an attribute is no misspelling");
    stage.mapping = "person_id = \"entryUUID\"".to_owned();
    assert_eq!(stage.people().len(), 5);
    stage.register = "timeout_seconds = 5".to_owned();
    std::fs::write(stage.slapd.password_file(), "wrong").expect("written");
    let error = stage.refused();
    assert!(error.contains("bind_dn") && !error.contains("wrong"), "{error}");
    std::fs::write(stage.slapd.password_file(), "\n").expect("written");
    assert!(stage.refused().contains("no password"), "a bind without a password would succeed as nobody");
    stage.slapd.stop().expect("stopped");
    std::fs::write(stage.slapd.password_file(), crate::slapd::PASSWORD).expect("written");
    assert!(stage.refused().contains("no connection"), "{}", stage.refused());
}

#[test]
fn nobody_is_an_empty_register_and_no_base_is_an_error() {
    let slapd = Slapd::start("").expect("started");
    let stage = Stage::new(slapd, "");
    assert!(stage.refused().contains("no entry register.base"), "{}", stage.refused());
    stage
        .slapd
        .modify(&format!("dn: ou=people,{SUFFIX}\nchangetype: add\nobjectClass: organizationalUnit\nou: people\n"))
        .expect("added");
    assert_eq!(stage.people().len(), 0);
}

#[test]
fn a_move_and_a_renamed_unit_change_units_and_nobody_leaves() {
    let slapd = Slapd::start(&staff(4, 200)).expect("started");
    let mut stage = Stage::new(slapd, "");
    stage.mapping = "person_id = \"employeeNumber\"\nunit = \"dn_units\"\nphone = \"entryUUID\"".to_owned();
    let before = stage.people();
    assert_eq!(before["HR-0001"].unit, "Unit 1");
    stage
        .slapd
        .modify(&format!(
            "dn: {}\nchangetype: modrdn\nnewrdn: uid=u0\ndeleteoldrdn: 0\nnewsuperior: {}\n\n\
             dn: {}\nchangetype: modrdn\nnewrdn: ou=Unit One\ndeleteoldrdn: 1\n",
            dn(0, 0),
            unit_dn(2),
            unit_dn(1)
        ))
        .expect("moved");
    let after = stage.people();
    assert_eq!(before.keys().collect::<Vec<_>>(), after.keys().collect::<Vec<_>>(), "the same people");
    let changed: Vec<_> = after.values().filter(|now| before[&now.person_id].unit != now.unit).collect();
    assert_eq!(changed.len(), 51);
    assert_eq!(changed.iter().filter(|now| now.unit == "Unit One").count(), 50);
    assert_eq!(after["HR-0000"].unit, "Unit 2");
    assert!(after.values().all(|now| before[&now.person_id].phone == now.phone), "the same entries");
}

#[test]
fn days_and_flags_in_the_servers_own_writing_are_understood() {
    let slapd = Slapd::start(&staff(1, 2)).expect("started");
    slapd
        .modify(&format!(
            "dn: {}\nchangetype: modify\nadd: lastWorkingDay\nlastWorkingDay: 20261231220000Z\n-\n\
             add: protectedPost\nprotectedPost: TRUE\n\n{}",
            dn(0, 0),
            ldif_of(7, 0).replacen("objectClass", "changetype: add\nobjectClass", 1)
        ))
        .expect("modified");
    let mut stage = Stage::new(slapd, "");
    stage.mapping = "person_id = \"employeeNumber\"\nends_on = \"lastWorkingDay\"\nprotected = \"protectedPost\"\n\
                     dates = \"generalized_time\"\ndates_offset = \"+02:00\""
        .to_owned();
    let (people, config) = (stage.people(), stage.config());
    let entry = |key: &str| person::Parser::new(&config).parse(people[key].clone()).expect("a good row").entry;
    assert_eq!((entry("HR-0000").ends_on.as_deref(), entry("HR-0000").protected), (Some("2027-01-01"), true));
    assert_eq!((entry("HR-0007").ends_on, entry("HR-0007").protected), (None, false));
}
