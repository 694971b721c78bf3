//! What the microphone hears, as Opus (RFC 6716) in Ogg (RFC 7845): small, and played by every Matrix client.

use std::time::Duration;

use client_core::{Result, Voice};
use ogg::{PacketWriteEndInfo, PacketWriter};
use opus::{Application, Bitrate, Channels, Encoder};

use crate::shell::unexpected;

/// Speech is understood well at this, in bits a second; a minute is 180 KiB.
const BITRATE: i32 = 24_000;

/// Packets in a second: each holds 20 ms.
const PACKETS: u32 = 50;

/// Ogg counts Opus in samples of 48 kHz, whatever was recorded.
const GRANULES: u32 = 48_000;

/// One stream in a file, so any number does.
const SERIAL: u32 = 1;

/// The largest packet there is (RFC 6716, section 3.4).
const LARGEST_PACKET: usize = 1_275;

/// How many values draw a whole recording.
const DRAWN: usize = 100;

/// A recording that is over.
#[derive(Debug)]
pub(crate) struct Recording {
    pub(crate) bytes: Vec<u8>,
    pub(crate) voice: Voice,
}

/// A recording that goes on.
pub(super) struct Take {
    rate: u32,
    encoder: Encoder,
    writer: PacketWriter<'static, Vec<u8>>,
    /// What does not fill a packet yet.
    pending: Vec<f32>,
    /// The packet that may be the last.
    held: Option<Vec<u8>>,
    written: u64,
    heard: u64,
    /// The loudest moment of each packet, 0 to 1.
    peaks: Vec<f32>,
    broken: bool,
}

impl Take {
    /// One of samples at this rate, which Opus takes.
    pub(super) fn new(rate: u32) -> Result<Self> {
        let encoder = Encoder::new(rate, Channels::Mono, Application::Voip)
            .and_then(|mut encoder| encoder.set_bitrate(Bitrate::Bits(BITRATE)).map(|()| encoder));
        let mut take = Self {
            rate,
            encoder: encoder.map_err(|_| unexpected("preparing a recording"))?,
            writer: PacketWriter::new(Vec::new()),
            pending: Vec::new(),
            held: None,
            written: 0,
            heard: 0,
            peaks: Vec::new(),
            broken: false,
        };
        let skipped = u16::try_from(take.skipped()).unwrap_or(u16::MAX);
        let alone = PacketWriteEndInfo::EndPage;
        let begun = take
            .writer
            .write_packet(head(rate, skipped), SERIAL, alone, 0)
            .and_then(|()| take.writer.write_packet(tags(), SERIAL, alone, 0));
        begun.map(|()| take).map_err(|_| unexpected("beginning a recording"))
    }

    /// Takes samples of one channel, each from -1 to 1.
    pub(super) fn hear(&mut self, samples: &[f32]) {
        self.heard += samples.len() as u64;
        self.pending.extend_from_slice(samples);
        self.pack();
    }

    /// How long it is.
    pub(super) fn length(&self) -> Duration {
        Duration::from_millis(self.heard * 1_000 / u64::from(self.rate))
    }

    /// How loud it is now, from 0 to 100, as ears hear it: silence is what is 50 dB below the loudest.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 100")]
    pub(super) fn loudness(&self) -> u8 {
        let lately = self.peaks.iter().rev().take(5).copied().fold(0.0_f32, f32::max);
        (100.0 + 2.0 * 20.0 * lately.max(1e-5).log10()).clamp(0.0, 100.0) as u8
    }

    /// Nothing more can be recorded.
    pub(super) fn is_broken(&self) -> bool {
        self.broken
    }

    /// The whole; none if nothing was heard.
    pub(super) fn finish(mut self) -> Option<Recording> {
        if self.heard == 0 {
            return None;
        }
        let voice = Voice { length_ms: u32::try_from(self.length().as_millis()).ok()?, loudness: drawn(&self.peaks) };
        // What the encoder still holds back comes out with silence behind it.
        let end = self.skipped() + self.heard * u64::from(GRANULES / self.rate);
        while (self.written + u64::from(self.held.is_some())) * u64::from(GRANULES / PACKETS) < end && !self.broken {
            let rest = self.packet() - self.pending.len();
            self.pending.resize(self.pending.len() + rest, 0.0);
            self.pack();
        }
        self.writer.write_packet(self.held.take()?, SERIAL, PacketWriteEndInfo::EndStream, end).ok()?;
        Some(Recording { bytes: self.writer.into_inner(), voice })
    }

    /// How many samples a packet holds.
    fn packet(&self) -> usize {
        (self.rate / PACKETS) as usize
    }

    /// How much silence the encoder puts in front, as Ogg counts.
    fn skipped(&mut self) -> u64 {
        let lookahead = self.encoder.get_lookahead().ok().and_then(|samples| u64::try_from(samples).ok());
        lookahead.unwrap_or_default() * u64::from(GRANULES / self.rate)
    }

    fn pack(&mut self) {
        let size = self.packet();
        while self.pending.len() >= size && !self.broken {
            let samples: Vec<f32> = self.pending.drain(..size).collect();
            self.peaks.push(samples.iter().fold(0.0, |peak, sample| sample.abs().max(peak)));
            let packet = self.encoder.encode_vec_float(&samples, LARGEST_PACKET);
            self.broken = packet.is_err() || !self.write_held();
            self.held = packet.ok();
        }
    }

    /// Writes the packet that turns out not to be the last; a second of them is a page.
    fn write_held(&mut self) -> bool {
        let Some(packet) = self.held.take() else { return true };
        self.written += 1;
        let full = self.written.is_multiple_of(u64::from(PACKETS));
        let end = if full { PacketWriteEndInfo::EndPage } else { PacketWriteEndInfo::NormalPacket };
        let at = self.written * u64::from(GRANULES / PACKETS);
        self.writer.write_packet(packet, SERIAL, end, at).is_ok()
    }
}

/// The first packet (RFC 7845, section 5.1).
fn head(rate: u32, skipped: u16) -> Vec<u8> {
    let (version, channels, gain, family) = (1, 1, 0_u16, 0);
    let mut head = b"OpusHead".to_vec();
    head.extend([version, channels]);
    head.extend(skipped.to_le_bytes());
    head.extend(rate.to_le_bytes());
    head.extend(gain.to_le_bytes());
    head.push(family);
    head
}

/// The second packet (RFC 7845, section 5.2): who made the program, and nothing of the person or the computer.
fn tags() -> Vec<u8> {
    let (maker, remarks) = (b"Depesha", 0_u32);
    let mut tags = b"OpusTags".to_vec();
    tags.extend((maker.len() as u32).to_le_bytes());
    tags.extend(maker);
    tags.extend(remarks.to_le_bytes());
    tags
}

/// A line of the whole, each value from 0 to 1024; a quiet voice is drawn as high as a loud one, silence is not.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to 1024")]
fn drawn(peaks: &[f32]) -> Vec<u16> {
    let loudest = peaks.iter().copied().fold(0.05, f32::max);
    let parts = peaks.len().div_ceil(DRAWN).max(1);
    let highest = |part: &[f32]| part.iter().copied().fold(0.0, f32::max);
    peaks.chunks(parts).map(|part| (highest(part) / loudest * 1024.0).clamp(0.0, 1024.0) as u16).collect()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use ogg::PacketReader;
    use opus::Decoder;

    use super::*;

    /// A tone of 440 Hz.
    #[allow(clippy::cast_precision_loss, reason = "some seconds")]
    fn tone(rate: u32, ms: u32, loud: f32) -> Vec<f32> {
        let step = std::f32::consts::TAU * 440.0 / rate as f32;
        (0..rate / 1_000 * ms).map(|at| loud * (at as f32 * step).sin()).collect()
    }

    /// What a player hears, at 48 kHz.
    fn played(bytes: &[u8]) -> Vec<f32> {
        let mut packets = Vec::new();
        let mut reader = PacketReader::new(Cursor::new(bytes));
        while let Some(packet) = reader.read_packet().expect("an Ogg stream") {
            packets.push(packet);
        }
        assert!(packets[0].data.starts_with(b"OpusHead") && packets[1].data.starts_with(b"OpusTags"));
        let skipped = usize::from(u16::from_le_bytes([packets[0].data[10], packets[0].data[11]]));
        let last = packets.last().expect("packets");
        assert!(last.last_in_stream());
        let end = usize::try_from(last.absgp_page()).expect("a place");
        let mut decoder = Decoder::new(GRANULES, Channels::Mono).expect("a decoder");
        let mut sound = Vec::new();
        for packet in &packets[2..] {
            let mut samples = vec![0.0; 5_760];
            let count = decoder.decode_float(&packet.data, &mut samples, false).expect("Opus");
            sound.extend_from_slice(&samples[..count]);
        }
        assert!(sound.len() >= end);
        sound[skipped..end].to_vec()
    }

    /// How often a sound goes up through zero in a second.
    #[allow(clippy::cast_precision_loss, reason = "some seconds")]
    fn pitch(sound: &[f32]) -> f32 {
        let ups = sound.windows(2).filter(|pair| pair[0] < 0.0 && pair[1] >= 0.0).count();
        ups as f32 * GRANULES as f32 / sound.len() as f32
    }

    #[test]
    fn what_was_heard_is_played_in_its_length_and_pitch_at_every_rate() {
        for rate in [48_000, 24_000, 16_000, 12_000, 8_000] {
            let mut take = Take::new(rate).expect("an encoder");
            // As microphones tell it: in pieces that have nothing to do with packets.
            tone(rate, 2_510, 0.5).chunks(331).for_each(|piece| take.hear(piece));
            assert_eq!(take.length(), Duration::from_millis(2_510));
            let recording = take.finish().expect("a recording");
            assert_eq!(recording.voice.length_ms, 2_510);
            let sound = played(&recording.bytes);
            assert_eq!(sound.len(), 2_510 * 48, "{rate}");
            let pitch = pitch(&sound[4_800..115_000]);
            assert!((435.0..445.0).contains(&pitch), "{rate}: {pitch} Hz");
        }
    }

    #[test]
    fn it_shows_when_it_is_loud_and_when_it_is_not() {
        let mut take = Take::new(48_000).expect("an encoder");
        take.hear(&tone(48_000, 1_000, 0.0));
        assert_eq!(take.loudness(), 0);
        take.hear(&tone(48_000, 1_000, 0.25));
        assert!((70..=80).contains(&take.loudness()), "{}", take.loudness());
        let drawn = take.finish().expect("a recording").voice.loudness;
        assert_eq!(drawn.len(), 100);
        assert!(drawn[..50].iter().all(|value| *value == 0) && drawn[50..].iter().all(|value| *value > 1_000));
    }

    #[test]
    fn a_long_one_is_drawn_in_as_many_steps_and_is_small() {
        let mut take = Take::new(16_000).expect("an encoder");
        for _ in 0..60 {
            take.hear(&tone(16_000, 1_000, 0.3));
        }
        let recording = take.finish().expect("a recording");
        assert!((50..=DRAWN).contains(&recording.voice.loudness.len()), "{}", recording.voice.loudness.len());
        assert!(recording.bytes.len() < 220 << 10, "{}", recording.bytes.len());
    }

    #[test]
    fn nothing_heard_is_no_recording_and_a_moment_is_one() {
        assert!(Take::new(48_000).expect("an encoder").finish().is_none());
        let mut take = Take::new(48_000).expect("an encoder");
        take.hear(&[0.1; 5]);
        assert_eq!(played(&take.finish().expect("a recording").bytes).len(), 5);
    }
}
