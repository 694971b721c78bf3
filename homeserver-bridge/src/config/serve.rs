//! Configuration of `serve`, `worker` and `migrate`: what stands between clients, the homeservers and the register.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use anyhow::{bail, ensure};
use bridge_api::accounts::SignIn;
use bridge_api::email::DomainRule;
use bridge_api::well_known::ScannerKeys;
use bridge_api::{OrganisationId, ServerName};
use serde::Deserialize;
use url::Url;

use super::{
    CasesConfig, ConsolesConfig, ExternalsConfig, FederationConfig, IdentityProviderConfig, MetricsConfig, ModesConfig,
    ScanReportsConfig, SecretFile, SecurityAlertsConfig, WeeklySummaryConfig,
};

/// The whole file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ServeConfig {
    /// Where the routers listen.
    pub listen: ListenConfig,
    /// Base URL of `listen.api` as clients, the scanner and the register reach it.
    pub public_base_url: Url,
    /// The database file.
    pub database: PathBuf,
    /// The people catalogue.
    #[serde(default)]
    pub catalogue: CatalogueConfig,
    /// Leaving and moving.
    #[serde(default)]
    pub offboarding: OffboardingConfig,
    /// How long records are kept.
    #[serde(default)]
    pub retention: RetentionConfig,
    /// What rooms may be.
    #[serde(default)]
    pub rooms: RoomsConfig,
    /// Plans that wait for administrators.
    #[serde(default)]
    pub plans: PlansConfig,
    /// Mails that invite people to sign up.
    #[serde(default)]
    pub invitations: InvitationsConfig,
    /// People from outside the administration.
    #[serde(default)]
    pub externals: ExternalsConfig,
    /// Outgoing mail.
    pub mail: MailConfig,
    /// The media scanner.
    pub scanner: ScannerConfig,
    /// The release gate.
    #[serde(default)]
    pub media_gate: MediaGateConfig,
    /// What the operating modes mean.
    #[serde(default)]
    pub modes: ModesConfig,
    /// With whom the homeservers speak.
    #[serde(default)]
    pub federation: FederationConfig,
    /// Where officers reach the consoles.
    #[serde(default)]
    pub consoles: ConsolesConfig,
    /// Work on scan reports.
    #[serde(default)]
    pub cases: CasesConfig,
    /// How long scan reports are kept.
    #[serde(default)]
    pub scan_reports: ScanReportsConfig,
    /// What security officers hear of at once.
    #[serde(default)]
    pub security_alerts: SecurityAlertsConfig,
    /// What they are mailed once a week.
    #[serde(default)]
    pub weekly_summary: WeeklySummaryConfig,
    /// Figures for Prometheus.
    #[serde(default)]
    pub metrics: MetricsConfig,
    /// Organisations, one table each.
    #[serde(rename = "organisation")]
    pub organisations: Vec<OrganisationConfig>,
    /// Homeservers, one table each.
    #[serde(rename = "homeserver")]
    pub homeservers: Vec<HomeserverConfig>,
    /// Registers that may write the catalogue.
    #[serde(rename = "sync_actor", default)]
    pub sync_actors: Vec<SyncActorConfig>,
    /// Scanners of other ministries whose verdicts on the media of their homeservers count here.
    #[serde(rename = "trusted_scanner", default)]
    pub trusted_scanners: Vec<TrustedScannerConfig>,
    /// The organisations' own identity providers.
    #[serde(rename = "identity_provider", default)]
    pub identity_providers: Vec<IdentityProviderConfig>,
}

/// Where the routers listen; front doors have their address with their homeserver.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ListenConfig {
    /// `/_depesha/…`: discovery, sign-up, sync, callbacks of homeservers, scan reports.
    pub api: SocketAddr,
    /// The administrators' console.
    pub admin: SocketAddr,
    /// The security officers' console.
    pub security: SocketAddr,
}

/// The people catalogue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct CatalogueConfig {
    /// Folder of the search index, kept over restarts; in memory if absent, which is for small catalogues.
    pub index_dir: Option<PathBuf>,
    /// How often one caller may search in the long run; keeps the catalogue from being copied.
    pub searches_per_minute: NonZeroU32,
    /// How many searches one caller may make at once.
    pub search_burst: NonZeroU32,
    /// How many different people one caller is shown on a day (UTC).
    pub people_per_day: NonZeroU32,
}

impl Default for CatalogueConfig {
    fn default() -> Self {
        const MINUTE: NonZeroU32 = NonZeroU32::new(120).unwrap();
        const BURST: NonZeroU32 = NonZeroU32::new(60).unwrap();
        const DAY: NonZeroU32 = NonZeroU32::new(2000).unwrap();
        Self { index_dir: None, searches_per_minute: MINUTE, search_burst: BURST, people_per_day: DAY }
    }
}

/// Plans that the brakes of a register's sync stopped.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct PlansConfig {
    /// How many hours administrators, and then the register's program, have time.
    pub expire_after_hours: u32,
}

impl Default for PlansConfig {
    fn default() -> Self {
        Self { expire_after_hours: 72 }
    }
}

/// Mails that invite people whom HR knows to sign up.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct InvitationsConfig {
    /// How many mails to joiners leave in a minute.
    pub joiner_mails_per_minute: NonZeroU32,
    /// How many colleagues one person may invite in a day.
    pub colleagues_per_day: u32,
    /// For how many days an administrator's invitation can be used after it was last sent; 0 for ever.
    pub valid_days: u32,
    /// For how many hours somebody whose recovery was reset may begin anew by signing in.
    pub new_identity_hours: NonZeroU32,
    /// For how many days somebody whom an administrator invited, because HR does not know them, has an account, until it is
    /// renewed.
    pub account_days: u32,
}

impl Default for InvitationsConfig {
    fn default() -> Self {
        Self {
            joiner_mails_per_minute: const { NonZeroU32::new(120).unwrap() },
            colleagues_per_day: 20,
            valid_days: 30,
            account_days: 365,
            new_identity_hours: const { NonZeroU32::new(72).unwrap() },
        }
    }
}

/// Outgoing mail over SMTP.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Host of the relay.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// Address in `From:`.
    pub from: String,
    /// User name at the relay, if it wants one.
    #[serde(default)]
    pub username: Option<String>,
    /// Password at the relay.
    #[serde(default)]
    pub password_file: Option<SecretFile>,
    /// Certificate authority of the relay, PEM; the system's otherwise.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// How the connection to the mail relay is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MailSecurity {
    /// Not at all: accepted for relays on loopback only.
    None,
    /// STARTTLS, required.
    Starttls,
    /// TLS from the first byte.
    Tls,
}

/// The media scanner as the bridge sees it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScannerConfig {
    /// Base URL that requests for it are passed to.
    pub upstream: Url,
    /// The public keys that clients pin: JSON list of `{"curve25519", "ed25519"}`, written by the scanner.
    pub public_keys_file: PathBuf,
    /// Bearer token that its reports come with.
    pub report_token_file: SecretFile,
}

/// What may be fetched without a verdict.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MediaGateConfig {
    /// Whether media that nobody has scanned is refused.
    pub enforce: bool,
    /// Whether clients without the scanner get files that are encrypted end to end, once a verdict opens the gate. A
    /// sender who builds a file for two keys can deceive it (see `scan_reports::gate`): where that is too much, say no.
    pub release_encrypted: bool,
    /// Pictures in clear up to this size, such as avatars, are scanned when they are uploaded, so that the gate is open
    /// for them; 0 leaves that to whoever fetches them.
    pub scan_pictures_up_to_bytes: u64,
}

impl Default for MediaGateConfig {
    fn default() -> Self {
        Self { enforce: true, release_encrypted: true, scan_pictures_up_to_bytes: 1 << 20 }
    }
}

/// The scanner of another ministry, behind another bridge.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TrustedScannerConfig {
    /// The homeservers whose media it judges. Its word on media of others counts for nothing.
    pub server_names: Vec<ServerName>,
    /// Base URL of its bridge's API (`listen.api` there), which is asked for verdicts.
    pub bridge: Url,
    /// Base URL of a front door there, whose well-known lists the scanner's keys. New keys are taken from it if the old
    /// ones confirm them.
    #[serde(default)]
    pub front_door: Option<Url>,
    /// The scanner's keys, if the first ones are not to be taken from the front door.
    #[serde(default)]
    pub keys: Vec<ScannerKeys>,
}

/// An organisation, such as a ministry.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OrganisationConfig {
    /// Its key.
    pub id: OrganisationId,
    /// Its display name, shown behind every name.
    pub name: String,
    /// The domains of its work email addresses.
    pub domains: Vec<DomainRule>,
    /// The homeserver of its people.
    pub homeserver: ServerName,
    /// When its people get their accounts.
    #[serde(default)]
    pub accounts: AccountsPolicy,
    /// Whether people who join are invited by mail.
    #[serde(default)]
    pub invite_joiners: bool,
    /// How its people sign in; if it says nothing, with a password and through every identity provider that names it.
    #[serde(default)]
    pub sign_in: Vec<SignIn>,
}

/// When the people of an organisation get their accounts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountsPolicy {
    /// When they sign up.
    #[default]
    OnSignUp,
    /// As soon as HR names them: the account waits without a password until they sign up.
    OnJoin,
}

/// What happens to the account of somebody who has left or moved to another homeserver.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct OffboardingConfig {
    /// How many days the locked account is kept before it is closed for good.
    pub grace_days: u32,
    /// How many minutes after the sessions have ended the account leaves its rooms: as long, a departure can be called
    /// off without a trace.
    pub rooms_after_minutes: u32,
    /// How many people one administrator may offboard at once without a second one.
    pub at_once_alone: u32,
}

impl Default for OffboardingConfig {
    fn default() -> Self {
        Self { grace_days: 30, rooms_after_minutes: 0, at_once_alone: 10 }
    }
}

/// How long records are kept after nothing more can come of them. The audit log is kept for ever, and says what went.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RetentionConfig {
    /// Days after its submission for a plan that the brakes stopped; 0 for ever.
    pub plans_days: u32,
    /// Days after its end for a departure or a move, receipt and all; 0 for ever.
    pub departures_days: u32,
}

impl Default for RetentionConfig {
    fn default() -> Self {
        Self { plans_days: 365, departures_days: 1095 }
    }
}

/// What rooms may be.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RoomsConfig {
    /// How many days messages of public rooms are kept at most; 0 for ever.
    pub public_retention_days: u32,
}

impl Default for RoomsConfig {
    fn default() -> Self {
        Self { public_retention_days: 365 }
    }
}

impl RoomsConfig {
    /// The same in milliseconds; nothing: for ever.
    pub fn public_retention_ms(&self) -> Option<u64> {
        (self.public_retention_days > 0).then(|| u64::from(self.public_retention_days) * 24 * 60 * 60 * 1000)
    }
}

/// Whom a homeserver is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HomeserverRole {
    /// The staff of one or more organisations.
    Ministry,
    /// People from outside the administration.
    Externals,
}

/// A homeserver and its front door.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HomeserverConfig {
    /// Its name.
    pub server_name: ServerName,
    /// Whom it is for.
    pub role: HomeserverRole,
    /// Where its front door listens.
    pub listen: SocketAddr,
    /// Base URL of the front door as clients reach it.
    pub public_base_url: Url,
    /// Base URL of the homeserver's client listener, reached by nobody but us.
    pub upstream: Url,
    /// Access token of an administrator account of this homeserver.
    pub admin_token_file: SecretFile,
    /// Bearer token that our module in this homeserver calls with.
    pub module_token_file: SecretFile,
    /// Bearer token that we call our module in this homeserver with.
    pub acts_token_file: SecretFile,
    /// A file of this homeserver's configuration that we keep the list of admitted homeservers in; it reads it when it
    /// starts. Without one, whoever runs the homeserver writes the list by hand as the console shows it.
    #[serde(default)]
    pub federation_list_file: Option<PathBuf>,
}

/// A register that may write the catalogue.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyncActorConfig {
    /// The register's name, for the audit log.
    pub register: String,
    /// Its bearer token.
    pub token_file: SecretFile,
    /// The organisations whose people it may write.
    pub organisations: Vec<OrganisationId>,
}

impl ServeConfig {
    /// Checks what the types alone cannot: references between tables, and what must not be in clear.
    ///
    /// # Errors
    /// One sentence that names the key to correct.
    pub fn check(&self) -> anyhow::Result<()> {
        ensure!(!self.organisations.is_empty(), "at least one [[organisation]] is needed");
        ensure!(!self.homeservers.is_empty(), "at least one [[homeserver]] is needed");
        let servers: HashSet<_> = self.homeservers.iter().map(|h| &h.server_name).collect();
        ensure!(servers.len() == self.homeservers.len(), "two [[homeserver]] tables have the same server_name");
        ensure!(self.plans.expire_after_hours > 0, "plans.expire_after_hours must be at least 1");
        self.cases.check()?;
        self.consoles.check()?;
        self.modes.check()?;
        self.externals.check()?;
        ensure!(self.invitations.account_days > 0, "invitations.account_days must be at least 1");
        let mut ids = HashSet::new();
        for organisation in &self.organisations {
            ensure!(ids.insert(&organisation.id), "organisation {} is there twice", organisation.id);
            if !servers.contains(&organisation.homeserver) {
                bail!("organisation {}: homeserver {} has no table", organisation.id, organisation.homeserver);
            }
        }
        for actor in &self.sync_actors {
            for organisation in &actor.organisations {
                ensure!(
                    ids.contains(organisation),
                    "sync_actor {}: organisation {organisation} has no table",
                    actor.register
                );
            }
        }
        self.check_identity_providers()?;
        self.check_trusted_scanners(&servers)?;
        self.scan_reports.check()?;
        self.security_alerts.check()?;
        self.weekly_summary.check()?;
        ensure!(
            is_loopback(&self.mail.host) || self.mail.security != MailSecurity::None,
            "mail.security may be \"none\" only for a relay on this machine; set \"starttls\" or \"tls\""
        );
        Ok(())
    }

    fn check_trusted_scanners(&self, own: &HashSet<&ServerName>) -> anyhow::Result<()> {
        let mut named = HashSet::new();
        for scanner in &self.trusted_scanners {
            ensure!(!scanner.server_names.is_empty(), "a [[trusted_scanner]] needs at least one name in server_names");
            for name in &scanner.server_names {
                ensure!(!own.contains(name), "trusted_scanner: {name} is a homeserver of this bridge");
                ensure!(named.insert(name), "{name} stands in two [[trusted_scanner]] tables");
                ensure!(
                    scanner.front_door.is_some() || !scanner.keys.is_empty(),
                    "trusted_scanner {name}: name its front_door, or its keys"
                );
                for url in [Some(&scanner.bridge), scanner.front_door.as_ref()].into_iter().flatten() {
                    ensure!(
                        url.scheme() == "https" || url.host_str().is_some_and(is_loopback),
                        "trusted_scanner {name}: {url} must begin with https://"
                    );
                }
            }
        }
        Ok(())
    }

    /// The organisation with this key.
    pub fn organisation(&self, id: &OrganisationId) -> Option<&OrganisationConfig> {
        self.organisations.iter().find(|o| o.id == *id)
    }

    /// Names of the organisations whose people upload to this homeserver; nothing if it is nobody's.
    pub fn organisations_at(&self, server: &str) -> Option<String> {
        let here = self.organisations.iter().filter(|o| o.homeserver.as_str() == server);
        let names: Vec<_> = here.map(|o| o.name.as_str()).collect();
        (!names.is_empty()).then(|| names.join(", "))
    }

    /// The homeserver with this name.
    pub fn homeserver(&self, name: &ServerName) -> Option<&HomeserverConfig> {
        self.homeservers.iter().find(|h| h.server_name == *name)
    }
}

pub(super) fn is_loopback(host: &str) -> bool {
    matches!(host, "127.0.0.1" | "localhost" | "::1" | "[::1]")
}
