//! A whole system for one test, in a temporary folder, on free ports; gone when the test ends.

use std::path::PathBuf;

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use stack::{Homeserver, Options, PersonSample, SignIn, Stack, Status};
use tempfile::TempDir;

use crate::console::Console;
use crate::people::PASSWORD;
use crate::until::until;

/// A running system.
pub struct System {
    stack: Option<Stack>,
    status: Status,
    http: reqwest::Client,
    folder: TempDir,
}

impl System {
    /// Starts everything and waits until it is ready.
    ///
    /// # Errors
    /// What did not start, and the end of its log.
    pub async fn up() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let options = Options::for_tests(folder.path().join("stack"))?;
        let stack = tokio::task::spawn_blocking(move || Stack::up(options)).await??;
        let status = stack.status();
        let http = reqwest::Client::builder().no_proxy().build()?;
        Ok(Self { stack: Some(stack), status, http, folder })
    }

    /// The processes and files.
    ///
    /// # Panics
    /// Never: the stack is taken only when the system is dropped.
    pub fn stack(&self) -> &Stack {
        self.stack.as_ref().expect("there until the end")
    }

    /// What `cargo stack status --json` said at the start.
    pub fn status(&self) -> &Status {
        &self.status
    }

    /// The addresses that clients speak to: the bridge's and every homeserver's front door.
    pub fn servers(&self) -> Vec<&str> {
        let front_doors = self.status.homeservers.iter().map(|one| one.front_door.as_str());
        std::iter::once(self.status.bridge.base_url.as_str()).chain(front_doors).collect()
    }

    /// A folder for a client's data.
    pub fn client_folder(&self, name: &str) -> PathBuf {
        self.folder.path().join("clients").join(name)
    }

    /// Somebody of this ministry who has no account yet.
    ///
    /// # Errors
    /// If the sample has not so many.
    pub fn sample(&self, ministry: Homeserver, index: usize) -> Result<PersonSample> {
        let mut people = self.status.people_sample.iter().filter(|p| p.organisation == ministry.organisation);
        people.nth(index).cloned().context("the sample has too few people")
    }

    /// The first so many of this ministry who have no account by now.
    ///
    /// # Errors
    /// If everybody has one.
    pub async fn newcomers(&self, ministry: Homeserver, count: usize) -> Result<Vec<PersonSample>> {
        let stack = self.stack().clone();
        let mut people = tokio::task::spawn_blocking(move || stack.status().people_sample).await?;
        people.retain(|person| person.organisation == ministry.organisation);
        ensure!(people.len() >= count, "everybody of {} has an account by now", ministry.organisation);
        people.truncate(count);
        Ok(people)
    }

    /// Ends a process as a crash would, without waiting for anything else.
    ///
    /// # Errors
    /// If it cannot be ended.
    pub async fn kill(&self, process: &'static str) -> Result<()> {
        let stack = self.stack().clone();
        tokio::task::spawn_blocking(move || stack.kill(process)).await?
    }

    /// Starts a process again and waits until it is ready.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn start(&self, process: &'static str) -> Result<()> {
        let stack = self.stack().clone();
        tokio::task::spawn_blocking(move || stack.start(process)).await?
    }

    /// Brings the same system up again, as `cargo stack up` does when some of it runs; answers its status.
    ///
    /// # Errors
    /// What did not start.
    pub async fn up_again(&self) -> Result<Status> {
        let options = Options::for_tests(self.stack().layout().root())?;
        tokio::task::spawn_blocking(move || Ok(Stack::up(options)?.status())).await?
    }

    /// The administrators' console, signed in.
    ///
    /// # Errors
    /// If it does not let us in.
    pub async fn admin_console(&self) -> Result<Console> {
        let [administrator, ..] = SignIn::officers(self.stack().layout(), self.stack().ports());
        Console::sign_in(&administrator).await
    }

    /// The same console, signed in as another administrator.
    ///
    /// # Errors
    /// If it does not let us in.
    pub async fn second_admin_console(&self) -> Result<Console> {
        let [_, second, ..] = SignIn::officers(self.stack().layout(), self.stack().ports());
        Console::sign_in(&second).await
    }

    /// The security officers' console, signed in.
    ///
    /// # Errors
    /// If it does not let us in.
    pub async fn security_console(&self) -> Result<Console> {
        let [_, _, officer, ..] = SignIn::officers(self.stack().layout(), self.stack().ports());
        Console::sign_in(&officer).await
    }

    /// The same console, signed in as another security officer.
    ///
    /// # Errors
    /// If it does not let us in.
    pub async fn second_security_console(&self) -> Result<Console> {
        let [_, _, _, second, ..] = SignIn::officers(self.stack().layout(), self.stack().ports());
        Console::sign_in(&second).await
    }

    /// Gives somebody of the register an account with [`PASSWORD`], by plain requests: no program signs in. Answers the
    /// Matrix id.
    ///
    /// # Errors
    /// If any step is refused.
    pub async fn make_account(&self, sample: &PersonSample) -> Result<String> {
        let base = format!("{}/_depesha/v1/signup", self.status().bridge.base_url.trim_end_matches('/'));
        let ask = async |url: &str, body: Value| {
            let answer = self.http.post(url).json(&body).send().await?;
            let (status, text) = (answer.status(), answer.text().await?);
            ensure!(status.is_success(), "{url}: {status} {text}");
            Ok(text)
        };
        ask(&base, json!({"email": sample.email})).await?;
        let code = self.mailed_code(&sample.email).await?;
        let body = json!({"email": sample.email, "code": code, "password": PASSWORD});
        let made: Value = serde_json::from_str(&ask(&format!("{base}/confirm"), body).await?)?;
        made["user_id"].as_str().map(str::to_owned).context("an account without an id")
    }

    /// The code in the newest mail to an address: the line that holds digits alone.
    ///
    /// # Errors
    /// If no such mail comes.
    pub async fn mailed_code(&self, email: &str) -> Result<String> {
        until("a mail with a code", || async {
            let messages = self.mails_to(email).await?;
            Ok(messages.iter().rev().find_map(|mail| code_in(mail["text"].as_str()?)))
        })
        .await
    }

    /// All mails to an address, oldest first.
    ///
    /// # Errors
    /// If the mail sink does not answer.
    pub async fn mails_to(&self, email: &str) -> Result<Vec<Value>> {
        let url = format!("{}/api/messages", self.status.mail.base_url.trim_end_matches('/'));
        let messages: Vec<Value> = self.http.get(url).send().await?.error_for_status()?.json().await?;
        let mut to: Vec<Value> = messages
            .into_iter()
            .filter(|mail| mail["to"].as_array().is_some_and(|to| to.iter().any(|one| one == email)))
            .collect();
        to.sort_by_key(|mail| mail["received_at"].to_string());
        Ok(to)
    }
}

fn code_in(text: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let digits: String = line.chars().filter(char::is_ascii_digit).collect();
        let only = line.trim().chars().all(|c| c.is_ascii_digit() || c == ' ');
        (only && (6..=10).contains(&digits.len())).then_some(digits)
    })
}

impl Drop for System {
    fn drop(&mut self) {
        if let Some(stack) = self.stack.take() {
            if std::thread::panicking() {
                print_logs(&stack);
            }
            if let Err(error) = stack.wipe() {
                eprintln!("the system did not go away cleanly: {error:#}");
            }
        }
    }
}

/// The end of every log, when a test has failed.
fn print_logs(stack: &Stack) {
    let Ok(entries) = std::fs::read_dir(stack.layout().logs_dir()) else { return };
    for entry in entries.flatten() {
        let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        let end = lines.len().saturating_sub(15);
        eprintln!("── {} ──\n{}", entry.file_name().to_string_lossy(), lines[end..].join("\n"));
    }
}
