//! What means harm does none: HTML, names, files, odd and oversized events in the real window. No script runs, nothing goes to
//! another host, the program has no fault, and the window goes on working. At the end the same HTML is put into the page as
//! it came, as by a client that does not clean it: then each piece is found.

use anyhow::{Context, Result, ensure};
use reqwest::Method;
use serde_json::{Value, json};
use stack::{FINANCE, INTERIOR};
use system_tests::hostile::{self, Aims, LOOK, NAMES, Piece, Trap, WATCH};
use system_tests::stock::StockClient;
use system_tests::stock_keys::UnsignedDevice;
use system_tests::stock_olm::Line;
use system_tests::system::System;
use system_tests::until::until;
use system_tests::window::Window;

use super::steps::{self, ENTER};

/// The message that the arrow keys go on from.
const ACTIVE: &str = "[data-testid=\"timeline\"] [data-item][tabindex=\"0\"]";
/// What the person at the window writes first, and the attacker tries to change.
const MINE: &str = "Mine stays as it is.";
const ARROW_UP: &str = "\u{e013}";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_means_harm_does_none() -> Result<()> {
    let system = System::up().await?;
    let trap = Trap::set().await?;
    let anna = system.sample(INTERIOR, 0)?;
    let window = steps::open(&system, "hostile").await?;
    let annas_id = system.make_account(&anna).await?;
    steps::enter(&window, &anna.email).await?;
    let device = UnsignedDevice::with_keys(StockClient::sign_up(&system, FINANCE, 0).await?).await?;
    let attacker = Attacker::invites(&device.client, &annas_id).await?;
    window.press("room-row").await?;
    // What is said of an invitation comes bit by bit and moves the button: it is pressed once all of it is there.
    window.see_words("invitation-facts", "Already in it").await?;
    window.press("invite-accept").await?;
    window.type_into("composer", &format!("{MINE}{ENTER}")).await?;
    let theirs = attacker.received(1).await?;

    // In a room that is encrypted nobody on the way looks at what an event is.
    let mut line = Line::to(&device, &annas_id).await?;
    window.script(WATCH).await?;
    let own = line.post(&attacker.room, "m.room.message", &words("the beginning")).await?;
    let mut pieces = hostile::formatted(&trap.address);
    pieces.extend(hostile::odd(&Aims { trap: &trap.address, own: &own, theirs: &theirs }));
    for piece in &pieces {
        line.post(&attacker.room, piece.event_type, &piece.content).await.with_context(|| piece.name.clone())?;
    }
    line.write(&attacker.room, "the end").await?;
    window.see_words("message", "the end").await?;
    up_through(&window, &pieces).await?;
    names(&window, &attacker, &mut line).await?;

    // The window still does its work, and the program had no fault.
    window.type_into("composer", &format!("We go on.{ENTER}")).await?;
    attacker.received(2).await?;
    let found = faults(&window).await?;
    ensure!(found.is_empty(), "{found:?}");
    ensure!(trap.visits() == 0, "the attacker's server had {} visits", trap.visits());
    no_panic(&window).await?;
    uncleaned(&window, &trap).await?;
    window.close().await
}

fn words(body: &str) -> Value {
    json!({"msgtype": "m.text", "body": body})
}

/// Who invites the person at the window into a room.
struct Attacker<'a> {
    stock: &'a StockClient,
    victim: &'a str,
    room: String,
}

impl<'a> Attacker<'a> {
    async fn invites(stock: &'a StockClient, victim: &'a str) -> Result<Self> {
        let encryption = json!({"type": "m.room.encryption", "content": {"algorithm": "m.megolm.v1.aes-sha2"}});
        let room =
            json!({"preset": "private_chat", "name": "Forum", "invite": [victim], "initial_state": [encryption]});
        let answer = stock.must(Method::POST, "/_matrix/client/v3/createRoom", Some(room)).await?;
        Ok(Self { stock, victim, room: answer["room_id"].as_str().context("a room id")?.to_owned() })
    }

    async fn state(&self, event_type: &str, content: Value) -> Result<()> {
        let path = format!("/_matrix/client/v3/rooms/{}/state/{event_type}/", self.room);
        self.stock.must(Method::PUT, &path, Some(content)).await.map(drop)
    }

    /// Waits for so many messages of the person at the window; answers the newest one's id.
    async fn received(&self, count: usize) -> Result<String> {
        let path = format!("/_matrix/client/v3/rooms/{}/messages?dir=b&limit=1000", self.room);
        until("a message from the window", || async {
            let page = self.stock.must(Method::GET, &path, None).await?;
            let events = page["chunk"].as_array().cloned().unwrap_or_default();
            let theirs = |event: &&Value| event["sender"] == self.victim && event["type"] == "m.room.encrypted";
            let theirs: Vec<&Value> = events.iter().filter(theirs).collect();
            let newest = theirs.first().and_then(|event| event["event_id"].as_str());
            Ok(newest.filter(|_| theirs.len() >= count).map(ToOwned::to_owned))
        })
        .await
    }
}

/// What is wrong in the page.
async fn faults(window: &Window) -> Result<Vec<String>> {
    Ok(serde_json::from_value(window.script(LOOK).await?)?)
}

/// From the newest message to the person's own first one, one by one as with the arrow key, so that each piece is in the page once.
async fn up_through(window: &Window, pieces: &[Piece]) -> Result<()> {
    let mut missing: Vec<&str> = pieces.iter().filter_map(|piece| piece.seen.as_deref()).collect();
    for _ in 0..2 * pieces.len() {
        let found = faults(window).await?;
        ensure!(found.is_empty(), "{found:?}");
        // Plain letters are enough to know a piece by; a sign that is cut in two would be no JSON.
        let shown = "return [...document.querySelectorAll('[data-testid=\"words\"]')]
            .map((one) => /^[ -~]{0,80}/.exec(one.textContent)[0]);";
        let shown: Vec<String> = serde_json::from_value(window.script(shown).await?)?;
        missing.retain(|words| !shown.iter().any(|one| one.starts_with(words)));
        if shown.iter().any(|one| one == MINE) {
            break;
        }
        // A row that is just being measured takes no key; the next try finds it.
        let _ = window.see_css(ACTIVE).await?.send_keys(ARROW_UP).await;
    }
    window.see_words("message", MINE).await?;
    window.pictures("timeline").await?;
    ensure!(missing.is_empty(), "never seen: {missing:?}");
    Ok(())
}

/// Names of the room, and a topic, that are no names.
async fn names(window: &Window, attacker: &Attacker<'_>, line: &mut Line<'_>) -> Result<()> {
    window.press("to-end").await?;
    for (number, name) in NAMES.iter().enumerate() {
        attacker.state("m.room.name", json!({"name": name})).await?;
        attacker.state("m.room.topic", json!({"topic": name})).await?;
        let said = format!("name {number} is given");
        line.write(&attacker.room, &said).await?;
        window.see_words("message", &said).await?;
        let found = faults(window).await?;
        ensure!(found.is_empty(), "with the name {name:?}: {found:?}");
    }
    window.pictures("names").await?;
    attacker.state("m.room.name", json!({"name": "Forum"})).await?;
    window.see_words("room-row", "Forum").await.map(drop)
}

/// The program itself says whether it had a fault.
async fn no_panic(window: &Window) -> Result<()> {
    window.press("account-menu").await?;
    window.press("action-settings").await?;
    window.press("settings-about").await?;
    window.press("settings-diagnostics").await?;
    let text = window.words("diagnostics").await?;
    ensure!(text.contains("Last lines") && !text.contains("has a fault"), "{text}");
    window.press("dialogue-close").await
}

/// The HTML as it came, among the words: what looks for harm must find each piece of it.
async fn uncleaned(window: &Window, trap: &Trap) -> Result<()> {
    window.script("document.body.append(Object.assign(document.createElement('div'), {id: 'uncleaned'}));").await?;
    // One piece would really lead the page away, and with it what looks.
    for (name, html) in hostile::html(&trap.address).into_iter().filter(|(name, _)| name != "meta-refresh") {
        let put = format!(
            "window.stopped = []; const box = document.getElementById('uncleaned'); box.dataset.testid = 'words';
             box.innerHTML = {};",
            json!(html)
        );
        window.script(&put).await?;
        ensure!(!faults(window).await?.is_empty(), "nobody would notice the piece {name}");
    }
    let put = format!("document.getElementById('uncleaned').innerHTML = '<img src=\"{}/x\">';", trap.address);
    window.script(&put).await?;
    until("the content policy to stop a picture", || async {
        Ok(faults(window).await?.iter().any(|one| one.contains("img-src")).then_some(()))
    })
    .await?;
    ensure!(trap.visits() == 0, "the content policy lets a picture in");
    Ok(())
}
