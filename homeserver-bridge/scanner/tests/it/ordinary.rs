//! Files as authorities send them, made here: all of them must pass.

use std::io::Write;

use crate::hostile::documents::{docx, odt, ole, pdf, pdf_stream};
use crate::hostile::pictures::{gif, jpeg, png};
use crate::hostile::streams::{gzip, tar};
use crate::hostile::zip::{Member, archive};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const ODT: &str = "application/vnd.oasis.opendocument.text";

/// Name, media type that is to be found, content.
pub(crate) fn all() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let letter = "Шановні колеги, chers collègues,\n".repeat(50).into_bytes();
    let bzip2 = {
        let mut encoder = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::best());
        encoder.write_all(&letter).expect("memory");
        encoder.finish().expect("memory")
    };
    let exif = [&b"\xff\xe1\0\x2eExif\0\0II*\0\x08\0\0\0"[..], &[0; 30]].concat();
    let invoice = pdf_stream("/Type /EmbeddedFile /Subtype /text#2Fxml", b"<?xml version=\"1.0\"?><invoice/>");
    let photo = jpeg(4000, 3000, &exif);
    let film = [&b"\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08free\0\0\0\x10mdat"[..], &[0x93; 8]].concat();
    let word = docx(&[Member::stored("word/media/image1.jpeg", &photo)]);
    let template = docx(&[Member::deflated(
        "word/_rels/settings.xml.rels",
        b"<Relationships><Relationship Type=\"http://a/attachedTemplate\" Target=\"file:///C:\\T\\Normal.dotm\" TargetMode=\"External\"/></Relationships>",
    )]);
    let sheet = archive(&[
        Member::deflated("[Content_Types].xml", b"<Types/>"),
        Member::deflated("xl/workbook.xml", b"<workbook/>"),
        Member::deflated("xl/worksheets/sheet1.xml", &b"<c><v>1</v></c>".repeat(20_000)),
    ]);
    let book = archive(&[
        Member::stored("mimetype", b"application/epub+zip"),
        Member::deflated("META-INF/container.xml", b"<container/>"),
        Member::deflated("OEBPS/one.xhtml", b"<?xml version=\"1.0\"?><page/>"),
    ]);
    let signed = archive(&[
        Member::stored("mimetype", b"application/vnd.etsi.asic-e+zip"),
        Member::deflated("letter.txt", &letter),
        Member::deflated("META-INF/signatures001.xml", b"<?xml version=\"1.0\"?><signature/>"),
    ]);
    let with_descriptor = {
        let member = Member { flags: 8, ..Member::deflated("a.txt", &letter) };
        let mut bytes = archive(std::slice::from_ref(&member));
        let start = bytes.len() - 22 - 46 - 5;
        let descriptor = [
            &b"PK\x07\x08"[..],
            &member.crc.to_le_bytes(),
            &(member.packed.len() as u32).to_le_bytes(),
            &(member.unpacked as u32).to_le_bytes(),
        ]
        .concat();
        let end = bytes.len() - 22;
        bytes[end + 16..end + 20].copy_from_slice(&((start + 16) as u32).to_le_bytes());
        bytes[14..26].fill(0);
        bytes.splice(start..start, descriptor);
        bytes
    };
    let word_97 = ole(&["WordDocument", "1Table"], Some(&[&[0xec, 0xa5, 0xc1, 0][..], &[0; 4092]].concat()));
    let mail = b"From: a@gov.example\r\nTo: b@gov.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n\r\nwords\r\n".to_vec();
    let nested = archive(&[Member::stored("scan.pdf", &pdf(&[], "")), Member::stored("inner.zip", &word)]);
    vec![
        ("letter", "text/plain", letter.clone()),
        ("table", "text/plain", b"a;b\r\n1;2\r\n".to_vec()),
        ("mail", "message/rfc822", mail),
        ("page without scripts", "text/html", b"<!DOCTYPE html><html><p>words, on=off</p></html>".to_vec()),
        (
            "drawing",
            "image/svg+xml",
            b"<svg xmlns=\"http://www.w3.org/2000/svg\"><a href=\"https://gov.example/\"><path d=\"M0 0\"/></a></svg>"
                .to_vec(),
        ),
        ("Word", DOCX, word.clone()),
        ("Word with a template on the writer's disk", DOCX, template),
        ("Word in another Word", DOCX, docx(&[Member::stored("word/embeddings/a.docx", &word)])),
        ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", sheet),
        ("Word 97", "application/msword", word_97),
        ("OpenDocument", ODT, odt("<manifest:manifest/>", &[Member::stored("Pictures/a.jpg", &photo)])),
        ("EPUB", "application/epub+zip", book),
        ("signed container", "application/zip", signed),
        ("PDF", "application/pdf", pdf(&[b"<< /Type /Catalog /Title (/Encrypt (words)) >>"], "")),
        ("PDF, updated", "application/pdf", [pdf(&[], ""), b"7 0 obj\n<<>>\nendobj\n%%EOF\n".to_vec()].concat()),
        ("electronic invoice", "application/pdf", pdf(&[&invoice], "")),
        ("photo", "image/jpeg", photo.clone()),
        ("photo with a film", "image/jpeg", [photo.clone(), film.clone()].concat()),
        ("photo with a thumbnail behind it", "image/jpeg", [photo.clone(), jpeg(160, 120, &[])].concat()),
        ("picture", "image/png", png(800, 600, None)),
        ("small film", "image/gif", gif(300, 200, b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0\x3b")),
        ("film", "video/mp4", film),
        ("archive", "application/zip", nested),
        ("archive as a stream", "application/zip", with_descriptor),
        ("archive of nothing", "application/zip", archive(&[])),
        ("tar", "application/x-tar", tar(&[("a/", b'5', b""), ("a/b.txt", b'0', &letter), ("c.zip", b'0', &word)])),
        ("tar.gz", "application/gzip", gzip(&tar(&[("b.txt", b'0', &letter), ("d.docx", b'0', &word)]))),
        ("bzip2", "application/x-bzip2", bzip2),
        (
            "noise",
            "application/octet-stream",
            (0..50_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 21) as u8).collect(),
        ),
    ]
}

/// Programs that an authority may permit: they must not be taken for broken archives.
pub(crate) fn packages() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    let class = [&b"\xca\xfe\xba\xbe\0\0\0\x3d"[..], &[0; 60]].concat();
    let dex = [&b"dex\n035\0"[..], &[0x70; 100]].concat();
    let jar = archive(&[
        Member::deflated("META-INF/MANIFEST.MF", b"Manifest-Version: 1.0\n"),
        Member::deflated("org/A.class", &class),
    ]);
    let apk = archive(&[
        Member::deflated("AndroidManifest.xml", &[3, 0, 8, 0]),
        Member::deflated("classes.dex", &dex),
        Member::stored("lib/arm64-v8a/a.so", b"\x7fELF\x02\x01\x01\0"),
    ]);
    vec![("JAR", "application/java-archive", jar), ("APK", "application/vnd.android.package-archive", apk)]
}
