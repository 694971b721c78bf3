//! Reading what looks like Active Directory. It is slapd with a schema that defines the attributes; nothing here keeps
//! them up to date as a domain controller does, so the tests write them.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use directory_sync::register::{Changes, Waited};

use crate::ldap::{Stage, dn, quiet, staff, told, wait};
use crate::slapd::{Options, SUFFIX, Slapd};

const USN: &str = "mode = \"active_directory\"\npoll_seconds = 1\noverlap = 5";

fn service(name: &str) -> Option<String> {
    Some(format!("cn={name},{SUFFIX}"))
}

/// Base64 of a GUID whose every byte is this.
fn guid(at: usize) -> String {
    let byte = u8::try_from(at).expect("few people");
    let bytes = [byte; 16];
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::new();
    for part in bytes.chunks(3) {
        let number = part.iter().chain(&[0; 2]).take(3).fold(0_usize, |sum, byte| sum << 8 | usize::from(*byte));
        for place in 0..=part.len() {
            text.push(char::from(LETTERS[number >> (18 - 6 * place) & 63]));
        }
        text.extend(std::iter::repeat_n('=', 3 - part.len()));
    }
    text
}

/// A directory of so many people, the last changed under the number 100 and so on.
fn directory(people: usize) -> String {
    let mut ldif = staff(1, people);
    for at in 0..people {
        let mut extra = format!("objectClass: accountOfAd\nobjectGUID:: {}\n", guid(at + 1));
        write!(extra, "userAccountControl: 512\naccountExpires: 9223372036854775807\nuSNChanged: {}\n", 100 + at)
            .expect("written");
        write!(extra, "whenChanged: 20261101{:02}0000Z\nuid: u{at}\ncn:", at % 24).expect("written");
        ldif = ldif.replacen(&format!("uid: u{at}\ncn:"), &extra, 1);
    }
    ldif
}

fn stage(register: &str) -> Stage {
    let options = Options { service_name: service("dc1"), ..Options::default() };
    let mut stage = Stage::new(Slapd::start_with(options, &directory(20)).expect("started"), register);
    stage.mapping = "person_id = \"objectGUID\"\nunit = \"ou\"\ntitle = \"title\"".to_owned();
    stage
}

/// Changes somebody's title under a number.
fn change(stage: &Stage, at: usize, title: &str, usn: usize) {
    let dn = dn(at, 0);
    stage
        .slapd
        .modify(&format!(
            "dn: {dn}\nchangetype: modify\nreplace: title\ntitle: {title}\n-\nreplace: uSNChanged\nuSNChanged: {usn}\n"
        ))
        .expect("changed");
}

fn key(at: usize) -> String {
    let pair = format!("{:02x}", at + 1);
    [4, 2, 2, 2, 6].map(|bytes| pair.repeat(bytes)).join("-")
}

#[test]
fn people_are_known_by_their_guid_and_their_accounts_are_understood() {
    let stage = stage(USN);
    stage
        .slapd
        .modify(&format!(
            "dn: {}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 66050\n\n\
             dn: {}\nchangetype: modify\nreplace: userAccountControl\nuserAccountControl: 528\n\n\
             dn: {}\nchangetype: modify\nreplace: accountExpires\naccountExpires: 134432352000000000\n",
            dn(1, 0),
            dn(2, 0),
            dn(3, 0)
        ))
        .expect("changed");
    let people = stage.people();
    assert_eq!(people.len(), 20);
    assert_eq!(people[&key(1)].place, format!("entry {}", key(1)));
    assert_eq!((people[&key(1)].state.as_str(), people[&key(1)].family_name.as_str()), ("suspended", "Family1"));
    assert_eq!(people[&key(2)].state, "", "locked out after wrong passwords: no departure");
    assert_eq!(people[&key(3)].ends_on, "2026-12-31");
    assert_eq!(people[&key(4)].ends_on, "");
}

#[test]
fn changes_are_found_by_number_and_late_ones_within_the_overlap() {
    let stage = stage(USN);
    let mut changes = stage.changes();
    let heard = wait(changes.as_mut(), Duration::from_secs(3)).expect("waited");
    assert_eq!(heard, (Waited::Lost, vec![]), "nobody has read everything yet");
    let _ = stage.people();
    // What lies within the overlap is told once more after a start.
    let again = told(changes.as_mut(), 6);
    assert_eq!(again.len(), 6, "{again:?}");
    quiet(changes.as_mut());
    change(&stage, 1, "Head", 200);
    assert_eq!(told(changes.as_mut(), 1), [format!("{} at Unit 0, Head", key(1))]);
    // A number below the highest becomes visible late; one far below is for the full reading.
    change(&stage, 2, "Late", 196);
    change(&stage, 3, "Too late", 194);
    assert_eq!(told(changes.as_mut(), 1), [format!("{} at Unit 0, Late", key(2))]);
    change(&stage, 1, "Head again", 201);
    assert_eq!(told(changes.as_mut(), 1), [format!("{} at Unit 0, Head again", key(1))]);
    std::thread::sleep(Duration::from_millis(1100));
    quiet(changes.as_mut());
}

#[test]
fn the_place_is_written_down_only_when_changes_were_applied() {
    let stage = stage(USN);
    let _ = stage.people();
    let begin = |stage: &Stage| -> Box<dyn Changes> { stage.changes() };
    let _ = told(begin(&stage).as_mut(), 6);
    change(&stage, 1, "Head", 300);
    for _ in 0..2 {
        let (waited, told) = wait(begin(&stage).as_mut(), Duration::from_secs(3)).expect("waited");
        assert_eq!(waited, Waited::Changed);
        assert!(told.contains(&format!("{} at Unit 0, Head", key(1))), "{told:?}");
    }
    // Another full reading does not jump over what was not applied.
    let _ = stage.people();
    let heard = told(begin(&stage).as_mut(), 1);
    assert!(heard.contains(&format!("{} at Unit 0, Head", key(1))), "{heard:?}");
    change(&stage, 2, "Clerk II", 301);
    let heard = told(begin(&stage).as_mut(), 2);
    assert_eq!(heard.len(), 2, "the one, and the one before within the overlap: {heard:?}");
}

#[test]
fn numbers_of_another_server_mean_nothing() {
    let mut stage = stage(USN);
    let _ = stage.people();
    let mut changes = stage.changes();
    let _ = told(changes.as_mut(), 6);
    stage.slapd.restart_with(|options| options.service_name = service("dc2")).expect("restarted");
    // What is left of the old connection, then the other server.
    let deadline = Instant::now() + Duration::from_secs(20);
    let waited = loop {
        assert!(Instant::now() < deadline);
        if let Ok((waited, _)) = wait(changes.as_mut(), Duration::from_secs(2))
            && waited != Waited::Quiet
        {
            break waited;
        }
    };
    assert_eq!(waited, Waited::Lost);
    let _ = stage.people();
    change(&stage, 1, "Head", 400);
    assert!(told(changes.as_mut(), 7).contains(&format!("{} at Unit 0, Head", key(1))));
    stage.slapd.restart_with(|options| options.service_name = None).expect("restarted");
    assert!(stage.refused().contains("register.track"), "{}", stage.refused());
}

#[test]
fn changes_are_found_by_time() {
    for (track, attribute) in [("when_changed", "whenChanged"), ("modify_timestamp", "modifyTimestamp")] {
        let register = format!("mode = \"active_directory\"\npoll_seconds = 1\ntrack = \"{track}\"\noverlap = 1");
        let stage = stage(&register);
        let _ = stage.people();
        let mut changes = stage.changes();
        while wait(changes.as_mut(), Duration::from_millis(500)).expect("waited").0 == Waited::Changed {
            changes.keep().expect("kept");
        }
        std::thread::sleep(Duration::from_millis(2100));
        let extra =
            if attribute == "whenChanged" { "-\nreplace: whenChanged\nwhenChanged: 20261102000000Z\n" } else { "" };
        let change = format!("dn: {}\nchangetype: modify\nreplace: title\ntitle: Head\n{extra}", dn(5, 0));
        stage.slapd.modify(&change).expect("changed");
        assert_eq!(told(changes.as_mut(), 1), [format!("{} at Unit 0, Head", key(5))], "{track}");
    }
}

#[test]
fn the_parts_beside_a_domain_are_left_out_and_a_child_domain_is_not() {
    let stage = stage(USN);
    let refer = |to: &str| {
        format!(
            "dn: dc={to},ou=people,{SUFFIX}\nchangetype: add\nobjectClass: referral\nobjectClass: extensibleObject\n\
             dc: {to}\nref: ldap://{to}.gov.example/DC={to},{SUFFIX}\n\n"
        )
    };
    stage.slapd.modify(&format!("{}{}", refer("ForestDnsZones"), refer("DomainDnsZones"))).expect("added");
    assert_eq!(stage.people().len(), 20);
    stage.slapd.modify(&refer("child")).expect("added");
    assert!(stage.refused().contains("another server"), "{}", stage.refused());
}
