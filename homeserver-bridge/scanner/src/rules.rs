//! What security officers decided for all scanners, laid over a judgement: blocked hashes and types, released files.
//!
//! It is laid over each outcome and never remembered with a verdict, so that a change counts for the next request. Where
//! the rules come from is the caller's concern.

use std::collections::{HashMap, HashSet};

use bridge_api::Mxc;
use bridge_api::mode::type_passes;
use bridge_api::scan::Verdict;
use bridge_api::scan_rules::{BLOCKED_HASH, ReleasedFile, ScanRules};

use crate::store::Judgement;

/// The rules in force.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rules {
    released: HashSet<ReleasedFile>,
    blocked_hashes: HashSet<String>,
    blocked_signatures: HashSet<String>,
    blocked_types: HashSet<String>,
    rescan: HashMap<String, u64>,
    quarantined: HashMap<Mxc, String>,
    only_types: Option<Vec<String>>,
    every_engine: bool,
}

impl From<ScanRules> for Rules {
    fn from(rules: ScanRules) -> Self {
        let lower = |texts: Vec<String>| texts.into_iter().map(|text| text.to_ascii_lowercase()).collect();
        let released = rules.released.into_iter().map(|file| ReleasedFile {
            ciphertext_sha256: file.ciphertext_sha256.to_ascii_lowercase(),
            key_commitment: file.key_commitment.to_ascii_lowercase(),
            signature: file.signature,
        });
        Self {
            released: released.collect(),
            blocked_hashes: lower(rules.blocked_hashes),
            blocked_signatures: rules.blocked_signatures.into_iter().collect(),
            blocked_types: lower(rules.blocked_types),
            rescan: rules.rescan.into_iter().map(|r| (r.ciphertext_sha256.to_ascii_lowercase(), r.since_ms)).collect(),
            quarantined: rules.quarantined.into_iter().map(|media| (media.mxc, media.signature)).collect(),
            only_types: rules.only_file_types,
            every_engine: rules.unknown_verdict_blocks,
        }
    }
}

impl Rules {
    /// What a file is that nobody needs to look at.
    pub(crate) fn blocks(&self, ciphertext_sha256: &str) -> Option<Verdict> {
        let blocked = self.blocked_hashes.contains(ciphertext_sha256);
        blocked.then(|| Verdict::Infected { signature: BLOCKED_HASH.to_owned() })
    }

    /// From when a remembered verdict on this file counts, milliseconds since the Unix epoch; 0 without a rule.
    pub(crate) fn rescan_since(&self, ciphertext_sha256: &str) -> u64 {
        self.rescan.get(ciphertext_sha256).copied().unwrap_or_default()
    }

    /// What was found in a media that homeservers keep back.
    pub fn quarantined(&self, mxc: &Mxc) -> Option<Verdict> {
        self.quarantined.get(mxc).map(|signature| Verdict::Infected { signature: signature.clone() })
    }

    /// Whether files of this type are given out in the operating mode. It says nothing of the file, so it is no verdict.
    pub fn gives_out(&self, media_type: &str) -> bool {
        type_passes(self.only_types.as_deref(), media_type)
    }

    /// Whether nothing is clean unless every engine says so, those that are not required too.
    pub(crate) fn every_engine(&self) -> bool {
        self.every_engine
    }

    /// The verdict with the rules laid over it, and whether it is officers who lifted it.
    pub(crate) fn lay_over(
        &self,
        judgement: &Judgement,
        ciphertext_sha256: &str,
        key_commitment: &str,
    ) -> (Verdict, bool) {
        if let Some(blocked) = self.blocks(ciphertext_sha256) {
            return (blocked, false);
        }
        let type_blocked = self.blocked_types.contains(&judgement.type_found);
        let Verdict::Infected { signature } = &judgement.verdict else {
            let verdict = if type_blocked { Verdict::TypeForbidden } else { judgement.verdict.clone() };
            return (verdict, false);
        };
        let release = ReleasedFile {
            ciphertext_sha256: ciphertext_sha256.to_owned(),
            key_commitment: key_commitment.to_owned(),
            signature: signature.clone(),
        };
        let lifted = !type_blocked
            && judgement.otherwise == Verdict::Clean
            && self.released.contains(&release)
            && !self.blocked_signatures.contains(signature);
        if lifted { (Verdict::Clean, true) } else { (judgement.verdict.clone(), false) }
    }
}

#[cfg(test)]
mod tests {
    use bridge_api::scan::Unscannable;

    use super::*;

    fn released(sha: &str, commitment: &str, signature: &str) -> ReleasedFile {
        ReleasedFile { ciphertext_sha256: sha.into(), key_commitment: commitment.into(), signature: signature.into() }
    }

    fn infected(signature: &str) -> Verdict {
        Verdict::Infected { signature: signature.into() }
    }

    fn lay(rules: &ScanRules, verdict: Verdict, otherwise: Verdict) -> (Verdict, bool) {
        let type_found = "text/plain".into();
        let judgement =
            Judgement { verdict, otherwise, type_found, notes: Vec::new(), coherent: true, scanned_at_ms: 1 };
        Rules::from(rules.clone()).lay_over(&judgement, "aa", "cc")
    }

    #[test]
    fn a_release_fits_one_file_one_key_and_one_signature_and_every_block_outweighs_it() {
        let rules = ScanRules { released: vec![released("AA", "cc", "Eicar")], ..ScanRules::default() };
        let found = infected("Eicar");
        assert_eq!(lay(&rules, found.clone(), Verdict::Clean), (Verdict::Clean, true));
        assert_eq!(lay(&rules, infected("Other"), Verdict::Clean), (infected("Other"), false));
        assert_eq!(lay(&rules, found.clone(), Verdict::TypeForbidden), (found.clone(), false));
        for other in [released("ab", "cc", "Eicar"), released("aa", "cd", "Eicar"), released("aa", "cc", "eicar")] {
            let rules = ScanRules { released: vec![other], ..ScanRules::default() };
            assert_eq!(lay(&rules, found.clone(), Verdict::Clean), (found.clone(), false));
        }
        let with = |change: fn(&mut ScanRules)| {
            let mut rules = rules.clone();
            change(&mut rules);
            lay(&rules, infected("Eicar"), Verdict::Clean)
        };
        assert_eq!(with(|rules| rules.blocked_hashes.push("AA".into())), (infected(BLOCKED_HASH), false));
        assert_eq!(with(|rules| rules.blocked_signatures.push("Eicar".into())), (infected("Eicar"), false));
        assert_eq!(with(|rules| rules.blocked_types.push("Text/Plain".into())), (infected("Eicar"), false));
    }

    #[test]
    fn a_blocked_type_is_refused_and_what_is_no_verdict_is_never_lifted() {
        let rules = ScanRules {
            released: vec![released("aa", "cc", "")],
            blocked_types: vec!["text/plain".into()],
            ..ScanRules::default()
        };
        assert_eq!(lay(&rules, Verdict::Clean, Verdict::Clean), (Verdict::TypeForbidden, false));
        assert_eq!(lay(&rules, Verdict::EngineError, Verdict::Clean), (Verdict::TypeForbidden, false));
        let rules = ScanRules { blocked_types: Vec::new(), ..rules };
        for verdict in [Verdict::EngineError, Verdict::Timeout, Verdict::Unscannable { why: Unscannable::Limits }] {
            assert_eq!(lay(&rules, verdict.clone(), verdict.clone()), (verdict, false));
        }
    }
}
