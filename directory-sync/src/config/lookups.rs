//! `[lookups.<name>]`: tables that translate the register's words, such as unit codes, written down here or in a CSV
//! file of two columns. Words are compared trimmed, in Unicode normal form C, and with their case.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::Deserialize;
use unicode_normalization::UnicodeNormalization;

/// The tables as they are written: word → word, or `file`, `delimiter` and `encoding`.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(transparent)]
pub struct LookupSections(BTreeMap<String, BTreeMap<String, String>>);

/// The tables, ready for use.
#[derive(Debug, Clone, Default)]
pub struct Lookups(BTreeMap<String, HashMap<String, String>>);

impl Lookups {
    /// Whether there is a table of this name.
    pub fn has(&self, table: &str) -> bool {
        self.0.contains_key(table)
    }

    /// The names of all tables.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// A table; empty if there is none of this name.
    pub fn table(&self, name: &str) -> HashMap<String, String> {
        self.0.get(name).cloned().unwrap_or_default()
    }
}

impl LookupSections {
    /// Reads the tables; files are taken from `folder`.
    pub(super) fn load(&self, folder: &Path) -> Result<Lookups> {
        let load = |(name, written): (&String, &BTreeMap<String, String>)| {
            let table = match written.get("file") {
                Some(file) => from_file(name, &folder.join(file), written)?,
                None => written.iter().map(|(word, means)| (clean(word), clean(means))).collect(),
            };
            if table.is_empty() {
                bail!("lookups.{name} is empty");
            }
            Ok((name.clone(), table))
        };
        Ok(Lookups(self.0.iter().map(load).collect::<Result<_>>()?))
    }
}

fn from_file(name: &str, path: &Path, written: &BTreeMap<String, String>) -> Result<HashMap<String, String>> {
    if let Some(odd) = written.keys().find(|key| !matches!(key.as_str(), "file" | "delimiter" | "encoding")) {
        bail!("lookups.{name} names a file and also the word {odd:?}: put the word into the file");
    }
    let delimiter = match written.get("delimiter").map(String::as_bytes) {
        None => b',',
        Some([one]) if one.is_ascii() && !matches!(one, b'"' | b'\n' | b'\r') => *one,
        Some(_) => bail!("lookups.{name}.delimiter must be one ASCII character such as ',' or ';'"),
    };
    let place = || format!("lookups.{name}: {}", path.display());
    let label = written.get("encoding").map_or("utf-8", String::as_str);
    let encoding = super::csv::encoding(label).with_context(|| format!("lookups.{name}.encoding"))?;
    let bytes = std::fs::read(path).with_context(|| format!("lookups.{name}: cannot read {}", path.display()))?;
    let (text, broken) = encoding.decode_with_bom_removal(&bytes);
    if broken {
        bail!("{} is not valid {}", place(), encoding.name());
    }
    let mut table = HashMap::new();
    let mut reader = ::csv::ReaderBuilder::new().delimiter(delimiter).has_headers(true).from_reader(text.as_bytes());
    for (at, row) in reader.records().enumerate() {
        let line = at + 2;
        let row = row.with_context(place)?;
        let [word, means] = [row.get(0), row.get(1)].map(|field| clean(field.unwrap_or_default()));
        if row.len() != 2 || word.is_empty() {
            bail!("{}: row {line} needs two columns, the register's word and what it means", place());
        }
        match table.insert(word, means.clone()) {
            Some(other) if other != means => {
                bail!("{}: the word in row {line} is there twice, with two meanings", place())
            }
            _ => {}
        }
    }
    Ok(table)
}

fn clean(text: &str) -> String {
    text.trim().nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn load(toml: &str, file: &[u8]) -> Result<Lookups> {
        let folder = tempfile::tempdir().expect("folder");
        std::fs::write(folder.path().join("units.csv"), file).expect("written");
        toml::from_str::<LookupSections>(toml).expect("toml").load(folder.path())
    }

    #[test]
    fn a_table_stands_in_the_configuration_or_in_a_file_of_any_encoding() {
        let inline = load("units = { 'A1 ' = 'Direction/Bureau' }", b"").expect("loaded");
        assert_eq!(inline.table("units")["A1"], "Direction/Bureau");
        let (cyrillic, _, _) =
            encoding_rs::WINDOWS_1251.encode("code;unit\r\nA1;Департамент/Відділ\r\n\"B;2\";Штаб\r\n");
        let toml = "units = { file = 'units.csv', delimiter = ';', encoding = 'windows-1251' }";
        let units = load(toml, &cyrillic).expect("loaded").table("units");
        assert_eq!((units["A1"].as_str(), units["B;2"].as_str()), ("Департамент/Відділ", "Штаб"));
    }

    #[test]
    fn a_table_that_cannot_be_trusted_is_refused() {
        let file = "units = { file = 'units.csv' }";
        for (toml, bytes, says) in [
            (file, &b"code,unit\nA,One\nA,Two\n"[..], "twice"),
            (file, b"code,unit\nA,One,x\n", "units.csv"),
            (file, b"code,unit\n,One\n", "two columns"),
            (file, b"code,unit\nA,\xe9\n", "not valid UTF-8"),
            (file, b"code,unit\n", "is empty"),
            ("units = { file = 'units.csv', A = 'One' }", b"", "put the word into the file"),
            ("units = { file = 'nowhere.csv' }", b"", "cannot read"),
            ("units = { file = 'units.csv', encoding = 'klingon' }", b"", "klingon"),
        ] {
            let error = format!("{:#}", load(toml, bytes).expect_err("refused"));
            assert!(error.contains(says), "{error}");
        }
    }
}
