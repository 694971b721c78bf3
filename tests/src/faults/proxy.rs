//! A proxy between one client and the servers that it speaks to, which breaks what its rules say. Plain HTTP on loopback.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinSet;

use super::forward::{Forward, forward};
use super::inbox::Inbox;
use super::rule::{Fault, Rule};
use crate::system::System;

/// The number of a rule at its proxy.
pub type RuleId = u64;

/// A proxy that runs until it is dropped.
pub struct Proxy {
    state: Arc<State>,
    _listeners: JoinSet<()>,
}

/// What all connections of a proxy share.
pub(super) struct State {
    pub(super) http: reqwest::Client,
    /// Addresses of the servers and those of ours in their place.
    pub(super) places: BTreeMap<String, String>,
    rules: Mutex<Rules>,
    pub(super) inbox: Mutex<Inbox>,
}

#[derive(Default)]
struct Rules {
    last: RuleId,
    active: BTreeMap<RuleId, Entry>,
}

struct Entry {
    rule: Rule,
    seen: u32,
    hits: watch::Sender<u32>,
    lifted: watch::Sender<bool>,
}

/// What has been found for one request.
pub(super) struct Hit {
    id: RuleId,
    pub(super) fault: Fault,
    pub(super) lifted: watch::Receiver<bool>,
}

impl Proxy {
    /// Starts a proxy in front of the bridge and of every homeserver.
    ///
    /// # Errors
    /// If there is no port.
    pub async fn before(system: &System) -> Result<Self> {
        Self::start(&system.servers()).await
    }

    /// Starts a proxy with a place in front of each of these servers.
    ///
    /// # Errors
    /// If there is no port.
    pub async fn start(servers: &[&str]) -> Result<Self> {
        let mut places = BTreeMap::new();
        let mut sockets = Vec::new();
        for server in servers {
            let server = server.trim_end_matches('/').to_owned();
            let socket = TcpListener::bind(("127.0.0.1", 0)).await?;
            places.insert(server.clone(), format!("http://{}", socket.local_addr()?));
            sockets.push((server, socket));
        }
        let http = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build()?;
        let state = Arc::new(State { http, places, rules: Mutex::default(), inbox: Mutex::default() });
        let mut listeners = JoinSet::new();
        for (server, socket) in sockets {
            listeners.spawn(listen(socket, Forward { state: state.clone(), server }));
        }
        Ok(Self { state, _listeners: listeners })
    }

    /// The address in front of a server.
    ///
    /// # Errors
    /// If there is none.
    pub fn in_front_of(&self, server: &str) -> Result<&str> {
        let place = self.state.places.get(server.trim_end_matches('/'));
        place.map(String::as_str).context("the proxy stands not before this server")
    }

    /// Adds a rule.
    pub fn add(&self, rule: Rule) -> RuleId {
        let mut rules = self.state.rules();
        rules.last += 1;
        let id = rules.last;
        let entry = Entry { rule, seen: 0, hits: watch::Sender::new(0), lifted: watch::Sender::new(false) };
        rules.active.insert(id, entry);
        id
    }

    /// Takes a rule away; what it held goes on.
    pub fn lift(&self, id: RuleId) {
        if let Some(entry) = self.state.rules().active.remove(&id) {
            entry.lifted.send_replace(true);
        }
    }

    /// Takes all rules away.
    pub fn lift_all(&self) {
        for entry in std::mem::take(&mut self.state.rules().active).into_values() {
            entry.lifted.send_replace(true);
        }
    }

    /// Waits until a rule has hit a request: it is before the server, or its answer is here, as the rule says.
    ///
    /// # Errors
    /// If it does not in this time, or has been lifted.
    pub async fn reached(&self, id: RuleId, patience: Duration) -> Result<()> {
        let hits = self.state.rules().active.get(&id).map(|entry| entry.hits.subscribe());
        let Some(mut hits) = hits else { bail!("this rule has been lifted") };
        let reached = tokio::time::timeout(patience, hits.wait_for(|hits| *hits > 0)).await;
        reached.context("no request that the rule means")?.context("the rule was lifted")?;
        Ok(())
    }

    /// How many requests a rule has hit.
    pub fn hits(&self, id: RuleId) -> u32 {
        self.state.rules().active.get(&id).map_or(0, |entry| *entry.hits.borrow())
    }
}

impl State {
    fn rules(&self) -> MutexGuard<'_, Rules> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.inbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The rules that a request falls under, in the order in which they were made. Each counts it.
    pub(super) fn hit(&self, method: &str, path: &str) -> Vec<Hit> {
        let mut found = Vec::new();
        for (id, entry) in &mut self.rules().active {
            if !entry.rule.fits(method, path) {
                continue;
            }
            entry.seen += 1;
            let number = entry.seen.saturating_sub(entry.rule.after);
            if number == 0 || entry.rule.times.is_some_and(|times| number > times) {
                continue;
            }
            found.push(Hit { id: *id, fault: entry.rule.fault.clone(), lifted: entry.lifted.subscribe() });
        }
        found
    }

    /// What a rule waited for is there.
    pub(super) fn has_reached(&self, hit: &Hit) {
        if let Some(entry) = self.rules().active.get(&hit.id) {
            entry.hits.send_modify(|hits| *hits += 1);
        }
    }
}

async fn listen(socket: TcpListener, forwarding: Forward) {
    let mut connections = JoinSet::new();
    loop {
        let Ok((stream, _)) = socket.accept().await else { continue };
        while connections.try_join_next().is_some() {}
        let forwarding = forwarding.clone();
        connections.spawn(async move {
            let service = service_fn(move |request| forward(forwarding.clone(), request));
            // An error is how a connection is cut.
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

#[cfg(test)]
#[path = "proxy_tests.rs"]
mod tests;
