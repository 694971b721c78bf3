//! The computer's microphone: the one that the person has chosen in the system.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use client_core::Result;
use client_core::view::ProblemView;
use cpal::traits::{DeviceTrait, HostTrait, StreamTrait};
use cpal::{Error, ErrorKind, FromSample, SampleFormat, SizedSample, Stream, StreamConfig, SupportedStreamConfig};

use super::take::{Recording, Take};
use super::{LONGEST, RecordingView};
use crate::shell::lock;

/// The rates that Opus takes (RFC 6716, section 2), best first.
const RATES: [u32; 5] = [48_000, 24_000, 16_000, 12_000, 8_000];

/// What we read, best first.
const FORMATS: [SampleFormat; 3] = [SampleFormat::F32, SampleFormat::I16, SampleFormat::I32];

/// A microphone that is listened to, until this is gone.
pub(super) struct Listening {
    stream: Stream,
    take: Arc<Mutex<Take>>,
    gone: Arc<AtomicBool>,
}

/// Listens from now on.
///
/// # Errors
/// [`ProblemView::NoMicrophone`] without one, or where the system does not allow it.
pub(super) fn listen() -> Result<Listening> {
    let device = cpal::default_host().default_input_device().ok_or(ProblemView::NoMicrophone)?;
    let offered: Vec<_> = device.supported_input_configs().map_err(|error| refused(&error))?.collect();
    let config = RATES.iter().find_map(|rate| {
        let fit = offered.iter().filter(|range| FORMATS.contains(&range.sample_format()));
        let fit = fit.filter_map(|range| range.try_with_sample_rate(*rate));
        fit.min_by_key(|config| (config.channels(), FORMATS.iter().position(|one| *one == config.sample_format())))
    });
    let config = config.ok_or_else(|| {
        tracing::warn!("the microphone offers nothing that can be recorded");
        ProblemView::NoMicrophone
    })?;
    let take = Arc::new(Mutex::new(Take::new(config.sample_rate())?));
    let gone = Arc::new(AtomicBool::new(false));
    let stream = match config.sample_format() {
        SampleFormat::I16 => open::<i16>(&device, config, &take, &gone),
        SampleFormat::I32 => open::<i32>(&device, config, &take, &gone),
        _ => open::<f32>(&device, config, &take, &gone),
    };
    let stream = stream.and_then(|stream| stream.play().map(|()| stream)).map_err(|error| refused(&error))?;
    Ok(Listening { stream, take, gone })
}

fn open<T>(
    device: &cpal::Device,
    config: SupportedStreamConfig,
    take: &Arc<Mutex<Take>>,
    gone: &Arc<AtomicBool>,
) -> std::result::Result<Stream, Error>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let config = StreamConfig::from(config);
    let channels = usize::from(config.channels);
    let (take, gone) = (Arc::clone(take), Arc::clone(gone));
    let heard = move |samples: &[T], _: &_| lock(&take).hear(&mono(samples, channels));
    let failed = move |error: Error| match error.kind() {
        // The sound goes on, from another microphone or with a gap.
        ErrorKind::DeviceChanged | ErrorKind::Xrun | ErrorKind::RealtimeDenied => {}
        kind => {
            tracing::warn!("the microphone is gone: {kind:?}");
            gone.store(true, Ordering::Relaxed);
        }
    };
    device.build_input_stream(config, heard, failed, None)
}

/// One channel, between them all.
#[allow(clippy::cast_precision_loss, reason = "a handful of channels")]
fn mono<T>(samples: &[T], channels: usize) -> Vec<f32>
where
    T: SizedSample,
    f32: FromSample<T>,
{
    let one = |frame: &[T]| frame.iter().map(|sample| sample.to_sample::<f32>()).sum::<f32>() / frame.len() as f32;
    samples.chunks_exact(channels.max(1)).map(one).collect()
}

/// Names of devices are not told: people give them names of their own.
fn refused(error: &Error) -> ProblemView {
    tracing::warn!("the microphone cannot be used: {:?}", error.kind());
    ProblemView::NoMicrophone
}

impl Listening {
    pub(super) fn progress(&self) -> RecordingView {
        let take = lock(&self.take);
        let (length, loudness) = (take.length(), take.loudness());
        let over = self.gone.load(Ordering::Relaxed) || take.is_broken() || length >= LONGEST;
        RecordingView { length_ms: u32::try_from(length.as_millis()).unwrap_or(u32::MAX), loudness, over }
    }

    /// What was heard; none if that is nothing.
    pub(super) fn finish(self) -> Option<Recording> {
        drop(self.stream);
        Arc::into_inner(self.take)?.into_inner().ok()?.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_channels_become_one() {
        assert_eq!(mono(&[0.5_f32, -0.5, 1.0, 0.0], 2), [0.0, 0.5]);
        assert_eq!(mono(&[i16::MIN, 0, 16_384], 1), [-1.0, 0.0, 0.5]);
        assert!(mono::<f32>(&[], 2).is_empty());
    }
}
