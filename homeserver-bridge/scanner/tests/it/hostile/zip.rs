//! A ZIP writer that can lie about everything.

use std::io::Write;

use flate2::Compression;
use flate2::write::DeflateEncoder;

/// A member, and what is said of it.
#[derive(Clone)]
pub(crate) struct Member {
    pub(crate) name: String,
    /// As it stands in the archive.
    pub(crate) packed: Vec<u8>,
    pub(crate) method: u16,
    pub(crate) flags: u16,
    pub(crate) crc: u32,
    pub(crate) unpacked: u64,
    /// The name in front of the data, if it is another one.
    pub(crate) local_name: Option<String>,
    /// Left out of the directory.
    pub(crate) hidden: bool,
}

impl Member {
    /// Honest, as it is.
    pub(crate) fn stored(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.into(),
            packed: content.to_vec(),
            method: 0,
            flags: 0,
            crc: crc32fast::hash(content),
            unpacked: content.len() as u64,
            local_name: None,
            hidden: false,
        }
    }

    /// Honest, deflated.
    pub(crate) fn deflated(name: &str, content: &[u8]) -> Self {
        Self { packed: deflate(content), method: 8, ..Self::stored(name, content) }
    }

    /// So many zeros.
    pub(crate) fn zeros(name: &str, count: usize) -> Self {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        let mut crc = crc32fast::Hasher::new();
        let block = vec![0; 1 << 20];
        for _ in 0..count >> 20 {
            encoder.write_all(&block).expect("memory");
            crc.update(&block);
        }
        let packed = encoder.finish().expect("memory");
        let unpacked = (count >> 20 << 20) as u64;
        Self { packed, method: 8, crc: crc.finalize(), unpacked, ..Self::stored(name, &[]) }
    }
}

pub(crate) fn deflate(content: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).expect("memory");
    encoder.finish().expect("memory")
}

/// The header in front of the data.
pub(crate) fn local(member: &Member) -> Vec<u8> {
    let name = member.local_name.as_ref().unwrap_or(&member.name).as_bytes();
    let mut bytes = b"PK\x03\x04\x14\0".to_vec();
    bytes.extend(member.flags.to_le_bytes());
    bytes.extend(member.method.to_le_bytes());
    bytes.extend([0, 0, 0x21, 0x5a]);
    bytes.extend(member.crc.to_le_bytes());
    bytes.extend(small(member.packed.len() as u64));
    bytes.extend(small(member.unpacked));
    bytes.extend((name.len() as u16).to_le_bytes());
    bytes.extend([0, 0]);
    bytes.extend(name);
    bytes
}

/// The entry in the directory.
pub(crate) fn central(member: &Member, at: u64) -> Vec<u8> {
    let extra = if member.unpacked >= u64::from(u32::MAX) {
        [&[1, 0, 8, 0][..], &member.unpacked.to_le_bytes()].concat()
    } else {
        Vec::new()
    };
    let mut bytes = b"PK\x01\x02\x14\0\x14\0".to_vec();
    bytes.extend(member.flags.to_le_bytes());
    bytes.extend(member.method.to_le_bytes());
    bytes.extend([0, 0, 0x21, 0x5a]);
    bytes.extend(member.crc.to_le_bytes());
    bytes.extend(small(member.packed.len() as u64));
    bytes.extend(small(member.unpacked));
    bytes.extend((member.name.len() as u16).to_le_bytes());
    bytes.extend((extra.len() as u16).to_le_bytes());
    bytes.extend([0; 10]);
    bytes.extend((at as u32).to_le_bytes());
    bytes.extend(member.name.as_bytes());
    bytes.extend(extra);
    bytes
}

/// The record at the end.
pub(crate) fn end(members: u64, size: u64, start: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let count = u16::try_from(members).unwrap_or(u16::MAX);
    if u64::from(count) != members {
        let at = start + size;
        bytes.extend(b"PK\x06\x06");
        bytes.extend(44u64.to_le_bytes());
        bytes.extend([45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        for number in [members, members, size, start] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.extend(b"PK\x06\x07\0\0\0\0");
        bytes.extend(at.to_le_bytes());
        bytes.extend(1u32.to_le_bytes());
    }
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend((size as u32).to_le_bytes());
    bytes.extend((start as u32).to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// The whole archive.
pub(crate) fn archive(members: &[Member]) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut places = Vec::new();
    for member in members {
        places.push(bytes.len() as u64);
        bytes.extend(local(member));
        bytes.extend(&member.packed);
    }
    let start = bytes.len() as u64;
    let mut listed = 0;
    for (member, at) in members.iter().zip(places).filter(|(member, _)| !member.hidden) {
        bytes.extend(central(member, at));
        listed += 1;
    }
    let size = bytes.len() as u64 - start;
    bytes.extend(end(listed, size, start));
    bytes
}

fn small(number: u64) -> [u8; 4] {
    u32::try_from(number).unwrap_or(u32::MAX).to_le_bytes()
}
