//! ZIP archives that are bombs, that lie, or that hide something.

use super::Maker;
use super::zip::{Member, archive, central, end, local};

pub(crate) const ALL: &[Maker] = &[
    ("zip: a hundred archives in each other", nested),
    ("zip: members that share their data (overlap)", overlap),
    ("zip: one header for many members", same_header),
    ("zip: a member of 5 GiB by its claim", oversized),
    ("zip: a member that is larger than it says", lying),
    ("zip: 64 MiB of zeros", zeros),
    ("zip: many members that are large together", large_together),
    ("zip: a password", password),
    ("zip: a password by AES", password_aes),
    ("zip: 100,000 members", many),
    ("zip: 100,000 members and an end that counts fewer", many_uncounted),
    ("zip: two members of one name", same_name),
    ("zip: another name in front of the data", other_name),
    ("zip: a member that the directory leaves out", hidden),
    ("zip: something before it", prefixed),
    ("zip: a second archive in the comment", second),
    ("zip: an end of 64 bits that points to nowhere", nowhere),
    ("zip: sizes of 64 bits that are not there", no_sizes),
    ("zip: a directory that is cut", cut),
    ("zip: a member that leaves its folder", traversal),
    ("zip: a method that nobody knows", unknown_method),
    ("zip: a wrong checksum", wrong_checksum),
    ("zip: a window of 4 GiB (LZMA)", lzma_window),
    ("zip: a program in an archive in an archive", program),
    ("zip: a script by its name", script),
];

const PROGRAM: &[u8] = b"MZ\x90\0\x03\0\0\0\x04\0\0\0\xff\xff\0\0";

fn nested() -> Vec<u8> {
    (0..100).fold(b"the end".to_vec(), |inner, i| archive(&[Member::deflated(&format!("{i}.zip"), &inner)]))
}

/// Each member's data are a stored block with the next member's header in it, and then the next member's data.
fn overlap() -> Vec<u8> {
    let kernel = Member::zeros("0", 1 << 20);
    let (mut tail, mut members) = ([local(&kernel), kernel.packed.clone()].concat(), vec![(kernel.clone(), 0usize)]);
    let (mut data, mut content_crc, mut unpacked) = (kernel.packed.clone(), None::<crc32fast::Hasher>, kernel.unpacked);
    for i in 1..9 {
        let (last, _) = members.last().expect("one");
        let header = local(last);
        let mut block = vec![0];
        block.extend((header.len() as u16).to_le_bytes());
        block.extend((!(header.len() as u16)).to_le_bytes());
        block.extend(&header);
        // The checksum of header and what follows it, from the checksums of both.
        let mut follows = crc32fast::Hasher::new_with_initial_len(last.crc, unpacked);
        let mut crc = crc32fast::Hasher::new();
        crc.update(&header);
        std::mem::swap(&mut crc, &mut follows);
        follows.combine(&crc);
        content_crc = Some(follows.clone());
        unpacked += header.len() as u64;
        data = [block, data].concat();
        let member = Member {
            packed: data.clone(),
            crc: follows.finalize(),
            unpacked,
            ..Member { name: i.to_string(), ..kernel.clone() }
        };
        tail = [local(&member), data[..5].to_vec(), tail].concat();
        members.push((member, tail.len()));
    }
    assert!(content_crc.is_some());
    let whole = tail.len();
    let mut bytes = tail;
    let start = bytes.len() as u64;
    let kernel_at = local(&kernel).len() + kernel.packed.len();
    for (member, from_end) in &members {
        let from_end = if *from_end == 0 { kernel_at } else { *from_end };
        bytes.extend(central(member, (whole - from_end) as u64));
    }
    let size = bytes.len() as u64 - start;
    bytes.extend(end(members.len() as u64, size, start));
    bytes
}

fn same_header() -> Vec<u8> {
    let member = Member::zeros("a", 1 << 20);
    let mut bytes = [local(&member), member.packed.clone()].concat();
    let start = bytes.len() as u64;
    (0..50).for_each(|_| bytes.extend(central(&member, 0)));
    let size = bytes.len() as u64 - start;
    bytes.extend(end(50, size, start));
    bytes
}

fn oversized() -> Vec<u8> {
    archive(&[Member { unpacked: 5 << 30, ..Member::deflated("a", b"small") }])
}

fn lying() -> Vec<u8> {
    archive(&[Member { unpacked: 10, ..Member::zeros("a.txt", 4 << 20) }])
}

fn zeros() -> Vec<u8> {
    archive(&[Member::zeros("a.txt", 64 << 20)])
}

fn large_together() -> Vec<u8> {
    let noise: Vec<u8> = (0..40_000u32).flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
    let members: Vec<_> = (0..40).map(|i| Member::zeros(&i.to_string(), 12 << 20)).collect();
    archive(&[&members[..], &[Member::stored("noise", &noise.repeat(12))]].concat())
}

fn password() -> Vec<u8> {
    archive(&[Member::stored("a.txt", b"clear"), Member { flags: 1, ..Member::stored("b.txt", &[7; 40]) }])
}

fn password_aes() -> Vec<u8> {
    archive(&[Member { flags: 1, method: 99, ..Member::stored("b.txt", &[7; 40]) }])
}

fn many() -> Vec<u8> {
    archive(&(0..100_000).map(|i| Member::stored(&i.to_string(), b"")).collect::<Vec<_>>())
}

fn many_uncounted() -> Vec<u8> {
    let mut bytes = many();
    let at = bytes.len() - 22;
    bytes[at + 8..at + 12].copy_from_slice(&[3, 0, 3, 0]);
    bytes
}

fn same_name() -> Vec<u8> {
    archive(&[Member::stored("a.txt", b"one"), Member::stored("a.txt", b"two")])
}

fn other_name() -> Vec<u8> {
    archive(&[Member { local_name: Some("b.txt".into()), ..Member::stored("a.txt", b"one") }])
}

fn hidden() -> Vec<u8> {
    let one = Member::stored("a.txt", b"one");
    archive(&[
        one.clone(),
        Member { hidden: true, ..Member::stored("b.txt", b"two") },
        Member { name: "c".into(), ..one },
    ])
}

fn prefixed() -> Vec<u8> {
    [b"something of another kind\n".to_vec(), archive(&[Member::stored("a.txt", b"one")])].concat()
}

fn second() -> Vec<u8> {
    let mut first = archive(&[Member::stored("a.txt", b"one")]);
    let start = first.len() as u64;
    let member = Member::stored("b.txt", b"two");
    let mut comment = [local(&member), member.packed.clone()].concat();
    let directory = central(&member, start);
    let at = start + comment.len() as u64;
    comment.extend(&directory);
    comment.extend(end(1, directory.len() as u64, at));
    let length = first.len() - 2;
    first[length..].copy_from_slice(&(comment.len() as u16).to_le_bytes());
    first.extend(comment);
    first
}

fn nowhere() -> Vec<u8> {
    let mut bytes = many();
    let at = bytes.len() - 22 - 20;
    bytes[at + 8..at + 16].copy_from_slice(&(u64::MAX - 7).to_le_bytes());
    bytes
}

fn no_sizes() -> Vec<u8> {
    let member = Member::stored("a", b"one");
    let mut bytes = archive(&[member]);
    let at = bytes.len() - 22 - 47;
    bytes[at + 24..at + 28].fill(0xff);
    bytes
}

fn cut() -> Vec<u8> {
    let mut bytes = archive(&[Member::stored("a", b"one"), Member::stored("b", b"two")]);
    bytes.truncate(bytes.len() - 30);
    bytes
}

fn traversal() -> Vec<u8> {
    archive(&[Member::stored("../../.profile", b"words")])
}

fn unknown_method() -> Vec<u8> {
    archive(&[Member { method: 97, ..Member::stored("a", b"one") }])
}

fn wrong_checksum() -> Vec<u8> {
    archive(&[Member { crc: 1, ..Member::deflated("a", b"one") }])
}

fn lzma_window() -> Vec<u8> {
    let mut data = vec![9, 20, 5, 0, 0x5d];
    data.extend(u32::MAX.to_le_bytes());
    data.extend([0; 40]);
    archive(&[Member { method: 14, packed: data, unpacked: 1 << 20, ..Member::stored("a", b"") }])
}

fn program() -> Vec<u8> {
    let inner = archive(&[Member::deflated("letter.pdf", PROGRAM)]);
    archive(&[Member::stored("a.txt", b"words"), Member::deflated("inner.zip", &inner)])
}

fn script() -> Vec<u8> {
    archive(&[Member::deflated("invoice.pdf.JS", b"alert(1)")])
}
