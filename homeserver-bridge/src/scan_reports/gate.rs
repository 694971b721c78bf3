//! The release gate's question: may the bytes of this media leave the homeserver?
//!
//! What stands against it. Files are encrypted end to end, and whoever fetches them past the scanner (a stock client)
//! holds the true key, which nobody here knows. A malicious sender may therefore have the ciphertext scanned under
//! another key: the hash fits, the content is noise, noise is clean. That the uploader asked proves nothing, for the
//! uploader is the attacker. So:
//!
//! * A clean verdict opens the gate only if what was decrypted had the structure of a known format (`coherent`), which
//!   a wrong key does not give by trying (`media_scanner::inspect`). A file in a format that we do not know stays with
//!   clients that use the scanner: there the key in the request is the key that opens the file.
//! * No honest file is coherent under two keys. Where two such reports on one ciphertext meet, somebody built it for
//!   that: the gate shuts. Noise under a stranger's key does not count, so nobody can shut it for others that way.
//! * Something found under any key shuts it, whatever else was said.
//! * What officers decided comes on top: a block of the file's hash or type shuts it, and a find that two of them
//!   released no longer counts; the release opens it in its place. What a scanner says of a released file is no verdict
//!   of its own.
//!
//! What is left: a sender who builds one ciphertext that is a sound file under one key and malware under another, sends
//! it to people of whom nobody uses a client with the scanner, and so is met by no second report. Nothing on a server
//! can tell; `media_gate.release_encrypted = false` keeps encrypted files from such clients altogether.
//!
//! Where the operating mode cuts file types down, a file opens only if the type that was found in it is one of those left.
//! That is asked at every fetch and never written down: what was scanned before the mode is held back with it, and opens
//! when it is over. Of another ministry's scanner we know no type, so its word opens nothing then.
//!
//! Media in clear are what was scanned; they need the structure too, because ciphertext can be scanned as if it were
//! clear. A thumbnail is made of its original by the homeserver, so it is released as its original is.

use bridge_api::Mxc;
use bridge_api::mode::ModeRules;
use bridge_api::scan_rules::{BLOCKED_HASH, RELEASED_BY_OFFICERS};

use super::foreign;
use crate::app::App;
use crate::database::Row;
use crate::error::Problem;

/// What is on record about a media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Scanned, and nothing was found but what officers released: the only answer that opens.
    Clean,
    /// Something was found, at any time and with any key: it outweighs every clean verdict.
    NotClean,
    /// No verdict that counts. A scan that failed is none.
    NotScanned,
    /// Two coherent contents under two keys: nobody can say what a recipient would see.
    Ambiguous,
    /// Scanned, and nothing was found; but files of this type are not given out in the operating mode.
    HeldBack,
}

/// A report, as far as the gate looks at it.
#[derive(Debug, Clone)]
struct Said {
    verdict: String,
    ciphertext_sha256: String,
    key_commitment: String,
    coherent: bool,
    encrypted: bool,
    type_found: String,
}

/// Asks what is on record here, and then the ministry that the media comes from, if its scanner is trusted.
///
/// # Errors
/// If the database cannot be read; nothing may be released then.
pub async fn gate(app: &App, mxc: &Mxc) -> Result<Gate, Problem> {
    let mode = app.modes.current();
    match own_gate(app, mxc, &mode.rules).await? {
        Gate::NotScanned => match foreign::gate(app, mxc, mode.rules.unknown_verdict_blocks).await? {
            Gate::Clean if mode.rules.only_file_types.is_some() => Ok(Gate::HeldBack),
            word => Ok(word),
        },
        known => Ok(known),
    }
}

/// What our own scanner's reports say, under the rules of the operating mode.
///
/// # Errors
/// If the database cannot be read.
pub(super) async fn own_gate(app: &App, mxc: &Mxc, mode: &ModeRules) -> Result<Gate, Problem> {
    let address = mxc.to_string();
    let rows = app
        .db
        .read(move |tx| {
            tx.query(
                "SELECT DISTINCT CASE WHEN EXISTS (SELECT 1 FROM scan_blocks b WHERE b.lifted_at_ms IS NULL
                             AND ((b.kind = 'hash' AND b.value = r.ciphertext_sha256)
                                 OR (b.kind = 'type' AND b.value = r.type_found))) THEN 'blocked'
                         WHEN r.verdict = 'infected' AND r.set_aside = 1 THEN 'released'
                         ELSE r.verdict END,
                     r.ciphertext_sha256, r.key_commitment, r.coherent, r.encrypted, r.type_found FROM scan_reports r
                 WHERE r.mxc = $1 AND (r.coherent = 1 OR r.verdict IN ('infected', 'type_forbidden'))
                 AND r.engine <> $2 AND (r.set_aside = 0 OR (r.verdict = 'infected' AND r.signature <> $3))",
                &[address.into(), RELEASED_BY_OFFICERS.into(), BLOCKED_HASH.into()],
            )
        })
        .await?;
    let said = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let gate = judge(&said, app.config.media_gate.release_encrypted, mode);
    if gate == Gate::Ambiguous {
        tracing::warn!("a file is coherent under two keys: it was built to deceive the release gate, which stays shut");
    }
    Ok(gate)
}

fn read(row: &Row) -> Result<Said, crate::database::DbError> {
    Ok(Said {
        verdict: row.text(0)?,
        ciphertext_sha256: row.text(1)?,
        key_commitment: row.text(2)?,
        coherent: row.flag(3)?,
        encrypted: row.flag(4)?,
        type_found: row.text(5)?,
    })
}

fn judge(said: &[Said], release_encrypted: bool, mode: &ModeRules) -> Gate {
    let coherent = || said.iter().filter(|one| one.coherent);
    let counts = |one: &&Said| release_encrypted || !one.encrypted;
    // A key that makes noise begin like a program is found in an afternoon: it must not shut the gate for everybody.
    let forbidden = |one: &Said| one.verdict == "type_forbidden" && (one.coherent || !one.encrypted);
    if said.iter().any(|one| matches!(one.verdict.as_str(), "infected" | "blocked") || forbidden(one)) {
        Gate::NotClean
    } else if coherent().any(|a| coherent().any(|b| contradict(a, b))) {
        Gate::Ambiguous
    } else {
        let opens = |one: &&Said| counts(one) && (one.coherent && one.verdict == "clean" || one.verdict == "released");
        let mut passing = said.iter().filter(opens).map(|one| mode.passes_type(&one.type_found));
        // All that would open it must pass, and at least one has to be there.
        match passing.next() {
            None => Gate::NotScanned,
            Some(true) if passing.all(|passes| passes) => Gate::Clean,
            Some(_) => Gate::HeldBack,
        }
    }
}

fn contradict(a: &Said, b: &Said) -> bool {
    a.ciphertext_sha256 == b.ciphertext_sha256 && a.key_commitment != b.key_commitment
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `verdict key`, with `~` before it where the content was not coherent, and `=` where it was in clear.
    fn said(text: &str) -> Said {
        let (verdict, key) = text.trim_start_matches(['~', '=']).split_once(' ').unwrap();
        Said {
            verdict: verdict.into(),
            ciphertext_sha256: "one".into(),
            key_commitment: key.into(),
            coherent: !text.starts_with('~'),
            encrypted: !text.contains('='),
            type_found: "image/png".into(),
        }
    }

    fn judged(texts: &[&str], release_encrypted: bool) -> Gate {
        judge(&texts.iter().map(|text| said(text)).collect::<Vec<_>>(), release_encrypted, &ModeRules::default())
    }

    #[test]
    fn a_cut_of_types_holds_back_what_would_open_and_says_nothing_of_the_rest() {
        let judged = |texts: &[&str], only: &str| {
            let rules = ModeRules { only_file_types: Some(vec![only.to_owned()]), ..ModeRules::default() };
            judge(&texts.iter().map(|text| said(text)).collect::<Vec<_>>(), true, &rules)
        };
        assert_eq!(judged(&["clean a"], "image/*"), Gate::Clean);
        for opens in [["clean a"], ["=clean -"], ["~released a"]] {
            assert_eq!(judged(&opens, "text/plain"), Gate::HeldBack, "{opens:?}");
        }
        assert_eq!(judged(&["~clean wrong"], "text/plain"), Gate::NotScanned);
        assert_eq!(judged(&["infected a", "clean a"], "text/plain"), Gate::NotClean);
    }

    #[test]
    fn only_a_coherent_clean_opens_and_a_find_under_any_key_outweighs_it() {
        let table: [(&[&str], Gate); 20] = [
            (&[], Gate::NotScanned),
            (&["engine_error a"], Gate::NotScanned),
            (&["clean a"], Gate::Clean),
            (&["=clean -"], Gate::Clean),
            (&["clean a", "timeout a"], Gate::Clean),
            (&["infected a"], Gate::NotClean),
            (&["~infected b", "clean a"], Gate::NotClean),
            (&["type_forbidden a", "clean a"], Gate::NotClean),
            (&["~type_forbidden wrong", "clean a"], Gate::Clean),
            (&["~=type_forbidden -", "clean a"], Gate::NotClean),
            // What officers decided.
            (&["released a"], Gate::Clean),
            (&["~released a"], Gate::Clean),
            (&["released a", "~infected b"], Gate::NotClean),
            (&["clean a", "blocked a"], Gate::NotClean),
            (&["released a", "~blocked b"], Gate::NotClean),
            // A wrong key: noise, found clean.
            (&["~clean wrong"], Gate::NotScanned),
            (&["~clean wrong", "clean a"], Gate::Clean),
            // Built for two keys.
            (&["clean a", "clean b"], Gate::Ambiguous),
            (&["clean a", "unscannable_encrypted b"], Gate::Ambiguous),
            (&["clean a", "=clean -"], Gate::Ambiguous),
        ];
        for (texts, gate) in table {
            assert_eq!(judged(texts, true), gate, "{texts:?}");
        }
    }

    #[test]
    fn where_encrypted_files_are_not_released_files_in_clear_still_are() {
        assert_eq!(judged(&["clean a"], false), Gate::NotScanned);
        assert_eq!(judged(&["=clean -"], false), Gate::Clean);
        assert_eq!(judged(&["infected a"], false), Gate::NotClean);
    }

    #[test]
    fn other_bytes_under_the_same_address_are_no_contradiction() {
        let other = Said { ciphertext_sha256: "two".into(), ..said("clean b") };
        assert_eq!(judge(&[said("clean a"), other], true, &ModeRules::default()), Gate::Clean);
    }
}
