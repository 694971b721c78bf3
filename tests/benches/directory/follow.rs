//! How long a change in an LDAP directory takes until a search at a front door finds it, while `watch` follows.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use reqwest::Method;
use serde_json::json;
use stack::INTERIOR;
use system_tests::crowd::{LDAP_MAPPING, somebody};
use system_tests::figure::{Figure, quantile};
use system_tests::people::{PASSWORD, Person};
use system_tests::register::{Catalogue, Register};
use system_tests::stock::StockClient;
use system_tests::system::System;

use crate::slapd::{self, READER, SUFFIX, Slapd};

const PEOPLE: usize = 2000;
const CHANGES: usize = 30;

pub(crate) async fn figures() -> Result<Vec<Figure>> {
    let system = System::up().await?;
    crate::search::unlimited_searches(&system)?;
    system.kill("bridge").await?;
    system.start("bridge").await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let door = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let mut ldif = format!("dn: ou=people,{SUFFIX}\nobjectClass: organizationalUnit\nou: people\n\n");
    (0..PEOPLE).for_each(|n| ldif.push_str(&somebody(n).ldif(&format!("ou=people,{SUFFIX}"))));
    let slapd = Slapd::start(&ldif)?;
    Catalogue::of(&system).let_everybody_go()?;
    let register = Register::new(&system, "ldap", &section(&slapd, "syncrepl")?, LDAP_MAPPING, "")?;
    register.bring_in_line().await?;
    let _watching = register.start(&["watch"])?;
    let mut taken = Vec::new();
    for n in 0..=CHANGES {
        let (word, dn) = (format!("gardener{n}"), format!("employeeNumber={},ou=people,{SUFFIX}", somebody(n).key));
        let start = Instant::now();
        slapd.replace(&dn, "title", &word)?;
        while !finds(&door, &word).await? {
            ensure!(start.elapsed() < Duration::from_secs(60), "the change was never found");
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        // The first one waits for the program to have read everything.
        if n > 0 {
            taken.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    let what = format!("with the change itself, slowest of {CHANGES} changes, median {:.0} ms", quantile(&taken, 0.5));
    Ok(vec![Figure::single("increment_searchable_ms", "ms", quantile(&taken, 1.0), &what)])
}

/// `[register]` for this server.
pub(crate) fn section(slapd: &Slapd, mode: &str) -> Result<String> {
    let password = slapd.path("reader");
    std::fs::write(&password, slapd::PASSWORD)?;
    Ok(format!(
        "kind = \"ldap\"\nmode = {mode:?}\nurl = {:?}\nbind_dn = {READER:?}\npassword_file = {password:?}\n\
         base = \"ou=people,{SUFFIX}\"\nfilter = \"(objectClass=inetOrgPerson)\"",
        slapd.url()
    ))
}

async fn finds(client: &StockClient, word: &str) -> Result<bool> {
    let body = json!({"term": word, "limit": 5});
    let (status, answer) = client.json(Method::POST, "/_depesha/v1/people/search", Some(body)).await?;
    ensure!(status.is_success(), "no answer to a search: {status} {answer}");
    Ok(answer["people"].as_array().is_some_and(|people| !people.is_empty()))
}
