//! Compressed streams and TAR archives.

use std::io::Write;

use bzip2::write::BzEncoder;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::Maker;

pub(crate) const ALL: &[Maker] = &[
    ("gzip: 64 MiB of zeros", gzip_zeros),
    ("gzip: thirty streams in each other", gzip_nested),
    ("gzip: unpacks to itself (quine)", gzip_quine),
    ("gzip: many streams one after the other", gzip_many),
    ("gzip: cut", gzip_cut),
    ("gzip: something behind it", gzip_behind),
    ("gzip: a program", gzip_program),
    ("bzip2: 128 MiB of zeros", bzip2_zeros),
    ("xz: a dictionary of 4 GiB", xz_dictionary),
    ("zstd: a window of 2 GiB", zstd_window),
    ("tar: a sparse member of 8 EiB", tar_sparse),
    ("tar: a sparse member by extended fields", tar_sparse_extended),
    ("tar: a size of eight bytes", tar_huge),
    ("tar: a size by extended fields", tar_huge_extended),
    ("tar: 20,000 members", tar_many),
    ("tar: a wrong checksum in the middle", tar_bent),
    ("tar: a program", tar_program),
    ("tar: something behind its end", tar_behind),
    ("7z, that we cannot look into", sevenz),
    ("7z: a password", sevenz_password),
    ("RAR: a password", rar_password),
    ("RAR 5: a password", rar5_password),
];

pub(crate) fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

fn gzip_zeros() -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    let block = vec![0; 1 << 20];
    (0..64).for_each(|_| encoder.write_all(&block).expect("memory"));
    encoder.finish().expect("memory")
}

fn gzip_nested() -> Vec<u8> {
    (0..30).fold(b"the end".to_vec(), |inner, _| gzip(&inner))
}

fn gzip_many() -> Vec<u8> {
    gzip(&[b'x'; 1 << 20]).repeat(200)
}

fn gzip_cut() -> Vec<u8> {
    let mut bytes = gzip(&b"words ".repeat(100));
    bytes.truncate(bytes.len() - 5);
    bytes
}

fn gzip_behind() -> Vec<u8> {
    [gzip(b"words"), b"more words".to_vec()].concat()
}

fn gzip_program() -> Vec<u8> {
    gzip(b"\x7fELF\x02\x01\x01\0")
}

/// A stream that unpacks to itself. Pieces of five bytes: `L` n says "the next n pieces as they are", `R` says "the last
/// four pieces again"; the sequence below prints itself. The checksum stands in it twice; it is the solution of linear
/// equations, because CRC-32 is linear.
fn gzip_quine() -> Vec<u8> {
    let literal = |pieces: u16| {
        let length = pieces * 5;
        [vec![0], length.to_le_bytes().to_vec(), (!length).to_le_bytes().to_vec()].concat()
    };
    // A block of the fixed code: twice "ten bytes from twenty bytes before", and its end; forty bits.
    let again = {
        let (mut bits, mut count) = (0u64, 0);
        let mut put = |value: u64, length: u32, reversed: bool| {
            for i in 0..length {
                let bit = if reversed { value >> (length - 1 - i) } else { value >> i } & 1;
                bits |= bit << count;
                count += 1;
            }
        };
        put(0, 1, false);
        put(1, 2, false);
        for _ in 0..2 {
            put(264 - 256, 7, true);
            put(8, 5, true);
            put(20 - 17, 3, false);
        }
        put(0, 7, true);
        bits.to_le_bytes()[..5].to_vec()
    };
    let build = |crc: u32, seed: u8| {
        let head = [&[0x1f, 0x8b, 8, 8, seed, 0, 0, 0, 0, 3][..], b"quin\0"].concat();
        let mut tail = [&[0, 0, 0, 0xff, 0xff, 3, 0][..], &crc.to_le_bytes()].concat();
        tail.extend(170u32.to_le_bytes());
        let mut bytes = Vec::new();
        for piece in "P 4 P 4 R 1 R 1 1 4 R 1 1 4 R 4 R 4 R 4 R 4 R S R S".split(' ') {
            match piece {
                "P" => bytes.extend(&head),
                "S" => bytes.extend(&tail),
                "R" => bytes.extend(&again),
                number => bytes.extend(literal(number.parse().expect("a number"))),
            }
        }
        bytes
    };
    assert_eq!(build(0, 0).len(), 170);
    (0..=255)
        .find_map(|seed| fixed_point(|crc| crc32fast::hash(&build(crc, seed))).map(|crc| build(crc, seed)))
        .expect("one of the seeds has a solution")
}

/// x with f(x) = x, for an f that is linear but for a constant.
fn fixed_point(f: impl Fn(u32) -> u32) -> Option<u32> {
    let constant = f(0);
    // Rows of (f + identity) x = constant, as one number each: 32 coefficients and the right side.
    let columns: Vec<u32> = (0..32).map(|i| f(1 << i) ^ constant ^ (1 << i)).collect();
    let mut rows: Vec<u64> = (0..32)
        .map(|bit| {
            let left = columns.iter().enumerate().fold(0, |row, (i, c)| row | u64::from(c >> bit & 1) << i);
            left | u64::from(constant >> bit & 1) << 32
        })
        .collect();
    for i in 0..32 {
        let pivot = (i..32).find(|row| rows[*row] >> i & 1 == 1)?;
        rows.swap(i, pivot);
        for row in 0..32 {
            if row != i && rows[row] >> i & 1 == 1 {
                rows[row] ^= rows[i];
            }
        }
    }
    Some((0..32).fold(0, |x, i| x | ((rows[i] >> 32 & 1) as u32) << i))
}

fn bzip2_zeros() -> Vec<u8> {
    let mut encoder = BzEncoder::new(Vec::new(), bzip2::Compression::best());
    let block = vec![0; 1 << 20];
    (0..128).for_each(|_| encoder.write_all(&block).expect("memory"));
    encoder.finish().expect("memory")
}

fn xz_dictionary() -> Vec<u8> {
    let mut bytes = b"\xfd7zXZ\0\0\x04\xe6\xd6\xb4\x46".to_vec();
    // A block header of twelve bytes: one filter, LZMA2, the largest dictionary.
    let header = [2, 0, 0x21, 1, 40, 0, 0, 0];
    bytes.extend(header);
    bytes.extend(crc32fast::hash(&header).to_le_bytes());
    bytes.extend([1, 0xff, 0xff]);
    bytes.extend([b'x'; 300]);
    bytes
}

fn zstd_window() -> Vec<u8> {
    // A frame header with a window of 2^31 bytes, then a raw block.
    [&[0x28, 0xb5, 0x2f, 0xfd, 0, 21 << 3][..], &[1 | 5 << 3, 0, 0], b"words"].concat()
}

/// A header of a member.
pub(crate) fn tar_header(name: &str, kind: u8, size: u64) -> [u8; 512] {
    let mut header = [0; 512];
    header[..name.len()].copy_from_slice(name.as_bytes());
    header[100..108].copy_from_slice(b"0000644\0");
    header[124..136].copy_from_slice(format!("{size:011o}\0").as_bytes());
    header[156] = kind;
    header[257..265].copy_from_slice(b"ustar\x0000");
    seal(&mut header);
    header
}

fn seal(header: &mut [u8; 512]) {
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
}

/// An archive of members of one kind.
pub(crate) fn tar(members: &[(&str, u8, &[u8])]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for (name, kind, content) in members {
        bytes.extend(tar_header(name, *kind, content.len() as u64));
        bytes.extend(*content);
        bytes.resize(bytes.len().next_multiple_of(512), 0);
    }
    bytes.resize(bytes.len() + 1024, 0);
    bytes
}

fn with_header(change: impl FnOnce(&mut [u8; 512])) -> Vec<u8> {
    let mut bytes = tar(&[("a.txt", b'0', b"words")]);
    let mut header: [u8; 512] = bytes[..512].try_into().expect("a header");
    change(&mut header);
    seal(&mut header);
    bytes[..512].copy_from_slice(&header);
    bytes
}

fn tar_sparse() -> Vec<u8> {
    with_header(|header| {
        header[156] = b'S';
        header[483..495].copy_from_slice(b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff");
    })
}

fn tar_huge() -> Vec<u8> {
    with_header(|header| header[124..136].copy_from_slice(b"\x80\0\0\0\x7f\xff\xff\xff\xff\xff\xff\xff"))
}

fn tar_huge_extended() -> Vec<u8> {
    tar(&[("x", b'x', b"30 size=18446744073709551615\n\n"), ("a.txt", b'0', b"words")])
}

fn tar_sparse_extended() -> Vec<u8> {
    tar(&[("x", b'x', b"34 GNU.sparse.realsize=1099511627\n"), ("a.txt", b'0', b"words")])
}

fn tar_many() -> Vec<u8> {
    tar(&vec![("a.txt", b'0', &b""[..]); 20_000])
}

fn tar_bent() -> Vec<u8> {
    let mut bytes = tar(&[("a.txt", b'0', b"words"), ("b.txt", b'0', b"words")]);
    bytes[1024] ^= 1;
    bytes
}

fn tar_program() -> Vec<u8> {
    tar(&[("a.txt", b'0', b"words"), ("b", b'0', b"MZ\x90\0\x03\0\0\0")])
}

fn tar_behind() -> Vec<u8> {
    [tar(&[("a.txt", b'0', b"words")]), tar(&[("b.txt", b'0', b"words")])].concat()
}

fn sevenz() -> Vec<u8> {
    [&b"7z\xbc\xaf\x27\x1c\0\x04"[..], &[0; 24], b"words"].concat()
}

fn sevenz_password() -> Vec<u8> {
    let mut bytes = b"7z\xbc\xaf\x27\x1c\0\x04\0\0\0\0".to_vec();
    bytes.extend(8u64.to_le_bytes());
    bytes.extend(12u64.to_le_bytes());
    bytes.extend([0; 4]);
    bytes.extend([9; 8]);
    bytes.extend([0x01, 0x04, 0x06, 0x01, 0x24, 0x06, 0xf1, 0x07, 0x01, 0, 0, 0]);
    bytes
}

fn rar_password() -> Vec<u8> {
    let mut bytes = b"Rar!\x1a\x07\0".to_vec();
    bytes.extend([0, 0, 0x73, 0x80, 0, 13, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

fn rar5_password() -> Vec<u8> {
    // The main header, then a file whose extra record says that it is encrypted.
    let mut bytes = b"Rar!\x1a\x07\x01\0".to_vec();
    bytes.extend([0, 0, 0, 0, 3, 1, 0, 0]);
    bytes.extend([0, 0, 0, 0, 6, 2, 1, 3, 2, 1, 0]);
    bytes
}
