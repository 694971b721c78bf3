//! A directory server as a register: OpenLDAP, Active Directory and their like.
//!
//! A full reading is page by page ([`paged`]), or a refresh of a local mirror ([`refresh`]). What changes in between is
//! told by the server ([`persist`]) or asked for ([`polling`]). Whatever is not certainly everything is an error; entries
//! are turned into rows in one place ([`taker`]) and everything that is not mapped is dropped there.

mod account;
mod binary;
mod cursor;
mod entry;
mod failure;
mod messages;
mod mirror;
mod moments;
mod paged;
mod persist;
mod polling;
mod refresh;
mod schema;
mod session;
mod taker;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use ldap3::Ldap;

use self::cursor::Cursor;
use self::failure::Failure;
use self::messages::Uuid;
use self::mirror::Mirror;
use self::paged::{Pages, Query};
use self::persist::Persist;
use self::polling::Polling;
use self::taker::Taker;
use super::{Changes, Mapper, Register, RegisterError, Row};
use crate::clock::Now;
use crate::config::{Config, LdapSection, Mode};

/// What every part needs to know.
#[derive(Debug, Clone)]
struct Setup {
    section: Arc<LdapSection>,
    taker: Arc<Taker>,
    /// The server, for messages.
    name: String,
    /// What is asked for, of whom, and what is made of it: a mirror made for another question is of no use.
    question: String,
    mirror: PathBuf,
    cursor: PathBuf,
}

impl Setup {
    /// Refuses a mapping that names attributes which the server does not know.
    async fn check_attributes(&self, ldap: &mut Ldap) -> Result<(), Failure> {
        schema::check(&self.taker, ldap).await
    }
}

/// Where an entry stands, for a person who looks it up. Its name is not used: it holds the person's.
fn place(uuid: &Uuid) -> String {
    format!("entry {}", binary::uuid(uuid).unwrap_or_default())
}

/// See the module.
pub(super) struct LdapRegister {
    setup: Setup,
}

impl LdapRegister {
    pub(super) fn new(section: &LdapSection, config: &Config) -> Self {
        let beside = |path: &Path, ending: &str| {
            let mut name = path.file_name().unwrap_or_default().to_owned();
            name.push(ending);
            path.with_file_name(name)
        };
        let host = section.url.host_str().unwrap_or_default();
        let name = section.url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        // Every setting that decides who is in the mirror, and with what values.
        let (map, mapper) = (&config.mapping, Mapper::new(&config.mapping));
        let question = format!("1 {section:?} {:?} {:?} {:?}", mapper.columns(), map.dates, map.dates_offset);
        let mirror = section.mirror_file.clone().unwrap_or_else(|| beside(&config.state_file, ".ldap-mirror"));
        let setup = Setup {
            taker: Arc::new(Taker::new(section, config)),
            section: Arc::new(section.clone()),
            name,
            question,
            mirror,
            cursor: beside(&config.state_file, ".ldap-cursor"),
        };
        Self { setup }
    }

    async fn read_pages(&self, each: &mut dyn FnMut(Row)) -> Result<(), Failure> {
        let setup = &self.setup;
        let mut ldap = session::open(setup).await?;
        setup.check_attributes(&mut ldap).await?;
        let track = (setup.section.mode == Mode::ActiveDirectory).then_some(setup.section.track);
        let server = match track {
            Some(_) => Some(polling::server(setup, &mut ldap).await?),
            None => None,
        };
        let more = track.map(|track| track.attribute());
        let mut pages = Pages::new(ldap, Query::everybody(setup, more.as_slice()), setup);
        let (mut count, mut highest) = (0_u64, 0);
        while let Some(entry) = pages.next().await? {
            count += 1;
            let named = setup.taker.identity(&entry);
            let place = named.map_or_else(|| format!("entry number {count}"), |name| format!("entry {name}"));
            each(setup.taker.row(&place, &setup.taker.take(&entry)));
            highest = highest.max(track.and_then(|track| polling::mark(track, &entry)).unwrap_or_default());
        }
        let Some(server) = server else { return Ok(()) };
        let applied =
            Cursor::load(&setup.cursor)?.filter(|known| known.server == server).and_then(|known| known.applied);
        Cursor { server, read: highest, applied }.save(&setup.cursor)
    }

    fn read_mirror(&self, runtime: &tokio::runtime::Runtime, each: &mut dyn FnMut(Row)) -> Result<(), Failure> {
        let mut mirror = Mirror::open(&self.setup.mirror)?;
        runtime.block_on(refresh::refresh(&self.setup, &mut mirror, Now::at(SystemTime::now())))?;
        mirror.each(&mut |uuid, taken| each(self.setup.taker.row(&place(&uuid), &taken)))
    }
}

impl Register for LdapRegister {
    fn read(&self, each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        let mut read = || {
            let runtime = session::runtime()?;
            match self.setup.section.mode {
                Mode::Syncrepl => self.read_mirror(&runtime, each),
                Mode::Paged | Mode::ActiveDirectory => runtime.block_on(self.read_pages(each)),
            }
        };
        read().map_err(|failure| failure.of(&self.setup.name))
    }

    fn changes(&self) -> Result<Option<Box<dyn Changes>>, RegisterError> {
        let setup = self.setup.clone();
        let opened: Result<Option<Box<dyn Changes>>, Failure> = match setup.section.mode {
            Mode::Paged => Ok(None),
            Mode::Syncrepl => Persist::new(setup).map(|changes| Some(Box::new(changes) as Box<dyn Changes>)),
            Mode::ActiveDirectory => Polling::new(setup).map(|changes| Some(Box::new(changes) as Box<dyn Changes>)),
        };
        opened.map_err(|failure| failure.of(&self.setup.name))
    }
}
