//! Records as JSON lines: one object a line.

use super::record::Record;

/// A line for each record.
pub(super) fn lines(records: &[Record]) -> anyhow::Result<Vec<u8>> {
    let mut out = Vec::new();
    for record in records {
        serde_json::to_writer(&mut out, record)?;
        out.push(b'\n');
    }
    Ok(out)
}
