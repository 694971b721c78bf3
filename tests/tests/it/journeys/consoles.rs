//! The administrator's console: people and accounts are there, and somebody whom HR does not know is invited and signs
//! up.

use std::io::Write;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use client_core::view::{ConnectionView, NewRoom, Reach, RoomKind, TrustView};
use futures_util::StreamExt;
use reqwest::{Method, StatusCode};
use stack::caches::Caches;
use stack::{INTERIOR, PersonSample, SignIn};
use system_tests::console::{for_browser, location};
use system_tests::eicar;
use system_tests::people::{PASSWORD, Person};
use system_tests::stock::StockClient;
use system_tests::system::System;
use system_tests::until::until;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_administrator_invites_somebody_whom_hr_does_not_know() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 3).await?;
    let console = system.admin_console().await?;
    let family = anna.sample.family();
    let page = console.page(&format!("/people?q={family}")).await?;
    ensure!(page.contains(family), "the console does not find {family}: {page}");

    let invited = PersonSample {
        person_id: "invited".into(),
        name: "Iryna NEWCOMER".into(),
        email: "iryna.newcomer@interior.gov.example".into(),
        organisation: "Interior".into(),
        server_name: anna.sample.server_name.clone(),
    };
    let form = [
        ("given", "Iryna"),
        ("family", "Newcomer"),
        ("email", invited.email.as_str()),
        ("organisation", INTERIOR.organisation_id),
    ];
    let answer = console.submit("/invite", "/invite", &form).await?;
    ensure!(answer.status() == StatusCode::SEE_OTHER, "the invitation was refused: {}", answer.text().await?);
    system_tests::until::until("the invitation by mail", || async {
        Ok((!system.mails_to(&invited.email).await?.is_empty()).then_some(()))
    })
    .await?;
    let iryna = Person::sign_up_as(&system, INTERIOR, invited).await?;
    ensure!(iryna.session.organisation == "Interior", "wrong organisation: {:?}", iryna.session);
    let found = system_tests::until::until("the newcomer in the catalogue", || async {
        let found = anna.messenger.search_people("newcomer", None, None).await?;
        Ok(found.people.into_iter().find(|p| p.user_id.as_deref() == Some(iryna.session.user_id.as_str())))
    })
    .await?;
    ensure!(found.reach == Reach::OnDepesha, "wrong row: {found:?}");

    let form =
        [("given", "X"), ("family", "Y"), ("email", "a@evil.org@interior.gov.example"), ("organisation", "interior")];
    let answer = console.submit("/invite", "/invite", &form).await?;
    ensure!(!answer.status().is_redirection(), "a crooked address was invited");
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn killing_any_one_process_and_bringing_the_stack_up_again_brings_it_back() -> Result<()> {
    let system = System::up().await?;
    let before = system.status().clone();
    for process in ["synapse-finance", "bridge", "worker", "scanner", "clamd", "mail-sink"] {
        system.kill(process).await?;
    }
    let after = system.up_again().await?;
    let asleep: Vec<_> = after.processes.iter().filter(|p| p.state != stack::ProcessState::Running).collect();
    ensure!(asleep.is_empty(), "not running: {asleep:?}");
    ensure!(after.homeservers == before.homeservers, "addresses changed");
    ensure!(after.people_sample == before.people_sample, "the catalogue changed");
    let untouched =
        |name: &str, status: &stack::Status| status.processes.iter().find(|p| p.name == name).and_then(|p| p.pid);
    let same = untouched("synapse-interior", &before) == untouched("synapse-interior", &after);
    ensure!(same, "a process that ran was started again");
    Ok(())
}

/// Every page of both consoles in a real browser, in light and dark and in three languages, with axe; every act of the
/// administrators without script, and a way through by keyboard. The pictures stay in the build folder.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_consoles_are_for_everybody_by_keyboard_and_without_script() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 4).await?;
    a_blocked_file(&system, &anna).await?;
    an_outbreak(&system).await?;
    a_stopped_plan(&system).await?;
    a_departure(&system).await?;
    let [admin, second, security, ..] = SignIn::officers(system.stack().layout(), system.stack().ports());
    let mut leavers = Vec::new();
    for index in [0, 1, 2] {
        leavers.push(Person::sign_up(&system, INTERIOR, index).await?.sample.person_id);
    }
    let given = serde_json::json!({"admin": for_browser(&admin)?, "second": for_browser(&second)?, "security": for_browser(&security)?,
        "person": anna.sample.person_id, "leavers": leavers});
    let tests = Caches::of_this_user()?.workspace.join("tests");
    let mut browser = std::process::Command::new("node")
        .arg(tests.join("browser/consoles.mjs"))
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("consoles"))
        .arg(tests.join("../desktop/ui"))
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    browser.stdin.take().context("standard input")?.write_all(given.to_string().as_bytes())?;
    let outcome = tokio::task::spawn_blocking(move || browser.wait_with_output()).await??;
    ensure!(outcome.status.success(), "{}", String::from_utf8_lossy(&outcome.stderr));
    Ok(())
}

/// Somebody who has lost every device and the recovery key is let in anew by an administrator, with the same account.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_lost_everything_begins_anew() -> Result<()> {
    let system = System::up().await?;
    let olha = Person::sign_up(&system, INTERIOR, 5).await?;
    let lost = olha.messenger.create_recovery_key().await?;
    olha.trust_is(TrustView::Ready).await?;
    let stuck = olha.another_device(&system, "stuck").await?;
    stuck.trust_is(TrustView::NeedsRecovery).await?;
    ensure!(stuck.messenger.create_recovery_key().await.is_err(), "a backup that cannot be opened is not replaced");

    let console = system.admin_console().await?;
    let page = format!("/people/{}", olha.sample.person_id);
    ensure!(console.page(&page).await?.contains("2 devices"), "the console does not list the devices");
    let connections = [Box::pin(olha.messenger.connection()?), Box::pin(stuck.messenger.connection()?)];
    let answer = console.submit(&format!("{page}/reset-recovery"), &format!("{page}/reset-recovery"), &[]).await?;
    ensure!(location(&answer)?.ends_with("done=recovery-reset"), "{}", location(&answer)?);
    for mut states in connections {
        let ended = async { while states.next().await.is_some_and(|state| state != ConnectionView::SessionEnded) {} };
        tokio::time::timeout(Duration::from_secs(120), ended).await.context("a session goes on")?;
    }

    let anew = olha.another_device(&system, "anew").await?;
    anew.trust_is(TrustView::Fresh).await?;
    let key = anew.messenger.create_recovery_key().await?;
    ensure!(key.key != lost.key, "the old key again");
    anew.trust_is(TrustView::Ready).await?;
    // The next device is an ordinary one: nobody begins anew twice, and the new key opens the account.
    let next = anew.another_device(&system, "next").await?;
    next.trust_is(TrustView::NeedsRecovery).await?;
    ensure!(next.messenger.recover(&lost.key).await.is_err(), "the old key still opens something");
    next.messenger.recover(&key.key).await?;
    next.trust_is(TrustView::Ready).await
}

/// Somebody who leaves a room behind, with a receipt.
async fn a_departure(system: &System) -> Result<()> {
    let leaver = Person::sign_up(system, INTERIOR, 6).await?;
    let new = NewRoom { name: "Left behind".into(), topic: String::new(), kind: RoomKind::Private, invite: vec![] };
    leaver.messenger.create_room(&new).await?;
    let console = system.admin_console().await?;
    let page = format!("/people/{}", leaver.sample.person_id);
    let answer = console.submit(&page, &format!("{page}/offboard"), &[]).await?;
    let receipt = location(&answer)?;
    until("a receipt with a room in it", || async {
        Ok(console.page(&receipt).await?.contains("Out, not yet closed").then_some(()))
    })
    .await
}

/// Something for administrators to decide about, with names as long as they come.
async fn a_stopped_plan(system: &System) -> Result<()> {
    let token = std::fs::read_to_string(system.stack().layout().sync_token())?;
    let counts = serde_json::json!({"organisation": INTERIOR.organisation_id, "working": 1_000_000, "joined": 3,
        "changed": 4, "moved_in": 0, "moved_out": 0, "suspended": 2, "returned": 1, "missing": 0, "left": 1202});
    let plan = serde_json::json!({"plan_hash": "a5".repeat(32), "made_at_ms": 1_795_302_360_000_i64,
        "brakes": [format!("{}: too many people would leave.", "Department of ".repeat(20)), "x".repeat(300)],
        "organisations": [counts],
        "lines": (0..150).map(|n| format!("leave HR-{n} {}", "Longname".repeat(12))).collect::<Vec<_>>(),
        "lines_total": 5000});
    let url = format!("{}/_depesha/sync/v1/plans", system.status().bridge.base_url.as_str().trim_end_matches('/'));
    let http = reqwest::Client::builder().no_proxy().build()?;
    http.post(url).bearer_auth(token.trim()).json(&plan).send().await?.error_for_status()?;
    Ok(())
}

/// The same find in two rooms, and an officer who wants to release one of the files and to know its sender.
async fn an_outbreak(system: &System) -> Result<()> {
    let token = std::fs::read_to_string(system.stack().layout().report_token())?;
    let url = format!("{}/_depesha/scan/v1/reports", system.status().bridge.base_url.trim_end_matches('/'));
    let http = reqwest::Client::builder().no_proxy().build()?;
    let server = system.stack().front_door(INTERIOR);
    let server = server.split("//").last().unwrap_or_default();
    for digit in ["a", "b"] {
        let report = serde_json::json!({
            "mxc": format!("mxc://{server}/Outbreak{digit}"), "ciphertext_sha256": digit.repeat(64),
            "key_commitment": digit.repeat(64), "engine": "ClamAV 1.4", "signatures_version": "1", "size": 184_320,
            "verdict": {"state": "infected", "signature": format!("Doc.Dropper.{}", "Longname".repeat(6))},
            "type_found": "application/pdf", "encrypted": true, "coherent": true, "homeserver": server,
            "requested_by": format!("@x:{server}"), "scanned_at_ms": 1_795_302_360_000_i64, "notes": ["macros"],
            "context": {"room": digit.repeat(32), "declared_type": "image/png"}});
        http.post(&url).bearer_auth(token.trim()).json(&report).send().await?.error_for_status()?;
    }
    let console = system.security_console().await?;
    let page = console.page("/reports?signature=dropper").await?;
    let mut links = page.split("href=\"/reports/").skip(1).filter_map(|rest| rest.split(['"', '?']).next());
    let report = format!("/reports/{}", links.find(|link| !link.starts_with("export")).context("a report")?);
    for (act, about) in [("release", ""), ("names", "sender")] {
        let fields = [("reason", "A form letter of ours"), ("about", about)];
        let answer = console.submit(&report, &format!("{report}/{act}"), &fields).await?;
        ensure!(location(&answer)?.ends_with(".done"), "{act}: {}", location(&answer)?);
    }
    Ok(())
}

/// Something for the security officer to see.
async fn a_blocked_file(system: &System, anna: &Person) -> Result<()> {
    let stock = StockClient::sign_in(&system.stack().front_door(INTERIOR), &anna.sample.email, PASSWORD).await?;
    let (server, media) = stock.upload(eicar(), "text/plain").await?;
    let path = format!("/_matrix/media_proxy/unstable/scan/{server}/{media}");
    let (status, answer) = stock.json(Method::GET, &path, None).await?;
    ensure!(status.is_success() && answer["clean"] == false, "the scanner answers {status} {answer}");
    Ok(())
}
