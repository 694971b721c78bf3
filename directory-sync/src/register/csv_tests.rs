//! What the CSV adapter reads, and above all what it refuses to take for a whole register.

use super::*;
use crate::config::Mapping;

const HEAD: &str = "id;given;family;mail;org\n";

fn mapping() -> Mapping {
    toml::from_str("person_id='id'\ngiven_name='given'\nfamily_name='family'\nemail='mail'\norganisation='org'")
        .expect("valid")
}

fn read(content: &[u8], change: impl FnOnce(&mut CsvSection)) -> (Vec<Row>, Result<(), String>) {
    let folder = tempfile::tempdir().expect("folder");
    let path = folder.path().join("people.csv");
    std::fs::write(&path, content).expect("written");
    let encoding = "utf-8".to_owned();
    let mut section = CsvSection { path, encoding, delimiter: ';', trailer: None, ends_with_line_break: true };
    change(&mut section);
    let mut rows = Vec::new();
    let outcome =
        CsvRegister::new(section, Mapper::new(&mapping())).read(&mut |row| rows.push(row)).map_err(|e| e.to_string());
    let folder = folder.path().display().to_string();
    (rows, outcome.map_err(|e| e.replace(&folder, "")))
}

fn refused(content: &str, change: impl FnOnce(&mut CsvSection)) -> String {
    read(content.as_bytes(), change).1.expect_err("must not be taken for whole")
}

#[test]
fn byte_order_mark_windows_lines_and_spaces_make_no_difference() {
    let plain = read(format!("{HEAD}1;Anna;Bé;a@x.example;O\n").as_bytes(), |_| {});
    let windows =
        read("\u{feff}id ; given;family;mail;org\r\n 1;\"Anna\" ; Be\u{301};a@x.example;O\r\n".as_bytes(), |_| {});
    assert_eq!(plain.1, Ok(()));
    assert_eq!(plain, windows);
    assert_eq!(plain.0[0].as_ref().map(|record| record.place.as_str()), Ok("line 2"));
}

#[test]
fn a_row_that_cannot_be_read_is_named_and_the_rest_goes_on() {
    let mut bytes = format!("{HEAD}1;A;B;a@x.example\n2;A;").into_bytes();
    bytes.extend(b"\xe9;b@x.example;O\n3;A;B;c@x.example;O\n");
    let (rows, outcome) = read(&bytes, |_| {});
    assert_eq!(outcome, Ok(()));
    let reasons: Vec<_> =
        rows.iter().map(|row| row.as_ref().map_err(|bad| format!("{}: {}", bad.place, bad.reason)).err()).collect();
    insta::assert_debug_snapshot!(reasons, @r#"
    [
        Some(
            "line 2: it has 4 fields where the first line names 5",
        ),
        Some(
            "line 3: it is not valid UTF-8",
        ),
        None,
    ]
    "#);
}

#[test]
fn a_file_that_may_be_cut_off_is_never_read_as_whole() {
    assert!(refused("", |_| {}).contains("empty"));
    assert!(refused(&format!("{HEAD}1;A;B;a@x.example;O"), |_| {}).contains("cut off"));
    assert!(
        refused(&format!("{HEAD}1;\"A;B;a@x.example;O\n2;A;B;b@x.example;O\n"), |_| {}).contains("line 2 swallows")
    );
    let other = "id;given;family;mail;org;remark\n1;A;B;a@x.example;O;\"old\nfriend\n2;A;B;b@x.example;O;\n";
    assert!(refused(other, |_| {}).contains("never closed"));
    assert_eq!(read(other.replace("friend", "friend\"").as_bytes(), |_| {}).1, Ok(()));
    let swallowed = format!("{HEAD}1;\"A;B;a@x.example;O\n2;A\";B;b@x.example;O\n3;A;B;c@x.example;O\n");
    assert!(refused(&swallowed, |_| {}).contains("line 2 swallows"));
    let fewer = swallowed.replace("2;A\";B;", "2;A\";");
    assert!(refused(&fewer, |_| {}).contains("line 2 swallows"));
}

#[test]
fn the_closing_line_must_be_there_once_last_and_right() {
    let with = |s: &mut CsvSection| s.trailer = Some("END".to_owned());
    let row = "1;A;B;a@x.example;O\n";
    assert_eq!(read(format!("{HEAD}{row}END;1").as_bytes(), with).1, Ok(()));
    assert!(refused(&format!("{HEAD}{row}"), with).contains("missing"));
    assert!(refused(&format!("{HEAD}{row}END;2\n"), with).contains("states 2 rows, it has 1"));
    assert!(refused(&format!("{HEAD}{row}END;many\n"), with).contains("no count"));
    assert!(refused(&format!("{HEAD}END;0\n{row}"), with).contains("follows its end, at line 3"));
}

#[test]
fn a_column_that_is_not_there_is_named() {
    let error = refused("id;given;family;org\n1;A;B;O\n", |_| {});
    insta::assert_snapshot!(error, @r#"mapping.email names the column "mail", which /people.csv does not have; it has "id", "given", "family", "org""#);
    assert!(refused("id;id;given;family;mail;org\n", |_| {}).contains("twice"));
    assert!(refused(HEAD, |s| s.delimiter = ',').contains("id;given;family;mail;org"));
}

#[test]
fn a_byte_order_mark_that_contradicts_the_configuration_is_refused_with_a_remedy() {
    let (_, outcome) = read(b"\xff\xfei\0d\0\n\0", |_| {});
    let error = outcome.expect_err("refused");
    assert!(error.contains(r#"register.encoding = "utf-16le""#), "{error}");
    let (_, outcome) = read("\u{feff}id\n".as_bytes(), |s| s.encoding = "windows-1251".to_owned());
    assert!(outcome.expect_err("refused").contains(r#"register.encoding = "utf-8""#));
}

/// A text in an encoding, with a byte order mark where one is usual.
fn written(text: &str, encoding: &'static Encoding) -> Vec<u8> {
    let wide = |to: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(to).collect();
    match encoding {
        e if e == UTF_16LE => wide(u16::to_le_bytes),
        e if e == UTF_16BE => wide(u16::to_be_bytes),
        other => other.encode(text).0.into_owned(),
    }
}

#[test]
fn every_protection_holds_in_every_encoding() {
    for label in ["utf-8", "utf-16le", "utf-16be", "windows-1251", "koi8-u", "iso-8859-5"] {
        let encoding = config::encoding(label).expect("known");
        let with = |s: &mut CsvSection| s.encoding = label.to_owned();
        let refused = |text: &str, trailer: Option<&str>| {
            let change = |s: &mut CsvSection| {
                with(s);
                s.trailer = trailer.map(str::to_owned);
            };
            read(&written(text, encoding), change).1.expect_err("must not be taken for whole")
        };
        let rows = "1;\"Олена; Марія\";Їжак;a@x.example;Міністерство\r\n2;Б;В;b@x.example;Міністерство\r\n";
        let head = HEAD.replace('\n', "\r\n");
        let (read_rows, outcome) = read(&written(&format!("{head}{rows}"), encoding), with);
        assert_eq!(outcome, Ok(()), "{label}");
        let second = read_rows[1].as_ref().expect("a record");
        let first = read_rows[0].as_ref().expect("a record");
        assert_eq!(
            (first.given_name.as_str(), first.organisation.as_str()),
            ("Олена; Марія", "Міністерство"),
            "{label}"
        );
        assert_eq!((second.place.as_str(), second.family_name.as_str()), ("line 3", "В"));
        assert!(refused(&format!("{HEAD}1;А;Б;a@x.example;О"), None).contains("cut off"), "{label}");
        assert!(refused(&format!("{HEAD}1;\"А;Б;a@x.example;О\n2;В;Г;b@x.example;О\n"), None).contains("swallows"));
        let remark = "id;given;family;mail;org;remark\n1;А;Б;a@x.example;О;\"давній\nдруг\n";
        assert!(refused(remark, None).contains("never closed"), "{label}");
        assert!(
            refused(&format!("{head}{rows}КІНЕЦЬ;3\r\n").replace("КІНЕЦЬ", "END"), Some("END")).contains("states 3")
        );
        assert!(refused(&format!("{head}{rows}"), Some("END")).contains("missing"), "{label}");
    }
}

#[test]
fn bytes_that_an_encoding_does_not_know_make_their_row_unreadable_and_no_other() {
    let mut wide = written(&format!("{HEAD}1;A"), UTF_16LE);
    wide.extend([0x00, 0xd8]);
    wide.extend(&written(";B;a@x.example;O\n2;A;B;b@x.example;O\n", UTF_16LE)[2..]);
    let mut narrow = format!("{HEAD}1;A").into_bytes();
    narrow.extend(b"\x98;B;a@x.example;O\n2;A;B;b@x.example;O\n");
    for (bytes, label, name) in [(wide, "utf-16le", "UTF-16LE"), (narrow, "windows-1251", "windows-1251")] {
        let (rows, outcome) = read(&bytes, |s| s.encoding = label.to_owned());
        assert_eq!(outcome, Ok(()));
        let bad = Unreadable { place: "line 2".to_owned(), reason: format!("it is not valid {name}") };
        assert_eq!(rows[0], Err(bad), "{label}");
        assert_eq!(rows[1].as_ref().map(|record| record.person_id.as_str()), Ok("2"), "{label}");
    }
    let (_, outcome) = read(b"\xff\xfei\0d", |s| s.encoding = "utf-16le".to_owned());
    assert!(outcome.expect_err("refused").contains("half a letter"));
}

#[test]
fn a_quote_left_open_does_not_draw_the_whole_file_into_memory() {
    let rest = "2;A;B;b@x.example;O;\n".repeat(LONGEST_ROW / 20);
    let open = format!("id;given;family;mail;org;remark\n1;A;B;a@x.example;O;\"old\n{rest}");
    assert!(refused(&open, |_| {}).contains("longer than 4 MiB"));
    assert_eq!(
        read(open.replacen('"', "", 1).replacen("old\n", "old\n3;A;B;c@x.example;O;\n", 1).as_bytes(), |_| {}).1,
        Ok(())
    );
}
