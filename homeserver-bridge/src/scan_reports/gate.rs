//! The release gate's question: may the bytes of this media leave the homeserver?

use bridge_api::Mxc;

use crate::app::App;
use crate::error::Problem;

/// What is on record about a media.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gate {
    /// Scanned, and nothing was found: the only answer that opens.
    Clean,
    /// Something was found, at any time and with any key: it outweighs every clean verdict.
    NotClean,
    /// No verdict. A scan that failed is none.
    NotScanned,
}

/// Asks what is on record.
///
/// The gate does not know the keys of encrypted media, so it trusts the scanner's verdict for whichever key it was
/// asked with; a recipient's client checks the key commitment of the signed verdict besides.
///
/// # Errors
/// If the database cannot be read; nothing may be released then.
pub async fn gate(app: &App, mxc: &Mxc) -> Result<Gate, Problem> {
    let mxc = mxc.to_string();
    let rows = app
        .db
        .read(move |tx| {
            tx.query(
                "SELECT DISTINCT verdict FROM scan_reports
                 WHERE mxc = $1 AND verdict IN ('clean', 'infected', 'type_forbidden')",
                &[mxc.into()],
            )
        })
        .await?;
    let words = rows.iter().map(|row| row.text(0)).collect::<Result<Vec<_>, _>>()?;
    Ok(judge(&words))
}

fn judge(words: &[String]) -> Gate {
    if words.iter().any(|word| word == "infected" || word == "type_forbidden") {
        Gate::NotClean
    } else if words.iter().any(|word| word == "clean") {
        Gate::Clean
    } else {
        Gate::NotScanned
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_clean_opens_and_a_find_outweighs_it() {
        let table: [(&[&str], Gate); 7] = [
            (&[], Gate::NotScanned),
            (&["engine_error"], Gate::NotScanned),
            (&["clean"], Gate::Clean),
            (&["clean", "timeout"], Gate::Clean),
            (&["infected"], Gate::NotClean),
            (&["clean", "infected"], Gate::NotClean),
            (&["type_forbidden", "clean"], Gate::NotClean),
        ];
        for (words, gate) in table {
            let owned: Vec<String> = words.iter().map(|w| (*w).to_owned()).collect();
            assert_eq!(judge(&owned), gate, "{words:?}");
        }
    }
}
