//! Configuration of the bridge and the scanner, in the form that `homeserver-bridge` reads.

use std::path::Path;

use anyhow::{Context, bail};
use toml::{Table, Value};
use totp_rs::Secret;

use super::secrets::{private_dir, random, random_bytes};
use super::{keep_secret, write_private};
use crate::layout::Layout;
use crate::officers::SignIn;
use crate::ports::{Ports, url};
use crate::shape::{HOMESERVERS, Homeserver};

/// Writes secrets and configuration of both.
pub(super) fn install(layout: &Layout, ports: Ports) -> anyhow::Result<()> {
    private_dir(&layout.bridge_index())?;
    private_dir(&layout.scanner_spool())?;
    for secret in [layout.report_token(), layout.sync_token()] {
        keep_secret(&secret, random)?;
    }
    for officer in SignIn::officers(layout, ports) {
        keep_secret(&officer.password_file, random)?;
        keep_secret(&officer.totp_file, || Secret::from(random_bytes()).to_base32())?;
    }
    let mut config = bridge(layout, ports);
    add_identity_providers(layout, &mut config)?;
    write_private(&layout.bridge_config(), &toml::to_string(&config)?)?;
    write_private(&layout.scan_config(), &toml::to_string(&scanner(layout, ports))?)
}

fn bridge(layout: &Layout, ports: Ports) -> Table {
    let ministries = || HOMESERVERS.into_iter().filter(Homeserver::is_ministry);
    let organisations: Vec<Value> = ministries()
        .map(|one| {
            Value::Table(table([
                ("id", text(one.organisation_id)),
                ("name", text(one.organisation)),
                ("domains", Value::Array(vec![text(one.email_domain)])),
                ("homeserver", text(&ports.server_name(one))),
            ]))
        })
        .collect();
    let homeservers: Vec<Value> = HOMESERVERS
        .into_iter()
        .map(|one| {
            let files = layout.homeserver(one);
            Value::Table(table([
                ("server_name", text(&ports.server_name(one))),
                ("role", text(if one.is_ministry() { "ministry" } else { "externals" })),
                ("listen", listen(ports.front_door(one))),
                ("public_base_url", text(&url(ports.front_door(one)))),
                ("upstream", text(&url(ports.upstream(one)))),
                ("admin_token_file", path(&files.admin_token)),
                ("module_token_file", path(&files.module_token)),
                ("acts_token_file", path(&files.acts_token)),
                ("federation_list_file", path(&files.federation_list)),
            ]))
        })
        .collect();
    let actor = table([
        ("register", text("sample")),
        ("token_file", path(&layout.sync_token())),
        ("organisations", Value::Array(ministries().map(|one| text(one.organisation_id)).collect())),
    ]);
    table([
        ("public_base_url", text(&url(ports.api()))),
        ("database", path(&layout.bridge_database())),
        (
            "listen",
            Value::Table(table([
                ("api", listen(ports.api())),
                ("admin", listen(ports.admin())),
                ("security", listen(ports.security())),
            ])),
        ),
        // By name: security keys do not work with a number.
        (
            "consoles",
            Value::Table(table([
                ("admin_url", text(&format!("http://localhost:{}", ports.admin()))),
                ("security_url", text(&format!("http://localhost:{}", ports.security()))),
            ])),
        ),
        ("catalogue", Value::Table(table([("index_dir", path(&layout.bridge_index()))]))),
        (
            "mail",
            Value::Table(table([
                ("host", text("127.0.0.1")),
                ("port", Value::Integer(ports.smtp().into())),
                ("security", text("none")),
                ("from", text("depesha@gov.example")),
            ])),
        ),
        ("security_alerts", Value::Table(table([("mail_to", to_officers())]))),
        ("weekly_summary", Value::Table(table([("mail_to", to_officers())]))),
        (
            "scanner",
            Value::Table(table([
                ("upstream", text(&url(ports.scanner()))),
                ("public_keys_file", path(&layout.scanner_public_keys())),
                ("report_token_file", path(&layout.report_token())),
            ])),
        ),
        ("organisation", Value::Array(organisations)),
        ("homeserver", Value::Array(homeservers)),
        ("sync_actor", Value::Array(vec![Value::Table(actor)])),
    ])
}

/// What somebody has written of identity providers: `[[identity_provider]]` as in the bridge's configuration, and
/// `[sign_in]` with an organisation's key and its ways to sign in.
fn add_identity_providers(layout: &Layout, config: &mut Table) -> anyhow::Result<()> {
    let path = layout.identity_providers();
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", path.display())),
    };
    let mut written: Table = text.parse().with_context(|| format!("{} is not valid TOML", path.display()))?;
    let ways = written.remove("sign_in");
    if let Some(providers) = written.remove("identity_provider") {
        config.insert("identity_provider".to_owned(), providers);
    }
    if let Some(unknown) = written.keys().next() {
        bail!("{}: there is no setting {unknown}; write [[identity_provider]] and [sign_in]", path.display());
    }
    let organisations = config.get_mut("organisation").and_then(Value::as_array_mut).into_iter().flatten();
    for organisation in organisations.filter_map(Value::as_table_mut) {
        let id = organisation.get("id").and_then(Value::as_str).unwrap_or_default();
        if let Some(ways) = ways.as_ref().and_then(|ways| ways.get(id)).cloned() {
            organisation.insert("sign_in".to_owned(), ways);
        }
    }
    Ok(())
}

/// Where the sample security officers get their mail.
fn to_officers() -> Value {
    Value::Array(vec![text("security-officers@gov.example")])
}

fn scanner(layout: &Layout, ports: Ports) -> Table {
    let homeservers = HOMESERVERS
        .into_iter()
        .map(|one| {
            Value::Table(table([
                ("server_name", text(&ports.server_name(one))),
                ("upstream", text(&url(ports.upstream(one)))),
            ]))
        })
        .collect();
    table([
        ("listen", listen(ports.scanner())),
        ("key_file", path(&layout.scanner_keys())),
        ("public_keys_file", path(&layout.scanner_public_keys())),
        ("spool_dir", path(&layout.scanner_spool())),
        (
            "clamd",
            Value::Table(table([
                ("socket", path(&layout.clamd_socket())),
                ("database_dir", path(&layout.clamd_database())),
            ])),
        ),
        (
            "report",
            Value::Table(table([("bridge", text(&url(ports.api()))), ("token_file", path(&layout.report_token()))])),
        ),
        ("homeserver", Value::Array(homeservers)),
    ])
}

fn table<const N: usize>(entries: [(&str, Value); N]) -> Table {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn text(value: &str) -> Value {
    Value::String(value.to_owned())
}

fn path(value: &Path) -> Value {
    Value::String(value.to_string_lossy().into_owned())
}

fn listen(port: u16) -> Value {
    Value::String(format!("127.0.0.1:{port}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_providers_that_somebody_has_written_reach_the_configuration() {
        let dir = tempfile::tempdir().unwrap();
        let layout = Layout::new(dir.path());
        private_dir(layout.bridge_config().parent().unwrap()).unwrap();
        let ports = Ports::with_base(21000).unwrap();
        let made = |text: &str| {
            std::fs::write(layout.identity_providers(), text).unwrap();
            let mut config = bridge(&layout, ports);
            add_identity_providers(&layout, &mut config).map(|()| config)
        };
        let config = made("[[identity_provider]]\nid = \"x\"\n[sign_in]\ninterior = [\"sso\"]\n").unwrap();
        assert_eq!(config["identity_provider"][0]["id"].as_str(), Some("x"));
        assert_eq!(config["organisation"][0]["sign_in"][0].as_str(), Some("sso"));
        assert!(config["organisation"][1].get("sign_in").is_none());
        assert!(made("[identity_providers]\n").is_err());
        std::fs::remove_file(layout.identity_providers()).unwrap();
        let mut config = bridge(&layout, ports);
        add_identity_providers(&layout, &mut config).unwrap();
        assert!(config.get("identity_provider").is_none());
    }
}
