//! Three people of two ministries at four clients, each behind a proxy of its own: made once, used for many seeds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use client_core::StoreKey;
use serde_json::Value;
use stack::{FINANCE, INTERIOR, PersonSample};

use super::protocol::{Command, Standing};
use super::proxy::Proxy;
use super::runner::{Answer, Pending, Place, Runner};
use super::schedule::{SEATS, Seat};
use crate::people::PASSWORD;
use crate::system::System;
use crate::until::until;

/// A client: its place, the proxy before it, and its process while it runs.
pub struct Client {
    /// Whose it is.
    pub person: Person,
    /// Where it keeps its data.
    pub place: Place,
    /// Between it and the servers.
    pub proxy: Proxy,
    runner: Option<Runner>,
}

/// A person of the crew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Work email.
    pub email: String,
    /// Matrix id.
    pub user_id: String,
    /// The recovery key that they have written down.
    pub recovery_key: String,
}

/// Three people at four clients, and a fifth client that comes and goes.
pub struct Crew {
    /// The clients.
    pub clients: BTreeMap<Seat, Client>,
    folder: PathBuf,
    servers: Vec<String>,
    made: u32,
}

impl Crew {
    /// Signs up three people who have no account yet and gives Anna a second device. `number` tells crews apart.
    ///
    /// # Errors
    /// If any step fails.
    pub async fn assemble(system: &System, number: usize) -> Result<Self> {
        let servers = system.servers().into_iter().map(str::to_owned).collect();
        let folder = system.client_folder(&format!("crew-{number}"));
        let mut crew = Self { clients: BTreeMap::new(), folder, servers, made: 0 };
        let mut people = system.newcomers(INTERIOR, 1).await?;
        people.extend(system.newcomers(FINANCE, 2).await?);
        for (seat, sample) in [Seat::Anna, Seat::Petro, Seat::Olena].into_iter().zip(people) {
            crew.sign_up(system, seat, &sample).await.with_context(|| format!("{seat:?} signs up"))?;
        }
        let anna = crew.client(Seat::Anna)?.person.clone();
        crew.new_client(Seat::AnnaAgain, anna).await?;
        crew.enter(Seat::AnnaAgain).await.context("Anna's second device")?;
        Ok(crew)
    }

    async fn sign_up(&mut self, system: &System, seat: Seat, sample: &PersonSample) -> Result<()> {
        let email = sample.email.clone();
        let person = Person { email: email.clone(), user_id: String::new(), recovery_key: String::new() };
        self.new_client(seat, person).await?;
        self.ask(seat, Command::Start).await?.get::<Value>()?;
        self.ask(seat, Command::SignUp { email: email.clone() }).await?.get::<Value>()?;
        let code = system.mailed_code(&email).await?;
        let confirm = Command::Confirm { email, code, password: PASSWORD.to_owned() };
        let session: Value = self.ask(seat, confirm).await?.get()?;
        let key: String = self.ask(seat, Command::MakeRecoveryKey).await?.get()?;
        let client = self.clients.get_mut(&seat).context("a client")?;
        client.person.user_id = session["user_id"].as_str().unwrap_or_default().to_owned();
        client.person.recovery_key = key;
        self.trust_is_ready(seat).await
    }

    /// A client of a person, without a session, with a running process.
    ///
    /// # Errors
    /// If it does not start.
    pub async fn new_client(&mut self, seat: Seat, person: Person) -> Result<()> {
        self.made += 1;
        let servers: Vec<&str> = self.servers.iter().map(String::as_str).collect();
        let proxy = Proxy::start(&servers).await?;
        let key = StoreKey::random().map_err(|problem| anyhow::anyhow!("{problem}"))?;
        let place = Place {
            data_dir: self.folder.join(format!("{seat:?}-{}", self.made)),
            bridge: proxy.in_front_of(servers[0])?.to_owned(),
            key: hex::encode(key.as_bytes()),
            device_name: format!("{seat:?} {}", self.made),
        };
        let runner = Some(Runner::start(&place)?);
        self.clients.insert(seat, Client { person, place, proxy, runner });
        Ok(())
    }

    /// Signs in with the password and enters the recovery key, as on a new device. A client that has a session goes on.
    ///
    /// # Errors
    /// If a step fails.
    pub async fn enter(&mut self, seat: Seat) -> Result<()> {
        let person = self.client(seat)?.person.clone();
        let start: Value = self.ask(seat, Command::Start).await?.get()?;
        if start["state"] == "signed_out" {
            let sign_in = Command::SignIn { email: person.email, password: PASSWORD.to_owned() };
            self.ask(seat, sign_in).await?.get::<Value>()?;
        }
        self.ask(seat, Command::Recover { key: person.recovery_key }).await?.get::<Value>()?;
        self.trust_is_ready(seat).await
    }

    /// Copies what the clients and the servers have logged, for whoever has to find a fault.
    ///
    /// # Errors
    /// If a file cannot be copied.
    pub fn keep_logs(&self, system: &System, folder: &Path) -> Result<()> {
        std::fs::create_dir_all(folder)?;
        for entry in std::fs::read_dir(&self.folder)?.chain(std::fs::read_dir(system.stack().layout().logs_dir())?) {
            let path = entry?.path();
            if let (Some("log"), Some(name)) = (path.extension().and_then(|kind| kind.to_str()), path.file_name()) {
                std::fs::copy(&path, folder.join(name))?;
            }
        }
        Ok(())
    }

    /// A client.
    ///
    /// # Errors
    /// If nobody sits there.
    pub fn client(&self, seat: Seat) -> Result<&Client> {
        self.clients.get(&seat).with_context(|| format!("nobody sits at {seat:?}"))
    }

    /// Whether a client's process runs, as far as we have not killed it.
    pub fn runs(&self, seat: Seat) -> bool {
        self.clients.get(&seat).is_some_and(|client| client.runner.is_some())
    }

    /// Who has a client now.
    pub fn seats(&self) -> Vec<Seat> {
        self.clients.keys().copied().collect()
    }

    /// Whether two seats are of one person.
    pub fn same_person(&self, one: Seat, other: Seat) -> bool {
        let user = |seat| self.clients.get(&seat).map(|client| client.person.user_id.as_str());
        user(one) == user(other)
    }

    /// Gives a client an order.
    ///
    /// # Errors
    /// If it does not run.
    pub fn post(&self, seat: Seat, command: Command) -> Result<Pending> {
        let runner = self.client(seat)?.runner.as_ref().with_context(|| format!("{seat:?} does not run"))?;
        Ok(runner.post(command))
    }

    /// Gives a client an order and waits, up to two minutes.
    ///
    /// # Errors
    /// If it does not run or does not answer.
    pub async fn ask(&self, seat: Seat, command: Command) -> Result<Answer> {
        let name = format!("{command:?}");
        let name = name.split([' ', '{', '(']).next().unwrap_or_default();
        match self.post(seat, command)?.answer_within(Duration::from_secs(120)).await {
            Ok(answer) => Ok(answer),
            Err(_) => bail!("{seat:?} does not answer {name} within two minutes"),
        }
    }

    /// Kills a client.
    ///
    /// # Errors
    /// If it cannot be killed.
    pub async fn kill(&mut self, seat: Seat) -> Result<()> {
        match self.clients.get_mut(&seat).and_then(|client| client.runner.take()) {
            Some(runner) => runner.kill().await,
            None => Ok(()),
        }
    }

    /// Closes a client as a person does.
    ///
    /// # Errors
    /// If it does not end well.
    pub async fn stop(&mut self, seat: Seat) -> Result<()> {
        let runner = self.clients.get_mut(&seat).and_then(|client| client.runner.take());
        ensure!(runner.context("it does not run")?.stop().await?, "{seat:?} does not end well");
        Ok(())
    }

    /// Starts the process of a client again, without opening its data.
    ///
    /// # Errors
    /// If it does not start.
    pub fn boot(&mut self, seat: Seat) -> Result<()> {
        let client = self.clients.get_mut(&seat).with_context(|| format!("nobody sits at {seat:?}"))?;
        if client.runner.is_none() {
            client.runner = Some(Runner::start(&client.place)?);
        }
        Ok(())
    }

    /// Starts a killed client again; it goes on with its session.
    ///
    /// # Errors
    /// If it does not.
    pub async fn restart(&mut self, seat: Seat) -> Result<()> {
        if self.runs(seat) {
            return Ok(());
        }
        self.boot(seat)?;
        let start: Value = self.ask(seat, Command::Start).await?.get()?;
        ensure!(start["state"] == "signed_in", "{seat:?} begins with {start} after it was killed");
        Ok(())
    }

    /// Takes a client away, signed out if it can be.
    pub async fn remove(&mut self, seat: Seat) {
        if self.runs(seat)
            && let Ok(pending) = self.post(seat, Command::SignOut)
        {
            let _ = pending.answer_within(Duration::from_secs(10)).await;
        }
        let _ = self.kill(seat).await;
        self.clients.remove(&seat);
    }

    /// How a client stands.
    ///
    /// # Errors
    /// If it does not say.
    pub async fn standing(&self, seat: Seat) -> Result<Standing> {
        self.ask(seat, Command::Standing).await?.get()
    }

    async fn trust_is_ready(&self, seat: Seat) -> Result<()> {
        until("trust in order", || async { Ok((self.standing(seat).await?.trust == "ready").then_some(())) }).await
    }

    /// A private room of all, that everybody knows everybody to be in.
    ///
    /// # Errors
    /// If it does not come about.
    pub async fn meet(&self, name: &str) -> Result<String> {
        let user = |seat| Ok::<_, anyhow::Error>(self.client(seat)?.person.user_id.clone());
        let invite = vec![user(Seat::Petro)?, user(Seat::Olena)?];
        let room: String = self.ask(Seat::Anna, Command::CreateRoom { name: name.to_owned(), invite }).await?.get()?;
        for seat in [Seat::Petro, Seat::Olena] {
            self.accept(seat, &room).await?;
        }
        for seat in SEATS {
            until("a room that all are in", || async {
                let members: Vec<String> = self.ask(seat, Command::Members { room: room.clone() }).await?.get()?;
                Ok((members.len() == 3).then_some(()))
            })
            .await
            .with_context(|| format!("{seat:?}"))?;
        }
        Ok(room)
    }

    /// Accepts an invitation as soon as it is there.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn accept(&self, seat: Seat, room: &str) -> Result<()> {
        until("an invitation", || async {
            match self.ask(seat, Command::Accept { room: room.to_owned() }).await? {
                Answer::Done(_) => Ok(Some(())),
                Answer::Problem(_) => Ok(None),
                Answer::Gone => bail!("{seat:?} has ended"),
            }
        })
        .await
    }
}
