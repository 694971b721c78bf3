//! People who get their account as soon as HR names them: planning nothing, applying everything, until the homeserver has
//! all of them. The baseline sends the same requests to the other ministry's homeserver, one after the other.

use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use serde_json::json;
use stack::{FINANCE, Homeserver, INTERIOR};
use system_tests::crowd::{CSV_HEAD, CSV_MAPPING, somebody};
use system_tests::figure::Figure;
use system_tests::register::{Catalogue, Register};
use system_tests::system::System;

const SMALL: usize = 2000;
const LARGE: usize = 4000;

pub(crate) async fn figures() -> Result<Vec<Figure>> {
    let mut taken = Vec::new();
    for people in [SMALL, LARGE] {
        eprintln!("accounts for {people} people");
        let system = System::up().await?;
        accounts_on_join(&system, FINANCE).await?;
        let bare = bare_loop(&system, INTERIOR, people).await?;
        let ours = apply(&system, people).await?;
        eprintln!("bare {:.1} s, ours {:.1} s", bare.as_secs_f64(), ours.as_secs_f64());
        taken.push((ours.as_secs_f64(), bare.as_secs_f64()));
    }
    let worst = taken.iter().map(|(ours, bare)| ours / bare).fold(0.0, f64::max);
    let growth = taken[1].0 / taken[0].0;
    Ok(vec![
        Figure::single("provision_over_bare_loop", "ratio", worst, "a bare loop of the same requests"),
        Figure::single("provision_growth_2x", "ratio", growth, &format!("{LARGE} people against {SMALL}")),
    ])
}

/// Changes the bridge's configuration and starts it again.
async fn accounts_on_join(system: &System, ministry: Homeserver) -> Result<()> {
    let path = system.stack().layout().bridge_config();
    let mut config: toml::Table = std::fs::read_to_string(&path)?.parse()?;
    let organisations = config["organisation"].as_array_mut().context("organisations")?;
    for one in organisations.iter_mut().filter_map(toml::Value::as_table_mut) {
        if one["id"].as_str() == Some(ministry.organisation_id) {
            one.insert("accounts".into(), toml::Value::String("on_join".into()));
        }
    }
    std::fs::write(&path, config.to_string())?;
    for process in ["bridge", "worker"] {
        system.kill(process).await?;
        system.start(process).await?;
    }
    Ok(())
}

/// From the start of `apply` until the homeserver has every account.
async fn apply(system: &System, people: usize) -> Result<Duration> {
    let before = accounts(system)?;
    Catalogue::of(system).let_everybody_go()?;
    let register = Register::new(system, "joiners", "kind = \"csv\"\npath = \"people.csv\"", CSV_MAPPING, "")?;
    // Odd numbers are of the ministry that gives accounts at once.
    let lines: String = (0..people).map(|n| somebody(2 * n + 1).csv()).collect();
    std::fs::write(register.path("people.csv"), format!("{CSV_HEAD}{lines}"))?;
    register.done(&["plan", "--out", "plan.json"]).await?;
    let start = Instant::now();
    register.done(&["apply", "plan.json"]).await?;
    let deadline = start + Duration::from_secs(900);
    while accounts(system)? < before + people {
        ensure!(Instant::now() < deadline, "only {} of {people} accounts came", accounts(system)? - before);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    Ok(start.elapsed())
}

/// How many accounts the ministry's homeserver has.
fn accounts(system: &System) -> Result<usize> {
    let files = system.stack().layout().homeserver(FINANCE);
    let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
    let database = rusqlite::Connection::open_with_flags(&files.database, flags)?;
    database.busy_timeout(Duration::from_secs(10))?;
    let count: i64 = database.query_row("SELECT COUNT(*) FROM users", [], |row| row.get(0))?;
    Ok(usize::try_from(count)?)
}

/// Creates as many accounts, with the same facts, by the administrator's interface.
pub(crate) async fn bare_loop(system: &System, ministry: Homeserver, people: usize) -> Result<Duration> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let files = system.stack().layout().homeserver(ministry);
    let token = std::fs::read_to_string(&files.admin_token)?.trim().to_owned();
    let base = system.stack().upstream(ministry);
    let server = system.stack().ports().server_name(ministry);
    let start = Instant::now();
    for n in 0..people {
        let person = somebody(2 * n);
        let body = json!({
            "displayname": format!("{} {} [{}]", person.given, person.family.to_uppercase(), ministry.organisation),
            "threepids": [{"medium": "email", "address": person.email}],
            "admin": false,
            "deactivated": false,
            "user_type": null,
        });
        let url = format!("{base}/_synapse/admin/v2/users/@bare{n}:{server}");
        http.put(url).bearer_auth(&token).json(&body).send().await?.error_for_status()?;
    }
    Ok(start.elapsed())
}
