//! Pictures of a few bytes that would fill the memory of whoever shows them.

use super::Maker;

pub(crate) const ALL: &[Maker] = &[
    ("PNG of 60,000 by 60,000", || png(60_000, 60_000, None)),
    ("PNG of many frames", || png(10_000, 10_000, Some(1000))),
    ("JPEG of 65,000 by 65,000", || jpeg(65_000, 65_000, &[])),
    ("GIF of many frames", gif_frames),
    ("GIF of 65,000 by 65,000", || gif(65_000, 65_000, &[0x3b])),
    ("WebP of 16 million by 16 million", webp),
    ("BMP of 100,000 by 100,000", bmp),
    ("TIFF of many pages", tiff),
    ("TIFF whose pages go in circles", tiff_circles),
    ("HEIF of 100,000 by 100,000", heif),
];

/// A picture of one colour, or its header at least.
pub(crate) fn png(width: u32, height: u32, frames: Option<u32>) -> Vec<u8> {
    let chunk = |kind: &[u8], content: &[u8]| {
        let crc = crc32fast::hash(&[kind, content].concat());
        [&(content.len() as u32).to_be_bytes()[..], kind, content, &crc.to_be_bytes()].concat()
    };
    let header = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    let mut bytes = [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &header)].concat();
    if let Some(frames) = frames {
        bytes.extend(chunk(b"acTL", &[frames.to_be_bytes(), [0; 4]].concat()));
    }
    bytes.extend(chunk(b"IDAT", &[0x78, 0x9c, 0x63, 0, 0, 0, 1, 0, 1]));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

/// A JPEG with these segments between its first two.
pub(crate) fn jpeg(width: u16, height: u16, segments: &[u8]) -> Vec<u8> {
    let mut bytes = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0".to_vec();
    bytes.extend(segments);
    bytes.extend([0xff, 0xc0, 0, 11, 8]);
    bytes.extend(height.to_be_bytes());
    bytes.extend(width.to_be_bytes());
    bytes.extend([1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 0x3f, 0]);
    bytes.extend(b"\x12\x34\xff\x00\x56\xff\xd0\x78\xff\xd9");
    bytes
}

/// A GIF with these blocks.
pub(crate) fn gif(width: u16, height: u16, blocks: &[u8]) -> Vec<u8> {
    let mut bytes = b"GIF89a".to_vec();
    bytes.extend(width.to_le_bytes());
    bytes.extend(height.to_le_bytes());
    bytes.extend([0, 0, 0]);
    bytes.extend(blocks);
    bytes
}

fn gif_frames() -> Vec<u8> {
    let frame = [&[0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0][..], &[2, 2, 0x44, 1, 0]].concat();
    gif(10_000, 10_000, &[frame.repeat(1000), vec![0x3b]].concat())
}

fn webp() -> Vec<u8> {
    let mut bytes = b"RIFF\x16\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0".to_vec();
    bytes.extend([0xff; 6]);
    bytes
}

fn bmp() -> Vec<u8> {
    let mut bytes = b"BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0".to_vec();
    bytes.extend(100_000u32.to_le_bytes());
    bytes.extend((-100_000i32).to_le_bytes());
    bytes.extend([1, 0, 24, 0]);
    bytes.resize(60, 0);
    bytes
}

fn page(width: u32, height: u32, next: u32) -> Vec<u8> {
    let mut bytes = vec![2, 0];
    for (tag, value) in [(256u16, width), (257, height)] {
        bytes.extend(tag.to_le_bytes());
        bytes.extend([4, 0, 1, 0, 0, 0]);
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend(next.to_le_bytes());
    bytes
}

fn tiff() -> Vec<u8> {
    let pages = (0..1000u32).flat_map(|i| page(10_000, 10_000, if i == 999 { 0 } else { 8 + 30 * (i + 1) }));
    b"II*\0\x08\0\0\0".iter().copied().chain(pages).collect()
}

fn tiff_circles() -> Vec<u8> {
    [b"II*\0\x08\0\0\0".to_vec(), page(1000, 1000, 8)].concat()
}

fn heif() -> Vec<u8> {
    let boxed = |kind: &[u8], content: &[u8]| [&(content.len() as u32 + 8).to_be_bytes()[..], kind, content].concat();
    let size = [[0; 4], 100_000u32.to_be_bytes(), 100_000u32.to_be_bytes()].concat();
    let meta = boxed(b"meta", &[vec![0; 4], boxed(b"iprp", &boxed(b"ipco", &boxed(b"ispe", &size)))].concat());
    [boxed(b"ftyp", b"heic\0\0\0\0mif1heic"), meta].concat()
}
