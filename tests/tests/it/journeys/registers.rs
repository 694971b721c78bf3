//! Real registers: an LDAP directory that is followed, loses its memory and most of its people; a PostgreSQL database; a
//! file that was cut in half; appliers that are killed and that meet.

#[path = "../../../../directory-sync/tests/it/postgres.rs"]
#[allow(dead_code)]
mod postgres;
#[path = "../../../../directory-sync/tests/it/slapd.rs"]
mod slapd;

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use directory_sync::plan_file::PlanFile;
use postgres::Postgres;
use slapd::{PASSWORD, READER, SUFFIX, Slapd};
use stack::{INTERIOR, PersonSample};
use system_tests::crowd::{CSV_HEAD, CSV_MAPPING, LDAP_MAPPING, Somebody, somebody};
use system_tests::people::Person;
use system_tests::register::{Catalogue, Register};
use system_tests::system::System;
use system_tests::until::until;

const PEOPLE: usize = 2000;
/// Readings count however soon they follow each other.
const LIMITS: &str = "[limits]\nmissing_interval_hours = 0\n";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ldap_directory_is_followed_and_loses_most_of_its_people() -> Result<()> {
    let system = System::up().await?;
    let catalogue = Catalogue::of(&system);
    catalogue.let_everybody_go()?;
    let mut slapd = Slapd::start(&directory())?;
    let register = Register::new(&system, "ldap", &section(&slapd)?, LDAP_MAPPING, LIMITS)?;
    register.bring_in_line().await?;
    ensure!(catalogue.working()? == PEOPLE, "{} people are there", catalogue.working()?);
    let anna = sign_up(&system, &somebody(0)).await?;

    let watching = register.start(&["watch"])?;
    a_new_post_is_found_at_once(&slapd, &anna).await?;
    a_renamed_unit_is_found_and_nobody_leaves(&slapd, &anna, &catalogue).await?;
    drop(watching);

    for n in 100..103 {
        slapd.delete(&name(&somebody(n)))?;
    }
    slapd.kill()?;
    slapd.begin()?;
    register.bring_in_line().await?;
    ensure!(catalogue.missing()? == 3, "{} people are missing after the session log was lost", catalogue.missing()?);
    for n in 103..140 {
        slapd.delete(&name(&somebody(n)))?;
    }
    register.bring_in_line().await?;
    ensure!(catalogue.missing()? == 40 && catalogue.working()? == PEOPLE, "two percent are not 40 missing people");

    for n in 140..1300 {
        slapd.delete(&name(&somebody(n)))?;
    }
    sixty_percent_wait_for_two_administrators(&system, &register, &catalogue).await?;
    let me = anna.messenger.search_people(&somebody(0).family, None, None).await?;
    ensure!(!me.people.is_empty(), "nobody is found any more");
    Ok(())
}

fn directory() -> String {
    let mut text = format!("dn: ou=people,{SUFFIX}\nobjectClass: organizationalUnit\nou: people\n\n");
    for n in 0..PEOPLE {
        text.push_str(&somebody(n).ldif(&format!("ou=people,{SUFFIX}")));
    }
    text
}

fn name(person: &Somebody) -> String {
    format!("employeeNumber={},ou=people,{SUFFIX}", person.key)
}

fn section(slapd: &Slapd) -> Result<String> {
    let password = slapd.path("reader");
    std::fs::write(&password, PASSWORD)?;
    Ok(format!(
        "kind = \"ldap\"\nmode = \"syncrepl\"\nurl = {:?}\nbind_dn = {READER:?}\npassword_file = {password:?}\n\
         base = \"ou=people,{SUFFIX}\"\nfilter = \"(objectClass=inetOrgPerson)\"",
        slapd.url()
    ))
}

async fn sign_up(system: &System, who: &Somebody) -> Result<Person> {
    let sample = PersonSample {
        person_id: who.key.clone(),
        name: format!("{} {}", who.given, who.family.to_uppercase()),
        email: who.email.clone(),
        organisation: who.ministry.organisation.to_owned(),
        server_name: system.stack().ports().server_name(who.ministry),
    };
    Person::sign_up_as(system, who.ministry, sample).await
}

async fn a_new_post_is_found_at_once(slapd: &Slapd, anna: &Person) -> Result<()> {
    let person = somebody(42);
    // Until the first full reading is over, changes wait.
    until("a change in the directory to be found", || async {
        slapd.replace(&name(&person), "title", "Chief Gardener")?;
        let found = anna.messenger.search_people("gardener", None, None).await?;
        Ok(found.people.iter().any(|p| p.person_id == person.key && p.title == "Chief Gardener").then_some(()))
    })
    .await
}

async fn a_renamed_unit_is_found_and_nobody_leaves(
    slapd: &Slapd,
    anna: &Person,
    catalogue: &Catalogue<'_>,
) -> Result<()> {
    let renamed: Vec<Somebody> = (0..PEOPLE).map(somebody).filter(|p| p.unit.starts_with("Audit/")).collect();
    let interior = renamed.iter().filter(|p| p.ministry == INTERIOR).count();
    let mut changes = String::new();
    for person in &renamed {
        let unit = person.unit.replace("Audit/", "Inspectorate General/");
        write!(
            changes,
            "dn: {}\nchangetype: modify\nreplace: departmentNumber\ndepartmentNumber: {unit}\n\n",
            name(person)
        )?;
    }
    slapd.modify(&changes)?;
    until("the renamed unit with all its people", || async {
        let found = anna.messenger.search_people("inspectorate general", None, None).await?;
        let whole = found.groups.iter().any(|g| g.unit == "Inspectorate General" && g.people as usize == interior);
        Ok(whole.then_some(()))
    })
    .await?;
    ensure!(catalogue.working()? == PEOPLE && catalogue.missing()? == 0, "a renamed unit cost somebody their place");
    Ok(())
}

async fn sixty_percent_wait_for_two_administrators(
    system: &System,
    register: &Register,
    catalogue: &Catalogue<'_>,
) -> Result<()> {
    let said = register.run(&["plan", "--out", "braked.json"]).await?;
    ensure!(said.code == 2, "a plan without 60 % of the people was let through: {}{}", said.out, said.err);
    let waits = register.run(&["apply", "braked.json"]).await?;
    ensure!(waits.code == 2 && catalogue.missing()? == 40, "it was applied without approval: {}", waits.out);

    let (one, other) = (system.admin_console().await?, system.second_admin_console().await?);
    let list = one.page("/plans").await?;
    let plan = hash_in(&list).context("the console lists no plan")?;
    let page = format!("/plans/{plan}");
    let shown = one.page(&page).await?;
    ensure!(shown.contains("interior") || shown.contains("Interior"), "the plan's page names no organisation");
    let approve = format!("{page}/approve");
    ensure!(one.submit(&page, &approve, &[]).await?.status().is_redirection(), "the first approval was refused");
    one.submit(&page, &approve, &[]).await?;
    let waits = register.run(&["apply", "braked.json"]).await?;
    ensure!(waits.code == 2 && catalogue.missing()? == 40, "one administrator alone lifted a brake: {}", waits.out);
    ensure!(other.submit(&page, &approve, &[]).await?.status().is_redirection(), "the second approval was refused");
    register.done(&["apply", "braked.json"]).await?;
    // The first three have been missing three times by now.
    let (missing, working) = (catalogue.missing()?, catalogue.working()?);
    ensure!((missing, working) == (1197, PEOPLE - 3), "{missing} of {working} are missing after the approved plan");
    Ok(())
}

/// The first plan that a page links to.
fn hash_in(page: &str) -> Option<String> {
    let start = page.find("/plans/")? + "/plans/".len();
    let hash: String = page[start..].chars().take_while(char::is_ascii_hexdigit).collect();
    (hash.len() == 64).then_some(hash)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_half_a_file_and_appliers_that_are_killed() -> Result<()> {
    let system = System::up().await?;
    let catalogue = Catalogue::of(&system);
    catalogue.let_everybody_go()?;
    from_a_database(&system, &catalogue).await?;
    half_a_file_changes_nothing(&system, &catalogue).await?;
    killed_and_meeting_appliers_end_where_one_would(&system, &catalogue).await
}

async fn from_a_database(system: &System, catalogue: &Catalogue<'_>) -> Result<()> {
    let postgres = Postgres::start(&[])?.context("PostgreSQL is not installed")?;
    let mut statements = "CREATE TABLE staff (person_id text, given_name text, family_name text, email text,
        organisation text, unit text, title text, phone text);\n"
        .to_owned();
    for person in (0..500).map(somebody) {
        let quoted: Vec<String> =
            person.csv().trim_end().split(',').map(|field| format!("'{}'", field.replace('\'', "''"))).collect();
        writeln!(statements, "INSERT INTO staff VALUES ({});", quoted.join(","))?;
    }
    statements.push_str("CREATE ROLE reader LOGIN PASSWORD 'only reads'; GRANT SELECT ON staff TO reader;");
    postgres.sql("postgres", &statements)?;
    let section = "kind = \"sql\"\ndriver = \"postgresql\"\nurl_file = \"database.url\"\n\
        query = \"SELECT * FROM staff\"\ncount_query = \"SELECT count(*) FROM staff\"";
    let register = Register::new(system, "sql", section, CSV_MAPPING, LIMITS)?;
    let url = format!("postgresql://reader:only%20reads@127.0.0.1:{}/postgres\n", postgres.port);
    std::fs::write(register.path("database.url"), url)?;
    register.done(&["check"]).await?;
    register.bring_in_line().await?;
    ensure!(catalogue.working()? == 500, "{} people came out of the database", catalogue.working()?);
    postgres.sql("postgres", "UPDATE staff SET title = 'Head Keeper' WHERE person_id = 'HR-00000007'")?;
    let said = register.bring_in_line().await?;
    ensure!(catalogue.title("HR-00000007")? == "Head Keeper", "the change did not arrive: {said}");
    let told = register.done(&["explain", "HR-00000007"]).await?;
    ensure!(told.contains("Head Keeper"), "explain says nothing of the post: {told}");
    Ok(())
}

async fn half_a_file_changes_nothing(system: &System, catalogue: &Catalogue<'_>) -> Result<()> {
    let lines: String = (0..500).map(|n| somebody(n).csv()).collect();
    let whole = format!("{CSV_HEAD}{lines}");
    let section = "kind = \"csv\"\npath = \"people.csv\"\ntrailer = \"END\"";
    let register = Register::new(system, "half", section, CSV_MAPPING, LIMITS)?;
    std::fs::write(register.path("people.csv"), &whole[..whole.len() / 2])?;
    let said = register.run(&["plan"]).await?;
    ensure!(said.code != 0, "half a file made a plan: {}", said.out);

    // Even one that ends with a whole line and has no closing line to miss is stopped by the brakes.
    let section = "kind = \"csv\"\npath = \"people.csv\"";
    let register = Register::new(system, "half-lines", section, CSV_MAPPING, LIMITS)?;
    let half: String = (0..250).map(|n| somebody(n).csv()).collect();
    std::fs::write(register.path("people.csv"), format!("{CSV_HEAD}{half}"))?;
    let said = register.run(&["plan"]).await?;
    ensure!(said.code == 2, "half of the people went through: {}", said.out);
    ensure!(catalogue.working()? == 500 && catalogue.missing()? == 0, "half a file cost somebody their place");
    Ok(())
}

async fn killed_and_meeting_appliers_end_where_one_would(system: &System, catalogue: &Catalogue<'_>) -> Result<()> {
    const MORE: usize = 6000;
    let register = Register::new(system, "killed", "kind = \"csv\"\npath = \"people.csv\"", CSV_MAPPING, LIMITS)?;
    let title = |n: usize, line: String| if n == 7 { line.replace(somebody(7).post, "Head Keeper") } else { line };
    let lines: String = (0..MORE).map(|n| title(n, somebody(n).csv())).collect();
    std::fs::write(register.path("people.csv"), format!("{CSV_HEAD}{lines}"))?;
    register.done(&["plan", "--out", "plan.json"]).await?;
    let mut kills = 0;
    for pause in [150, 250, 350, 450, 550] {
        let mut applying = register.start(&["apply", "plan.json"])?;
        tokio::time::sleep(Duration::from_millis(pause)).await;
        kills += usize::from(applying.ended()?.is_none());
        drop(applying);
    }
    ensure!(kills > 0, "every run ended before it could be killed");
    let (mut one, mut other) = (register.start(&["apply", "plan.json"])?, register.start(&["apply", "plan.json"])?);
    let ended = until("two appliers at once to end", || {
        let both = one.ended().and_then(|one| Ok(one.zip(other.ended()?)));
        async move { both }
    })
    .await?;
    for status in [ended.0, ended.1] {
        ensure!(matches!(status.code(), Some(0 | 2 | 3)), "an applier ended with {status}");
    }
    register.done(&["apply", "plan.json"]).await?;
    ensure!(catalogue.working()? == MORE, "{} people are there", catalogue.working()?);
    let said = register.done(&["plan", "--out", "again.json"]).await?;
    let again = PlanFile::open(&register.path("again.json"))?;
    ensure!(again.head.changes == 0, "something is left to do: {said}");
    Ok(())
}
