//! Voice messages: recordings that stand in the place of written words (MSC3245, with what MSC3246 says of a sound).

use std::time::Duration;

use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::events::room::message::{
    AudioInfo, AudioMessageEventContent, MessageType, UnstableAmplitude, UnstableAudioDetailsContentBlock,
    UnstableVoiceContentBlock,
};
use serde::{Deserialize, Serialize};

use super::outbox::Parcel;
use crate::Result;
use crate::messenger::Messenger;
use crate::timeline::length_ms;

/// The media type of Opus in Ogg (RFC 7845), as the shell records it and as other Matrix clients do.
const MEDIA_TYPE: &str = "audio/ogg";

/// What a voice message says of its recording.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// How long it plays, in milliseconds.
    pub length_ms: u32,
    /// How loud it is from the beginning to the end, each from 0 to 1024: clients draw it.
    pub loudness: Vec<u16>,
}

impl Voice {
    /// That of a message which is one.
    pub(crate) fn of(message: &MessageType) -> Option<Self> {
        let MessageType::Audio(audio) = message else { return None };
        audio.voice.as_ref()?;
        let loudness = audio.audio.as_ref().map(|details| details.waveform.iter().map(amplitude).collect());
        Some(Self { length_ms: length_ms(message)?, loudness: loudness.unwrap_or_default() })
    }

    /// The message with it.
    pub(crate) fn content(&self, parcel: &Parcel, source: MediaSource) -> AudioMessageEventContent {
        let length = Duration::from_millis(self.length_ms.into());
        let mut info = AudioInfo::new();
        info.duration = Some(length);
        info.mimetype = Some(parcel.media_type.clone());
        info.size = parcel.size.try_into().ok();
        let waveform = self.loudness.iter().copied().map(UnstableAmplitude::from).collect();
        let mut content = AudioMessageEventContent::new(parcel.name.clone(), source);
        content.info = Some(Box::new(info));
        content.filename = Some(parcel.name.clone());
        content.audio = Some(UnstableAudioDetailsContentBlock::new(length, waveform));
        content.voice = Some(UnstableVoiceContentBlock::new());
        content
    }
}

fn amplitude(amplitude: &UnstableAmplitude) -> u16 {
    u16::try_from(u64::from(amplitude.get())).unwrap_or(UnstableAmplitude::MAX)
}

impl Messenger {
    /// Takes a recording, Opus in Ogg, for a conversation or for the thread that begins with a message. It goes the way of
    /// every file: uploaded, checked by the scanner, sent.
    ///
    /// # Errors
    /// Those of [`Self::send_file`].
    pub async fn send_voice(
        &self,
        room_id: &str,
        thread: Option<&str>,
        name: &str,
        bytes: Vec<u8>,
        voice: Voice,
    ) -> Result<()> {
        let active = self.active()?;
        let mut parcel = active.parcel(room_id, thread, name, MEDIA_TYPE, &bytes).await?;
        parcel.voice = Some(voice);
        active.outbox.add(parcel, bytes).await
    }
}

#[cfg(test)]
mod tests {
    use matrix_sdk::ruma::room_id;
    use serde_json::json;

    use super::*;
    use crate::timeline::gateway::file_content;

    fn spoken() -> Parcel {
        let mut parcel = Parcel::new(room_id!("!reserve:a.example"), "voice.ogg", MEDIA_TYPE).expect("a name");
        (parcel.size, parcel.voice) = (4_096, Some(Voice { length_ms: 2_400, loudness: vec![0, 1024, 5_000] }));
        parcel
    }

    #[test]
    fn a_recording_goes_as_a_voice_message_also_after_a_restart_and_is_read_as_one() {
        let kept = serde_json::to_vec(&spoken()).expect("JSON");
        let parcel: Parcel = serde_json::from_slice(&kept).expect("a parcel");
        let content = file_content(&parcel, MediaSource::Plain("mxc://a.example/voice".into()));
        let json = serde_json::to_value(&content).expect("JSON");
        assert_eq!((&json["msgtype"], &json["body"]), (&json!("m.audio"), &json!("voice.ogg")));
        assert_eq!(json["info"], json!({"duration": 2_400, "mimetype": "audio/ogg", "size": 4_096}));
        assert_eq!(json["org.matrix.msc1767.audio"], json!({"duration": 2_400, "waveform": [0, 1024, 1024]}));
        assert_eq!(json["org.matrix.msc3245.voice"], json!({}));
        let read = Voice::of(&content.msgtype);
        assert_eq!(read, Some(Voice { length_ms: 2_400, loudness: vec![0, 1024, 1024] }));
    }

    #[test]
    fn other_recordings_are_no_voice_messages() {
        let music = json!({"msgtype": "m.audio", "body": "x", "url": "mxc://a.example/x", "info": {"duration": 900}});
        let timeless = json!({"msgtype": "m.audio", "body": "x", "url": "mxc://a.example/x",
            "org.matrix.msc3245.voice": {}});
        for content in [music, timeless] {
            assert_eq!(Voice::of(&serde_json::from_value(content).expect("a message")), None);
        }
    }
}
