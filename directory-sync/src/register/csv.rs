//! A register in a CSV file, read as a stream.
//!
//! Much here is about noticing that a file is not whole: a last line without end, a quote that never closes and
//! swallows the rest, a closing line with another count, a file that changes while it is read.

use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::time::SystemTime;

use csv::{ByteRecord, ReaderBuilder};
use unicode_normalization::UnicodeNormalization;

use super::{Mapper, Register, RegisterError, Row, Unreadable};
use crate::config::CsvSection;

/// Put behind the file's last byte: if it does not come out again as a record of its own, a quote was left open.
const SENTINEL: &[u8] = b"\n\x1edepesha-end-of-register\n";

/// See the module.
pub(super) struct CsvRegister {
    section: CsvSection,
    mapper: Mapper,
    name: String,
}

/// What a file looks like from outside.
#[derive(PartialEq, Eq)]
struct Looks {
    size: u64,
    changed: SystemTime,
    crlf: bool,
}

/// Position of each column that the mapping names.
struct Columns {
    count: usize,
    at: Vec<usize>,
}

impl CsvRegister {
    pub(super) fn new(section: CsvSection, mapper: Mapper) -> Self {
        let name = section.path.display().to_string();
        Self { section, mapper, name }
    }

    fn failed(&self, cause: impl ToString) -> RegisterError {
        RegisterError::Read { name: self.name.clone(), cause: cause.to_string() }
    }

    fn partial(&self, why: impl Into<String>) -> RegisterError {
        RegisterError::Partial { name: self.name.clone(), why: why.into() }
    }

    /// Looks at the file from outside, and that it is text with an end.
    fn look(&self, file: &mut File) -> Result<Looks, RegisterError> {
        let about = file.metadata().map_err(|e| self.failed(e))?;
        let changed = about.modified().map_err(|e| self.failed(e))?;
        let mut start = Vec::new();
        let mut last = [0; 1];
        if about.len() < 2 {
            return Err(self.partial("the file is empty"));
        }
        file.rewind().map_err(|e| self.failed(e))?;
        file.take(8192).read_to_end(&mut start).map_err(|e| self.failed(e))?;
        file.seek(SeekFrom::End(-1)).map_err(|e| self.failed(e))?;
        file.read_exact(&mut last).map_err(|e| self.failed(e))?;
        file.rewind().map_err(|e| self.failed(e))?;
        if matches!(start[..], [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) {
            return Err(self.failed("it is UTF-16; export it as UTF-8"));
        }
        let needs_end = self.section.ends_with_line_break && self.section.trailer.is_none();
        if needs_end && !matches!(last, [b'\n'] | [b'\r']) {
            return Err(self.partial(
                "its last line has no line break, so it may have been cut off (if this register never writes one, \
                 set register.ends_with_line_break = false, better with a register.trailer)",
            ));
        }
        let crlf = start.iter().position(|b| *b == b'\n').is_some_and(|at| at > 0 && start[at - 1] == b'\r');
        Ok(Looks { size: about.len(), changed, crlf })
    }

    fn columns(&self, header: &ByteRecord) -> Result<Columns, RegisterError> {
        let names: Vec<String> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim().nfc().collect()).collect();
        let find = |(place, wanted): (usize, &String)| -> Result<usize, RegisterError> {
            let mut places = names.iter().enumerate().filter(|(_, name)| *name == wanted).map(|(at, _)| at);
            match (places.next(), places.next()) {
                (Some(at), None) => Ok(at),
                (Some(_), Some(_)) => Err(self.failed(format!("the column {wanted:?} is there twice"))),
                (None, _) => Err(RegisterError::Column {
                    name: self.name.clone(),
                    field: self.mapper.field_of(place),
                    column: wanted.clone(),
                    columns: names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", "),
                }),
            }
        };
        let at = self.mapper.columns().iter().enumerate().map(find).collect::<Result<_, _>>()?;
        Ok(Columns { count: names.len(), at })
    }

    fn row(&self, columns: &Columns, raw: &ByteRecord, place: String) -> Row {
        if raw.len() != columns.count {
            let reason = format!("it has {} fields where the first line names {}", raw.len(), columns.count);
            return Err(Unreadable { place, reason });
        }
        let texts = columns.at.iter().map(|at| std::str::from_utf8(raw.get(*at).unwrap_or_default()));
        match texts.collect::<Result<Vec<_>, _>>() {
            Ok(values) => self.mapper.record(place.clone(), &values).map_err(|reason| Unreadable { place, reason }),
            Err(_) => Err(Unreadable { place, reason: "it is not valid UTF-8".to_owned() }),
        }
    }

    /// The count that a closing line states, if this is one.
    fn closing(&self, raw: &ByteRecord) -> Option<Result<u64, RegisterError>> {
        let word = self.section.trailer.as_deref()?.trim();
        let first = raw.get(0).map(|field| field.trim_ascii())?;
        (first == word.as_bytes()).then(|| {
            let count = raw.get(1).and_then(|field| std::str::from_utf8(field).ok()).map(str::trim);
            count.and_then(|count| count.parse().ok()).ok_or_else(|| self.partial("its closing line states no count"))
        })
    }
}

impl Register for CsvRegister {
    fn read(&self, each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        let mut file = File::open(&self.section.path).map_err(|e| self.failed(e))?;
        let before = self.look(&mut file)?;
        let delimiter = u8::try_from(self.section.delimiter).map_err(|e| self.failed(e))?;
        let whole = BufReader::new(&file).chain(SENTINEL);
        // The parser counts a line when it sees its \n: with \r\n that is after it has begun the next record.
        let late = u64::from(before.crlf);
        let mut reader = ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(whole);

        let mut raw = ByteRecord::new();
        if !reader.read_byte_record(&mut raw).map_err(|e| self.failed(e))? {
            return Err(self.partial("it has no first line"));
        }
        let columns = self.columns(&raw)?;
        let (mut rows, mut stated, mut ended) = (0_u64, None, false);
        while reader.read_byte_record(&mut raw).map_err(|e| self.failed(e))? {
            let line = raw.position().map_or(0, csv::Position::line) + late;
            if raw.len() == 1 && raw.get(0) == Some(SENTINEL.trim_ascii()) {
                ended = true;
                continue;
            }
            if ended || stated.is_some() {
                return Err(self.partial(format!("something follows its end, at line {line}")));
            }
            if let Some(count) = self.closing(&raw) {
                stated = Some(count?);
                continue;
            }
            rows += 1;
            let row = self.row(&columns, &raw, format!("line {line}"));
            // A line break in a column nobody asked for is HR's affair; elsewhere it is a quote gone wrong.
            let spans = |at: usize| raw.get(at).is_some_and(|field| field.contains(&b'\n'));
            if columns.at.iter().any(|at| spans(*at)) || (row.is_err() && (0..raw.len()).any(spans)) {
                return Err(self.partial(format!("a quote in the row at line {line} swallows following lines")));
            }
            each(row);
        }
        if !ended {
            return Err(self.partial("a quote was opened and never closed"));
        }
        match (&self.section.trailer, stated) {
            (Some(word), None) => return Err(self.partial(format!("the closing line {word:?} is missing"))),
            (Some(_), Some(count)) if count != rows => {
                return Err(self.partial(format!("its closing line states {count} rows, it has {rows}")));
            }
            _ => {}
        }
        let mut file = file;
        if self.look(&mut file)? != before {
            return Err(self.partial("it changed while it was read"));
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
