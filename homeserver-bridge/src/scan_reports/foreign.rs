//! Verdicts of other ministries' scanners: a media from a homeserver of theirs is released on their scanner's signed
//! word, fetched from their bridge when somebody here first wants it.
//!
//! The word counts only for media of the homeservers that the configuration names, only if a key of that scanner signed
//! it, and only for a while: it is asked for again, so that a file which turned out bad is shut here too.

use std::time::Duration;

use bridge_api::Mxc;
use bridge_api::key_chain::verdict_is_signed;
use bridge_api::scan::{SignedVerdict, Verdict};
use url::Url;

use super::Gate;
use crate::app::App;
use crate::config::TrustedScannerConfig;
use crate::error::Problem;

/// So long a word is not asked for again.
const FRESH_MS: i64 = 10 * 60 * 1000;
/// So long the last word counts while the other bridge does not answer.
const STALE_MS: i64 = 24 * 60 * 60 * 1000;
/// So long nothing is asked about a media of which the other bridge knew nothing.
const UNKNOWN_MS: i64 = 10 * 1000;
const PATIENCE: Duration = Duration::from_secs(5);

/// What is kept of a word.
struct Kept {
    word: String,
    signing_key: String,
    asked_at_ms: i64,
}

/// What the other ministry says of the media; [`Gate::NotScanned`] if it is none whose scanner is trusted. `only_fresh`: no
/// older word stands in for an answer.
///
/// # Errors
/// If the database refuses it.
pub(super) async fn gate(app: &App, mxc: &Mxc, only_fresh: bool) -> Result<Gate, Problem> {
    let Some(scanner) = app.trusted_scanners.of(&app.config, mxc.server()) else { return Ok(Gate::NotScanned) };
    let (now, kept) = (app.clock.now_ms(), kept(app, mxc).await?);
    if let Some(kept) = kept.as_ref().filter(|kept| now - kept.asked_at_ms < FRESH_MS) {
        return still(app, scanner, kept).await;
    }
    if app.trusted_scanners.knew_nothing(mxc, now - UNKNOWN_MS) {
        return Ok(Gate::NotScanned);
    }
    match ask(app, scanner, mxc).await {
        Ok(Some(verdict)) => {
            if !counts(app, scanner, mxc, &verdict).await? {
                tracing::warn!("a verdict of another bridge is not signed by the scanner that is trusted for it");
                return Ok(Gate::NotScanned);
            }
            keep(app, mxc, &verdict, now).await?;
            Ok(meaning(&verdict.statement.verdict))
        }
        Ok(None) => {
            app.trusted_scanners.note_nothing(mxc, now);
            Ok(Gate::NotScanned)
        }
        Err(error) => {
            tracing::warn!(error = %error.without_url(), "another bridge cannot be asked for a verdict");
            match kept.filter(|kept| now - kept.asked_at_ms < STALE_MS) {
                Some(kept) if only_fresh && meaning(&kept.word) != Gate::NotClean => Ok(Gate::NotScanned),
                Some(kept) => still(app, scanner, &kept).await,
                None => Ok(Gate::NotScanned),
            }
        }
    }
}

/// A kept word counts as long as the key that signed it does. A find needs no signature to go on counting.
async fn still(app: &App, scanner: &TrustedScannerConfig, kept: &Kept) -> Result<Gate, Problem> {
    let meaning = meaning(&kept.word);
    let listed = app.trusted_scanners.keys(app, scanner).await?.iter().any(|keys| keys.ed25519 == kept.signing_key);
    Ok(if listed || meaning == Gate::NotClean { meaning } else { Gate::NotScanned })
}

async fn counts(
    app: &App,
    scanner: &TrustedScannerConfig,
    mxc: &Mxc,
    verdict: &SignedVerdict,
) -> Result<bool, Problem> {
    if verdict.statement.mxc != *mxc || !verdict_is_signed(verdict) {
        return Ok(false);
    }
    let listed = |keys: &[bridge_api::well_known::ScannerKeys]| keys.iter().any(|one| one.ed25519 == verdict.key);
    if listed(&app.trusted_scanners.keys(app, scanner).await?) {
        return Ok(true);
    }
    // The other scanner may have new keys.
    Ok(listed(&app.trusted_scanners.refetched_keys(app, scanner).await?))
}

fn meaning(word: &str) -> Gate {
    if word == Verdict::Clean.word() {
        Gate::Clean
    } else if word == (Verdict::Infected { signature: String::new() }).word() {
        Gate::NotClean
    } else {
        Gate::NotScanned
    }
}

async fn ask(app: &App, scanner: &TrustedScannerConfig, mxc: &Mxc) -> reqwest::Result<Option<SignedVerdict>> {
    let request = app.http.get(address(&scanner.bridge, mxc)).timeout(PATIENCE);
    let answer = request.send().await?;
    if answer.status() == reqwest::StatusCode::NOT_FOUND {
        return Ok(None);
    }
    answer.error_for_status()?.json().await.map(Some)
}

fn address(bridge: &Url, mxc: &Mxc) -> Url {
    let mut url = bridge.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        let parts = ["_depesha", "scan", "v1", "verdicts", mxc.server().as_str(), mxc.media()];
        path.pop_if_empty().extend(parts);
    }
    url
}

async fn kept(app: &App, mxc: &Mxc) -> Result<Option<Kept>, Problem> {
    let address = mxc.to_string();
    let row = app
        .db
        .read(move |tx| {
            let sql = "SELECT verdict, signing_key, asked_at_ms FROM foreign_verdicts WHERE mxc = $1";
            tx.query_one(sql, &[address.into()])
        })
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(Kept { word: row.text(0)?, signing_key: row.text(1)?, asked_at_ms: row.int(2)? }))
}

async fn keep(app: &App, mxc: &Mxc, verdict: &SignedVerdict, now: i64) -> Result<(), Problem> {
    let values = [
        mxc.to_string().into(),
        verdict.statement.verdict.clone().into(),
        verdict.key.clone().into(),
        super::store::whole(verdict.statement.scanned_at_ms).into(),
        now.into(),
    ];
    app.db
        .write(move |tx| {
            tx.execute(
                "INSERT INTO foreign_verdicts (mxc, verdict, signing_key, scanned_at_ms, asked_at_ms)
                 VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (mxc) DO UPDATE SET verdict = excluded.verdict, signing_key = excluded.signing_key,
                     scanned_at_ms = excluded.scanned_at_ms, asked_at_ms = excluded.asked_at_ms",
                &values,
            )
        })
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_but_clean_opens() {
        for word in ["", "Clean", "engine_error", "type_forbidden", "new_word"] {
            assert_eq!(meaning(word), Gate::NotScanned, "{word}");
        }
        assert_eq!((meaning("clean"), meaning("infected")), (Gate::Clean, Gate::NotClean));
    }

    #[test]
    fn the_other_bridge_is_asked_below_its_base() {
        let url = address(&"https://b.example/base/".parse().unwrap(), &"mxc://b.example:8448/AbC".parse().unwrap());
        assert_eq!(url.as_str(), "https://b.example/base/_depesha/scan/v1/verdicts/b.example:8448/AbC");
    }
}
