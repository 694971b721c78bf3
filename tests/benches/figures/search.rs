//! A search of the people catalogue, against the homeserver's own user search for the same name.

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use reqwest::Method;
use serde_json::json;
use stack::INTERIOR;
use system_tests::figure::Figure;
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;

pub(crate) async fn figure(system: &System, anna: &Person, petro: &Person) -> Result<Figure> {
    let stack = system.stack();
    let direct = StockClient::sign_in(&stack.upstream(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let door = direct.at(&stack.front_door(INTERIOR));
    let name = petro.sample.family().to_lowercase();
    let (direct, door, name) = (&direct, &door, name.as_str());
    Figure::measure(
        "people_search",
        "the homeserver's own user search",
        |_| search(door, "/_depesha/v1/people/search", "term", "people", name),
        |_| search(direct, "/_matrix/client/v3/user_directory/search", "search_term", "results", name),
    )
    .await
}

async fn search(client: &StockClient, path: &str, key: &str, list: &str, name: &str) -> Result<Duration> {
    let start = Instant::now();
    let (status, answer) = client.json(Method::POST, path, Some(json!({ key: name, "limit": 20 }))).await?;
    let taken = start.elapsed();
    ensure!(status.is_success() && answer[list].is_array(), "no answer: {status} {answer}");
    Ok(taken)
}
