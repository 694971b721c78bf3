//! What can be said about a stack: the same for people and for machines.

use std::path::PathBuf;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::install::register::{self, Person};
use crate::layout::Layout;
use crate::ports::{Ports, url};
use crate::prerequisites::SYNAPSE_VERSION;
use crate::shape::{FINANCE, HOMESERVERS, Homeserver, INTERIOR};
use crate::{run, supervise};

/// How many people of each ministry are proposed for trying things out.
const SAMPLE: usize = 16;

/// `cargo stack status --json`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status {
    /// The data folder.
    pub data_dir: PathBuf,
    /// The homeservers.
    pub homeservers: Vec<HomeserverStatus>,
    /// The bridge's own routes.
    pub bridge: BaseUrl,
    /// The media scanner.
    pub scanner: BaseUrl,
    /// The consoles.
    pub consoles: ConsoleUrls,
    /// The mail sink's page.
    pub mail: BaseUrl,
    /// People of the register who have no account yet.
    pub people_sample: Vec<PersonSample>,
    /// The processes.
    pub processes: Vec<ProcessStatus>,
    /// Versions of the parts.
    pub versions: Versions,
}

/// A homeserver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeserverStatus {
    /// Its name.
    pub server_name: String,
    /// Base URL for clients.
    pub front_door: String,
    /// Whose it is.
    pub organisation: String,
}

/// The address of a part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BaseUrl {
    /// The address.
    pub base_url: String,
}

/// The addresses of the consoles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConsoleUrls {
    /// For administrators.
    pub admin: String,
    /// For security officers.
    pub security: String,
}

/// Somebody who can sign up.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonSample {
    /// HR's key.
    pub person_id: String,
    /// `Given FAMILY`.
    pub name: String,
    /// Work email.
    pub email: String,
    /// The ministry.
    pub organisation: String,
    /// The homeserver that the account will be on.
    pub server_name: String,
}

impl PersonSample {
    /// The family name.
    pub fn family(&self) -> &str {
        self.name.split_whitespace().last().unwrap_or_default()
    }
}

/// Whether a process runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProcessState {
    /// It runs.
    Running,
    /// It was started and has ended by itself or by force.
    Died,
    /// It was not started.
    Stopped,
}

/// A process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProcessStatus {
    /// Its name.
    pub name: String,
    /// Its number, if it was started.
    pub pid: Option<i32>,
    /// Whether it runs.
    pub state: ProcessState,
}

/// Versions of the parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Synapse's.
    pub synapse: String,
    /// ClamAV's; empty if it does not answer.
    pub clamav: String,
    /// Our own.
    pub depesha: String,
}

pub(crate) fn status(layout: &Layout, ports: Ports) -> Status {
    Status {
        data_dir: layout.root().to_owned(),
        homeservers: HOMESERVERS
            .into_iter()
            .map(|one| HomeserverStatus {
                server_name: ports.server_name(one),
                front_door: url(ports.front_door(one)),
                organisation: one.organisation.to_owned(),
            })
            .collect(),
        bridge: BaseUrl { base_url: url(ports.api()) },
        scanner: BaseUrl { base_url: url(ports.scanner()) },
        consoles: ConsoleUrls { admin: url(ports.admin()), security: url(ports.security()) },
        mail: BaseUrl { base_url: url(ports.mail()) },
        people_sample: [INTERIOR, FINANCE].into_iter().flat_map(|one| without_account(layout, ports, one)).collect(),
        processes: supervise::NAMES.into_iter().map(|name| process(layout, name)).collect(),
        versions: Versions {
            synapse: SYNAPSE_VERSION.to_owned(),
            clamav: clamav_version(layout),
            depesha: env!("CARGO_PKG_VERSION").to_owned(),
        },
    }
}

fn process(layout: &Layout, name: &str) -> ProcessStatus {
    let recorded = supervise::recorded(layout, name);
    let state = match &recorded {
        None => ProcessState::Stopped,
        Some(running) if running.identity.is_alive() => ProcessState::Running,
        Some(_) => ProcessState::Died,
    };
    ProcessStatus { name: name.to_owned(), pid: recorded.map(|running| running.identity.pid), state }
}

fn clamav_version(layout: &Layout) -> String {
    let answer = supervise::clamd_says(&layout.clamd_socket(), "VERSION")
        .or_else(|| run::captured(run::command("/usr/sbin/clamd").arg("--version")).ok())
        .unwrap_or_default();
    let words = answer.split(['/', '\n']).next().unwrap_or_default();
    words.trim().strip_prefix("ClamAV ").unwrap_or_default().to_owned()
}

/// None while the homeserver does not answer.
fn without_account(layout: &Layout, ports: Ports, ministry: Homeserver) -> Vec<PersonSample> {
    let Some(accounts) = accounts(layout, ports, ministry) else { return Vec::new() };
    sample(&accounts, ministry)
        .map(|person| PersonSample {
            name: person.name(),
            person_id: person.person_id,
            email: person.email,
            organisation: ministry.organisation.to_owned(),
            server_name: ports.server_name(ministry),
        })
        .collect()
}

/// People whose account's name is certain, since nobody shares theirs, and is not among the accounts.
fn sample(accounts: &[String], ministry: Homeserver) -> impl Iterator<Item = Person> {
    let has_account = move |person: &Person| {
        let local = person.email.split('@').next().unwrap_or_default();
        accounts.iter().any(|account| account.trim_end_matches(|c: char| c.is_ascii_digit()) == local)
    };
    register::people()
        .into_iter()
        .filter(move |person| person.ministry == ministry && person.is_plain() && !has_account(person))
        .take(SAMPLE)
}

#[derive(Deserialize)]
struct Page {
    users: Vec<Account>,
    next_token: Option<String>,
}

#[derive(Deserialize)]
struct Account {
    name: String,
}

/// Local parts of all accounts, those that were closed included.
fn accounts(layout: &Layout, ports: Ports, homeserver: Homeserver) -> Option<Vec<String>> {
    let token = std::fs::read_to_string(layout.homeserver(homeserver).admin_token).ok()?;
    let agent: ureq::Agent =
        ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(5))).proxy(None).build().into();
    let mut all = Vec::new();
    let mut from = Some("0".to_owned());
    while let Some(start) = from {
        let address = format!(
            "{}/_synapse/admin/v2/users?deactivated=true&limit=500&from={start}",
            url(ports.upstream(homeserver))
        );
        let request = agent.get(&address).header("Authorization", format!("Bearer {}", token.trim()));
        let page: Page = request.call().ok()?.body_mut().read_json().ok()?;
        let local =
            |account: Account| account.name.split(':').next().map(|name| name.trim_start_matches('@').to_owned());
        all.extend(page.users.into_iter().filter_map(local));
        from = page.next_token;
    }
    Some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_holds_only_people_without_an_account() {
        let all: Vec<Person> = sample(&[], INTERIOR).collect();
        assert_eq!(all.len(), SAMPLE);
        assert!(all.iter().all(|person| person.ministry == INTERIOR && person.is_plain()));
        let local = |person: &Person| person.email.split('@').next().unwrap().to_owned();
        let accounts = [local(&all[0]), format!("{}2", local(&all[1])), "depesha-bridge".to_owned()];
        let left: Vec<Person> = sample(&accounts, INTERIOR).collect();
        assert_eq!(left.len(), SAMPLE);
        assert!(!left.contains(&all[0]) && !left.contains(&all[1]) && left.contains(&all[2]));
    }
}
