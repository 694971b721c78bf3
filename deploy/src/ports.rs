//! The ports of a stack: fixed distances from one base, so that one number moves the whole stack.
//!
//! All are on loopback. Server names include the federation port, so a stack keeps its base for life.

use std::net::TcpListener;

use anyhow::{Context, bail};
use rand::RngExt;
use serde::{Deserialize, Serialize};

use crate::shape::{HOMESERVERS, Homeserver};

/// The base of the default stack.
pub const DEFAULT_BASE: u16 = 28000;
/// Free bases are looked for here: below the range that the kernel gives to outgoing connections.
const DYNAMIC: std::ops::Range<u16> = 15000..27000;
const SPAN: u16 = 451;

/// Which ports a new stack takes. One that exists keeps its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PortChoice {
    /// The documented ones.
    Default,
    /// Those from this base on. An existing stack with others is an error.
    Base(u16),
    /// Any that are free.
    Free,
}

/// The ports of one stack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ports {
    base: u16,
}

impl Ports {
    /// With this base.
    ///
    /// # Errors
    /// If the ports would leave the range of unprivileged ports.
    pub fn with_base(base: u16) -> anyhow::Result<Self> {
        if !(1024..=u16::MAX - SPAN).contains(&base) {
            bail!("--ports must be between 1024 and {}", u16::MAX - SPAN);
        }
        Ok(Self { base })
    }

    /// The ports of a new stack, all free right now.
    ///
    /// # Errors
    /// If one is taken, or the base is out of range.
    pub fn choose(choice: PortChoice) -> anyhow::Result<Self> {
        let ports = match choice {
            PortChoice::Default => Self { base: DEFAULT_BASE },
            PortChoice::Base(base) => Self::with_base(base)?,
            PortChoice::Free => return Self::free(),
        };
        ports.check_free()?;
        Ok(ports)
    }

    /// Whether an existing stack with these ports is what was asked for.
    ///
    /// # Errors
    /// If other ports were asked for.
    pub fn satisfy(self, choice: PortChoice) -> anyhow::Result<Self> {
        match choice {
            PortChoice::Base(base) if base != self.base => bail!(
                "the stack there has the ports from {} on, which are part of its servers' names and stay; \
                 leave --ports out, or name another folder with --data-dir",
                self.base
            ),
            _ => Ok(self),
        }
    }

    fn free() -> anyhow::Result<Self> {
        let mut random = rand::rng();
        for _ in 0..200 {
            let ports = Self { base: random.random_range(DYNAMIC) };
            if ports.taken().is_none() {
                return Ok(ports);
            }
        }
        bail!("no free ports between {} and {}", DYNAMIC.start, DYNAMIC.end)
    }

    /// The first port that another program listens on, if there is one.
    fn taken(&self) -> Option<u16> {
        self.all().into_iter().find(|port| TcpListener::bind(("127.0.0.1", *port)).is_err())
    }

    /// Says which port is in the way.
    fn check_free(&self) -> anyhow::Result<()> {
        match self.taken() {
            None => Ok(()),
            Some(port) => Err(anyhow::anyhow!("another program listens on port {port}"))
                .context("choose other ports with --ports BASE, or stop that program"),
        }
    }

    fn all(&self) -> Vec<u16> {
        let mut all = vec![self.smtp(), self.mail(), self.api(), self.admin(), self.security(), self.scanner()];
        for homeserver in HOMESERVERS {
            all.extend([self.upstream(homeserver), self.front_door(homeserver), self.federation(homeserver)]);
        }
        all
    }

    /// Client listener of the homeserver, behind its front door.
    pub fn upstream(&self, homeserver: Homeserver) -> u16 {
        self.base + 8 + homeserver.index
    }
    /// Federation listener of the homeserver.
    pub fn federation(&self, homeserver: Homeserver) -> u16 {
        self.base + 448 + homeserver.index
    }
    /// The homeserver's front door.
    pub fn front_door(&self, homeserver: Homeserver) -> u16 {
        self.base + 80 + homeserver.index
    }
    /// The homeserver's name.
    pub fn server_name(&self, homeserver: Homeserver) -> String {
        format!("localhost:{}", self.federation(homeserver))
    }
    /// The mail sink's SMTP.
    pub fn smtp(&self) -> u16 {
        self.base + 25
    }
    /// The mail sink's page.
    pub fn mail(&self) -> u16 {
        self.base + 26
    }
    /// The bridge's own routes.
    pub fn api(&self) -> u16 {
        self.base + 90
    }
    /// The administrators' console.
    pub fn admin(&self) -> u16 {
        self.base + 91
    }
    /// The security officers' console.
    pub fn security(&self) -> u16 {
        self.base + 92
    }
    /// The media scanner.
    pub fn scanner(&self) -> u16 {
        self.base + 93
    }
}

/// The address of a port on loopback.
pub fn url(port: u16) -> String {
    format!("http://127.0.0.1:{port}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shape::{FINANCE, INTERIOR};

    #[test]
    fn the_default_stack_has_the_documented_ports_and_none_twice() {
        let ports = Ports::with_base(DEFAULT_BASE).unwrap();
        assert_eq!(ports.server_name(INTERIOR), "localhost:28448");
        assert_eq!(ports.server_name(FINANCE), "localhost:28449");
        assert_eq!(ports.upstream(INTERIOR), 28008);
        let mut all = ports.all();
        all.sort_unstable();
        let count = all.len();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn a_port_in_use_is_named() {
        let ports = Ports::free().unwrap();
        let _held = TcpListener::bind(("127.0.0.1", ports.scanner())).unwrap();
        assert_eq!(ports.taken(), Some(ports.scanner()));
        let message = format!("{:#}", ports.check_free().unwrap_err());
        assert!(message.contains(&ports.scanner().to_string()) && message.contains("--ports"), "{message}");
    }

    #[test]
    fn an_existing_stack_keeps_its_ports() {
        let ports = Ports::with_base(21000).unwrap();
        for choice in [PortChoice::Default, PortChoice::Free, PortChoice::Base(21000)] {
            assert_eq!(ports.satisfy(choice).unwrap(), ports);
        }
        assert!(ports.satisfy(PortChoice::Base(22000)).is_err());
    }

    #[test]
    fn a_base_outside_the_range_is_refused() {
        assert!(Ports::with_base(80).is_err());
        assert!(Ports::with_base(65500).is_err());
    }
}
