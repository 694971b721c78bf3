//! CSV (RFC 4180) that is safe to be opened in a spreadsheet.

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

/// What a spreadsheet takes for UTF-8.
const MARK: &str = "\u{feff}";

/// The first line of a file.
///
/// # Errors
/// Never, as far as memory lasts.
pub fn head(columns: &[&str]) -> anyhow::Result<Vec<u8>> {
    let mut writer = writer(MARK.as_bytes().to_vec());
    writer.write_record(columns)?;
    Ok(writer.into_inner()?)
}

/// Writes lines behind what is there.
pub fn writer(start: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(start)
}

/// A spreadsheet takes a text that begins so for a formula and runs it: an apostrophe keeps it a text.
pub fn cell(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || text.starts_with(['\t', '\r', '\n']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_texts() {
        for (text, expected) in [
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"x\")"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            (" =1", "' =1"),
            ("\t=1", "'\t=1"),
            ("\u{ff1d}1", "'\u{ff1d}1"),
            ("Win.Test-1", "Win.Test-1"),
            ("", ""),
        ] {
            assert_eq!(cell(text), expected);
        }
    }
}
