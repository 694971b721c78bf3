//! What is gone and what is still there, byte for byte; and what is left as it is.

use std::io::{Cursor, Read};

use exif::{In, Reader, Tag};
use proptest::prelude::*;
use zip::ZipArchive;

use super::samples::*;
use super::*;
use crate::view::HiddenFact::{Author, Camera, Other, Place};

/// A file without what it told; it tells nothing more then.
fn told(file: &[u8]) -> (Vec<u8>, Vec<HiddenFact>) {
    let Some(Found::Told(without, facts)) = look_into(file) else { panic!("nothing was found") };
    assert_eq!(look_into(&without), Some(Found::Nothing), "something is left");
    for secret in SECRETS {
        assert!(memchr::memmem::find(&without, secret.as_bytes()).is_none(), "{secret} is left");
    }
    (without, worth_saying(facts))
}

fn turn_in(file: &[u8]) -> Option<u32> {
    let table = Reader::new().read_from_container(&mut Cursor::new(file)).ok()?;
    assert_eq!(table.fields().len(), 1, "more than the turn is left");
    table.get_field(Tag::Orientation, In::PRIMARY)?.value.get_uint(0)
}

#[test]
fn a_photograph_keeps_its_pixels_its_colours_and_its_turn() {
    let (without, facts) = told(&photograph(6));
    assert_eq!(facts, [Place, Camera, Author]);
    assert_eq!(turn_in(&without), Some(6));
    let table = segment(0xE1, &[b"Exif\0\0", &camera::turned(6)[..]].concat());
    let head = segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    assert_eq!(without, [&[0xFF, 0xD8], &head[..], &table, &colours(), &grey()].concat());
    let (upright, _) = told(&photograph(1));
    assert_eq!(upright, [&[0xFF, 0xD8], &head[..], &colours(), &grey()].concat());
}

#[test]
fn a_photograph_in_several_passes_keeps_all_of_them() {
    let second =
        [segment(0xC4, &[0x10, 1]), segment(0xDA, &[1, 1, 0, 1, 0x3F, 0]), vec![7, 0xFF, 0, 0xFF, 0xD0, 9]].concat();
    let grey = grey();
    let pixels = [&grey[..grey.len() - 2], &second, &[0xFF, 0xD9]].concat();
    let (without, facts) = told(&[&[0xFF, 0xD8][..], &segment(0xFE, b"Remark"), &pixels].concat());
    assert_eq!((without, facts), ([&[0xFF, 0xD8], &pixels[..]].concat(), vec![Other]));
}

#[test]
fn every_turn_survives_in_both_orders_of_bytes() {
    for turn in 2..=8 {
        for little_endian in [true, false] {
            let notes = camera::read(&table(turn, little_endian));
            assert_eq!(notes.turn.map(u16::from), Some(turn));
            assert!([Place, Camera, Author, Other].iter().all(|fact| notes.facts.contains(fact)));
        }
        assert_eq!(turn_in(&told(&photograph(turn)).0), Some(u32::from(turn)));
        assert_eq!(turn_in(&told(&screenshot(turn)).0), Some(u32::from(turn)));
        assert_eq!(turn_in(&told(&webp_photograph(turn)).0), Some(u32::from(turn)));
    }
}

fn pixels(file: &[u8]) -> Vec<u8> {
    let mut reader = ::png::Decoder::new(Cursor::new(file)).read_info().expect("a picture");
    let mut pixels = vec![0; reader.output_buffer_size().expect("small")];
    reader.next_frame(&mut pixels).expect("pixels");
    pixels
}

#[test]
fn a_picture_of_the_screen_keeps_its_pixels_and_its_resolution() {
    let (without, facts) = told(&screenshot(1));
    assert_eq!(facts, [Place, Camera, Author]);
    assert_eq!(without, plain_png());
    let (turned, _) = told(&screenshot(8));
    assert_eq!(pixels(&turned), pixels(&plain_png()));
}

#[test]
fn a_webp_keeps_its_pixels_and_says_truly_what_is_in_it() {
    let (without, facts) = told(&webp_photograph(1));
    assert_eq!((without, facts), (webp(0, &[]), vec![Place, Camera, Author]));
    let (turned, _) = told(&webp_photograph(3));
    assert_eq!(turned, webp(0b1000, &[riff(b"EXIF", &camera::turned(3))]));
}

#[test]
fn a_gif_loses_its_remarks_and_runs_as_before() {
    assert_eq!(told(&remarked_gif()), (GIF.concat(), vec![Other]));
}

/// The members of an archive as they are packed.
fn packed(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = ZipArchive::new(Cursor::new(file)).expect("an archive");
    let member = |index| {
        let mut member = archive.by_index_raw(index).expect("a member");
        let mut bytes = Vec::new();
        member.read_to_end(&mut bytes).expect("its bytes");
        (String::from_utf8_lossy(member.name_raw()).into_owned(), bytes)
    };
    (0..packed_count(file)).map(member).collect()
}

fn packed_count(file: &[u8]) -> usize {
    ZipArchive::new(Cursor::new(file)).expect("an archive").len()
}

fn part(file: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(file)).expect("an archive");
    let mut text = String::new();
    archive.by_name(name).expect("a member").read_to_string(&mut text).expect("text");
    text
}

#[test]
fn a_document_of_office_open_xml_loses_its_authors_and_nothing_else() {
    let file = archive(&DOCX);
    let (without, facts) = told(&file);
    assert_eq!(facts, [Author]);
    let (before, after) = (packed(&file), packed(&without));
    assert_eq!(before[..3], after[..3], "other parts have changed");
    assert_eq!(after.len(), 6);
    insta::assert_snapshot!(part(&without, "docProps/core.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"/>
    "#);
    insta::assert_snapshot!(part(&without, "docProps/custom.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="v"/>
    "#);
    assert!(part(&without, "docProps/app.xml").ends_with("extended-properties\"/>"));
}

#[test]
fn the_authors_are_found_where_other_programs_write_them() {
    let elsewhere = [DOCX[0], ("package/services/metadata/core-properties/1a.psmdcp", DOCX[3].1), DOCX[2]];
    assert_eq!(told(&archive(&elsewhere)).1, [Author]);
    let large = [("[CONTENT_TYPES].XML", DOCX[0].1), ("DocProps/Core.xml", DOCX[3].1)];
    assert_eq!(told(&archive(&large)).1, [Author]);
}

#[test]
fn an_opendocument_loses_its_authors_and_is_still_known_by_its_first_member() {
    let file = archive(&ODT);
    let (without, facts) = told(&file);
    assert_eq!(facts, [Author]);
    assert_eq!(without[..77], file[..77], "the beginning by which it is known");
    let (before, after) = (packed(&file), packed(&without));
    assert_eq!((&before[..2], &before[3]), (&after[..2], &after[3]));
    insta::assert_snapshot!(part(&without, "meta.xml"), @r#"
    <?xml version="1.0" encoding="UTF-8" standalone="yes"?>
    <office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="m" xmlns:dc="d" office:version="1.3"/>
    "#);
}

#[test]
fn what_is_signed_stays_as_it_is() {
    let word = [&DOCX[..], &[("_xmlsignatures/sig1.xml", b"<Signature/>")]].concat();
    let open = [&ODT[..], &[("META-INF/documentsignatures.xml", b"<signatures/>")]].concat();
    for members in [word, open] {
        assert_eq!(look_into(&archive(&members)), Some(Found::Signed));
    }
}

#[test]
fn what_needs_a_password_stays_as_it_is() {
    let manifest: (&str, &[u8]) = ("META-INF/manifest.xml", b"<manifest:encryption-data manifest:checksum=\"x\"/>");
    assert_eq!(look_into(&archive(&[&ODT[..3], &[manifest]].concat())), None);
    let mut file = archive(&DOCX);
    // The mark of a member that a password protects, in both places where it stands.
    file[6] |= 1;
    let list = memchr::memmem::find(&file, b"PK\x01\x02").expect("a list of members");
    file[list + 8] |= 1;
    assert_eq!(look_into(&file), None);
}

#[test]
fn what_tells_nothing_stays_as_it_is() {
    let upright = [&[0xFF, 0xD8], &colours()[..], &grey()].concat();
    let plain = [upright, plain_png(), webp(0, &[]), GIF.concat(), archive(&DOCX[..3]), archive(&[ODT[0], ODT[1]])];
    for file in plain {
        assert_eq!(look_into(&file), Some(Found::Nothing));
    }
}

#[test]
fn a_file_that_ends_too_early_stays_as_it_is() {
    let photograph = [&[0xFF, 0xD8], &segment(0xFE, b"Remark")[..], &grey()].concat();
    let screenshot = screenshot(6);
    let screenshot = screenshot[..screenshot.len() - b"Remark behind the end".len()].to_vec();
    for file in [photograph, screenshot, webp_photograph(6), remarked_gif(), archive(&DOCX), archive(&ODT)] {
        assert!(matches!(look_into(&file), Some(Found::Told(..))));
        for length in 0..file.len() {
            assert_eq!(look_into(&file[..length]), None, "{length} of {} bytes", file.len());
        }
    }
}

#[test]
fn an_archive_that_is_no_document_stays_as_it_is() {
    assert_eq!(look_into(&archive(&[("notes.txt", b"words"), ("docProps/core.xml", DOCX[3].1)])), None);
    assert_eq!(look_into(&archive(&[("mimetype*", b"application/epub+zip"), ("meta.xml", ODT[2].1)])), None);
    let odd: (&str, &[u8]) = ("docProps/core.xml", b"<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>");
    assert_eq!(look_into(&archive(&[DOCX[0], odd])), None);
}

#[test]
fn limits_hold() {
    let mut large = [&[0xFF, 0xD8], &segment(0xFE, b"Remark")[..], &grey()].concat();
    assert!(look_into(&large).is_some());
    large.resize(LARGEST + 1, 0);
    assert_eq!(look_into(&large), None);
    drop(large);

    let many = [archive(&DOCX), b"PK\x01\x02".repeat(20_001)].concat();
    assert_eq!(look_into(&many), None);

    let bomb = [b"<x>".to_vec(), vec![b' '; 8 << 20]].concat();
    assert_eq!(look_into(&archive(&[DOCX[0], ("docProps/core.xml", &bomb)])), None);
    let elsewhere = archive(&[&DOCX[..], &[("word/media/bomb", &bomb)]].concat());
    let (without, _) = told(&elsewhere);
    assert_eq!(packed(&elsewhere).last(), packed(&without).last());
}

#[tokio::test]
async fn what_is_said_fits_what_was_done() {
    let outcome = |file: Vec<u8>| async { take_out(file).await.1 };
    let removed = |facts: &[HiddenFact]| HiddenFactsView::Removed { facts: facts.to_vec() };
    assert_eq!(outcome(photograph(1)).await, removed(&[Place, Camera, Author]));
    assert_eq!(outcome(remarked_gif()).await, removed(&[Other]));
    assert_eq!(outcome(archive(&[&DOCX[..], &[("_xmlsignatures/a", b"")]].concat())).await, HiddenFactsView::Signed);
    assert_eq!(outcome(plain_png()).await, HiddenFactsView::Nothing);
    assert_eq!(outcome(b"only words".to_vec()).await, HiddenFactsView::Nothing);
    for kind in [
        &b"%PDF-1.7 of Serhii"[..],
        b"PK\x03\x04",
        b"\xFF\xD8\xFF\xE1",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        b"{\\rtf1",
    ] {
        assert_eq!(take_out(kind.to_vec()).await, (kind.to_vec(), HiddenFactsView::Possible));
    }
}

/// Beginnings of the kinds that are looked into, and nothing.
fn beginnings() -> impl Strategy<Value = Vec<u8>> {
    let head: [&[u8]; 7] =
        [b"", b"\xFF\xD8", b"\x89PNG\r\n\x1a\n", b"GIF89a", b"RIFF\x40\0\0\0WEBP", b"PK\x03\x04", b"MM\0*"];
    prop::sample::select(head.map(<[u8]>::to_vec).to_vec())
}

fn samples() -> impl Strategy<Value = Vec<u8>> {
    let all = [photograph(6), screenshot(6), webp_photograph(6), remarked_gif(), archive(&DOCX), archive(&ODT)];
    prop::sample::select(all.to_vec())
}

/// Looks into a file: it ends in a word, and what was taken out is out.
fn goes_through(file: &[u8]) {
    if let Some(Found::Told(without, facts)) = look_into(file) {
        assert!(!facts.is_empty());
        assert_eq!(look_into(&without), Some(Found::Nothing), "something is left");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_bytes_go_through(head in beginnings(), rest in prop::collection::vec(any::<u8>(), 0..200)) {
        goes_through(&[head, rest].concat());
    }

    #[test]
    fn changed_files_go_through(mut file in samples(), changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
        for (place, byte) in changes {
            let at = place.index(file.len());
            file[at] = byte;
        }
        goes_through(&file);
    }

    #[test]
    fn any_table_of_a_camera_is_read_without_harm(head in beginnings(), rest in prop::collection::vec(any::<u8>(), 0..300)) {
        let table = [head, rest].concat();
        let notes = camera::read(&table);
        prop_assert!(!notes.facts.is_empty() || notes.turn.map(camera::turned) == Some(table));
    }
}
