//! The antivirus engines that the configuration names, put together and checked before anything starts.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use media_scanner::engine::command::{Command, CommandSettings};
use media_scanner::engine::icap::{Icap, IcapSettings, Trust};
use media_scanner::engine::panel::{Member, Panel};
use media_scanner::{Clamd, Engine};

use crate::clock::Clock;
use crate::config::{ClamdConfig, CommandConfig, EngineConfig, IcapConfig, ScanConfig};

/// What `[clamd]` is called among several.
const FIRST: &str = "clamav";
/// clamd is asked for the version of its signatures so often at most, not for every file.
const VERSIONS_COUNT_FOR: Duration = Duration::from_secs(1);
/// An engine that is not required does not hold up a file for longer, unless it is configured to.
const ADVISORY_PATIENCE: u64 = 15;
const MOST_ENGINES: usize = 16;

/// The engines as one.
///
/// # Errors
/// If the tables do not hold together; the message says which and what to do.
pub fn engines(config: &ScanConfig, clock: Arc<dyn Clock>) -> Result<Panel> {
    let mut members = Vec::new();
    if let Some(clamd) = &config.clamd {
        members.push(Member {
            name: FIRST.to_owned(),
            kind: "clamd",
            engine: Arc::new(first(clamd)),
            required: true,
            max_signature_age: days(clamd.max_signature_age_days),
            deadline: None,
        });
    }
    for engine in &config.engines {
        let rules = engine.rules();
        let name = rules.name;
        let (kind, built) = build(name, engine).with_context(|| format!("the [[engine]] named {name:?}"))?;
        let patience = rules.deadline_seconds.or((!rules.required).then_some(ADVISORY_PATIENCE));
        ensure!(patience != Some(0), "the [[engine]] named {name:?}: deadline_seconds must be at least 1");
        members.push(Member {
            name: name.to_owned(),
            kind,
            engine: built,
            required: rules.required,
            max_signature_age: days(rules.max_signature_age_days),
            deadline: patience.map(Duration::from_secs),
        });
    }
    ensure!(members.len() <= MOST_ENGINES, "at most {MOST_ENGINES} engines work together");
    let names: HashSet<_> = members.iter().map(|member| member.name.as_str()).collect();
    ensure!(
        names.len() == members.len(),
        "two engines have the same name ([clamd] is called {FIRST:?}): give each [[engine]] a name of its own"
    );
    ensure!(
        members.iter().any(|member| member.required),
        "no antivirus engine is required, so nothing would ever be clean: configure [clamd], or an [[engine]] with required = true"
    );
    let test_every = Duration::from_secs(config.self_test_seconds);
    Ok(Panel::new(members, test_every, Arc::new(move || super::now_ms(&*clock))))
}

fn days(days: u32) -> Option<Duration> {
    (days > 0).then(|| Duration::from_secs(u64::from(days) * 86_400))
}

fn first(config: &ClamdConfig) -> Clamd {
    let clamd = Clamd::new(&config.socket)
        .with_descriptors(config.descriptor_memory_bytes)
        .with_versions_for(VERSIONS_COUNT_FOR);
    match &config.database_dir {
        Some(dir) => clamd.with_database(dir),
        None => clamd,
    }
}

fn build(name: &str, config: &EngineConfig) -> Result<(&'static str, Arc<dyn Engine>)> {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    ensure!(
        !name.is_empty() && name.len() <= 32 && name.bytes().all(plain),
        "its name must be up to 32 letters, digits, '-', '_' or '.'"
    );
    Ok(match config {
        EngineConfig::Clamd(c) => {
            let first = first(&ClamdConfig {
                socket: c.socket.clone(),
                max_signature_age_days: 0,
                database_dir: c.database_dir.clone(),
                descriptor_memory_bytes: c.descriptor_memory_bytes,
            });
            ("clamd", Arc::new(first))
        }
        EngineConfig::Icap(c) => ("icap", Arc::new(icap(name, c)?)),
        EngineConfig::Command(c) => ("command", Arc::new(command(name, c)?)),
    })
}

fn icap(name: &str, config: &IcapConfig) -> Result<Icap> {
    let port = match config.url.scheme() {
        "icap" => 1344,
        "icaps" => 11344,
        _ => anyhow::bail!("url must begin with icap:// or icaps://"),
    };
    let host = config.url.host_str().context("url names no host")?;
    let service = config.url.path().trim_start_matches('/');
    ensure!(!service.is_empty(), "url must name the antivirus service: icap://host:1344/service");
    let tls = match (config.url.scheme(), &config.ca_file) {
        ("icaps", Some(file)) => Some(Trust::from_file(file)?),
        ("icaps", None) => anyhow::bail!("icaps needs ca_file: the authority of the server's certificate"),
        (_, Some(_)) => anyhow::bail!("ca_file is for icaps://: nothing is encrypted with icap://"),
        (_, None) => None,
    };
    let service = config.url.query().map_or_else(|| service.to_owned(), |query| format!("{service}?{query}"));
    Ok(Icap::new(IcapSettings {
        name: name.to_owned(),
        host: host.to_owned(),
        port: config.url.port().unwrap_or(port),
        service,
        tls,
    }))
}

fn command(name: &str, config: &CommandConfig) -> Result<Command> {
    for command in [&config.command, &config.version_command] {
        let whole = command.first().is_none_or(|program| program.starts_with('/'));
        ensure!(whole, "programs must be named with their full path");
    }
    ensure!(!config.command.is_empty(), "command must name a program");
    let codes = [&config.clean_codes, &config.infected_codes, &config.encrypted_codes, &config.limits_codes];
    let all: Vec<i32> = codes.into_iter().flatten().copied().collect();
    ensure!(
        all.iter().collect::<HashSet<_>>().len() == all.len(),
        "an exit code stands twice: each can mean one thing only"
    );
    ensure!(
        !config.clean_codes.is_empty() && !config.infected_codes.is_empty(),
        "clean_codes and infected_codes must each name an exit code"
    );
    Ok(Command::new(CommandSettings {
        name: name.to_owned(),
        command: config.command.clone(),
        clean: config.clean_codes.clone(),
        infected: config.infected_codes.clone(),
        encrypted: config.encrypted_codes.clone(),
        limits: config.limits_codes.clone(),
        signature_after: config.signature_after.clone(),
        signature_before: config.signature_before.clone(),
        version_command: config.version_command.clone(),
        signatures_file: config.signatures_file.clone(),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::SystemClock;

    const CLAMD: &str = "[clamd]\nsocket = \"/run/clamd.sock\"\n";
    const ICAP: &str = "[[engine]]\nname = \"gate\"\nkind = \"icap\"\nurl = \"icap://av.gov.example/avscan\"\n";
    const COMMAND: &str = "[[engine]]\nname = \"prog\"\nkind = \"command\"\ncommand = [\"/opt/av/scan\", \"-\"]\n";

    fn built(engines: &str) -> Result<Panel> {
        let text = format!(
            "listen = \"127.0.0.1:0\"\nkey_file = \"k\"\npublic_keys_file = \"p\"\nspool_dir = \"s\"\nhomeserver = []\n\
             {engines}[report]\nbridge = \"http://127.0.0.1:9\"\ntoken_file = \"t\"\n"
        );
        engines_of(&toml::from_str(&text)?)
    }

    fn engines_of(config: &ScanConfig) -> Result<Panel> {
        engines(config, Arc::new(SystemClock))
    }

    #[test]
    fn engines_work_alone_and_together() {
        let second = "[[engine]]\nname = \"second\"\nkind = \"clamd\"\nsocket = \"/run/b.sock\"\nrequired = false\n";
        let all = [CLAMD, second, ICAP, COMMAND].concat();
        let panel = built(&all).expect("holds together");
        assert_eq!(format!("{panel:?}"), r#"["clamav", "second", "gate", "prog"]"#);
        for alone in [CLAMD, ICAP, COMMAND] {
            built(alone).expect("holds together");
        }
    }

    #[test]
    fn what_cannot_work_is_refused_with_a_reason() {
        let advisory = |engine: &str| format!("{engine}required = false\n");
        for (text, reason) in [
            (String::new(), "no antivirus engine is required"),
            (advisory(ICAP), "no antivirus engine is required"),
            (format!("{ICAP}{ICAP}"), "the same name"),
            (ICAP.replace("icap://", "http://"), "icap://"),
            (ICAP.replace("/avscan", "/"), "service"),
            (ICAP.replace("icap://", "icaps://"), "ca_file"),
            (format!("{ICAP}ca_file = \"/etc/ca.pem\"\n"), "ca_file"),
            (ICAP.replace("gate", "a gate"), "name"),
            (COMMAND.replace("/opt/av/scan", "scan"), "full path"),
            (COMMAND.replace("\"/opt/av/scan\", \"-\"", ""), "program"),
            (format!("{COMMAND}infected_codes = [0]\n"), "twice"),
            (format!("{COMMAND}infected_codes = []\n"), "exit code"),
            (format!("{COMMAND}deadline_seconds = 0\n"), "at least 1"),
            (format!("{COMMAND}colour = 1\n"), "colour"),
            (COMMAND.replace("command\"\n", "shell\"\n"), "shell"),
        ] {
            let error = format!("{:#}", built(&text).expect_err(&text));
            assert!(error.contains(reason), "{error:?} must hold {reason:?}");
        }
    }
}
