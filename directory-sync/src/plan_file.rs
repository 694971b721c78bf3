//! The plan as a file: what was reviewed is what is applied. The file holds personal data and is readable by its
//! owner alone; its hash ties it to what a reviewer saw and goes into the bridge's audit log.

use std::fs;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use anyhow::{Context, Result, bail};
use bridge_api::sync::Change;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::checks::Finding;
use crate::tally::Tallies;

const FORMAT: u32 = 1;

/// What a plan says. Every field is covered by the hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// The layout of this file.
    pub format: u32,
    /// Milliseconds since the Unix epoch.
    pub made_at_ms: i64,
    /// The bridge whose catalogue it was made against.
    pub bridge: String,
    /// How many people the register listed.
    pub listed: usize,
    /// How many are not in the catalogue before their first day.
    pub not_yet: usize,
    /// How many are missing without being counted.
    pub uncounted: usize,
    /// What it does to each organisation.
    pub tallies: Tallies,
    /// Who was set aside and what else was found.
    pub findings: Vec<Finding>,
    /// What to do, in this order.
    pub changes: Vec<Change>,
}

/// A plan with its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanFile {
    /// Hexadecimal SHA-256 of the plan.
    pub hash: String,
    /// The plan.
    pub plan: Plan,
}

impl Plan {
    /// The layout that this program writes.
    pub const FORMAT: u32 = FORMAT;

    /// Hash of everything in it.
    ///
    /// # Errors
    /// Never in practice: the type has no value that JSON lacks.
    pub fn hash(&self) -> Result<String> {
        Ok(hex::encode(Sha256::digest(serde_json::to_vec(self)?)))
    }
}

/// Writes the plan, all or nothing.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, plan: Plan) -> Result<PlanFile> {
    let file = PlanFile { hash: plan.hash()?, plan };
    write_private(path, &serde_json::to_vec_pretty(&file)?)?;
    Ok(file)
}

/// Replaces `path` by `bytes` in one step, readable by its owner alone.
///
/// # Errors
/// If it cannot be written.
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<()> {
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let told = || format!("cannot write {}", path.display());
    let _ = fs::remove_file(&draft);
    let mut file = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft).with_context(told)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).with_context(told)?;
    fs::rename(&draft, path).with_context(told)
}

/// Reads a plan back and proves that it is the one that was written.
///
/// # Errors
/// If it cannot be read, or is not what its hash says.
pub fn read(path: &Path) -> Result<PlanFile> {
    let bytes = fs::read(path).with_context(|| format!("cannot read the plan {}", path.display()))?;
    let file: PlanFile = serde_json::from_slice(&bytes)
        .with_context(|| format!("{} is not a plan of this version: make a new one", path.display()))?;
    if file.plan.format != FORMAT {
        bail!("{} has plan format {}, this version applies {FORMAT}: make a new one", path.display(), file.plan.format);
    }
    if file.plan.hash()? != file.hash {
        bail!("{} was changed after it was made: make and review a new one", path.display());
    }
    Ok(file)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    fn plan() -> Plan {
        Plan {
            format: FORMAT,
            made_at_ms: 0,
            bridge: "http://127.0.0.1:1/".into(),
            listed: 1,
            not_yet: 0,
            uncounted: 0,
            tallies: Tallies::default(),
            findings: vec![],
            changes: vec![Change::Missing { person_id: "HR-1".parse().expect("valid"), missing_reads: 1 }],
        }
    }

    #[test]
    fn a_plan_comes_back_as_it_was_and_is_private() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("plan.json");
        let written = write(&path, plan()).expect("written");
        assert_eq!(read(&path).expect("read"), written);
        assert_eq!(fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn a_plan_that_was_edited_is_refused() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("plan.json");
        write(&path, plan()).expect("written");
        let text = fs::read_to_string(&path).expect("read");
        for (from, to) in
            [("HR-1", "HR-2"), ("\"missing_reads\": 1", "\"missing_reads\": 2"), ("\"listed\": 1", "\"listed\": 2")]
        {
            assert!(text.contains(from));
            fs::write(&path, text.replace(from, to)).expect("written");
            assert!(read(&path).expect_err("refused").to_string().contains("changed after it was made"));
        }
    }
}
