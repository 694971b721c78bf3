//! A stream of text in any encoding, read as UTF-8 in bounded memory.
//!
//! Bytes that the encoding does not know come out as one byte that no UTF-8 has, so that whoever reads the text finds
//! the row that holds them. No replacement character is ever put in their place.

use std::io::{self, Read};

use encoding_rs::{Decoder, DecoderResult, Encoding};

/// Stands for what could not be decoded.
const UNDECODABLE: u8 = 0xff;
const CHUNK: usize = 32 * 1024;

/// See the module.
pub(super) struct Decoding<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// What of `raw` is not yet decoded.
    left: std::ops::Range<usize>,
    text: Vec<u8>,
    /// What of `text` is not yet handed out.
    ready: std::ops::Range<usize>,
    ended: bool,
    flushed: bool,
}

impl<R: Read> Decoding<R> {
    /// Reads `inner`, which is written in `encoding`. A byte order mark is taken away.
    pub(super) fn new(inner: R, encoding: &'static Encoding) -> Self {
        Self {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; CHUNK],
            left: 0..0,
            text: vec![0; CHUNK],
            ready: 0..0,
            ended: false,
            flushed: false,
        }
    }

    /// Makes some text ready, or reaches the end.
    fn fill(&mut self) -> io::Result<()> {
        while self.ready.is_empty() && !self.flushed {
            if self.left.is_empty() && !self.ended {
                let count = self.inner.read(&mut self.raw)?;
                self.left = 0..count;
                self.ended = count == 0;
            }
            // One byte is kept for the mark.
            let space = self.text.len() - 1;
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw[self.left.clone()],
                &mut self.text[..space],
                self.ended,
            );
            self.left.start += read;
            self.ready = 0..written;
            match result {
                DecoderResult::InputEmpty => self.flushed = self.ended,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.text[written] = UNDECODABLE;
                    self.ready.end += 1;
                }
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoding<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        self.fill()?;
        let count = self.ready.len().min(out.len());
        out[..count].copy_from_slice(&self.text[self.ready.start..self.ready.start + count]);
        self.ready.start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], encoding: &'static Encoding) -> Vec<u8> {
        /// Hands out one byte at a time, so that every character is cut.
        struct Drip<'a>(&'a [u8]);
        impl Read for Drip<'_> {
            fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
                let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
                out[0] = *first;
                self.0 = rest;
                Ok(1)
            }
        }
        let mut text = Vec::new();
        Decoding::new(Drip(bytes), encoding).read_to_end(&mut text).expect("read");
        let mut whole = Vec::new();
        Decoding::new(bytes, encoding).read_to_end(&mut whole).expect("read");
        assert_eq!(text, whole, "however the bytes come");
        text
    }

    #[test]
    fn text_of_any_encoding_comes_out_as_utf_8() {
        let utf_16: Vec<u8> = "\u{feff}Їжак\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decoded(&utf_16, encoding_rs::UTF_16LE), "Їжак\n".as_bytes());
        let long = "Відділ;".repeat(20_000);
        let (bytes, _, _) = encoding_rs::KOI8_U.encode(&long);
        assert_eq!(decoded(&bytes, encoding_rs::KOI8_U), long.as_bytes());
    }

    #[test]
    fn what_cannot_be_decoded_is_marked_and_the_rest_goes_on() {
        assert_eq!(decoded(b"a\0\x00\xd8b\0", encoding_rs::UTF_16LE), b"a\xffb");
        assert_eq!(decoded(b"a\0b", encoding_rs::UTF_16LE), b"a\xff");
        assert_eq!(decoded(b"a\x81", encoding_rs::SHIFT_JIS), b"a\xff");
        assert_eq!(decoded(b"", encoding_rs::UTF_16LE), b"");
    }
}
