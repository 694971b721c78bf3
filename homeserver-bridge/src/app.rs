//! Every long-lived thing that a request needs, in one struct; nothing of the kind is global.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use bridge_api::ServerName;

use crate::clock::{Clock, SystemClock};
use crate::config::ServeConfig;
use crate::database::Db;
use crate::federation::Federation;
use crate::homeserver::{Callers, Homeserver, Sessions, Synapse, SynapseSessions};
use crate::mail::{Mailer, SmtpMailer};
use crate::modes::Modes;
use crate::people::Directory;
use crate::provisioning::{ForeignIds, Limits};
use crate::queue::Wake;
use crate::scan_reports::{FetchLog, TrustedScanners};
use crate::secrets::Secrets;

/// What handlers, pages and jobs work with; cheap to clone.
pub type App = Arc<AppParts>;

/// The parts.
pub struct AppParts {
    /// The checked configuration.
    pub config: ServeConfig,
    /// Bearer tokens of the programs that call us.
    pub secrets: Secrets,
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// For passing requests on.
    pub http: reqwest::Client,
    /// Whose access tokens are whose.
    pub callers: Callers,
    /// Outgoing mail.
    pub mailer: Arc<dyn Mailer>,
    /// How often codes may be asked for.
    pub limits: Limits,
    /// Wakes this process's workers.
    pub wake: Wake,
    /// Wakes what makes accounts for joiners.
    pub wake_accounts: Wake,
    /// Ids that homeservers know and we do not.
    pub foreign_ids: ForeignIds,
    /// Fetches at our front doors, on their way into the database.
    pub fetches: FetchLog,
    /// The searchable people catalogue.
    pub people: Directory,
    /// Scanners of other ministries.
    pub trusted_scanners: TrustedScanners,
    /// The operating mode.
    pub modes: Modes,
    /// The homeservers that ours speak with.
    pub federation: Federation,
    homeservers: HashMap<ServerName, Arc<dyn Homeserver>>,
}

/// Everything outside our process that a test replaces.
pub struct Outside {
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// Outgoing mail.
    pub mailer: Arc<dyn Mailer>,
    /// The administration side of each homeserver.
    pub homeservers: HashMap<ServerName, Arc<dyn Homeserver>>,
    /// The session side of each homeserver.
    pub sessions: Vec<(ServerName, Arc<dyn Sessions>)>,
}

impl AppParts {
    /// Puts the parts together.
    ///
    /// # Errors
    /// If the database or a secret cannot be opened.
    pub fn new(config: ServeConfig, outside: Outside) -> anyhow::Result<App> {
        config.check()?;
        Ok(Arc::new(Self {
            secrets: Secrets::read(&config)?,
            db: Db::open(&config.database)?,
            limits: Limits::new(outside.clock.clone()),
            wake: Wake::default(),
            wake_accounts: Wake::default(),
            foreign_ids: ForeignIds::default(),
            fetches: FetchLog::default(),
            people: Directory::new(&config.catalogue, outside.clock.clone()),
            trusted_scanners: TrustedScanners::default(),
            modes: Modes::new(&config.modes),
            federation: Federation::new(&config),
            clock: outside.clock,
            http: http_client()?,
            callers: Callers::new(outside.sessions),
            mailer: outside.mailer,
            homeservers: outside.homeservers,
            config,
        }))
    }

    /// The administration side of a homeserver.
    pub fn homeserver(&self, name: &ServerName) -> Option<&Arc<dyn Homeserver>> {
        self.homeservers.get(name)
    }

    /// The same, of the homeserver that an account is on.
    ///
    /// # Errors
    /// If it was taken out of the configuration.
    pub fn homeserver_of_account(&self, name: &ServerName) -> anyhow::Result<&Arc<dyn Homeserver>> {
        self.homeserver(name).context("the homeserver of the account is no longer in the configuration")
    }
}

impl Outside {
    /// The real parts.
    ///
    /// # Errors
    /// If a secret or certificate cannot be read.
    pub fn real(config: &ServeConfig) -> anyhow::Result<Self> {
        let http = http_client()?;
        let mut homeservers: HashMap<ServerName, Arc<dyn Homeserver>> = HashMap::new();
        let mut sessions: Vec<(ServerName, Arc<dyn Sessions>)> = Vec::new();
        for homeserver in &config.homeservers {
            let (name, base) = (&homeserver.server_name, &homeserver.upstream);
            let (token, acts) = (homeserver.admin_token_file.read()?, homeserver.acts_token_file.read()?);
            homeservers.insert(name.clone(), Arc::new(Synapse::new(http.clone(), base.clone(), token, acts)));
            sessions.push((name.clone(), Arc::new(SynapseSessions::new(http.clone(), base.clone()))));
        }
        let mailer = Arc::new(SmtpMailer::new(&config.mail)?);
        Ok(Self { clock: Arc::new(SystemClock), mailer, homeservers, sessions })
    }
}

/// One client for everything inside the state's network: no proxy, no redirects, no endless waiting for a connection, and
/// no unpacking of what is only passed on (another crate of the build may have switched reqwest's unpacking on).
fn http_client() -> anyhow::Result<reqwest::Client> {
    Ok(reqwest::Client::builder()
        .no_proxy()
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .redirect(reqwest::redirect::Policy::none())
        .connect_timeout(Duration::from_secs(5))
        .pool_idle_timeout(Duration::from_secs(30))
        .build()?)
}
