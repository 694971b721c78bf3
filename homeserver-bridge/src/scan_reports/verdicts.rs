//! Our scanner's signed word on a media of ours, for bridges that trust it.

use bridge_api::Mxc;
use bridge_api::mode::ModeRules;
use bridge_api::scan::SignedVerdict;

use super::gate::{Gate, own_gate};
use crate::app::App;
use crate::error::Problem;

/// The signed verdict that our own release gate goes by: clean if it is open, infected if something was found, else none.
/// Only of media of our own homeservers, and as in the normal mode: what we hold back here is no word on the file.
///
/// # Errors
/// If the database cannot be read.
pub async fn signed_verdict(app: &App, mxc: &Mxc) -> Result<Option<SignedVerdict>, Problem> {
    if app.config.homeserver(mxc.server()).is_none() {
        return Ok(None);
    }
    let (word, coherent) = match own_gate(app, mxc, &ModeRules::default()).await? {
        Gate::Clean => ("clean", 1),
        Gate::NotClean => ("infected", 0),
        Gate::NotScanned | Gate::Ambiguous | Gate::HeldBack => return Ok(None),
    };
    let address = mxc.to_string();
    let row = app
        .db
        .read(move |tx| {
            tx.query_one(
                "SELECT signed FROM scan_reports
                 WHERE mxc = $1 AND verdict = $2 AND coherent >= $3 AND signed IS NOT NULL
                 ORDER BY scanned_at_ms DESC LIMIT 1",
                &[address.into(), word.into(), i64::from(coherent).into()],
            )
        })
        .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(serde_json::from_str(&row.text(0)?).ok())
}
