//! Small files as cameras and office programs write them, with everything in them that is to go.

use std::io::{Cursor, Write};

use exif::experimental::Writer;
use exif::{Field, In, Rational, Tag, Value};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Words that stand in what is to go, and nowhere else.
pub(super) const SECRETS: [&str; 8] =
    ["Coolpix", "Serhii", "Kharkiv", "Ministry of Silence", "SmallCopy", "Remark", "Normal.dotm", "Dossier 17"];

/// What a camera notes: place, camera, owner, a remark, a small copy, and the turn.
pub(super) fn table(turn: u16, little_endian: bool) -> Vec<u8> {
    let text = |tag, text: &str| Field { tag, ifd_num: In::PRIMARY, value: Value::Ascii(vec![text.into()]) };
    let degrees = |tag, degrees| {
        let parts = [(degrees, 1), (30, 1), (0, 1)].map(Rational::from);
        Field { tag, ifd_num: In::PRIMARY, value: Value::Rational(parts.to_vec()) }
    };
    let fields = [
        text(Tag::Make, "Coolpix"),
        text(Tag::Artist, "Serhii"),
        text(Tag::UserComment, "Remark"),
        text(Tag::DateTimeOriginal, "2026:11:20 10:00:00"),
        text(Tag::GPSLatitudeRef, "N"),
        degrees(Tag::GPSLatitude, 49),
        text(Tag::GPSLongitudeRef, "E"),
        degrees(Tag::GPSLongitude, 36),
        text(Tag::GPSAreaInformation, "Kharkiv"),
        Field { tag: Tag::Orientation, ifd_num: In::PRIMARY, value: Value::Short(vec![turn]) },
    ];
    let mut writer = Writer::new();
    fields.iter().for_each(|field| writer.push_field(field));
    writer.set_jpeg(b"SmallCopy", In::THUMBNAIL);
    let mut table = Cursor::new(Vec::new());
    writer.write(&mut table, little_endian).expect("a table");
    table.into_inner()
}

/// A segment of a JPEG.
pub(super) fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).expect("short").to_be_bytes();
    [&[0xFF, marker], &length[..], content].concat()
}

/// Eight by eight grey pixels: tables, frame, scan and end.
pub(super) fn grey() -> Vec<u8> {
    let one_code = |class: u8| [&[class, 1], &[0; 15][..], &[0]].concat();
    [
        segment(0xDB, &[&[0], &[1; 64][..]].concat()),
        segment(0xC0, &[8, 0, 8, 0, 8, 1, 1, 0x11, 0]),
        segment(0xC4, &one_code(0x00)),
        segment(0xC4, &one_code(0x10)),
        segment(0xDA, &[1, 1, 0, 0, 0x3F, 0]),
        vec![0x3F, 0xFF, 0xD9],
    ]
    .concat()
}

pub(super) fn colours() -> Vec<u8> {
    segment(0xE2, b"ICC_PROFILE\0\x01\x01the colours of a camera")
}

/// A photograph; behind it stands another one, as telephones write it.
pub(super) fn photograph(turn: u16) -> Vec<u8> {
    let table = segment(0xE1, &[b"Exif\0\0", &table(turn, true)[..]].concat());
    [
        &[0xFF, 0xD8][..],
        &segment(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01\x01\x02\x03"),
        &table,
        &segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><dc:creator>Serhii</dc:creator></x:xmpmeta>"),
        &colours(),
        &segment(0xE2, b"MPF\0MM\0*"),
        &segment(0xED, b"Photoshop 3.0\x008BIM\x04\x04Kharkiv"),
        &segment(0xFE, b"Remark"),
        &grey(),
        &[0xFF, 0xD8],
        &table,
        &grey(),
    ]
    .concat()
}

/// A chunk of a PNG.
pub(super) fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let mut sum = crc32fast::Hasher::new();
    sum.update(kind);
    sum.update(content);
    let length = u32::try_from(content.len()).expect("short").to_be_bytes();
    [&length[..], kind, content, &sum.finalize().to_be_bytes()].concat()
}

/// Two by two pixels with a resolution.
pub(super) fn plain_png() -> Vec<u8> {
    let mut file = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut file, 2, 2);
    encoder.set_pixel_dims(Some(::png::PixelDimensions { xppu: 2835, yppu: 2835, unit: ::png::Unit::Meter }));
    let mut writer = encoder.write_header().expect("a head");
    writer.write_image_data(&[0, 50, 100, 150]).expect("pixels");
    writer.finish().expect("an end");
    file
}

/// A picture of the screen with everything that programs write into one.
pub(super) fn screenshot(turn: u16) -> Vec<u8> {
    let plain = plain_png();
    let (head, rest) = plain.split_at(8 + 25);
    [
        head,
        &chunk(b"eXIf", &table(turn, false)),
        &chunk(b"tEXt", b"Author\0Serhii"),
        &chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0<exif:GPSLatitude>Kharkiv</exif:GPSLatitude>"),
        &chunk(b"tIME", &[7, 234, 11, 20, 10, 0, 0]),
        &chunk(b"prVt", b"SmallCopy"),
        rest,
        b"Remark behind the end",
    ]
    .concat()
}

const TINY_WEBP: [u8; 22] =
    [b'V', b'P', b'8', b'L', 13, 0, 0, 0, 0x2F, 0, 0, 0, 0x10, 7, 0x10, 0x11, 0x11, 0x88, 0x88, 0xFE, 7, 0];

pub(super) fn riff(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let length = u32::try_from(content.len()).expect("short").to_le_bytes();
    let padding = &[0][..content.len() % 2];
    [kind, &length[..], content, padding].concat()
}

/// The chunks of a WebP with colours, transparency, and the marks of a table and a text if they are there.
pub(super) fn webp(marks: u8, around: &[Vec<u8>]) -> Vec<u8> {
    let head = [0b0011_0000 | marks, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let chunks = [riff(b"VP8X", &head), riff(b"ICCP", b"colours"), TINY_WEBP.to_vec(), around.concat()];
    riff(b"RIFF", &[b"WEBP", &chunks.concat()[..]].concat())
}

pub(super) fn webp_photograph(turn: u16) -> Vec<u8> {
    let text = riff(b"XMP ", b"<dc:creator>Serhii</dc:creator>");
    webp(0b1100, &[riff(b"EXIF", &table(turn, true)), text, riff(b"note", b"Remark")])
}

/// One pixel that runs for ever.
pub(super) const GIF: [&[u8]; 4] = [
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xFF\xFF\xFF",
    b"!\xFF\x0BNETSCAPE2.0\x03\x01\0\0\0",
    b"!\xF9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x01D\0",
    b";",
];

pub(super) fn remarked_gif() -> Vec<u8> {
    let [head, runs, pixel, end] = GIF;
    [head, b"!\xFE\x06Remark\0", runs, b"!\xFF\x0BXMP DataXMP\x06Serhii\0", pixel, end].concat()
}

/// An archive with these members; a name that ends in `*` is not packed.
pub(super) fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in members {
        let (name, method) = match name.strip_suffix('*') {
            Some(name) => (name, CompressionMethod::Stored),
            None => (*name, CompressionMethod::Deflated),
        };
        writer.start_file(name, SimpleFileOptions::default().compression_method(method)).expect("a member");
        writer.write_all(content).expect("its content");
    }
    writer.finish().expect("an archive").into_inner()
}

const CORE: &[u8] = br#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Remark</dc:title><dc:creator>Serhii</dc:creator><cp:lastModifiedBy>Serhii</cp:lastModifiedBy><cp:revision>17</cp:revision></cp:coreProperties>"#;
const APP: &[u8] = br#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Template>Normal.dotm</Template><TotalTime>93</TotalTime><Company>Ministry of Silence</Company></Properties>"#;
const CUSTOM: &[u8] = br#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="v"><property name="File"><vt:lpwstr>Dossier 17</vt:lpwstr></property></Properties>"#;

/// The members of a text document of Office Open XML.
pub(super) const DOCX: [(&str, &[u8]); 6] = [
    ("[Content_Types].xml", b"<Types/>"),
    ("_rels/.rels", b"<Relationships/>"),
    ("word/document.xml", b"<w:document><w:p>What is to be read</w:p></w:document>"),
    ("docProps/core.xml", CORE),
    ("docProps/app.xml", APP),
    ("docProps/custom.xml", CUSTOM),
];

const META: &[u8] = br#"<?xml version="1.0" encoding="UTF-8"?>
<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:meta="m" xmlns:dc="d" office:version="1.3"><office:meta><meta:initial-creator>Serhii</meta:initial-creator><dc:creator>Serhii &amp; Co</dc:creator><meta:editing-cycles>17</meta:editing-cycles><meta:template xlink:href="Normal.dotm"/><meta:user-defined meta:name="File">Dossier 17</meta:user-defined></office:meta></office:document-meta>"#;

/// The members of an OpenDocument text.
pub(super) const ODT: [(&str, &[u8]); 4] = [
    ("mimetype*", b"application/vnd.oasis.opendocument.text"),
    ("content.xml", b"<office:document-content>What is to be read</office:document-content>"),
    ("meta.xml", META),
    ("META-INF/manifest.xml", b"<manifest:manifest/>"),
];
