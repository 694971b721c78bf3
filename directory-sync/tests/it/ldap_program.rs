//! The program itself with a directory server: what it plans, and that it plans nothing from a part of it.

use std::fs;
use std::time::Duration;

use crate::bridge::{Stage, World};
use crate::ldap::{dn, staff};
use crate::slapd::{READER, SUFFIX, Slapd};
use crate::wire::Wire;

/// Lets the program read this server instead of a file.
fn point_to(stage: &Stage, slapd: &Slapd, url: &str, mode: &str) {
    let text = fs::read_to_string(stage.path("sync.toml")).expect("read");
    let (head, rest) = text.split_once("[register]").expect("a register");
    let limits = rest.split_once("[limits]").expect("limits").1;
    let register = format!(
        "[register]\nkind = \"ldap\"\nmode = \"{mode}\"\nurl = \"{url}\"\nbase = \"ou=people,{SUFFIX}\"\n\
         filter = \"(objectClass=inetOrgPerson)\"\nbind_dn = \"{READER}\"\npassword_file = {:?}\npage_size = 50\n\
         [mapping]\nperson_id = \"employeeNumber\"\ngiven_name = \"givenName\"\nfamily_name = \"sn\"\nemail = \"mail\"\n\
         organisation = \"o\"\nunit = \"ou\"\ntitle = \"title\"\n[organisations]\n\"Ministry\" = \"interior\"\n[limits]",
        slapd.password_file()
    );
    fs::write(stage.path("sync.toml"), format!("{head}{register}{limits}")).expect("written");
}

/// The line of the whole in what the program shows.
fn total(out: &str) -> Vec<String> {
    let line = out.lines().find(|line| line.trim_start().starts_with("total")).expect("a total");
    line.split_whitespace().map(str::to_owned).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn people_are_planned_from_a_directory_and_nothing_from_a_part_of_it() {
    for mode in ["paged", "syncrepl"] {
        let stage = Stage::new().await;
        let mut slapd = Slapd::start(&staff(4, 400)).expect("started");
        let wire = Wire::to(slapd.port());
        point_to(&stage, &slapd, &wire.url(), mode);
        // The schema, some 40 KB, comes first; then 400 people of some 300 bytes each.
        wire.cut_after(100_000);
        let (code, out, err) = stage.run(&["plan"]).await;
        assert_eq!((code, out.contains("listed")), (1, false), "{mode}: {out}{err}");
        assert!(err.contains("closed the connection"), "{mode}: {err}");
        assert!(!err.contains("Family") && !err.contains('@'), "{err}");
        assert!(!stage.path("plan.json").exists());
        wire.cut_after(u64::MAX);
        stage.bring_in_line().await;
        assert_eq!(stage.working(), 400, "{mode}");

        fs::remove_file(stage.path("plan.json")).expect("removed");
        for at in [5, 6, 7] {
            slapd.delete(&dn(at, at % 4)).expect("deleted");
        }
        slapd.restart().expect("restarted");
        if mode == "paged" {
            wire.cut_after(100_000);
            assert_eq!(stage.run(&["plan"]).await.0, 1, "{mode}");
            assert!(!stage.path("plan.json").exists());
            wire.cut_after(u64::MAX);
        }
        let (code, out, err) = stage.run(&["plan"]).await;
        assert_eq!(code, 0, "{mode}: {out}{err}");
        assert!(out.starts_with("397 people listed"), "{mode}: {out}");
        assert_eq!(total(&out).iter().filter(|word| *word == "3").count(), 1, "three are missing: {out}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_in_the_directory_reaches_the_catalogue_while_the_program_watches() {
    let stage = Stage::new().await;
    let slapd = Slapd::start(&staff(4, 60)).expect("started");
    point_to(&stage, &slapd, &slapd.url(), "syncrepl");
    stage.bring_in_line().await;
    let journal = stage.path("state.json.watch");
    let hr = std::thread::spawn(move || {
        // The first full reading is over: whatever comes now comes as a change.
        while !journal.exists() {
            std::thread::sleep(Duration::from_millis(20));
        }
        slapd.replace(&dn(1, 1), "title", "Head").expect("replaced");
        slapd
    });
    let has = |world: &World, title: &str| world.rows.values().any(|row| row.entry.title == title);
    stage.run_until(&["watch"], |world| has(world, "Head")).await;
    let slapd = hr.join().expect("HR is done");
    // Killed between hearing and keeping, perhaps: the next run hears what happened meanwhile.
    slapd.replace(&dn(2, 2), "title", "Deputy").expect("replaced");
    stage.run_until(&["watch"], |world| has(world, "Deputy")).await;
    assert_eq!(stage.working(), 60);
}
