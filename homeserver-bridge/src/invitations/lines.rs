//! A pasted list or a CSV file as lines that each name one person. What a line means is read here; whether that person may
//! be invited is not.

use csv::ReaderBuilder;

use crate::clock::day_end;

/// So many people can be invited at once.
pub const LINES: usize = 1000;
/// The longest line that is read, bytes.
const LONGEST: usize = 1000;

/// A list as it was given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The line that names the columns, if there is one.
    pub head: Option<String>,
    /// The people.
    pub lines: Vec<Line>,
}

/// One person of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Where it stands in the text, counted from 1.
    pub number: usize,
    /// As it was given.
    pub raw: String,
    /// The address, not yet parsed.
    pub email: String,
    /// Given name; empty if the line has none.
    pub given: String,
    /// Family name.
    pub family: String,
    /// Name or key of the organisation; empty if the line has none.
    pub organisation: String,
    /// The last day of the account, as it was written; empty if the line has none.
    pub until: String,
}

/// Why nothing of a list was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListError {
    /// There is no line in it.
    Empty,
    /// There are more than [`LINES`].
    TooMany,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Email,
    Given,
    Family,
    Organisation,
    Until,
    Other,
}

/// What columns are called in the languages of the console, and by usual programs.
const NAMES: [(Column, &[&str]); 5] = [
    (
        Column::Email,
        &[
            "email",
            "e-mail",
            "mail",
            "email address",
            "work email",
            "courriel",
            "adresse",
            "пошта",
            "адреса",
            "робоча адреса",
            "електронна пошта",
        ],
    ),
    (
        Column::Given,
        &[
            "given",
            "given name",
            "given_name",
            "givenname",
            "first name",
            "firstname",
            "prénom",
            "prenom",
            "ім'я",
            "ім’я",
            "імя",
        ],
    ),
    (
        Column::Family,
        &[
            "family",
            "family name",
            "family_name",
            "last name",
            "lastname",
            "surname",
            "sn",
            "nom",
            "nom de famille",
            "прізвище",
        ],
    ),
    (
        Column::Organisation,
        &[
            "organisation",
            "organization",
            "ministry",
            "ministère",
            "ministere",
            "організація",
            "міністерство",
            "відомство",
        ],
    ),
    (
        Column::Until,
        &[
            "until",
            "end",
            "end date",
            "last day",
            "jusqu'au",
            "jusqu’au",
            "fin",
            "date de fin",
            "dernier jour",
            "до",
            "кінець",
            "дата завершення",
            "останній день",
        ],
    ),
];

/// Reads a list: with a first line that names its columns, or an address a line with names behind it, or addresses as mail
/// programs write them (`Given Family <address>`).
///
/// # Errors
/// See [`ListError`].
pub fn parse(text: &str) -> Result<List, ListError> {
    // A byte order mark also stands in the middle of what was pasted from several files.
    let blank = |c: char| c.is_whitespace() || c == '\u{feff}';
    let rows = text.lines().enumerate().map(|(at, row)| (at + 1, row.trim_matches(blank)));
    let mut rows = rows.filter(|(_, row)| !row.is_empty());
    let Some(first) = rows.next() else { return Err(ListError::Empty) };
    let given = delimiter(first.1);
    let columns = columns(&cells(first.1, given));
    let mut list = List { head: columns.is_some().then(|| first.1.to_owned()), lines: Vec::new() };
    for (number, row) in columns.is_none().then_some(first).into_iter().chain(rows) {
        let raw = || row.chars().take(LONGEST).collect::<String>();
        // Lines that people type need not all be alike; those of a file are.
        let found = cells(row, if columns.is_some() { given } else { delimiter(row) });
        match &columns {
            Some(columns) => list.lines.push(with_columns(columns, &found, number, raw())),
            None => list.lines.extend(without_columns(&found, number, raw())),
        }
        if list.lines.len() > LINES {
            return Err(ListError::TooMany);
        }
    }
    if list.lines.is_empty() { Err(ListError::Empty) } else { Ok(list) }
}

fn delimiter(row: &str) -> u8 {
    let often = |b: u8| row.bytes().filter(|one| *one == b).count();
    [b'\t', b';', b','].into_iter().max_by_key(|b| often(*b)).unwrap_or(b',')
}

fn cells(row: &str, delimiter: u8) -> Vec<String> {
    let mut reader =
        ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(row.as_bytes());
    let record = reader.records().next().and_then(Result::ok);
    record.map(|record| record.iter().map(|cell| cell.trim().to_owned()).collect()).unwrap_or_default()
}

/// The columns, if this is a line that names them: one of them has to be the address.
fn columns(cells: &[String]) -> Option<Vec<Column>> {
    let named = |cell: &String| {
        let name = cell.to_lowercase();
        NAMES.iter().find(|(_, names)| names.contains(&name.as_str())).map_or(Column::Other, |(column, _)| *column)
    };
    let columns: Vec<_> = cells.iter().map(named).collect();
    columns.contains(&Column::Email).then_some(columns)
}

fn with_columns(columns: &[Column], cells: &[String], number: usize, raw: String) -> Line {
    let cell = |column| {
        let at = columns.iter().position(|one| *one == column);
        at.and_then(|at| cells.get(at)).cloned().unwrap_or_default()
    };
    named(Line {
        number,
        raw,
        email: cell(Column::Email),
        given: cell(Column::Given),
        family: cell(Column::Family),
        organisation: cell(Column::Organisation),
        until: cell(Column::Until),
    })
}

/// A line without names of columns: one address and, in this order, given name, family name, organisation, and anywhere the
/// last day of the account; or several addresses, each a person.
fn without_columns(cells: &[String], number: usize, raw: String) -> Vec<Line> {
    let addresses = cells.iter().filter(|cell| cell.contains('@')).count();
    if addresses > 1 {
        let alone = |cell: &String| named(Line { number, raw: cell.clone(), email: cell.clone(), ..Line::default() });
        return cells.iter().filter(|cell| !cell.is_empty()).map(alone).collect();
    }
    let at = cells.iter().position(|cell| cell.contains('@')).unwrap_or(0);
    let day = cells.iter().position(|cell| last_day(cell).is_some());
    let mut rest = cells.iter().enumerate().filter(|(n, _)| *n != at && Some(*n) != day).map(|(_, cell)| cell.clone());
    let mut next = || rest.next().unwrap_or_default();
    let email = cells.get(at).cloned().unwrap_or_default();
    let until = day.and_then(|day| cells.get(day)).cloned().unwrap_or_default();
    vec![named(Line { number, raw, email, given: next(), family: next(), organisation: next(), until })]
}

/// The last moment of a day, if a cell is one: as programs write it (`2027-12-31`), or day, month and year as people and
/// spreadsheets do (`31.12.2027`, `31/12/2027`).
pub(super) fn last_day(cell: &str) -> Option<i64> {
    let mark = ['.', '/'].into_iter().find(|mark| cell.contains(*mark));
    let Some(mark) = mark else { return day_end(cell) };
    match cell.split(mark).collect::<Vec<_>>()[..] {
        [day, month, year] if year.len() == 4 => day_end(&format!("{year}-{month}-{day}")),
        _ => None,
    }
}

/// Names that stand before the address, or in it: `given.family@…`. An address in angle brackets is taken only when nothing
/// stands behind it and nothing before it could be one, too.
fn named(mut line: Line) -> Line {
    if let Some((before, address)) = line.email.strip_suffix('>').and_then(|text| text.split_once('<')) {
        let names = before.trim().trim_matches('"').trim().to_owned();
        if !names.contains(['@', '<', '>', '"']) && !address.contains(['<', '>', ' ']) {
            line.email = address.to_owned();
            if line.given.is_empty() && line.family.is_empty() {
                let (given, family) = names.rsplit_once(' ').unwrap_or((names.as_str(), ""));
                (line.given, line.family) = (given.trim().to_owned(), family.to_owned());
            }
        }
    }
    if line.given.is_empty() && line.family.is_empty() {
        let local = line.email.split('@').next().unwrap_or_default();
        let word = |part: &str| part.len() > 1 && part.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-');
        if let Some((given, family)) = local.split_once('.').filter(|(given, family)| word(given) && word(family)) {
            (line.given, line.family) = (capital(given), capital(family));
        }
    }
    line
}

fn capital(word: &str) -> String {
    let part =
        |part: &str| part[..1.min(part.len())].to_ascii_uppercase() + &part[1.min(part.len())..].to_ascii_lowercase();
    word.split('-').map(part).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        let show = |line: Line| {
            format!("{} {}|{}|{}|{}{}", line.number, line.email, line.given, line.family, line.organisation, line.until)
        };
        parse(text).unwrap().lines.into_iter().map(show).collect()
    }

    #[test]
    fn lists_come_in_many_forms() {
        for (text, expected) in [
            ("a.b@x.example", vec!["1 a.b@x.example|||"]),
            (
                "anna.kov-al@x.example\n\n  ivan.petrenko@x.example  ",
                vec!["1 anna.kov-al@x.example|Anna|Kov-Al|", "3 ivan.petrenko@x.example|Ivan|Petrenko|"],
            ),
            (
                "Anna Maria Koval <ak@x.example>; \"Ivan P\" <ip@x.example>",
                vec!["1 ak@x.example|Anna Maria|Koval|", "1 ip@x.example|Ivan|P|"],
            ),
            ("ak@x.example;Олена;Коваль;Interior", vec!["1 ak@x.example|Олена|Коваль|Interior"]),
            ("Anna\tKoval\tak@x.example", vec!["1 ak@x.example|Anna|Koval|"]),
            ("\u{feff}Nom;Prénom;Courriel\r\nD'Été;Élise;e@x.example\r\n", vec!["2 e@x.example|Élise|D'Été|"]),
            (
                "email,given name,organisation,phone\n\"a@x.example\",\"A, B\",finance,5",
                vec!["2 a@x.example|A, B||finance"],
            ),
            ("nonsense", vec!["1 nonsense|||"]),
            ("ak@x.example; Anna; Koval; 2027-12-31", vec!["1 ak@x.example|Anna|Koval|2027-12-31"]),
            ("ak@x.example, Anna, Koval, Interior, 31/12/2027", vec!["1 ak@x.example|Anna|Koval|Interior31/12/2027"]),
            ("email;last day\na@x.example;soon", vec!["2 a@x.example|||soon"]),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }

    #[test]
    fn a_day_is_read_as_programs_and_people_write_it() {
        let last = day_end("2027-12-31");
        for day in ["2027-12-31", "31.12.2027", "31/12/2027"] {
            assert_eq!(last_day(day), last, "{day}");
        }
        for other in ["", "12/31/2027", "31/12/27", "31.12.2027.", "31-12-2027", "Interior", "a.b/2027"] {
            assert_eq!(last_day(other), None, "{other}");
        }
    }

    #[test]
    fn what_two_readers_could_read_in_two_ways_stays_as_it_was_typed() {
        for text in [
            "<a@evil.org> b@gov.example",
            "a@evil.org@gov.example",
            "b@gov.example <a@evil.org>",
            "\"x\" <a@evil.org><b@gov.example>",
        ] {
            let line = parse(text).unwrap().lines.remove(0);
            assert!(line.email.parse::<bridge_api::EmailAddress>().is_err(), "{text}: {}", line.email);
        }
    }

    #[test]
    fn empty_and_endless_lists_are_refused() {
        assert_eq!(parse(" \n\u{feff}\n").unwrap_err(), ListError::Empty);
        assert_eq!(parse("email\n").unwrap_err(), ListError::Empty);
        assert_eq!(parse(&"a@x.example\n".repeat(LINES)).unwrap().lines.len(), LINES);
        assert_eq!(parse(&"a@x.example\n".repeat(LINES + 1)).unwrap_err(), ListError::TooMany);
        assert_eq!(parse("email;x\na@x.example").unwrap().head.as_deref(), Some("email;x"));
    }
}
