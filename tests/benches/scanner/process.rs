//! What the system knows of a process: processor time and memory (proc(5)).

use std::fs;
use std::time::Duration;

use anyhow::{Context, Result};

/// The unit of times in `/proc/<pid>/stat` on every Linux that we run on.
const TICKS_PER_SECOND: u64 = 100;

/// A running process.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Process {
    id: u32,
}

impl Process {
    pub(crate) fn new(id: u32) -> Self {
        Self { id }
    }

    /// Processor time of all its threads so far, those that have ended included.
    pub(crate) fn cpu(self) -> Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.id))?;
        // The name, in brackets, may hold anything.
        let (_, fields) = stat.rsplit_once(')').context("no name in stat")?;
        let ticks = fields.split_whitespace().skip(11).take(2).map(str::parse::<u64>).sum::<Result<u64, _>>()?;
        Ok(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
    }

    /// Memory that is resident now, MiB.
    pub(crate) fn resident_mib(self) -> Result<f64> {
        self.status("VmRSS:")
    }

    /// The most that was resident since [`Process::forget_peak`], MiB.
    pub(crate) fn peak_mib(self) -> Result<f64> {
        self.status("VmHWM:")
    }

    pub(crate) fn forget_peak(self) -> Result<()> {
        Ok(fs::write(format!("/proc/{}/clear_refs", self.id), "5")?)
    }

    fn status(self, key: &str) -> Result<f64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.id))?;
        let line = status.lines().find_map(|line| line.strip_prefix(key)).context("no such line in status")?;
        let kib: u32 = line.trim().trim_end_matches(" kB").trim().parse()?;
        Ok(f64::from(kib) / 1024.0)
    }
}

/// Processor time of the calling thread so far.
pub(crate) fn cpu_of_this_thread() -> Result<Duration> {
    let text = fs::read_to_string("/proc/thread-self/schedstat")?;
    let nanoseconds = text.split(' ').next().context("schedstat is empty")?.parse()?;
    Ok(Duration::from_nanos(nanoseconds))
}
