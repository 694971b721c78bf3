//! Records as CSV (RFC 4180), safe to be opened in a spreadsheet.

use csv::{QuoteStyle, Terminator, Writer, WriterBuilder};

use super::record::Record;

/// What a spreadsheet takes for UTF-8.
const MARK: &str = "\u{feff}";
const COLUMNS: [&str; 19] = [
    "id",
    "verdict_at",
    "first_seen_at",
    "last_seen_at",
    "verdict",
    "signature",
    "released",
    "case",
    "closed_as",
    "type_declared",
    "type_found",
    "size",
    "encrypted",
    "sender_organisation",
    "uploaded_to",
    "scanned_for",
    "stored_sha256",
    "engine",
    "signatures_version",
];

/// The first line.
pub(super) fn head() -> anyhow::Result<Vec<u8>> {
    let mut writer = writer(MARK.as_bytes().to_vec());
    writer.write_record(COLUMNS)?;
    Ok(writer.into_inner()?)
}

/// A line for each record.
pub(super) fn lines(records: &[Record]) -> anyhow::Result<Vec<u8>> {
    let mut writer = writer(Vec::new());
    for record in records {
        let yes_no = |yes: bool| if yes { "true" } else { "false" }.to_owned();
        writer.write_record([
            cell(&record.id),
            record.verdict_at.clone(),
            record.first_seen_at.clone(),
            record.last_seen_at.clone(),
            cell(&record.verdict),
            cell(&record.signature),
            yes_no(record.released),
            cell(&record.case),
            cell(&record.closed_as),
            cell(&record.type_declared),
            cell(&record.type_found),
            record.size.to_string(),
            yes_no(record.encrypted),
            cell(&record.sender_organisation),
            cell(&record.uploaded_to),
            cell(&record.scanned_for),
            cell(&record.stored_sha256),
            cell(&record.engine),
            cell(&record.signatures_version),
        ])?;
    }
    Ok(writer.into_inner()?)
}

fn writer(start: Vec<u8>) -> Writer<Vec<u8>> {
    WriterBuilder::new().terminator(Terminator::CRLF).quote_style(QuoteStyle::Necessary).from_writer(start)
}

/// A spreadsheet takes a text that begins so for a formula and runs it: an apostrophe keeps it a text.
fn cell(text: &str) -> String {
    let formula = text.trim_start().starts_with(['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'])
        || text.starts_with(['\t', '\r', '\n']);
    if formula { format!("'{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_texts_and_quotes_are_doubled() {
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
        let mut record = super::super::stream::tests::record("a");
        record.signature = "=A\"1\",\r\nB".to_owned();
        let text = String::from_utf8(lines(&[record]).unwrap()).unwrap();
        assert!(text.contains(",\"'=A\"\"1\"\",\r\nB\",") && text.ends_with("\r\n"), "{text}");
        let head = String::from_utf8(head().unwrap()).unwrap();
        assert!(head.starts_with("\u{feff}id,verdict_at,") && head.ends_with("signatures_version\r\n"));
    }
}
