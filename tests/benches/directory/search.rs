//! Searching five million people over HTTP at a front door, and the homeserver's own user search among twenty thousand.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use reqwest::Method;
use rusqlite::params;
use serde_json::json;
use stack::INTERIOR;
use system_tests::crowd::{Somebody, somebody};
use system_tests::figure::{Figure, quantile};
use system_tests::people::{PASSWORD, Person};
use system_tests::register::Catalogue;
use system_tests::stock::StockClient;
use system_tests::system::System;

use crate::provision::bare_loop;

const PEOPLE: usize = 5_000_000;
const ACCOUNTS: usize = 20_000;
const SEARCHES: usize = 1000;
/// How long the index may take to be made.
const PATIENCE: Duration = Duration::from_secs(1200);

pub(crate) async fn figures() -> Result<Vec<Figure>> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let direct = StockClient::sign_in(&system.stack().upstream(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let door = direct.at(&system.stack().front_door(INTERIOR));
    unlimited_searches(&system)?;
    eprintln!("{ACCOUNTS} accounts at the homeserver");
    bare_loop(&system, INTERIOR, ACCOUNTS).await?;
    eprintln!("{PEOPLE} people in the catalogue");
    system.kill("bridge").await?;
    fill(&system)?;
    system.start("bridge").await?;
    let start = Instant::now();
    let last = somebody(PEOPLE - 1);
    loop {
        let (status, answer) = ask(&door, &format!("{} {}", last.given, last.family)).await?;
        let keys = answer["people"].as_array().into_iter().flatten().filter_map(|p| p["person_id"].as_str());
        if status.is_success() && keys.count() > 0 {
            break;
        }
        ensure!(start.elapsed() < PATIENCE, "the index was not ready in time");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    eprintln!("the index was made in {:.0} s", start.elapsed().as_secs_f64());

    let terms: Vec<String> = (0..SEARCHES).map(|n| term(&somebody(n * 4999 % PEOPLE), n)).collect();
    // The homeserver lets somebody search 200 times before it asks for patience.
    let few = &terms[..140];
    let ours = times(&door, "/_depesha/v1/people/search", "term", &terms).await?;
    let theirs = times(&direct, "/_matrix/client/v3/user_directory/search", "search_term", few).await?;
    let (p95, baseline) = (quantile(&ours, 0.95), quantile(&theirs, 0.95));
    Ok(vec![
        Figure::single("search_p95_ms", "ms", p95, &format!("{PEOPLE} people, median {:.1} ms", quantile(&ours, 0.5))),
        Figure::single(
            "search_p95_over_user_search",
            "ratio",
            p95 / baseline,
            &format!("the homeserver's own user search among {ACCOUNTS} ({baseline:.1} ms)"),
        ),
    ])
}

/// What people type: beginnings, whole names, names with a slip, posts with units, numbers.
fn term(person: &Somebody, n: usize) -> String {
    let family = person.family.to_lowercase();
    let begin = |letters: usize| family.chars().take(letters).collect::<String>();
    match n % 8 {
        0 => begin(3),
        1 => begin(5),
        2 => family,
        3 => format!("{} {}", person.given, person.family),
        4 => format!("{family} {}", person.given.chars().next().unwrap_or('a')),
        5 => format!("{}x{}", &family[..family.len() - 2], &family[family.len() - 1..]),
        6 => format!("{} {}", person.post, person.unit.replace('/', " ")),
        _ => format!("{} {}", person.given.chars().take(3).collect::<String>(), begin(4)),
    }
}

async fn ask(client: &StockClient, term: &str) -> Result<(reqwest::StatusCode, serde_json::Value)> {
    client.json(Method::POST, "/_depesha/v1/people/search", Some(json!({"term": term, "limit": 20}))).await
}

/// Milliseconds of each search, after a round to warm up.
async fn times(client: &StockClient, path: &str, key: &str, terms: &[String]) -> Result<Vec<f64>> {
    let mut taken = Vec::with_capacity(terms.len());
    for (at, term) in terms.iter().take(50).chain(terms).enumerate() {
        let start = Instant::now();
        let (status, answer) = client.json(Method::POST, path, Some(json!({ key: term, "limit": 20 }))).await?;
        ensure!(status.is_success(), "no answer to a search: {status} {answer}");
        if at >= 50 {
            taken.push(start.elapsed().as_secs_f64() * 1000.0);
        }
    }
    Ok(taken)
}

/// Limits on searching are for people. Counts from the bridge's next start on.
pub(crate) fn unlimited_searches(system: &System) -> Result<()> {
    let path = system.stack().layout().bridge_config();
    let mut config: toml::Table = std::fs::read_to_string(&path)?.parse()?;
    if let Some(catalogue) = config.get_mut("catalogue").and_then(toml::Value::as_table_mut) {
        for key in ["searches_per_minute", "search_burst", "people_per_day"] {
            catalogue.insert(key.into(), toml::Value::Integer(100_000_000));
        }
    }
    std::fs::write(&path, config.to_string())?;
    Ok(())
}

/// Writes the people into the catalogue, past the sync: what is measured is searching them.
fn fill(system: &System) -> Result<()> {
    let mut database = Catalogue::of(system).open()?;
    let transaction = database.transaction()?;
    {
        let mut insert = transaction.prepare(
            "INSERT INTO people (person_id, given_name, family_name, email, organisation, unit, title, phone, employment,
                 row_hash, changed_at_ms, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 'working', '', 0, 2)",
        )?;
        for n in 0..PEOPLE {
            let one = somebody(n);
            let unit = serde_json::to_string(&one.unit.split('/').collect::<Vec<_>>())?;
            let (key, email, organisation) = (one.key, one.email, one.ministry.organisation_id);
            insert.execute(params![key, one.given, one.family, email, organisation, unit, one.post, one.phone])?;
        }
    }
    transaction.execute("UPDATE catalogue_version SET version = version + 2", [])?;
    Ok(transaction.commit()?)
}
