//! Handing a message on to other conversations, where the labels of the rooms allow it.
//!
//! A file goes without its bytes being sent again where both conversations are encrypted, or both are not: it is the same
//! file, and the scanner is asked once more. Else it is fetched and sent anew, encrypted or not as the other room is.

use matrix_sdk::Room;
use matrix_sdk::ruma::events::room::MediaSource;
use matrix_sdk::ruma::events::room::message::{
    MessageType, RoomMessageEventContent, RoomMessageEventContentWithoutRelation,
};

use super::body::{caption, file_of, written};
use super::gateway::Gateway;
use crate::Result;
use crate::media::handle_of;
use crate::media::outbox::Parcel;
use crate::media::voice::Voice;
use crate::messenger::Messenger;
use crate::session::Active;
use crate::view::{PassageView, ProblemView, SafetyView};

impl Messenger {
    /// Whether messages of a conversation may go to another one.
    ///
    /// # Errors
    /// [`ProblemView::NotFound`], [`ProblemView::Unreachable`] if nobody tells how a room is labelled.
    pub async fn passage(&self, room_id: &str, to: &str) -> Result<PassageView> {
        let active = self.active()?;
        let (from, to) = (active.room(room_id)?, active.room(to)?);
        Ok(active.standing(&from).await?.passage_to(active.standing(&to).await?))
    }

    /// Hands a message on to conversations. `confirmed`: the person has read what is to be known of them.
    ///
    /// # Errors
    /// Before anything is sent: [`ProblemView::NotFound`] for what cannot be handed on or may not go to one of them,
    /// [`ProblemView::FileNotReleased`] for a file that is not safe, [`ProblemView::Unreachable`].
    pub async fn forward(&self, room_id: &str, item: &str, to: &[String], confirmed: bool) -> Result<()> {
        let (timeline, event) = self.event(room_id, item).await?;
        let active = self.active()?;
        let message = event.content().as_message().ok_or(ProblemView::NotFound)?.msgtype().clone();
        let from = active.standing(timeline.room()).await?;
        let mut targets = Vec::new();
        for id in to {
            let target = active.room(id)?;
            let passes = match from.passage_to(active.standing(&target).await?) {
                PassageView::Free => true,
                PassageView::Closed => false,
                _ => confirmed,
            };
            if !passes {
                return Err(ProblemView::NotFound);
            }
            targets.push((Gateway::open(&target).await?, target));
        }
        for (gateway, target) in targets {
            match words(&message) {
                Some(content) => gateway.send(content).await?,
                None => forward_file(&active, &message, &target, gateway.encrypted()).await?,
            }
        }
        Ok(())
    }
}

/// The words of a message as a message of its own: it answers nothing and calls nobody.
fn words(message: &MessageType) -> Option<RoomMessageEventContent> {
    let (body, formatted) = written(message)?;
    let content = match formatted {
        Some(formatted) => RoomMessageEventContentWithoutRelation::text_html(body, formatted.body.clone()),
        None => RoomMessageEventContentWithoutRelation::text_plain(body),
    };
    Some(content.into())
}

async fn forward_file(active: &Active, message: &MessageType, target: &Room, encrypted: bool) -> Result<()> {
    let declared = file_of(message).ok_or(ProblemView::NotFound)?;
    let known = handle_of(declared.source).and_then(|handle| active.safety.file(&handle));
    let known = known.filter(|file| file.safety == SafetyView::Safe).ok_or(ProblemView::FileNotReleased)?;
    let mut parcel = Parcel::new(target.room_id(), &known.name, &known.media_type)?;
    parcel.caption = caption(message).map(|(words, _)| words.to_owned());
    parcel.voice = Voice::of(message);
    if encrypted == matches!(known.source, MediaSource::Encrypted(_))
        && let Some(size) = declared.size
    {
        (parcel.size, parcel.dimensions) = (size, declared.dimensions);
        active.outbox.add_known(parcel, known.source).await;
        return Ok(());
    }
    let bytes = active.scanner.download(&known.source, &known.context).await?;
    active.outbox.add(parcel, bytes).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_go_on_without_what_they_answered_and_whom_they_called() {
        let message = MessageType::text_html("**Thanks** @Anna", "<strong>Thanks</strong> Anna");
        let json = serde_json::to_value(words(&message).expect("words")).expect("JSON");
        let expected = serde_json::json!({"msgtype": "m.text", "body": "**Thanks** @Anna", "format": "org.matrix.custom.html",
            "formatted_body": "<strong>Thanks</strong> Anna"});
        assert_eq!(json, expected);
    }
}
