//! The table: each state of an account in which nobody may use it, with each way to get in.

use anyhow::{Context, Result, ensure};
use reqwest::{Method, StatusCode};
use rusqlite::Connection;
use serde_json::{Value, json};
use stack::{INTERIOR, PersonSample};
use system_tests::browser::Browser;
use system_tests::hr;
use system_tests::people::PASSWORD;
use system_tests::register::Catalogue;
use system_tests::until::until;
use tokio::sync::Mutex;

use super::answers;
use super::scene::{CARD, Scene, Session, session, tells};

/// Why nobody may use an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// An administrator suspended it.
    Suspended,
    /// HR suspended its owner.
    SuspendedByHr,
    /// Locked on the homeserver itself, past us.
    Locked,
    /// Its owner has left: it is locked and on the way to being closed.
    Leaving,
    /// It was closed for good.
    Closed,
    /// The time for which somebody answered for its owner is over.
    Expired,
}

pub(super) const STATES: [State; 6] =
    [State::Suspended, State::SuspendedByHr, State::Locked, State::Leaving, State::Closed, State::Expired];

impl State {
    /// What the browser's page says to somebody who comes through the provider.
    fn says(self) -> &'static str {
        match self {
            Self::Suspended => "Your account is suspended. Nothing is lost",
            Self::SuspendedByHr => "suspended for now, because the staff register says so",
            // The bridge does not know of it: the homeserver refuses the token.
            Self::Locked => "",
            Self::Leaving => "Your account is being closed",
            Self::Closed => "Your account was closed",
            Self::Expired => "This account has ended",
        }
    }
}

/// Somebody with every way in open, and what they hold from before.
pub(super) struct Prepared {
    state: State,
    sample: PersonSample,
    login: String,
    session: Session,
    /// A token that a program has not shown yet.
    unused: String,
    code: String,
    mails: usize,
    /// Somebody who has asked for nothing yet: an address gets so many codes and no more.
    other: PersonSample,
}

impl Prepared {
    pub(super) async fn new(scene: &Scene, index: usize, state: State) -> Result<Self> {
        let sample = match state {
            State::Expired => invited(scene).await?,
            _ => scene.system.sample(INTERIOR, 10 + index)?,
        };
        let (status, _) = scene.bridge("signup", json!({"email": sample.email})).await?;
        ensure!(status == StatusCode::ACCEPTED, "{status}");
        let code = scene.system.mailed_code(&sample.email).await?;
        let body = json!({"email": sample.email, "code": code, "password": PASSWORD});
        let (status, answer) = scene.bridge("signup/confirm", body).await?;
        ensure!(status == StatusCode::OK, "signing up: {status} {answer}");
        let login = format!("login-{index}");
        scene.card.set(&login, "card", &scene.claims(&format!("subject-{index}"), &sample.email))?;
        scene.signed_in(CARD, &login).await?;
        let (status, answer) = scene.with_password(&sample.email, PASSWORD).await?;
        ensure!(status == StatusCode::OK, "with the password: {status} {answer}");
        let session = session(&answer)?;
        let page = Browser::sign_in(&scene.front_door, CARD, &login).await?;
        let unused = page.login_token().context("a token")?;
        let (status, _) = scene.bridge("password/reset", json!({"email": sample.email})).await?;
        ensure!(status == StatusCode::ACCEPTED, "{status}");
        let code = until("the code for a new password", || async {
            let newest = scene.system.mailed_code(&sample.email).await?;
            Ok((newest != code).then_some(newest))
        })
        .await?;
        let mails = scene.system.mails_to(&sample.email).await?.len();
        let other = scene.system.sample(INTERIOR, index)?;
        Ok(Self { state, sample, login, session, unused, code, mails, other })
    }

    /// Brings the account into the state.
    pub(super) async fn put(&self, scene: &Scene) -> Result<()> {
        let person = &self.sample.person_id;
        match self.state {
            State::Suspended => {
                let console = scene.system.admin_console().await?;
                let page = format!("/people/{person}");
                let answer = console.submit(&page, &format!("{page}/suspend"), &[]).await?;
                ensure!(answer.status().is_redirection(), "{}", answer.status());
            }
            State::SuspendedByHr => {
                hr::set(&scene.system, person, "state", "suspended")?;
                hr::apply(&scene.system).await?;
            }
            State::Locked => scene.administer(&self.session.user_id, json!({"locked": true})).await?,
            State::Leaving | State::Closed => {
                hr::set(&scene.system, person, "ends_on", "2026-01-31")?;
                hr::apply(&scene.system).await?;
            }
            State::Expired => {
                // Whom nobody vouches for has a term from the bridge's next look on; the look after that ends it.
                let terms = Catalogue::of(&scene.system);
                until("an account with an end", || async { Ok(terms.end_terms().is_ok().then_some(())) }).await?;
            }
        }
        if self.state == State::Closed {
            until("a departure to hurry up", || async {
                let sql = "UPDATE offboardings SET close_from_ms = 0, next_at_ms = 0 WHERE person_id = ?1";
                self.write(scene, sql)?;
                let sql = "SELECT COUNT(*) FROM accounts WHERE person_id = ?1 AND state = 'closed'";
                let closed: i64 = self.database(scene)?.query_row(sql, [person], |row| row.get(0))?;
                Ok((closed == 1).then_some(()))
            })
            .await?;
        }
        Ok(())
    }

    fn database(&self, scene: &Scene) -> Result<Connection> {
        let database = Connection::open(scene.system.stack().layout().bridge_database())?;
        database.busy_timeout(std::time::Duration::from_secs(30))?;
        Ok(database)
    }

    fn write(&self, scene: &Scene, sql: &str) -> Result<()> {
        Ok(self.database(scene)?.execute(sql, [&self.sample.person_id]).map(drop)?)
    }

    /// Tries every way in.
    pub(super) async fn tried(&self, scene: &Scene) -> Result<()> {
        answers(scene, &self.session.access_token, StatusCode::UNAUTHORIZED).await?;
        let newest = Mutex::new(json!(self.session.refresh_token));
        until("an end of the refresh tokens", || async {
            let body = json!({"refresh_token": *newest.lock().await});
            let (status, answer) = scene.matrix(Method::POST, "refresh", None, Some(body)).await?;
            match answer["access_token"].as_str() {
                // Synapse gives a locked account new tokens, and lets none of them do anything. An account that the bridge
                // ends is locked first, and its sessions end a moment later.
                Some(token) => {
                    *newest.lock().await = answer["refresh_token"].clone();
                    answers(scene, token, StatusCode::UNAUTHORIZED).await?;
                    Ok((self.state == State::Locked).then_some(()))
                }
                None => Ok(status.is_client_error().then_some(())),
            }
        })
        .await?;
        let (status, answer) = scene.with_password(&self.sample.email, PASSWORD).await?;
        self.shut("the password", status, &answer)?;
        let (status, answer) = scene.redeem(&self.unused).await?;
        self.shut("a token from before", status, &answer)?;
        let page = Browser::sign_in(&scene.front_door, CARD, &self.login).await?;
        match page.login_token() {
            Some(token) if self.state == State::Locked => {
                let (status, answer) = scene.redeem(&token).await?;
                self.shut("single sign-on", status, &answer)?;
            }
            _ => tells(&page, self.state.says())?,
        }
        self.reset(scene).await
    }

    /// HR takes its suspension back: the same ways lead in again, and to the same account.
    pub(super) async fn let_back(&self, scene: &Scene) -> Result<()> {
        if self.state != State::SuspendedByHr {
            return Ok(());
        }
        hr::set(&scene.system, &self.sample.person_id, "state", "active")?;
        hr::apply(&scene.system).await?;
        let (status, answer) = scene.with_password(&self.sample.email, PASSWORD).await?;
        ensure!(status == StatusCode::OK, "with the password: {status} {answer}");
        let session = scene.signed_in(CARD, &self.login).await?;
        ensure!(session.user_id == self.session.user_id, "another account: {}", session.user_id);
        answers(scene, &session.access_token, StatusCode::OK).await?;
        answers(scene, &self.session.access_token, StatusCode::UNAUTHORIZED).await
    }

    /// With the code from before, and with a new one, which must not come. A lock that somebody put on the homeserver
    /// itself does not keep a new password from being set; it keeps it from being of use.
    async fn reset(&self, scene: &Scene) -> Result<()> {
        let new = "quite another long sentence";
        let body = json!({"email": self.sample.email, "code": self.code, "password": new});
        let (status, answer) = scene.bridge("password/reset/confirm", body).await?;
        if self.state != State::Locked {
            ensure!(status == StatusCode::BAD_REQUEST, "the code is still good: {status} {answer}");
        }
        let (status, answer) = scene.with_password(&self.sample.email, new).await?;
        self.shut("a new password", status, &answer)?;
        if self.state == State::Locked {
            return Ok(());
        }
        for path in ["password/reset", "signup"] {
            let (status, _) = scene.bridge(path, json!({"email": self.sample.email})).await?;
            ensure!(status == StatusCode::ACCEPTED, "{path}: {status}");
        }
        // Jobs run in order: when a later one has been done, those before have been, too.
        let other = &self.other.email;
        scene.bridge("signup", json!({"email": other})).await?;
        until("the mail to somebody else", || async {
            Ok((!scene.system.mails_to(other).await?.is_empty()).then_some(()))
        })
        .await?;
        let after = scene.system.mails_to(&self.sample.email).await?;
        let codes =
            after[self.mails.min(after.len())..].iter().filter(|mail| mail["text"].to_string().contains("code"));
        ensure!(codes.count() == 0, "a code was mailed: {:?}", &after[self.mails..]);
        Ok(())
    }

    fn shut(&self, way: &str, status: StatusCode, answer: &Value) -> Result<()> {
        let told = answer["error"].as_str().is_some_and(|sentence| !sentence.is_empty());
        ensure!(status.is_client_error() && answer.get("access_token").is_none() && told, "{way}: {status} {answer}");
        Ok(())
    }
}

/// Somebody whom HR does not know: an administrator invites them.
async fn invited(scene: &Scene) -> Result<PersonSample> {
    let email = "iryna.newcomer@interior.gov.example";
    let form =
        [("given", "Iryna"), ("family", "Newcomer"), ("email", email), ("organisation", INTERIOR.organisation_id)];
    let console = scene.system.admin_console().await?;
    let answer = console.submit("/invite", "/invite", &form).await?;
    ensure!(answer.status().is_redirection(), "not invited: {}", answer.status());
    Ok(PersonSample {
        person_id: "invited".into(),
        name: "Iryna NEWCOMER".into(),
        email: email.into(),
        organisation: INTERIOR.organisation.into(),
        server_name: scene.system.sample(INTERIOR, 0)?.server_name,
    })
}
