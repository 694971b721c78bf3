//! Records as CSV (RFC 4180), safe to be opened in a spreadsheet.

use super::record::Record;
use crate::spreadsheet::{self, cell, writer};

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
    spreadsheet::head(&COLUMNS)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_texts_and_quotes_are_doubled() {
        let mut record = super::super::stream::tests::record("a");
        record.signature = "=A\"1\",\r\nB".to_owned();
        let text = String::from_utf8(lines(&[record]).unwrap()).unwrap();
        assert!(text.contains(",\"'=A\"\"1\"\",\r\nB\",") && text.ends_with("\r\n"), "{text}");
        let head = String::from_utf8(head().unwrap()).unwrap();
        assert!(head.starts_with("\u{feff}id,verdict_at,") && head.ends_with("signatures_version\r\n"));
    }
}
