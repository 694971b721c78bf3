//! `cargo stack test`: every check of the repository in order, cheap ones first, each with its time.
//!
//! Journeys and the window test live in the package `system-tests`, in modules of these names of its one test program.

use std::time::Instant;

use anyhow::Context;

use super::display::on_a_display;
use super::package::Build;
use crate::caches::Caches;
use crate::progress::{Progress, seconds};
use crate::{prerequisites, run, toolchain};

/// Test modules that start a whole stack: they run after the others and one at a time.
const JOURNEYS: &str = "journeys::";
/// Test modules that have a foreign client meet a whole stack.
const FOREIGN: &str = "foreign::";
/// Test modules that drive the real window.
const WINDOW: &str = "window::";
/// Test modules that install the client's package in a clean Debian.
const INSTALLED: &str = "installed::";

/// One step.
struct Step {
    name: &'static str,
    what: &'static str,
    /// Whether it runs our programs, so that they have to be built before.
    needs_build: bool,
    work: fn(&Caches) -> anyhow::Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "format", what: "the Rust code is formatted", needs_build: false, work: format },
    Step {
        name: "interface",
        what: "the interface: lint, types, tests, browser tests with axe",
        needs_build: false,
        work: interface,
    },
    Step { name: "lint", what: "clippy finds nothing", needs_build: false, work: lint },
    Step {
        name: "unit",
        what: "unit, property and black-box tests, rules of architecture",
        needs_build: true,
        work: unit,
    },
    Step { name: "module", what: "the Synapse module", needs_build: false, work: module },
    Step { name: "journeys", what: "journeys through the real parts", needs_build: true, work: journeys },
    Step { name: "faults", what: "clients killed and cut off: nothing is lost", needs_build: true, work: faults },
    Step {
        name: "foreign",
        what: "a foreign client meets our scanner: matrix-sdk-contentscanner",
        needs_build: true,
        work: foreign,
    },
    Step { name: "window", what: "the real window", needs_build: true, work: window },
    Step {
        name: "package",
        what: "the package of the desktop client, installed in a clean Debian",
        needs_build: true,
        work: package,
    },
];

/// The names of the steps, with what they check.
pub fn steps() -> impl Iterator<Item = (&'static str, &'static str)> {
    STEPS.iter().map(|step| (step.name, step.what))
}

/// Runs all steps, or the one of this name; any other word is taken for the name of Rust tests.
///
/// # Errors
/// At the first step that fails.
pub fn test(caches: &Caches, filter: Option<&str>) -> anyhow::Result<()> {
    let chosen: Vec<&Step> = STEPS.iter().filter(|step| filter.is_none_or(|name| name == step.name)).collect();
    let start = Instant::now();
    timed("prerequisites", || prerequisites::for_test(caches, Progress::shown()))?;
    if let (true, Some(name)) = (chosen.is_empty(), filter) {
        build(caches)?;
        return timed("tests of that name", || cargo_test(caches, &[], &[name, "--test-threads=1"]));
    }
    let mut built = false;
    for step in &chosen {
        if step.needs_build && !built {
            build(caches)?;
            built = true;
        }
        timed(step.name, || (step.work)(caches))
            .with_context(|| format!("the step {0} failed; repeat it alone with: cargo stack test {0}", step.name))?;
    }
    let passed: Vec<&str> = chosen.iter().map(|step| step.name).collect();
    eprintln!("\nPassed in {}: {}", seconds(start.elapsed()), passed.join(", "));
    Ok(())
}

fn timed(name: &str, work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    eprintln!("\n── {name}");
    let start = Instant::now();
    let outcome = work();
    let mark = if outcome.is_ok() { "✓" } else { "✗" };
    eprintln!("── {mark} {name}: {}", seconds(start.elapsed()));
    outcome
}

/// Programs and tests in one go: apart, cargo would compile the largest dependencies twice, since those of the tests
/// switch on other features.
fn build(caches: &Caches) -> anyhow::Result<()> {
    timed("build", || toolchain::build(caches, &["--lib", "--bins", "--tests"], Progress::shown()))
}

fn format(caches: &Caches) -> anyhow::Result<()> {
    run::passed_through(run::command("cargo").args(["fmt", "--all", "--check"]).current_dir(&caches.workspace))
        .context("run cargo fmt --all")
}

fn interface(caches: &Caches) -> anyhow::Result<()> {
    let ui = caches.interface();
    prerequisites::install_node_modules(&ui, Progress::shown())?;
    for script in ["lint", "typecheck", "test:unit", "test:browser"] {
        run::passed_through(run::command("npm").args(["run", "--silent", script]).current_dir(&ui))?;
    }
    Ok(())
}

fn lint(caches: &Caches) -> anyhow::Result<()> {
    // The desktop client does not compile without the interface that it embeds.
    toolchain::build_interface(caches, Progress::shown())?;
    let mut clippy = toolchain::cargo(caches, "clippy")?;
    run::passed_through(clippy.args(["--workspace", "--all-targets", "--", "-D", "warnings"]))
}

fn unit(caches: &Caches) -> anyhow::Result<()> {
    if run::on_path("cargo-nextest") {
        let filter = format!("not (package(system-tests) and test(/^({JOURNEYS}|{FOREIGN}|{WINDOW}|{INSTALLED})/))");
        let mut nextest = toolchain::cargo(caches, "nextest run")?;
        run::passed_through(nextest.args(["--workspace", "-E", &filter]))?;
    } else {
        cargo_test(caches, &["--lib", "--bins"], &[])?;
        let apart = [JOURNEYS, FOREIGN, WINDOW, INSTALLED];
        cargo_test(caches, &["--test", "*"], &apart.map(|module| ["--skip", module]).concat())?;
    }
    cargo_test(caches, &["--doc"], &[])
}

fn module(caches: &Caches) -> anyhow::Result<()> {
    let mut unittest = run::command(caches.synapse_python());
    unittest.args(["-m", "unittest"]).current_dir(caches.synapse_module()).env("PYTHONDONTWRITEBYTECODE", "1");
    run::passed_through(&mut unittest)
}

fn journeys(caches: &Caches) -> anyhow::Result<()> {
    run::passed_through(&mut whole_systems(caches, JOURNEYS)?)
}

/// Tests that start a whole system each, one after another. One that fails is played once more, and is named at the end as
/// one that is not steady: on a busy machine a system has more ways to be late than any limit foresees. What fails twice has
/// failed.
fn whole_systems(caches: &Caches, module: &str) -> anyhow::Result<std::process::Command> {
    if !run::on_path("cargo-nextest") {
        return test_command(caches, &["--test", "it"], &[module, "--test-threads=1"]);
    }
    let filter = format!("package(system-tests) and test(/^{module}/)");
    let mut nextest = toolchain::cargo(caches, "nextest run")?;
    nextest.args(["--workspace", "--test-threads", "1", "--retries", "1", "--no-fail-fast", "-E", &filter]);
    Ok(nextest)
}

fn faults(caches: &Caches) -> anyhow::Result<()> {
    super::faults::test(caches)
}

/// The foreign client switches on features of the SDK that our programs must not have, so it is no member of the
/// workspace; what is compiled alike is compiled once, in the same folder.
fn foreign(caches: &Caches) -> anyhow::Result<()> {
    let manifest = caches.workspace.join("homeserver-bridge/tests/contentscanner/Cargo.toml");
    let mut build = toolchain::cargo(caches, "build")?;
    run::passed_through(build.arg("--locked").arg("--manifest-path").arg(manifest))?;
    cargo_test(caches, &["--test", "it"], &[FOREIGN, "--test-threads=1"])
}

fn window(caches: &Caches) -> anyhow::Result<()> {
    on_a_display(caches, whole_systems(caches, WINDOW)?)
}

/// What the tests have built is packed. Only root may make a clean Debian; elsewhere it is said that this was left out.
fn package(caches: &Caches) -> anyhow::Result<()> {
    if !rustix::process::geteuid().is_root() {
        Progress::shown().note("left out: installing a package takes root");
        return Ok(());
    }
    super::package::licences(caches, Progress::shown())?;
    let files = super::package::bundle(caches, Build::Debug, &["deb"])?;
    let mut inner = test_command(caches, &["--test", "it"], &[INSTALLED, "--test-threads=1"])?;
    inner.env("DEPESHA_PACKAGE", files.first().context("a package")?);
    on_a_display(caches, inner)
}

/// Always the whole workspace, so that all crates are compiled with the same features every time.
fn test_command(caches: &Caches, targets: &[&str], arguments: &[&str]) -> anyhow::Result<std::process::Command> {
    let mut test = toolchain::cargo(caches, "test")?;
    test.arg("--workspace").args(targets).arg("--").args(arguments);
    Ok(test)
}

fn cargo_test(caches: &Caches, targets: &[&str], arguments: &[&str]) -> anyhow::Result<()> {
    run::passed_through(&mut test_command(caches, targets, arguments)?)
}

/// Lists the steps, for the command's help.
pub fn help() -> String {
    steps().map(|(name, what)| format!("  {name:<10} {what}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_step_is_in_the_help_and_none_twice() {
        let names: Vec<&str> = steps().map(|(name, _)| name).collect();
        assert!(names.iter().all(|name| help().contains(name)));
        let mut once = names.clone();
        once.sort_unstable();
        once.dedup();
        assert_eq!(once.len(), names.len());
    }
}
