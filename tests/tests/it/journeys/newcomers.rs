//! People who are invited before they have ever signed in: their devices come into being between the invitation and the
//! join, of which homeservers tell nobody. What is written once they are in, they read.

use anyhow::{Context, Result, ensure};
use client_core::view::{NewRoom, RoomKind};
use serde_json::{Value, json};
use stack::{FINANCE, INTERIOR, PersonSample};
use system_tests::people::{PASSWORD, Person};
use system_tests::system::System;
use system_tests::until::until;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_in_after_the_invitation_reads_what_is_written_after_the_join() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let samples = [system.sample(INTERIOR, 1)?, system.sample(FINANCE, 0)?];
    let mut invited = Vec::new();
    for sample in &samples {
        invited.push(account_without_a_device(&system, sample).await?);
    }
    let invite = invited.clone();
    let new = NewRoom { name: "Newcomers".into(), topic: String::new(), kind: RoomKind::Private, invite };
    let room = anna.messenger.create_room(&new).await?;
    anna.open(&room).await?.write("to whom it may concern").await?;

    let mut newcomers = Vec::new();
    for sample in samples {
        let newcomer = Person::sign_in(&system, sample).await?;
        newcomer.accept(&room).await?;
        newcomers.push(newcomer);
    }
    until("both in the room", || async {
        let details = anna.messenger.room_details(&room).await?;
        let joined = details.members.iter().filter(|member| invited.contains(&member.user_id) && !member.invited);
        Ok((joined.count() == invited.len()).then_some(()))
    })
    .await?;
    anna.open(&room).await?.write("welcome").await?;
    for newcomer in &newcomers {
        newcomer.open(&room).await?.message("welcome").await?;
    }
    Ok(())
}

/// Signs somebody up without a program that would sign in; answers the Matrix id.
async fn account_without_a_device(system: &System, sample: &PersonSample) -> Result<String> {
    let http = reqwest::Client::builder().no_proxy().build()?;
    let base = system.status().bridge.base_url.trim_end_matches('/').to_owned();
    let ask = async |path: &str, body: Value| {
        let answer = http.post(format!("{base}/_depesha/v1/{path}")).json(&body).send().await?;
        let (status, body): (_, Value) = (answer.status(), answer.json().await?);
        ensure!(status.is_success(), "{path}: {status} {body}");
        Ok(body)
    };
    ask("signup", json!({"email": sample.email})).await?;
    let code = system.mailed_code(&sample.email).await?;
    let made = ask("signup/confirm", json!({"email": sample.email, "code": code, "password": PASSWORD})).await?;
    made["user_id"].as_str().map(str::to_owned).context("an account without an id")
}
