//! What holds the shell together: the generated TypeScript is fresh, and commands, permissions and names are one list.

use std::collections::BTreeSet;

use serde_json::Value;

#[test]
fn the_interfaces_bindings_are_fresh() {
    let fresh = depesha_desktop::bindings().expect("bindings");
    let committed = std::fs::read_to_string(depesha_desktop::bindings_path()).unwrap_or_default();
    assert!(fresh == committed, "run: cargo run --ignore-rust-version -p depesha-desktop --bin bindings");
}

#[test]
fn the_window_may_call_exactly_the_commands_that_there_are() {
    let capability: Value = serde_json::from_str(include_str!("../capabilities/main.json")).expect("JSON");
    let allowed: BTreeSet<String> = capability["permissions"]
        .as_array()
        .expect("list")
        .iter()
        .map(|p| p.as_str().expect("text").to_owned())
        .collect();
    let named: BTreeSet<String> =
        depesha_desktop::COMMANDS.iter().map(|name| format!("allow-{}", name.replace('_', "-"))).collect();
    assert_eq!(allowed, named);
    let bindings = depesha_desktop::bindings().expect("bindings");
    for name in depesha_desktop::COMMANDS {
        assert!(bindings.contains(&format!("\"{name}\"")), "{name} is in no binding");
    }
    assert_eq!(bindings.matches("=> __TAURI_INVOKE<").count(), depesha_desktop::COMMANDS.len());
}

#[test]
fn the_content_policy_is_strict_and_knows_no_remote_origin() {
    let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).expect("JSON");
    let security = &config["app"]["security"];
    let policy = security["csp"].to_string();
    assert!(!policy.contains("unsafe"), "{policy}");
    assert!(!policy.contains('*') && !policy.contains("https:") && !policy.contains("data:"), "{policy}");
    assert_eq!(security["csp"]["default-src"], "'none'");
    assert_eq!(security["csp"]["media-src"], "blob:", "recordings that the page itself has fetched");
    assert_eq!(security["csp"]["worker-src"], "'self'");
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(config["app"]["windows"][0]["devtools"], false);
    assert!(config["build"].get("devUrl").is_none());
}
