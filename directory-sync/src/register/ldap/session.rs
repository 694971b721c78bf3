//! A connection to a directory server: encrypted and verified, and bound. Where the server is on this machine it may be
//! in clear and as nobody; the configuration has seen to that.

use std::sync::Arc;
use std::time::Duration;

use ldap3::{Ldap, LdapConnAsync, LdapConnSettings, ResultEntry, Scope, SearchStream};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout, timeout_at};

use super::Setup;
use super::entry::Entry;
use super::failure::{Failure, code, meaning};
use crate::config::LdapSection;

/// A search under way. It owns what it asks for.
pub(super) type Search = SearchStream<'static, String, Vec<String>>;

/// The small runtime in which one register speaks to its server.
///
/// It has one thread, the caller's: the connection is served only while we wait for it, so that it never reads further
/// ahead than we have come, however large the register is.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    Builder::new_current_thread().enable_all().build().map_err(|error| Failure::Here(error.to_string()))
}

/// Connects and binds.
pub(super) async fn open(setup: &Setup) -> Result<Ldap, Failure> {
    let section = &setup.section;
    let patience = silence(section);
    let mut settings = LdapConnSettings::new().set_conn_timeout(patience);
    if section.is_encrypted() {
        settings = settings.set_starttls(section.start_tls).set_config(Arc::new(tls(section)?));
    }
    let connecting = LdapConnAsync::from_url_with_settings(settings, &section.url);
    let (connection, mut ldap) = connecting.await.map_err(|error| match error {
        ldap3::LdapError::Timeout { .. } => Failure::silent(),
        error => Failure::Connection(format!("no connection: {error}")),
    })?;
    // How it ends is told by the operation that it breaks.
    tokio::spawn(connection.drive());
    if let (Some(dn), Some(file)) = (&section.bind_dn, &section.password_file) {
        let unreadable = |error| Failure::Here(format!("register.password_file cannot be read: {error}"));
        let password = std::fs::read_to_string(file).map_err(unreadable)?;
        let password = password.trim_end_matches(['\r', '\n']);
        if password.is_empty() {
            // A bind without a password succeeds, as nobody.
            return Err(Failure::Here("register.password_file holds no password".to_owned()));
        }
        let bound = ldap.with_timeout(patience).simple_bind(dn, password).await?;
        if bound.rc != code::SUCCESS {
            return Err(Failure::Connection(meaning(bound.rc)));
        }
    }
    Ok(ldap)
}

/// Something that is being opened, across as many waits as it takes: nobody waits longer than they are patient.
pub(super) struct Opening<T> {
    task: Option<JoinHandle<Result<T, Failure>>>,
}

impl<T: Send + 'static> Opening<T> {
    pub(super) fn new() -> Self {
        Self { task: None }
    }

    /// Waits until then; `None` if it is not open yet. `begin` is what opens it, within `limit`.
    pub(super) async fn wait<F>(
        &mut self,
        until: Instant,
        limit: Duration,
        begin: impl FnOnce() -> F,
    ) -> Result<Option<T>, Failure>
    where
        F: Future<Output = Result<T, Failure>> + Send + 'static,
    {
        let task = self.task.get_or_insert_with(|| {
            let opening = timeout(limit, begin());
            tokio::spawn(async move { opening.await.map_err(|_| Failure::silent())? })
        });
        let Ok(ended) = timeout_at(until, task).await else { return Ok(None) };
        self.task = None;
        ended.map_err(|error| Failure::Connection(error.to_string()))?.map(Some)
    }
}

/// How long the server may be silent.
pub(super) fn silence(section: &LdapSection) -> Duration {
    Duration::from_secs(u64::from(section.timeout_seconds))
}

/// The next answer of a search; `None` at its end, when its result can be asked for.
///
/// Takes all that has arrived before it lets the connection read on: see [`runtime`].
pub(super) async fn next(search: &mut Search) -> Result<Option<ResultEntry>, Failure> {
    Ok(tokio::task::coop::unconstrained(search.next()).await?)
}

/// As [`next`], with a limit on the silence.
pub(super) async fn next_within(search: &mut Search, limit: Duration) -> Result<Option<ResultEntry>, Failure> {
    timeout(limit, next(search)).await.map_err(|_| Failure::silent())?
}

/// Reads some attributes of one entry; `None` if it is not there or not to be seen.
pub(super) async fn look(ldap: &mut Ldap, dn: &str, attributes: &[&str]) -> Result<Option<Entry>, Failure> {
    let attributes: Vec<&str> = attributes.to_vec();
    let limit = Duration::from_secs(30);
    let found = ldap.with_timeout(limit).search(dn, Scope::Base, "(objectClass=*)", attributes).await?;
    let entry = found.0.into_iter().find(|answer| !answer.is_ref() && !answer.is_intermediate());
    if found.1.rc != code::SUCCESS {
        return Ok(None);
    }
    entry.map(Entry::parse).transpose().map_err(Failure::NotWhole)
}

fn tls(section: &LdapSection) -> Result<ClientConfig, Failure> {
    let file = section.ca_file.as_deref().ok_or_else(|| Failure::Here("register.ca_file is missing".to_owned()))?;
    let fault = |error: &dyn std::fmt::Display| Failure::Here(format!("register.ca_file cannot be used: {error}"));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| fault(&error))? {
        roots.add(certificate.map_err(|error| fault(&error))?).map_err(|error| fault(&error))?;
    }
    if roots.is_empty() {
        return Err(fault(&"it holds no certificate"));
    }
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(builder.map_err(|error| fault(&error))?.with_root_certificates(roots).with_no_client_auth())
}
