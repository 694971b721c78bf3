//! The stream of an export: batches are read as they are taken, so that a large one needs little memory and holds up
//! nobody.

use std::collections::{BTreeSet, VecDeque};

use futures_util::Stream;
use futures_util::stream::try_unfold;
use serde_json::Value;

use super::record::{Record, organisation};
use super::stix::Stix;
use super::{csv, jsonl};
use crate::app::App;
use crate::clock::rfc3339;
use crate::error::Problem;
use crate::scan_reports::{self, Filter, Sighted};

/// So many sightings are written at once.
const TOGETHER: usize = 200;

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// For spreadsheets.
    Csv,
    /// For programs.
    JsonLines,
    /// For exchange between security centres.
    Stix,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Csv, Self::JsonLines, Self::Stix];

    /// The word in addresses and in the audit log.
    pub fn word(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::JsonLines => "jsonl",
            Self::Stix => "stix",
        }
    }

    /// From its word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.word() == word)
    }

    /// The media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::JsonLines => "application/jsonl; charset=utf-8",
            Self::Stix => "application/stix+json;version=2.1",
        }
    }

    /// How the file's name ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Stix => "stix.json",
            other => other.word(),
        }
    }
}

/// An export under way.
pub struct Export {
    app: App,
    filter: Filter,
    format: Format,
    stage: Stage,
    left: i64,
}

enum Stage {
    Head,
    /// Reports below this number of the list.
    Below(i64),
    /// Sightings that are still to be written, and what was named already.
    Sightings(Stix, VecDeque<Sighted>, Named),
    Done,
}

/// Objects of a bundle that are there already.
#[derive(Default)]
struct Named {
    signatures: BTreeSet<String>,
    organisations: BTreeSet<String>,
}

/// Records the export and begins it.
///
/// # Errors
/// If the database refuses it: then there is no export.
pub async fn export(app: &App, filter: Filter, format: Format, actor: String) -> Result<Export, Problem> {
    let most = i64::from(app.config.scan_reports.export_rows);
    scan_reports::note_export(app, &filter, format.word(), most, actor).await?;
    Ok(Export { app: app.clone(), filter, format, stage: Stage::Head, left: most })
}

impl Export {
    /// The bytes, a batch at a time.
    pub fn stream(self) -> impl Stream<Item = anyhow::Result<Vec<u8>>> + Send {
        try_unfold(self, async |mut export| {
            let next = export.next().await.inspect_err(|error| {
                tracing::error!(cause = format!("{error:#}"), "an export broke off");
            })?;
            Ok(next.map(|bytes| (bytes, export)))
        })
    }

    async fn next(&mut self) -> anyhow::Result<Option<Vec<u8>>> {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Done => Ok(None),
            Stage::Head if self.format == Format::Stix => self.open_bundle().await.map(Some),
            Stage::Head => {
                self.stage = Stage::Below(i64::MAX);
                Ok(Some(if self.format == Format::Csv { csv::head()? } else { Vec::new() }))
            }
            Stage::Below(below) => self.batch(below).await,
            Stage::Sightings(stix, seen, named) => self.sightings(stix, seen, named).map(Some),
        }
    }

    async fn batch(&mut self, below: i64) -> anyhow::Result<Option<Vec<u8>>> {
        if self.left <= 0 {
            return Ok(None);
        }
        let found = scan_reports::export_batch(&self.app, &self.filter, below, self.left).await?;
        let Some(last) = found.last().map(|one| one.seq) else { return Ok(None) };
        self.left -= found.len() as i64;
        self.stage = Stage::Below(last);
        let records: Vec<_> = found.into_iter().map(|one| Record::of(&self.app.config, one)).collect();
        Ok(Some(if self.format == Format::Csv { csv::lines(&records)? } else { jsonl::lines(&records)? }))
    }

    async fn open_bundle(&mut self) -> anyhow::Result<Vec<u8>> {
        let stix = Stix::new(self.app.config.public_base_url.host_str().unwrap_or_default());
        let seen = scan_reports::export_sightings(&self.app, &self.filter, self.left).await?;
        let at = rfc3339(self.app.clock.now_ms());
        let mut bytes = format!(r#"{{"type":"bundle","id":"{}","objects":["#, stix.bundle(&at)).into_bytes();
        write(&mut bytes, &stix.first(), true)?;
        self.stage = Stage::Sightings(stix, seen.into(), Named::default());
        Ok(bytes)
    }

    fn sightings(&mut self, stix: Stix, mut seen: VecDeque<Sighted>, mut named: Named) -> anyhow::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        for _ in 0..TOGETHER {
            let Some(one) = seen.pop_front() else {
                bytes.extend_from_slice(b"]}");
                return Ok(bytes);
            };
            let whose = organisation(&self.app.config, &one.organisation, &one.media_server);
            if named.organisations.insert(whose.clone()) {
                write(&mut bytes, &[stix.organisation(&whose)], false)?;
            }
            if named.signatures.insert(one.signature.clone()) {
                write(&mut bytes, &stix.signature(&one.signature), false)?;
            }
            write(&mut bytes, &[stix.sighting(&one, &whose)], false)?;
        }
        self.stage = Stage::Sightings(stix, seen, named);
        Ok(bytes)
    }
}

fn write(bytes: &mut Vec<u8>, objects: &[Value], first: bool) -> anyhow::Result<()> {
    for (at, object) in objects.iter().enumerate() {
        if at > 0 || !first {
            bytes.push(b',');
        }
        serde_json::to_writer(&mut *bytes, object)?;
    }
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// A record for tests of the forms.
    pub(in super::super) fn record(id: &str) -> Record {
        let text = |text: &str| text.to_owned();
        Record {
            id: text(id),
            verdict_at: rfc3339(0),
            first_seen_at: rfc3339(0),
            last_seen_at: rfc3339(0),
            verdict: text("infected"),
            signature: text("Evil"),
            released: false,
            case: text("open"),
            closed_as: text(""),
            type_declared: text(""),
            type_found: text("text/plain"),
            size: 5,
            encrypted: true,
            sender_organisation: text("Interior"),
            uploaded_to: text("a.example"),
            scanned_for: text("b.example"),
            stored_sha256: text("00"),
            engine: text("ClamAV"),
            signatures_version: text("7"),
        }
    }

    #[test]
    fn a_line_of_json_holds_a_report_and_no_line_break() {
        let mut one = record("a");
        one.signature = "x\ny".to_owned();
        let text = String::from_utf8(jsonl::lines(&[one, record("b")]).unwrap()).unwrap();
        let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!((lines.len(), lines[0]["signature"].as_str()), (2, Some("x\ny")));
    }
}
