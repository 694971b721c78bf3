//! A register in a CSV file, read as a stream.
//!
//! Much here is about noticing that a file is not whole: a last line without end, a quote that never closes and
//! swallows the rest, a closing line with another count, a file that changes while it is read. All of it is looked for
//! in the text, after decoding, whatever the encoding.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::time::SystemTime;

use csv::{ByteRecord, ReaderBuilder};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use unicode_normalization::UnicodeNormalization;

use super::decoding::Decoding;
use super::{Mapper, Register, RegisterError, Row, Unreadable};
use crate::config::{self, CsvSection};

/// Put behind the file's last byte: if it does not come out again as a record of its own, a quote was left open.
const SENTINEL: &[u8] = b"\n\x1edepesha-end-of-register\n";

/// The longest row. A quote left open must not draw the whole file into memory before it is noticed.
const LONGEST_ROW: usize = 4 * 1024 * 1024;

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

/// Reads no further than a row may be long; `left` is filled up again before each row.
struct Bounded<'a, R> {
    inner: R,
    left: &'a Cell<usize>,
}

impl<R: Read> Read for Bounded<'_, R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let most = out.len().min(self.left.get());
        if most == 0 && !out.is_empty() {
            return Err(io::Error::other(format!(
                "a row is longer than {} MiB: a quote may have been opened and never closed",
                LONGEST_ROW >> 20
            )));
        }
        let count = self.inner.read(&mut out[..most])?;
        self.left.set(self.left.get() - count);
        Ok(count)
    }
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
        let encoding = self.encoding()?;
        let wide = encoding == UTF_16LE || encoding == UTF_16BE;
        let (mut start, mut last) = (Vec::new(), [0; 2]);
        if about.len() < 2 {
            return Err(self.partial("the file is empty"));
        }
        file.rewind().map_err(|e| self.failed(e))?;
        file.take(8192).read_to_end(&mut start).map_err(|e| self.failed(e))?;
        file.seek(SeekFrom::End(-2)).map_err(|e| self.failed(e))?;
        file.read_exact(&mut last).map_err(|e| self.failed(e))?;
        file.rewind().map_err(|e| self.failed(e))?;
        if let Some((marked, _)) = Encoding::for_bom(&start).filter(|(marked, _)| *marked != encoding) {
            let (marked, set) = (marked.name(), encoding.name());
            let label = marked.to_lowercase();
            return Err(self.failed(format!(
                "it says that it is {marked}, not {set}: set register.encoding = {label:?}, or export it as UTF-8"
            )));
        }
        if wide && about.len() % 2 == 1 {
            return Err(self.partial("half a letter stands at its end, so it was cut off"));
        }
        let needs_end = self.section.ends_with_line_break && self.section.trailer.is_none();
        let letter = match (wide, encoding == UTF_16LE) {
            (false, _) => u16::from(last[1]),
            (true, true) => u16::from_le_bytes(last),
            (true, false) => u16::from_be_bytes(last),
        };
        if needs_end && letter != u16::from(b'\n') && letter != u16::from(b'\r') {
            return Err(self.partial(
                "its last line has no line break, so it may have been cut off (if this register never writes one, \
                 set register.ends_with_line_break = false, better with a register.trailer)",
            ));
        }
        let (text, _) = encoding.decode_with_bom_removal(&start);
        let crlf = text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'));
        Ok(Looks { size: about.len(), changed, crlf })
    }

    fn encoding(&self) -> Result<&'static Encoding, RegisterError> {
        config::encoding(&self.section.encoding).map_err(|e| self.failed(e))
    }

    fn columns(&self, header: &ByteRecord) -> Result<Columns, RegisterError> {
        let names: Vec<String> =
            header.iter().map(|name| String::from_utf8_lossy(name).trim().nfc().collect()).collect();
        Ok(Columns { count: names.len(), at: self.mapper.locate(&self.name, &names)? })
    }

    fn row(&self, columns: &Columns, raw: &ByteRecord, place: String, encoding: &'static Encoding) -> Row {
        if raw.len() != columns.count {
            let reason = format!("it has {} fields where the first line names {}", raw.len(), columns.count);
            return Err(Unreadable { place, reason });
        }
        // Where an old encoding has no letter, the standard's tables have a control character that nobody wrote.
        let holds = |text: &str| encoding == UTF_8 || !text.contains(|letter| matches!(letter, '\u{80}'..='\u{9f}'));
        let texts = columns.at.iter().map(|at| std::str::from_utf8(raw.get(*at).unwrap_or_default()).ok());
        match texts.map(|text| text.filter(|text| holds(text))).collect::<Option<Vec<_>>>() {
            Some(values) => self.mapper.record(place.clone(), &values).map_err(|reason| Unreadable { place, reason }),
            None => Err(Unreadable { place, reason: format!("it is not valid {}", encoding.name()) }),
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
        let encoding = self.encoding()?;
        let text: Box<dyn Read + '_> =
            if encoding == UTF_8 { Box::new(&file) } else { Box::new(Decoding::new(&file, encoding)) };
        let left = Cell::new(LONGEST_ROW);
        let whole = Bounded { inner: text.chain(SENTINEL), left: &left };
        // The parser counts a line when it sees its \n: with \r\n that is after it has begun the next record.
        let late = u64::from(before.crlf);
        let mut reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(64 * 1024)
            .from_reader(whole);

        let mut raw = ByteRecord::new();
        if !reader.read_byte_record(&mut raw).map_err(|e| self.failed(e))? {
            return Err(self.partial("it has no first line"));
        }
        let columns = self.columns(&raw)?;
        let (mut rows, mut stated, mut ended) = (0_u64, None, false);
        loop {
            left.set(LONGEST_ROW);
            if !reader.read_byte_record(&mut raw).map_err(|e| self.failed(e))? {
                break;
            }
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
            let row = self.row(&columns, &raw, format!("line {line}"), encoding);
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
        drop(reader);
        if self.look(&mut file)? != before {
            return Err(self.partial("it changed while it was read"));
        }
        Ok(())
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
