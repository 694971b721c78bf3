//! The shape of the code as rules that fail with a sentence: which part may know which, how long a file may be, and
//! that every module says what it is for.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::Value;

const TOP_LEVEL: &[&str] = &["homeserver-bridge", "client-core", "desktop", "directory-sync", "deploy", "tests"];
const MAX_LINES: usize = 600;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the workspace").to_owned()
}

/// Every source file below a folder, without build output, in a fixed order; paths from the root with `/`.
fn files(below: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(below)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            let path = entry.path();
            let name = entry.file_name().to_string_lossy().into_owned();
            if path.is_dir() {
                if !matches!(
                    name.as_str(),
                    "node_modules" | "dist" | "dist-fake" | "licences" | "target" | "gen" | ".git" | "__pycache__"
                ) {
                    folders.push(path);
                }
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                let text = std::fs::read_to_string(&path).unwrap_or_default();
                let short = path.strip_prefix(root()).expect("below the root").to_string_lossy().into_owned();
                found.push((short, text));
            }
        }
    }
    found.sort();
    found
}

/// Fails with all findings at once.
fn none(rule: &str, findings: Vec<String>) {
    assert!(findings.is_empty(), "{rule}:\n  {}", findings.join("\n  "));
}

/// Code without comments and without its unit tests, which may reach further.
fn code(text: &str) -> String {
    let end = text.find("#[cfg(test)]").unwrap_or(text.len());
    let lines = text[..end].lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.collect::<Vec<_>>().join("\n")
}

fn offenders(below: &str, endings: &[&str], allowed: &dyn Fn(&str) -> bool, words: &[&str]) -> Vec<String> {
    let mut findings = Vec::new();
    for (path, text) in files(below, endings) {
        if allowed(&path) {
            continue;
        }
        let code = code(&text);
        findings.extend(words.iter().filter(|w| code.contains(**w)).map(|w| format!("{path} holds `{w}`")));
    }
    findings
}

fn dependencies(package: &str) -> BTreeSet<String> {
    let output = std::process::Command::new(env!("CARGO"))
        .args(["metadata", "--no-deps", "--format-version=1", "--offline"])
        .current_dir(root())
        .output()
        .expect("cargo metadata runs");
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata answers JSON");
    let packages = metadata["packages"].as_array().expect("packages");
    let package = packages.iter().find(|p| p["name"] == package).expect("the package exists");
    let dependencies = package["dependencies"].as_array().expect("dependencies");
    dependencies.iter().filter(|d| d["kind"].is_null()).map(|d| d["name"].as_str().unwrap_or_default().into()).collect()
}

fn must_not_depend(package: &str, forbidden: &[&str]) {
    let dependencies = dependencies(package);
    none(
        &format!("{package} must not depend on"),
        forbidden.iter().filter(|f| dependencies.contains(**f)).map(|f| (*f).to_owned()).collect(),
    );
}

const OURS: &[&str] =
    &["bridge-api", "media-scanner", "homeserver-bridge", "client-core", "depesha-desktop", "directory-sync", "stack"];

#[test]
fn the_top_level_holds_what_was_agreed_and_nothing_else() {
    let entries = std::fs::read_dir(root()).expect("the root can be read").flatten();
    let odd = entries
        .filter(|e| e.path().is_dir())
        .map(|e| e.file_name().to_string_lossy().into_owned())
        .filter(|name| !name.starts_with('.') && name != "target" && !TOP_LEVEL.contains(&name.as_str()));
    none("folders at the top level", odd.collect());
}

#[test]
fn the_vocabulary_has_no_input_or_output() {
    must_not_depend("bridge-api", &OURS[1..]);
    must_not_depend("bridge-api", &["tokio", "reqwest", "axum", "rusqlite", "hyper"]);
}

#[test]
fn the_scanner_knows_no_account_room_database_or_http_server() {
    must_not_depend("media-scanner", &["homeserver-bridge", "client-core", "directory-sync", "stack"]);
    must_not_depend("media-scanner", &["axum", "hyper", "reqwest", "rusqlite", "matrix-sdk", "lettre"]);
}

#[test]
fn the_scan_role_holds_no_administrators_token_no_mail_and_no_register() {
    let config = files("homeserver-bridge/src/config", &["scan.rs"]);
    let config = &config.first().expect("the scan role's configuration").1;
    let words = ["admin_token", "mail", "database", "sync_actor", "module_token"];
    none(
        "the scan role's configuration",
        words.iter().filter(|w| code(config).contains(**w)).map(|w| (*w).into()).collect(),
    );
    let words = ["crate::app", "crate::database", "crate::mail", "crate::people", "crate::provisioning"];
    for place in
        ["homeserver-bridge/src/roles", "homeserver-bridge/src/scan_role", "homeserver-bridge/src/http/scanner"]
    {
        let other = |path: &str| place.ends_with("roles") && !path.ends_with("scan.rs");
        none("the scan role", offenders(place, &[".rs"], &other, &words));
    }
}

#[test]
fn the_register_writes_only_through_the_bridge() {
    must_not_depend("directory-sync", &["homeserver-bridge", "media-scanner", "client-core"]);
    // A database is a register to read, or a file of its own that holds what one tells; never a database of ours.
    let own = ["sql/", "scim/", "ldap/mirror.rs"].map(|place| format!("directory-sync/src/register/{place}"));
    let own = |path: &str| own.iter().any(|place| path.starts_with(place));
    none("directory-sync", offenders("directory-sync/src", &[".rs"], &own, &["rusqlite::", "sqlx::"]));
    none("directory-sync", offenders("directory-sync/src", &[".rs"], &|_| false, &["_synapse", "_matrix"]));
}

#[test]
fn the_core_has_no_window() {
    must_not_depend("client-core", &["tauri", "homeserver-bridge", "media-scanner", "stack"]);
    none("client-core", offenders("client-core/src", &[".rs"], &|_| false, &["tauri::", "keyring::"]));
}

#[test]
fn threads_files_and_the_runtime_stay_in_the_cores_platform_module() {
    let words = ["std::thread", "std::fs", "tokio::fs", "tokio::spawn", "tokio::runtime", "tokio::task::spawn"];
    let platform = |path: &str| path.starts_with("client-core/src/platform");
    none("outside client-core's platform module", offenders("client-core/src", &[".rs"], &platform, &words));
}

#[test]
fn the_shell_sees_the_core_and_not_the_sdk() {
    must_not_depend("depesha-desktop", &["matrix-sdk", "matrix-sdk-ui", "homeserver-bridge", "reqwest"]);
    none("the shell", offenders("desktop/src-tauri/src", &[".rs"], &|_| false, &["matrix_sdk", "ruma::"]));
}

#[test]
fn the_interface_has_one_door_to_the_core() {
    let door = |path: &str| path.starts_with("desktop/ui/src/ipc/");
    none("outside src/ipc", offenders("desktop/ui/src", &[".ts", ".tsx"], &door, &["@tauri-apps/", "__TAURI"]));
    let html = ["dangerouslySetInnerHTML", "innerHTML", "eval("];
    none("the interface builds nodes, not HTML", offenders("desktop/ui/src", &[".ts", ".tsx"], &|_| false, &html));
}

const FEATURES: &[&str] = &[
    "provisioning",
    "guests",
    "people",
    "plans",
    "policy",
    "scan_cases",
    "scan_exports",
    "scan_figures",
    "scan_outbreaks",
    "scan_reports",
    "scan_rules",
    "alerts",
    "externals",
    "officers",
    "dossiers",
    "offboarding",
    "moves",
];

#[test]
fn features_know_neither_http_nor_pages_nor_jobs() {
    for feature in FEATURES {
        let folder = format!("homeserver-bridge/src/{feature}");
        let words = ["crate::http", "crate::console", "crate::jobs", "axum::Router"];
        none(&format!("the feature {feature}"), offenders(&folder, &[".rs"], &|_| false, &words));
    }
}

#[test]
fn http_pages_and_jobs_touch_no_sql() {
    let words = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "Tx<", "rusqlite"];
    for folder in ["homeserver-bridge/src/http", "homeserver-bridge/src/console", "homeserver-bridge/src/jobs"] {
        none("SQL belongs to its feature", offenders(folder, &[".rs"], &|_| false, &words));
    }
}

#[test]
fn only_the_homeserver_port_speaks_to_the_administration_interface() {
    let words = ["_synapse/admin", "\"_synapse\""];
    let allowed = |path: &str| path.starts_with("homeserver-bridge/src/homeserver/");
    none("outside the port", offenders("homeserver-bridge/src", &[".rs"], &allowed, &words));
}

#[test]
fn actors_are_built_only_where_the_right_is_proved() {
    let words = ["UserActor {", "SyncActor {", "ModuleActor {", "AdminActor {", "SecurityActor {", "ScannerActor("];
    let allowed = |path: &str| path == "homeserver-bridge/src/actor.rs";
    none("outside actor.rs", offenders("homeserver-bridge/src", &[".rs"], &allowed, &words));
}

#[test]
fn files_are_short_enough_to_be_read() {
    let endings = [".rs", ".ts", ".tsx", ".py", ".html", ".css", ".ftl", ".js", ".mjs"];
    let mut long = Vec::new();
    for folder in TOP_LEVEL {
        for (path, text) in files(folder, &endings) {
            let lines = text.lines().count();
            if lines > MAX_LINES && !path.ends_with("bindings.ts") {
                long.push(format!("{path} has {lines} lines; split it"));
            }
        }
    }
    none("too long", long);
}

#[test]
fn every_module_says_what_it_is_for() {
    let mut silent = Vec::new();
    for folder in TOP_LEVEL {
        for (path, text) in files(folder, &[".rs"]) {
            let first = text.lines().find(|line| !line.trim().is_empty() && !line.starts_with("#!["));
            if !first.is_some_and(|line| line.starts_with("//!")) {
                silent.push(path);
            }
        }
    }
    none("modules without a //! at the top", silent);
}

#[test]
fn names_carry_meaning() {
    let words = ["Manager", "Helper", "Util", "Processor"];
    let mut vague = Vec::new();
    for folder in TOP_LEVEL {
        for (path, text) in files(folder, &[".rs"]) {
            for line in code(&text).lines() {
                let name =
                    ["struct ", "enum ", "trait ", "mod "].iter().find_map(|k| line.split_once(k).map(|(_, r)| r));
                let name = name
                    .unwrap_or_default()
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .unwrap_or_default();
                if words.iter().any(|w| name.ends_with(w)) || matches!(name, "common" | "utils" | "helpers") {
                    vague.push(format!("{path}: {name}"));
                }
            }
        }
    }
    none("vague names", vague);
}

#[test]
fn no_registry_and_no_machines_path_is_named() {
    let words = [
        concat!("registry.", "npmjs"),
        concat!("files.", "pythonhosted"),
        concat!("deb.", "debian"),
        "/root/",
        "/home/",
    ];
    let mut found = Vec::new();
    for folder in TOP_LEVEL {
        for (path, text) in files(folder, &[".rs", ".ts", ".tsx", ".py", ".toml", ".json", ".js", ".mjs", ".sh", ".md"])
        {
            if path.ends_with("it/architecture.rs") {
                continue;
            }
            found.extend(words.iter().filter(|w| text.contains(**w)).map(|w| format!("{path} names {w}")));
        }
    }
    none("names of registries or paths of a machine", found);
}
