//! One file in a compressed stream: gzip, bzip2, xz and zstd, and their decoders for members of ZIP archives.

use std::io::{self, BufRead, Read};

use bzip2::bufread::MultiBzDecoder;
use flate2::bufread::MultiGzDecoder;
use lzma_rust2::XzReader;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

use super::examine_inside;
use super::look::Walk;
use super::scratch::Scratch;
use super::source::{Source, Stream, View};

pub(super) fn walk(view: View<'_>, media_type: &str) -> Walk {
    let look = view.look;
    look.members(1)?;
    let mut stream = view.stream(0);
    let unpacked = match media_type {
        "application/gzip" => Scratch::unpack(look, &mut MultiGzDecoder::new(stream), u64::MAX)?,
        "application/x-bzip2" => bzip2(view, stream, u64::MAX)?,
        "application/x-xz" => xz(view, stream, u64::MAX)?,
        _ => zstd(view, &mut stream, u64::MAX)?,
    };
    let unpacked: &dyn Source = &unpacked;
    examine_inside(view.inside(unpacked))
}

pub(super) fn bzip2(view: View<'_>, stream: Stream<'_>, most: u64) -> Walk<Scratch> {
    Scratch::unpack(view.look, &mut MultiBzDecoder::new(stream), most)
}

pub(super) fn xz(view: View<'_>, stream: Stream<'_>, most: u64) -> Walk<Scratch> {
    let kib = u32::try_from(view.look.rules.limits.window_bytes >> 10).unwrap_or(u32::MAX);
    Scratch::unpack(view.look, &mut XzReader::new_mem_limit(stream, true, kib), most)
}

pub(super) fn zstd(view: View<'_>, stream: &mut Stream<'_>, most: u64) -> Walk<Scratch> {
    let mut decoder = FrameDecoder::new();
    decoder.set_max_window_size(view.look.rules.limits.window_bytes);
    Scratch::unpack(view.look, &mut Frames { stream, decoder, under_way: false }, most)
}

/// All frames of a zstd stream, one after the other.
struct Frames<'s, 'a> {
    stream: &'s mut Stream<'a>,
    decoder: FrameDecoder,
    under_way: bool,
}

impl Frames<'_, '_> {
    /// Begins the next frame; false at the end of the stream.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.stream.fill_buf()?.is_empty() {
            match self.decoder.init(&mut *self.stream) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    io::copy(&mut self.stream.by_ref().take(u64::from(length)), &mut io::sink())?;
                }
                Err(error @ FrameDecoderError::WindowSizeTooBig { .. }) => {
                    return Err(io::Error::new(io::ErrorKind::OutOfMemory, error));
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl Read for Frames<'_, '_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.under_way && !self.begin()? {
                return Ok(0);
            }
            self.under_way = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut *self.stream, one).map_err(io::Error::other)?;
            }
            let length = self.decoder.read(buffer)?;
            if length > 0 {
                return Ok(length);
            }
            self.under_way = false;
        }
    }
}
