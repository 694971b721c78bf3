//! Configuration of the bridge and the scanner, in the form that `homeserver-bridge` reads.

use std::path::Path;

use toml::{Table, Value};

use super::secrets::{private_dir, random};
use super::{keep_secret, write_private};
use crate::layout::Layout;
use crate::ports::{Ports, url};
use crate::shape::{HOMESERVERS, Homeserver};

/// Writes secrets and configuration of both.
pub(super) fn install(layout: &Layout, ports: Ports) -> anyhow::Result<()> {
    private_dir(&layout.bridge_index())?;
    private_dir(&layout.scanner_spool())?;
    for secret in [
        layout.report_token(),
        layout.sync_token(),
        layout.administrator_password(),
        layout.second_administrator_password(),
        layout.security_password(),
        layout.second_security_password(),
    ] {
        keep_secret(&secret, random)?;
    }
    write_private(&layout.bridge_config(), &toml::to_string(&bridge(layout, ports))?)?;
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
