//! Configuration of what security officers are told: alerts, the weekly summary, figures for Prometheus, and how long
//! figures are kept.

use std::collections::HashSet;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::ensure;
use bridge_api::EmailAddress;
use serde::Deserialize;
use url::Url;

use super::SecretFile;
use crate::language::Language;

/// When alerts are raised, and whom they reach.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SecurityAlertsConfig {
    /// Addresses that get every alert by mail.
    pub mail_to: Vec<EmailAddress>,
    /// The language of these mails: `en`, `fr` or `uk`.
    pub language: Language,
    /// After how many minutes without a working engine.
    pub engine_down_minutes: u32,
    /// From what age of an engine's signatures on, hours.
    pub signatures_max_age_hours: u32,
    /// After how many minutes without a word from a scanner it counts as silent.
    pub silent_minutes: u32,
    /// How many scanners there are: fewer that speak are an alert.
    pub scanners: u32,
    /// After how many minutes without another find an outbreak is over.
    pub outbreak_quiet_minutes: u32,
    /// Programs that get every alert as JSON.
    #[serde(rename = "webhook")]
    pub webhooks: Vec<WebhookConfig>,
    /// Collectors that get every alert as CEF.
    pub syslog: Vec<SyslogConfig>,
}

impl Default for SecurityAlertsConfig {
    fn default() -> Self {
        Self {
            mail_to: Vec::new(),
            language: Language::default(),
            engine_down_minutes: 5,
            signatures_max_age_hours: 72,
            silent_minutes: 5,
            scanners: 1,
            outbreak_quiet_minutes: 60,
            webhooks: Vec::new(),
            syslog: Vec::new(),
        }
    }
}

/// A program that is told by HTTPS.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WebhookConfig {
    /// What it is called in the console.
    pub name: String,
    /// Where to.
    pub url: Url,
    /// The key of the HMAC that every message carries.
    pub secret_file: SecretFile,
    /// Certificate authority, PEM; the usual ones otherwise.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
}

/// A syslog collector.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SyslogConfig {
    /// What it is called in the console.
    pub name: String,
    /// How it is reached.
    pub transport: SyslogTransport,
    /// `host:port`; for `local` the path of a socket.
    pub address: String,
    /// Certificate authority of a collector behind TLS, PEM.
    #[serde(default)]
    pub ca_file: Option<PathBuf>,
    /// The facility of the messages, 0 to 23 (RFC 5424); 13, log audit, if absent.
    #[serde(default = "log_audit")]
    pub facility: u8,
}

fn log_audit() -> u8 {
    13
}

/// How a syslog collector is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SyslogTransport {
    /// A datagram each (RFC 5426): nobody learns whether it arrived.
    Udp,
    /// A stream with counted messages (RFC 6587).
    Tcp,
    /// The same under TLS (RFC 5425).
    Tls,
    /// A datagram to a socket of this machine, such as `/dev/log`.
    Local,
}

/// The mail once a week.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct WeeklySummaryConfig {
    /// Addresses that get it; nobody, if empty.
    pub mail_to: Vec<EmailAddress>,
    /// Its language: `en`, `fr` or `uk`.
    pub language: Language,
    /// The day it leaves, 1 for Monday to 7 for Sunday.
    pub weekday: u8,
    /// The hour (UTC) from which on it leaves.
    pub hour: u8,
}

impl Default for WeeklySummaryConfig {
    fn default() -> Self {
        Self { mail_to: Vec::new(), language: Language::default(), weekday: 1, hour: 6 }
    }
}

/// For how long scan reports and figures are kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ScanReportsConfig {
    /// Days that a report of a clean file is kept.
    pub clean_days: u32,
    /// Days that a report of a file that could not be checked is kept.
    pub unchecked_days: u32,
    /// Days that a find is kept.
    pub find_days: u32,
    /// Days that counts of each day are kept; those of each hour are kept for 16.
    pub figures_days: u32,
    /// The most reports that one export holds.
    pub export_rows: u32,
}

impl Default for ScanReportsConfig {
    fn default() -> Self {
        Self { clean_days: 30, unchecked_days: 90, find_days: 730, figures_days: 1830, export_rows: 100_000 }
    }
}

/// Figures for Prometheus.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct MetricsConfig {
    /// Where `/metrics` listens, without a password: an address that only the monitoring reaches. Nowhere, if absent.
    pub listen: Option<SocketAddr>,
}

impl SecurityAlertsConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        for (key, value) in [
            ("engine_down_minutes", self.engine_down_minutes),
            ("signatures_max_age_hours", self.signatures_max_age_hours),
            ("silent_minutes", self.silent_minutes),
            ("scanners", self.scanners),
            ("outbreak_quiet_minutes", self.outbreak_quiet_minutes),
        ] {
            ensure!(value > 0, "security_alerts.{key} must be at least 1");
        }
        let mut names = HashSet::new();
        for hook in &self.webhooks {
            ensure!(fit(&hook.name) && names.insert(("webhook", &hook.name)), "{}", name_rule("webhook", &hook.name));
            ensure!(
                hook.url.scheme() == "https" || (hook.url.scheme() == "http" && on_this_machine(&hook.url)),
                "security_alerts.webhook {}: the url must begin with https:// (http:// only on this machine)",
                hook.name
            );
        }
        for log in &self.syslog {
            ensure!(fit(&log.name) && names.insert(("syslog", &log.name)), "{}", name_rule("syslog", &log.name));
            ensure!(log.facility <= 23, "security_alerts.syslog {}: facility is 0 to 23", log.name);
            match log.transport {
                SyslogTransport::Local => ensure!(
                    log.address.starts_with('/'),
                    "security_alerts.syslog {}: address must be the path of a socket",
                    log.name
                ),
                transport => {
                    let parts = log.address.rsplit_once(':');
                    ensure!(
                        parts.is_some_and(|(host, port)| !host.is_empty() && port.parse::<u16>().is_ok()),
                        "security_alerts.syslog {}: address must be host:port",
                        log.name
                    );
                    ensure!(
                        transport != SyslogTransport::Tls || log.ca_file.is_some(),
                        "security_alerts.syslog {}: TLS needs ca_file",
                        log.name
                    );
                }
            }
        }
        Ok(())
    }
}

impl WeeklySummaryConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        ensure!((1..=7).contains(&self.weekday), "weekly_summary.weekday is 1 (Monday) to 7 (Sunday)");
        ensure!(self.hour <= 23, "weekly_summary.hour is 0 to 23");
        Ok(())
    }
}

impl ScanReportsConfig {
    pub(super) fn check(&self) -> anyhow::Result<()> {
        for (key, value) in [
            ("clean_days", self.clean_days),
            ("unchecked_days", self.unchecked_days),
            ("find_days", self.find_days),
            ("export_rows", self.export_rows),
        ] {
            ensure!(value > 0, "scan_reports.{key} must be at least 1");
        }
        ensure!(self.clean_days <= self.find_days, "scan_reports.clean_days must not be more than find_days");
        ensure!(
            self.figures_days >= 190,
            "scan_reports.figures_days must be at least 190: charts show a quarter and the one before"
        );
        Ok(())
    }
}

fn fit(name: &str) -> bool {
    (1..=32).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
}

fn name_rule(kind: &str, name: &str) -> String {
    format!("security_alerts.{kind} {name:?}: a name has 1 to 32 letters, digits, '-' or '_', and no two are the same")
}

fn on_this_machine(url: &Url) -> bool {
    matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(text: &str) -> Result<(), String> {
        let config: SecurityAlertsConfig = toml::from_str(text).map_err(|e| e.to_string())?;
        config.check().map_err(|e| e.to_string())
    }

    #[test]
    fn what_cannot_work_is_named() {
        let hook = |url: &str| format!("[[webhook]]\nname = \"a\"\nurl = \"{url}\"\nsecret_file = \"/s\"\n");
        let log = |transport: &str, address: &str| {
            format!("[[syslog]]\nname = \"a\"\ntransport = \"{transport}\"\naddress = \"{address}\"\n")
        };
        assert_eq!(checked(&(hook("https://soc.example/x") + &log("udp", "[::1]:514"))), Ok(()));
        assert_eq!(checked(&hook("http://127.0.0.1:9/x")), Ok(()));
        assert!(checked(&hook("http://soc.example/x")).unwrap_err().contains("https://"));
        assert!(checked(&(hook("https://a.example") + &hook("https://b.example"))).unwrap_err().contains("no two"));
        assert!(checked(&log("tcp", "/dev/log")).unwrap_err().contains("host:port"));
        assert!(checked(&log("local", "localhost:514")).unwrap_err().contains("path of a socket"));
        assert!(checked(&log("tls", "localhost:6514")).unwrap_err().contains("ca_file"));
        assert!(checked("scanners = 0").unwrap_err().contains("at least 1"));
        assert!(checked("language = \"de\"").is_err());
        assert!(checked("mail_to = [\"a@b@c.example\"]").is_err());
    }
}
