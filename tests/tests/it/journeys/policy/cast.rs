//! Who plays: people of two ministries with accounts as everybody gets them, and people from outside.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result};
use bridge_api::mode::Mode;
use reqwest::Method;
use serde_json::{Value, json};
use stack::{EXTERNALS, FINANCE, INTERIOR};
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::until;

use super::Origin;

/// Nobody whom the federation knows.
const STRANGER: &str = "@stranger:nowhere.example";
/// The parts that people of a ministry play.
const PARTS: [&str; 4] = ["admin", "moderator", "member", "newcomer"];

/// All who play, and where.
pub(super) struct Cast<'a> {
    pub(super) system: &'a System,
    people: HashMap<(Origin, &'static str), StockClient>,
    /// Makes the rooms in which people of the other ministry act.
    pub(super) founder: StockClient,
}

impl<'a> Cast<'a> {
    /// Signs everybody up.
    pub(super) async fn assemble(system: &'a System) -> Result<Self> {
        let mut people = HashMap::new();
        for (origin, ministry) in [(Origin::Here, INTERIOR), (Origin::Afar, FINANCE)] {
            for (index, part) in PARTS.into_iter().enumerate() {
                people.insert(
                    (origin, part),
                    StockClient::sign_up(system, ministry, index)
                        .await
                        .with_context(|| format!("{part} {origin:?}"))?,
                );
            }
        }
        for part in ["external", "outsider"] {
            let client = from_outside(system, part).await.context(part)?;
            people.insert((Origin::Here, part), client.clone());
            people.insert((Origin::Afar, part), client);
        }
        let founder = StockClient::sign_up(system, INTERIOR, PARTS.len()).await.context("founder")?;
        Ok(Self { system, people, founder })
    }

    /// Who plays a part.
    pub(super) fn of(&self, origin: Origin, part: &str) -> Result<&StockClient> {
        let found = self.people.iter().find(|((at, name), _)| *at == origin && *name == part);
        found.map(|(_, client)| client).with_context(|| format!("nobody plays {part}"))
    }

    /// The Matrix id of a part.
    pub(super) fn id(&self, origin: Origin, part: &str) -> Result<String> {
        if part == "stranger" { Ok(STRANGER.to_owned()) } else { Ok(self.of(origin, part)?.user_id.clone()) }
    }

    /// The content with people's ids in the place of `$names`.
    pub(super) fn filled(&self, origin: Origin, content: &Value) -> Result<Value> {
        let id = |text: &str| text.strip_prefix('$').map_or(Ok(text.to_owned()), |part| self.id(origin, part));
        Ok(match content {
            Value::String(text) => id(text)?.into(),
            Value::Array(all) => all.iter().map(|one| self.filled(origin, one)).collect::<Result<Vec<_>>>()?.into(),
            Value::Object(all) => {
                let all = all.iter().map(|(key, one)| {
                    let key = if key == "$levels" { key.clone() } else { id(key)? };
                    Ok((key, self.filled(origin, one)?))
                });
                Value::Object(all.collect::<Result<_>>()?)
            }
            other => other.clone(),
        })
    }
}

/// Somebody from outside has an account at the homeserver of externals.
async fn from_outside(system: &System, part: &str) -> Result<StockClient> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let token = std::fs::read_to_string(&system.stack().layout().homeserver(EXTERNALS).admin_token)?;
    let server = system.stack().ports().server_name(EXTERNALS);
    let (user, upstream) = (format!("@{part}:{server}"), system.stack().upstream(EXTERNALS));
    let path = format!("{}/_synapse/admin", upstream.trim_end_matches('/'));
    let made = http.put(format!("{path}/v2/users/{user}")).bearer_auth(token.trim()).json(&json!({}));
    made.send().await?.error_for_status()?;
    let login = http.post(format!("{path}/v1/users/{user}/login")).bearer_auth(token.trim()).json(&json!({}));
    let answer: Value = login.send().await?.error_for_status()?.json().await?;
    let token = answer["access_token"].as_str().context("the homeserver gives no token")?;
    StockClient::with(&system.stack().upstream(EXTERNALS), token, &user)
}

impl Cast<'_> {
    /// Switches the operating mode, as two officers do, and waits until the rules are so.
    pub(super) async fn switch(&self, mode: Mode) -> Result<()> {
        let database = rusqlite::Connection::open(self.system.stack().layout().bridge_database())?;
        database.busy_timeout(Duration::from_secs(30))?;
        database.execute(
            "INSERT INTO mode_switches (seq, mode, at_ms, proposed_by, agreed_by)
             VALUES ((SELECT COALESCE(MAX(seq), 0) + 1 FROM mode_switches), ?1, 1, 'one', 'two')",
            [mode.word()],
        )?;
        let client = self.founder.at(&self.system.status().bridge.base_url);
        until(&format!("the mode {mode}"), || async {
            let current = client.must(Method::GET, "/_depesha/v1/mode", None).await?;
            Ok((current["mode"] == mode.word()).then_some(()))
        })
        .await
    }
}
