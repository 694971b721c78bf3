//! Files that are two things at once.

use super::Maker;
use super::documents::pdf;
use super::pictures::{gif, jpeg, png};
use super::zip::{Member, archive};

pub(crate) const ALL: &[Maker] = &[
    ("GIF with an archive", || [gif(1, 1, &[0x3b]), zip()].concat()),
    ("JPEG with an archive", || [jpeg(8, 8, &[]), zip()].concat()),
    ("JPEG with an archive whose offsets are right", jpeg_archive),
    ("PNG with RAR", || [png(8, 8, None), b"Rar!\x1a\x07\x01\0more".to_vec()].concat()),
    ("PNG with a program", || [png(8, 8, None), b"MZ\x90\0\x03\0\0\0".to_vec()].concat()),
    ("PNG with a PDF", || [png(8, 8, None), pdf(&[], "")].concat()),
    ("PNG with a page further behind", || [png(8, 8, None), vec![7; 200_000], b"<ScRiPt>".to_vec()].concat()),
    ("PDF with an archive", || [pdf(&[], ""), zip()].concat()),
    ("PDF with a page", || [pdf(&[], ""), b"<html><script>x()</script>".to_vec()].concat()),
    ("JPEG with PHP in its comment", || jpeg(8, 8, b"\xff\xfe\0\x12<?php evil(); ?>")),
    ("GIF as a script", || b"GIF89a=1;alert(document.domain);//......................".to_vec()),
    ("GIF as a comment of a script", || gif(0x2a2f, 1, b"\x3b*/=1;alert(1);//")),
    ("JPEG as a comment of a script", jpeg_script),
    ("BMP as a comment of a script", || {
        [&b"BM/*\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0"[..], &[0; 40], b"*/=1;alert(1)"].concat()
    }),
    ("PDF in a JPEG", || jpeg(8, 8, b"\xff\xfe\0\x0a%PDF-1.4")),
    ("film with an archive", || [&b"\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08free"[..], &zip()].concat()),
    ("noise with an archive", || [vec![0x93; 5000], zip()].concat()),
    ("words with an archive", || [b"words ".repeat(10), zip()].concat()),
];

fn zip() -> Vec<u8> {
    archive(&[Member::deflated("a.txt", b"words")])
}

/// An archive that counts the picture before it.
fn jpeg_archive() -> Vec<u8> {
    let picture = jpeg(8, 8, &[]);
    let (before, mut zip) = (picture.len() as u32, zip());
    let end = zip.len() - 22;
    let start = u32::from_le_bytes(zip[end + 16..end + 20].try_into().expect("four"));
    zip[end + 16..end + 20].copy_from_slice(&(start + before).to_le_bytes());
    let at = start as usize + 42;
    zip[at..at + 4].copy_from_slice(&before.to_le_bytes());
    [picture, zip].concat()
}

fn jpeg_script() -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0/*".to_vec();
    bytes.resize(2 + 2 + 0x2f2a, 0);
    bytes.extend(b"\xff\xfe\0\x13*/=1;alert(1);/*");
    bytes.extend(&jpeg(8, 8, &[])[2..]);
    bytes
}
