//! Planning a register in which nothing has changed: a million people, read from a real LDAP server and from a CSV file.
//! The baseline is the same adapter reading the same source to its end and throwing every row away.

use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use directory_sync::config::Config;
use directory_sync::plan_file::PlanFile;
use system_tests::crowd::{CSV_HEAD, CSV_MAPPING, LDAP_MAPPING, somebody};
use system_tests::figure::Figure;
use system_tests::register::{Catalogue, Register};
use system_tests::system::System;

use crate::follow::section;
use crate::slapd::{SUFFIX, Slapd};

const PEOPLE: usize = 1_000_000;
/// Each takes about a minute.
const PAIRS: usize = 4;

pub(crate) async fn figures() -> Result<Vec<Figure>> {
    let system = System::up().await?;
    // Whoever is in the sample would be missing from this register.
    Catalogue::of(&system).let_everybody_go()?;
    let csv = Register::new(&system, "csv", "kind = \"csv\"\npath = \"people.csv\"", CSV_MAPPING, "")?;
    write_csv(&csv.path("people.csv"))?;
    eprintln!("first seeding of {PEOPLE} people");
    let start = Instant::now();
    csv.done(&["plan", "--out", "plan.json"]).await?;
    let planned = start.elapsed();
    csv.done(&["apply", "plan.json"]).await?;
    eprintln!(
        "planned in {:.0} s, applied in {:.0} s",
        planned.as_secs_f64(),
        (start.elapsed() - planned).as_secs_f64()
    );

    let slapd = directory()?;
    let ldap = Register::new(&system, "ldap", &section(&slapd, "paged")?, LDAP_MAPPING, "")?;
    let mut figures = unchanged(&ldap, "plan_unchanged_over_read", "reading the same LDAP directory").await?;
    let from_csv = unchanged(&csv, "plan_unchanged_csv_over_read", "reading the same CSV file").await?;
    figures.extend(from_csv.into_iter().take(1));
    Ok(figures)
}

/// The ratio, the writes, and the memory of planning.
async fn unchanged(register: &Register, name: &str, baseline: &str) -> Result<Vec<Figure>> {
    let (peak, changes) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
    let ratio = Figure::measure_pairs(
        name,
        baseline,
        PAIRS,
        |_| async {
            let (taken, planned) = plan(register).await?;
            peak.set(peak.get().max(planned.peak_kib));
            changes.set(changes.get().max(planned.changes));
            Ok(taken)
        },
        |_| read(register.config()),
    )
    .await?;
    let what = format!("of {PEOPLE} people");
    #[allow(clippy::cast_precision_loss)]
    Ok(vec![
        ratio,
        Figure::single("plan_unchanged_writes", "writes", changes.get() as f64, &what),
        Figure::single("plan_peak_mib", "MiB", peak.get() as f64 / 1024.0, &what),
    ])
}

struct Planned {
    changes: usize,
    peak_kib: u64,
}

async fn plan(register: &Register) -> Result<(Duration, Planned)> {
    let start = Instant::now();
    let mut running = register.start(&["plan", "--out", "unchanged.json"])?;
    let mut peak_kib = 0;
    let status = loop {
        if let Some(status) = running.ended()? {
            break status;
        }
        peak_kib = peak_kib.max(high_water_kib(running.id()).unwrap_or_default());
        tokio::time::sleep(Duration::from_millis(20)).await;
    };
    let taken = start.elapsed();
    ensure!(status.success(), "plan ended with {status}; see {}", register.path("running.log").display());
    Ok((taken, Planned { changes: PlanFile::open(&register.path("unchanged.json"))?.head.changes, peak_kib }))
}

/// The most memory that a process has had resident, KiB (proc(5), `VmHWM`).
fn high_water_kib(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").trim().parse().ok()
}

async fn read(config: std::path::PathBuf) -> Result<Duration> {
    // Adapters run on threads outside any runtime.
    let work = move || {
        let config = Config::load(&config)?;
        let start = Instant::now();
        let mut rows = 0_usize;
        directory_sync::register::open(&config).read(&mut |_| rows += 1)?;
        ensure!(rows == PEOPLE, "{rows} rows were read");
        Ok(start.elapsed())
    };
    let thread = std::thread::spawn(work);
    tokio::task::spawn_blocking(move || thread.join().ok().context("the reader panicked")?).await?
}

fn write_csv(path: &Path) -> Result<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    file.write_all(CSV_HEAD.as_bytes())?;
    for n in 0..PEOPLE {
        file.write_all(somebody(n).csv().as_bytes())?;
    }
    Ok(file.flush()?)
}

/// The same people in an LDAP server.
fn directory() -> Result<Slapd> {
    eprintln!("{PEOPLE} people in the LDAP server");
    let base = format!("ou=people,{SUFFIX}");
    let mut ldif = format!("dn: {base}\nobjectClass: organizationalUnit\nou: people\n\n");
    (0..PEOPLE).for_each(|n| ldif.push_str(&somebody(n).ldif(&base)));
    Slapd::start(&ldif)
}
