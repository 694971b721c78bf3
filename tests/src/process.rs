//! What the system knows of processes (proc(5)): processor time, memory, and who has started whom. Linux only.

use std::fs;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

/// The unit of times in `/proc/<pid>/stat` on every Linux that we run on.
const TICKS_PER_SECOND: u64 = 100;

/// A running process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Process {
    id: u32,
}

/// What counts here of `/proc/<pid>/stat`; times in ticks.
#[derive(Debug, PartialEq, Eq)]
struct Stat {
    parent: u32,
    own: u64,
    /// Of those that it has started, that have ended and for which it has waited.
    ended: u64,
}

impl Process {
    /// The process with this number.
    pub fn new(id: u32) -> Self {
        Self { id }
    }

    /// Processor time of all its threads so far, those that have ended included.
    ///
    /// # Errors
    /// If it runs no more.
    pub fn cpu(self) -> Result<Duration> {
        Ok(of_ticks(self.stat()?.own))
    }

    /// Memory that is resident now, MiB.
    ///
    /// # Errors
    /// If it runs no more.
    pub fn resident_mib(self) -> Result<f64> {
        mib_of(&self.text("status")?, "VmRSS:")
    }

    /// The most that was resident since [`Process::forget_peak`], MiB.
    ///
    /// # Errors
    /// If it runs no more.
    pub fn peak_mib(self) -> Result<f64> {
        mib_of(&self.text("status")?, "VmHWM:")
    }

    /// Begins to look for the peak anew.
    ///
    /// # Errors
    /// If it runs no more, or is somebody else's.
    pub fn forget_peak(self) -> Result<()> {
        Ok(fs::write(format!("/proc/{}/clear_refs", self.id), "5")?)
    }

    /// Asks it to end, as a computer does that is being shut down.
    ///
    /// # Errors
    /// If it runs no more, or is somebody else's.
    pub fn ask_to_end(self) -> Result<()> {
        let id = i32::try_from(self.id).ok().and_then(Pid::from_raw).context("no process")?;
        Ok(kill_process(id, Signal::TERM)?)
    }

    /// Whether it still runs.
    pub fn runs(self) -> bool {
        // One that has ended and that nobody has asked about keeps its line, and no command.
        self.text("cmdline").is_ok_and(|line| !line.is_empty())
    }

    /// It and all that it has started, directly or not, as far as it runs.
    pub fn family(self) -> Vec<Self> {
        let numbers = fs::read_dir("/proc").into_iter().flatten();
        let ids = numbers.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok());
        let parents: Vec<(u32, u32)> = ids.filter_map(|id| Some((id, Self::new(id).stat().ok()?.parent))).collect();
        family(self.id, &parents).into_iter().map(Self::new).collect()
    }

    /// The one of its family that runs this program.
    pub fn running(self, program: &Path) -> Option<Self> {
        let program = program.canonicalize().ok()?;
        self.family()
            .into_iter()
            .find(|one| fs::read_link(format!("/proc/{}/exe", one.id)).is_ok_and(|exe| exe == program))
    }

    /// Processor time of the whole family so far, of those that have ended too.
    ///
    /// # Errors
    /// If it runs no more itself.
    pub fn cpu_of_family(self) -> Result<Duration> {
        self.stat()?;
        let stats = self.family().into_iter().filter_map(|one| one.stat().ok());
        Ok(of_ticks(stats.map(|stat| stat.own + stat.ended).sum()))
    }

    /// Memory of the whole family, MiB; what several processes share counts in parts.
    ///
    /// # Errors
    /// If it runs no more itself.
    pub fn proportional_mib_of_family(self) -> Result<f64> {
        let own = mib_of(&self.text("smaps_rollup")?, "Pss:")?;
        let others = self.family().into_iter().filter(|one| *one != self);
        // Who ends in between has no memory any more.
        let others = others.filter_map(|one| mib_of(&one.text("smaps_rollup").ok()?, "Pss:").ok());
        Ok(own + others.sum::<f64>())
    }

    fn stat(self) -> Result<Stat> {
        parse(&self.text("stat")?)
    }

    fn text(self, file: &str) -> Result<String> {
        fs::read_to_string(format!("/proc/{}/{file}", self.id)).with_context(|| format!("process {}: {file}", self.id))
    }
}

/// Processor time of the calling thread so far.
///
/// # Errors
/// If the system does not tell.
pub fn cpu_of_this_thread() -> Result<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split(' ').next().context("schedstat is empty")?.parse()?;
    Ok(Duration::from_nanos(nanoseconds))
}

fn of_ticks(ticks: u64) -> Duration {
    Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND)
}

fn parse(stat: &str) -> Result<Stat> {
    // The name, in brackets, may hold anything.
    let (_, fields) = stat.rsplit_once(')').context("no name in stat")?;
    let fields: Vec<&str> = fields.split_whitespace().collect();
    let number = |at: usize| fields.get(at).context("stat is too short")?.parse::<u64>().context("no number in stat");
    let parent = u32::try_from(number(1)?)?;
    Ok(Stat { parent, own: number(11)? + number(12)?, ended: number(13)? + number(14)? })
}

/// The number of KiB behind a name, in MiB.
fn mib_of(text: &str, name: &str) -> Result<f64> {
    let line = text.lines().find_map(|line| line.strip_prefix(name)).with_context(|| format!("no {name}"))?;
    let kib: u32 = line.trim().trim_end_matches(" kB").trim().parse()?;
    Ok(f64::from(kib) / 1024.0)
}

/// A process and all below it, from pairs of a process and who has started it.
fn family(first: u32, parents: &[(u32, u32)]) -> Vec<u32> {
    let mut all = vec![first];
    let mut next = 0;
    while let Some(parent) = all.get(next).copied() {
        let children = parents.iter().filter(|(id, of)| *of == parent && *id != parent).map(|(id, _)| *id);
        let new: Vec<u32> = children.filter(|id| !all.contains(id)).collect();
        all.extend(new);
        next += 1;
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_parents_are_found_behind_any_name() {
        let line = "7 (a) b) S 3 7 7 0 -1 4194560 100 0 0 0 25 17 8 2 20 0 1 0 100 1000 10";
        assert_eq!(parse(line).expect("a line"), Stat { parent: 3, own: 42, ended: 10 });
        assert!(parse("7 (a) S 3").is_err() && parse("").is_err());
    }

    #[test]
    fn memory_is_read_in_mebibytes() {
        let rollup =
            "55d0-7ffd ---p 00000000 00:00 0 [rollup]\nRss:  4096 kB\nPss:                2560 kB\nPss_Dirty:  8 kB\n";
        assert_eq!(mib_of(rollup, "Pss:").expect("a line"), 2.5);
        assert!(mib_of(rollup, "Swap:").is_err());
    }

    #[test]
    fn a_family_is_all_that_one_has_started_and_nobody_else() {
        let parents = [(1, 0), (5, 1), (9, 8), (8, 5), (6, 5), (7, 1), (0, 0)];
        let mut found = family(5, &parents);
        found.sort_unstable();
        assert_eq!(found, [5, 6, 8, 9]);
        assert_eq!(family(4, &parents), [4]);
    }

    #[test]
    fn a_started_process_is_found_with_its_memory_and_counted_when_it_has_ended() {
        let own = Process::new(std::process::id());
        let mut child = std::process::Command::new("sleep").arg("60").spawn().expect("started");
        let process = Process::new(child.id());
        assert!(own.family().contains(&process) && process.runs());
        assert!(own.proportional_mib_of_family().expect("memory") > 0.0);
        child.kill().expect("ended");
        child.wait().expect("waited for");
        assert!(!own.family().contains(&process) && !process.runs() && process.cpu().is_err());
    }
}
