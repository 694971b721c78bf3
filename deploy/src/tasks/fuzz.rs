//! `cargo stack fuzz`: builds the fuzz targets of the scanner with coverage instrumentation and runs them, one after the
//! other. It needs no nightly compiler.
//!
//! What a run finds that reaches new code stays in the cache and is where the next run starts; `--keep` takes the
//! smallest set of it that reaches the same code into the repository. An input that breaks a target is named at the end.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};

use crate::caches::Caches;
use crate::progress::Progress;
use crate::{run, toolchain};

/// How long each target runs, seconds, unless told otherwise.
pub const SECONDS: u32 = 300;
/// Inputs up to here are tried, bytes: more makes the fuzzer slow, and every parser loops long before.
const LONGEST: &str = "-max_len=16384";
/// What the compiler puts in so that the fuzzer sees which code an input reaches.
const INSTRUMENTATION: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares --cfg fuzzing";

/// Runs all targets, or the one of this name.
///
/// # Errors
/// If there is no such target, it cannot be built, or an input breaks one.
pub fn fuzz(caches: &Caches, target: Option<&str>, seconds: u32, keep: bool) -> anyhow::Result<()> {
    let package = caches.workspace.join("homeserver-bridge/scanner/fuzz");
    let all = targets(&package)?;
    let chosen: Vec<&String> = all.iter().filter(|name| target.is_none_or(|target| target == *name)).collect();
    ensure!(!chosen.is_empty(), "there is no fuzz target of that name; there are: {}", all.join(", "));
    let programs = build(caches, &package)?;
    let mut broken = Vec::new();
    for name in chosen {
        eprintln!("\n── {name}");
        let places = Places::of(caches, &package, name)?;
        let mut command = run::command(programs.join(name));
        command.args([&places.found, &places.kept]).arg(format!("-max_total_time={seconds}"));
        command.args([LONGEST, "-timeout=30", "-rss_limit_mb=1024", "-malloc_limit_mb=256", "-print_final_stats=1"]);
        command.arg(format!("-artifact_prefix={}/", places.broken.display()));
        if run::passed_through(&mut command).is_err() {
            broken.push(format!("{name}: see {}", places.broken.display()));
        }
        if keep {
            places.keep(&programs.join(name))?;
        }
    }
    if !broken.is_empty() {
        bail!(
            "inputs break targets:\n  {}\nrepeat one by giving it to the program below {}",
            broken.join("\n  "),
            programs.display()
        );
    }
    Ok(())
}

/// The targets are the files that define one.
fn targets(package: &Path) -> anyhow::Result<Vec<String>> {
    let dir = package.join("fuzz_targets");
    let mut names = Vec::new();
    for entry in std::fs::read_dir(&dir).with_context(|| format!("cannot read {}", dir.display()))? {
        let path = entry?.path();
        if std::fs::read_to_string(&path)?.contains("fuzz_target!(") {
            names.extend(path.file_stem().and_then(|name| name.to_str()).map(str::to_owned));
        }
    }
    names.sort();
    Ok(names)
}

/// Answers where the programs are.
fn build(caches: &Caches, package: &Path) -> anyhow::Result<PathBuf> {
    let host = run::captured(run::command("rustc").arg("-vV"))?;
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?.to_owned();
    let mut caches = caches.clone();
    // With a target named, build scripts and macros are compiled as usual, and only what is tried is instrumented.
    caches.target = caches.root.join("target-fuzz");
    Progress::shown().step("building the fuzz targets", || {
        let mut command = toolchain::cargo(&caches, "build")?;
        command
            .args(["--release", "--locked", "--target", &host])
            .arg("--manifest-path")
            .arg(package.join("Cargo.toml"));
        run::visible(command.env("RUSTFLAGS", INSTRUMENTATION))
    })?;
    Ok(caches.target.join(host).join("release"))
}

/// Where inputs of a target are.
struct Places {
    /// In the repository.
    kept: PathBuf,
    /// In the cache: what runs on this machine have found.
    found: PathBuf,
    /// In the cache: what broke the target.
    broken: PathBuf,
}

impl Places {
    fn of(caches: &Caches, package: &Path, name: &str) -> anyhow::Result<Self> {
        let cache = caches.root.join("fuzz").join(name);
        let places =
            Self { kept: package.join("corpus").join(name), found: cache.join("found"), broken: cache.join("broken") };
        for dir in [&places.kept, &places.found, &places.broken] {
            std::fs::create_dir_all(dir).with_context(|| format!("cannot make {}", dir.display()))?;
        }
        Ok(places)
    }

    /// The repository's inputs become the smallest set that reaches all that these and the found ones reach.
    fn keep(&self, program: &Path) -> anyhow::Result<()> {
        let smallest = self.kept.with_extension("new");
        std::fs::create_dir_all(&smallest)?;
        let mut merge = run::command(program);
        // By the code that is reached, not by how often: a few hundred small files instead of thousands.
        merge.args(["-set_cover_merge=1", "-use_counters=0", LONGEST]).args([&smallest, &self.kept, &self.found]);
        run::captured(&mut merge).context("cannot minimise the corpus")?;
        std::fs::remove_dir_all(&self.kept)?;
        std::fs::rename(&smallest, &self.kept)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_is_a_program_of_the_package_and_has_inputs_to_start_from() {
        let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../homeserver-bridge/scanner/fuzz");
        let manifest = std::fs::read_to_string(package.join("Cargo.toml")).unwrap();
        let names = targets(&package).unwrap();
        assert!(names.len() >= 8, "{names:?}");
        for name in names {
            assert!(manifest.contains(&format!("name = \"{name}\"")), "{name} is not in Cargo.toml");
            let kept = std::fs::read_dir(package.join("corpus").join(&name)).unwrap().count();
            assert!(kept > 0, "{name} has no corpus");
        }
    }
}
