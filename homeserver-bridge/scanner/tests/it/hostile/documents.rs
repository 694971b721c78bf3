//! Documents that are encrypted, that act, or that are built to keep a reader busy.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use super::Maker;
use super::zip::{Member, archive};

pub(crate) const ALL: &[Maker] = &[
    ("PDF: encrypted", pdf_encrypted),
    ("PDF: encrypted, the name written in another way", pdf_encrypted_escaped),
    ("PDF: encrypted in an update at its end", pdf_encrypted_update),
    ("PDF: encrypted, by a compressed table", pdf_encrypted_table),
    ("PDF: starts a program", pdf_launch),
    ("PDF: starts a program, in compressed objects", pdf_launch_objects),
    ("PDF: twenty in each other", pdf_nested),
    ("PDF: a program in it", pdf_program),
    ("PDF: objects that unpack to 64 MiB", pdf_bomb),
    ("PDF: objects in a coding that we do not read", pdf_coded),
    ("Office: a password (the new kind)", || ole(&["EncryptedPackage"], None)),
    ("Office: a password (Word, the old kind)", word_encrypted),
    ("Office: a password (Excel, the old kind)", || excel(&[0x2f, 0, 6, 0, 1, 0, 1, 0, 1, 0])),
    ("Office: a password (PowerPoint, the old kind)", || ole(&["PowerPoint Document", "EncryptedSummary"], None)),
    ("Office: macros (the old kind)", || ole(&["WordDocument", "VBA", "_VBA_PROJECT"], None)),
    ("Office: macros of Excel 4.0", || excel(&[0x85, 0, 9, 0, 0, 0, 0, 0, 0, 1, 1, 0, b'M'])),
    ("Office: a chain of sectors in circles", ole_circles),
    ("Office: macros (the new kind)", ooxml_macros),
    ("Office: a sheet of Excel 4.0 macros (the new kind)", ooxml_macro_sheet),
    ("Office: a program in an object", ooxml_object),
    ("OpenDocument: encrypted", odf_encrypted),
    ("OpenDocument: macros", odf_macros),
    ("MSI", msi),
    ("shortcut", || b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0\x46".to_vec()),
    ("drawing with a script", || b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>".to_vec()),
    ("drawing that fetches", || {
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='http://a.example/'/></svg>".to_vec()
    }),
    ("drawing with a handler", || b"<?xml version='1.0'?><svg onload = 'alert(1)'/>".to_vec()),
    ("page with a script", || b"<!DOCTYPE html><html><body><script>x()</script></body></html>".to_vec()),
    ("page with a script, in UTF-16", page_wide),
    ("application of HTML", || b"<html><hta:application id='a'/></html>".to_vec()),
    ("script of Windows", || b"Dim s\r\nSet s = CreateObject(\"WScript.Shell\")\r\n".to_vec()),
    ("batch file", || b"@echo off\r\nstart calc\r\n".to_vec()),
];

fn zlib(content: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

/// A PDF of these objects.
pub(crate) fn pdf(objects: &[&[u8]], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec();
    for (i, object) in objects.iter().enumerate() {
        bytes.extend(format!("{} 0 obj\n", i + 1).bytes());
        bytes.extend(*object);
        bytes.extend(b"\nendobj\n");
    }
    bytes.extend(format!("trailer\n<< /Size 9 /Root 1 0 R {trailer} >>\nstartxref\n9\n%%EOF\n").bytes());
    bytes
}

/// An object with a stream.
pub(crate) fn pdf_stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<< {dictionary} /Length {} >>\nstream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

const CATALOGUE: &[u8] = b"<< /Type /Catalog /Pages 2 0 R >>";

fn pdf_encrypted() -> Vec<u8> {
    pdf(&[CATALOGUE], "/Encrypt 5 0 R")
}

fn pdf_encrypted_escaped() -> Vec<u8> {
    pdf(&[CATALOGUE], "/E#6ecr#79pt<</Filter/Standard>>")
}

fn pdf_encrypted_update() -> Vec<u8> {
    [pdf(&[CATALOGUE], ""), b"trailer\n<< /Prev 9 /Encrypt\n\n5 0 R >>\n%%EOF\n".to_vec()].concat()
}

fn pdf_encrypted_table() -> Vec<u8> {
    let table = pdf_stream("/Type /XRef /W [1 2 1] /Filter /FlateDecode /Encrypt 4 0 R", &zlib(&[0; 16]));
    pdf(&[CATALOGUE, &table], "")
}

const LAUNCH: &[u8] = b"<< /Type /Action /S /Launch /F (calc.exe) >>";

fn pdf_launch() -> Vec<u8> {
    pdf(&[CATALOGUE, LAUNCH], "")
}

fn pdf_launch_objects() -> Vec<u8> {
    let objects = pdf_stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &zlib(&[b"5 0 ", LAUNCH].concat()));
    pdf(&[CATALOGUE, &objects], "")
}

fn embed(content: &[u8]) -> Vec<u8> {
    pdf(&[CATALOGUE, &pdf_stream("/Type /EmbeddedFile /Filter /FlateDecode", &zlib(content))], "")
}

fn pdf_nested() -> Vec<u8> {
    (0..20).fold(b"the end".to_vec(), |inner, _| embed(&inner))
}

fn pdf_program() -> Vec<u8> {
    embed(b"MZ\x90\0\x03\0\0\0")
}

fn pdf_bomb() -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let block = vec![b' '; 1 << 20];
    (0..64).for_each(|_| encoder.write_all(&block).expect("memory"));
    let packed = encoder.finish().expect("memory");
    pdf(&[CATALOGUE, &pdf_stream("/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode", &packed)], "")
}

fn pdf_coded() -> Vec<u8> {
    pdf(&[CATALOGUE, &pdf_stream("/Type /ObjStm /N 1 /First 4 /Filter /ASCIIHexDecode", b"35203020>")], "")
}

/// An OLE container whose directory names these; the first of them has `content` as its stream.
pub(crate) fn ole(names: &[&str], content: Option<&[u8]>) -> Vec<u8> {
    let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    bytes.resize(512, 0);
    bytes[24..32].copy_from_slice(&[0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0]);
    bytes[44..48].copy_from_slice(&1u32.to_le_bytes());
    bytes[48..52].copy_from_slice(&1u32.to_le_bytes());
    bytes[56..60].copy_from_slice(&4096u32.to_le_bytes());
    bytes[60..64].fill(0xfe);
    bytes[68..72].fill(0xfe);
    bytes[76..512].fill(0xff);
    bytes[76..80].fill(0);
    // Sector 0: successors. Sectors 1 to 4: the directory. From 5: the stream.
    let content = content.unwrap_or_default();
    let sectors = content.len().div_ceil(512);
    let mut successors = vec![0xffff_fffdu32, 2, 3, 4, 0xffff_fffe];
    successors.extend((0..sectors as u32).map(|i| if i + 1 == sectors as u32 { 0xffff_fffe } else { i + 6 }));
    successors.resize(128, u32::MAX);
    bytes.extend(successors.iter().flat_map(|s| s.to_le_bytes()));
    let directory = bytes.len();
    bytes.extend(entry("Root Entry", 5, 0xffff_fffe, 0));
    for (i, name) in names.iter().enumerate() {
        let size = if i == 0 { content.len() as u32 } else { 0 };
        bytes.extend(entry(name, if *name == "VBA" { 1 } else { 2 }, 5, size));
    }
    bytes.resize(directory + 4 * 512, 0);
    bytes.extend(content);
    bytes.resize(bytes.len().next_multiple_of(512), 0);
    bytes
}

fn entry(name: &str, kind: u8, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = entry.len() as u16 + 2;
    entry.resize(128, 0);
    entry[64..66].copy_from_slice(&length.to_le_bytes());
    entry[66] = kind;
    entry[67] = 1;
    entry[68..80].fill(0xff);
    entry[116..120].copy_from_slice(&start.to_le_bytes());
    entry[120..124].copy_from_slice(&size.to_le_bytes());
    entry
}

fn word_encrypted() -> Vec<u8> {
    let mut stream = vec![0; 4096];
    stream[..12].copy_from_slice(&[0xec, 0xa5, 0xc1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    ole(&["WordDocument"], Some(&stream))
}

/// A workbook with one more record in front of the end.
fn excel(record: &[u8]) -> Vec<u8> {
    let mut stream = [&[9, 8, 4, 0, 0, 6, 5, 0][..], record, &[10, 0, 0, 0]].concat();
    stream.resize(4608, 0);
    ole(&["Workbook"], Some(&stream))
}

fn ole_circles() -> Vec<u8> {
    let mut bytes = ole(&["WordDocument"], Some(&[0; 4096]));
    // The second sector of the stream is followed by the first, and the stream is said to be long.
    bytes[512 + 6 * 4..512 + 7 * 4].copy_from_slice(&5u32.to_le_bytes());
    let size = 512 * 2 + 128 + 120;
    bytes[size..size + 4].copy_from_slice(&0x7fff_0000u32.to_le_bytes());
    bytes
}

/// A Word document with these parts beside the usual ones.
pub(crate) fn docx(parts: &[Member]) -> Vec<u8> {
    let usual = [
        Member::deflated("[Content_Types].xml", b"<?xml version=\"1.0\"?><Types><Default Extension=\"xml\"/></Types>"),
        Member::deflated("_rels/.rels", b"<?xml version=\"1.0\"?><Relationships/>"),
        Member::deflated("word/document.xml", b"<?xml version=\"1.0\"?><w:document>Dear colleague</w:document>"),
    ];
    archive(&[&usual[..], parts].concat())
}

fn ooxml_macros() -> Vec<u8> {
    docx(&[Member::deflated("word/vbaProject.bin", &ole(&["VBA", "_VBA_PROJECT"], None))])
}

fn ooxml_macro_sheet() -> Vec<u8> {
    let types = b"<Types><Override ContentType=\"application/vnd.ms-excel.macrosheet+xml\"/></Types>";
    archive(&[Member::deflated("[Content_Types].xml", types), Member::deflated("xl/workbook.xml", b"<workbook/>")])
}

fn ooxml_object() -> Vec<u8> {
    let mut native = vec![0, 0, 0, 0, 2, 0];
    native.extend(b"letter.txt\0C:\\letter.txt\0\0\0\x03\0\x04\0\0\0a.b\0");
    native.extend(5000u32.to_le_bytes());
    native.extend(b"MZ\x90\0\x03\0\0\0");
    native.resize(native.len() + 4992, 0);
    docx(&[Member::deflated("word/embeddings/oleObject1.bin", &ole(&["\u{1}Ole10Native"], Some(&native)))])
}

/// An OpenDocument text with these parts beside the usual ones.
pub(crate) fn odt(manifest: &str, parts: &[Member]) -> Vec<u8> {
    let usual = [
        Member::stored("mimetype", b"application/vnd.oasis.opendocument.text"),
        Member::deflated("content.xml", b"<?xml version=\"1.0\"?><office:document-content/>"),
        Member::deflated("META-INF/manifest.xml", manifest.as_bytes()),
    ];
    archive(&[&usual[..], parts].concat())
}

fn odf_encrypted() -> Vec<u8> {
    odt(
        "<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>",
        &[],
    )
}

fn odf_macros() -> Vec<u8> {
    odt("<manifest:manifest/>", &[Member::deflated("Basic/Standard/Module1.xml", b"<script:module/>")])
}

fn msi() -> Vec<u8> {
    let mut bytes = ole(&["a"], None);
    let root = 512 * 2;
    bytes[root + 80..root + 96].copy_from_slice(b"\x84\x10\x0c\0\0\0\0\0\xc0\0\0\0\0\0\0\x46");
    bytes
}

fn page_wide() -> Vec<u8> {
    let page = "<html><body><script>x()</script></body></html>";
    [0xff, 0xfe].into_iter().chain(page.encode_utf16().flat_map(u16::to_le_bytes)).collect()
}
