//! Writing, answering, asking, sending a file, and finding it all again.

use anyhow::{Result, bail, ensure};
use client_core::view::{BodyView, FileLook, FileView, SafetyView};
use system_tests::people::{Conversation, Person};
use system_tests::until::until;

use super::hands::{ENTER, Hands, UP};

/// What is said of the agenda, before and after it is changed.
const AGENDA: &str = "The agenda for Monday";
const CHANGED: &str = "The agenda for Monday and Tuesday";

/// With marks, signs and names; taken up again and changed.
pub(super) async fn writing(hands: &Hands<'_>, petro: &Person, talk: &Conversation<'_>) -> Result<()> {
    let window = hands.window;
    window.type_into("composer", "budget").await?;
    hands.control('a').await?;
    window.press("format-bold").await?;
    window.press("send").await?;
    talk.message("budget").await?;
    window.see_css("[data-testid=\"message\"] strong").await?;

    window.type_into("composer", ":thumbs").await?;
    window.see("suggestion").await?;
    window.type_into("composer", ENTER).await?;
    window.type_into("composer", ENTER).await?;
    talk.message_where("the sign", |shown| shown.words().contains('👍')).await?;

    let given = petro.sample.name.split_whitespace().next().unwrap_or_default();
    window.type_into("composer", &format!("@{given}")).await?;
    window.see_words("suggestion", &petro.sample.name).await?;
    window.type_into("composer", ENTER).await?;
    hands.write("have you seen it?").await?;
    let named = |words: &str| words.contains(&petro.sample.name) && words.ends_with("have you seen it?");
    talk.message_where("the name", |shown| named(shown.words())).await?;

    hands.write(AGENDA).await?;
    talk.message(AGENDA).await?;
    hands.holds("the message to be sent", "document.querySelector('[data-state=\"sending\"]') === null").await?;
    window.type_into("composer", UP).await?;
    window.type_into("composer", &format!(" and Tuesday{ENTER}")).await?;
    talk.message(CHANGED).await?;
    window.press("versions").await?;
    window.see_words("version", AGENDA).await?;
    window.picture_of("versions").await?;
    hands.close().await
}

/// An answer, a sign under a message, a thread, and a message that is deleted.
pub(super) async fn answering(hands: &Hands<'_>, talk: &Conversation<'_>) -> Result<()> {
    let window = hands.window;
    talk.write("Shall we meet at ten?").await?;
    hands.on_message("Shall we meet at ten?", "reply").await?;
    hands.write("Ten is fine").await?;
    talk.message_where("the answer", |shown| shown.words() == "Ten is fine" && shown.message.reply_to.is_some())
        .await?;

    hands.on_message("Shall we meet at ten?", "react").await?;
    window.press("action-✅").await?;
    talk.message_where("the sign", |shown| !shown.message.reactions.is_empty()).await?;
    window.see("reaction").await?;

    hands.act_on_message("Shall we meet at ten?", "thread").await?;
    let answer = "[data-testid=\"thread\"] [data-testid=\"composer\"]";
    window.see_css(answer).await?.send_keys(&format!("Which room?{ENTER}")).await?;
    window.see_words("message", "Which room?").await?;
    window.picture_of("thread").await?;
    window.press("thread-close").await?;
    window.see_words("thread-line", "Which room?").await?;

    hands.write("This was for somebody else").await?;
    talk.message("This was for somebody else").await?;
    hands.act_on_message("This was for somebody else", "delete").await?;
    window.type_into("delete-reason", "wrong conversation").await?;
    window.press("confirm-action").await?;
    talk.message_where("the deleted message", |shown| matches!(shown.message.body, BodyView::Deleted { .. })).await?;
    window.see_words("message", "wrong conversation").await?;
    Ok(())
}

/// A question with answers, voted upon and ended.
pub(super) async fn a_poll(hands: &Hands<'_>, talk: &Conversation<'_>) -> Result<()> {
    let window = hands.window;
    window.press("composer-more").await?;
    window.press("action-poll").await?;
    window.type_into("poll-question", "Which day?").await?;
    for (at, day) in ["Monday", "Thursday"].iter().enumerate() {
        let field = format!("li:nth-of-type({}) [data-testid=\"poll-answer\"]", at + 1);
        window.see_css(&field).await?.send_keys(day).await?;
    }
    window.picture_of("poll").await?;
    window.press("poll-send").await?;
    talk.message_where("the poll", |shown| matches!(shown.message.body, BodyView::Poll(_))).await?;
    until("the vote to be given", || async {
        window.see_words("poll-choice", "Thursday").await?.click().await?;
        Ok(Some(()))
    })
    .await?;
    hands.holds("the vote", "document.querySelector('[data-testid=\"poll-choice\"][aria-pressed=\"true\"]')").await?;
    window.press("poll-end").await?;
    window.press("confirm-action").await?;
    window.see_words("poll-result", "Thursday").await?;
    talk.message_where("the end", |shown| matches!(&shown.message.body, BodyView::Poll(poll) if poll.ended)).await?;
    Ok(())
}

/// A file from the clipboard passes the scanner and reaches the colleague with words under it, which are changed then.
pub(super) async fn a_file(hands: &Hands<'_>, talk: &Conversation<'_>) -> Result<()> {
    hands.paste_file("minutes.txt", "The minutes of Monday.").await?;
    hands.window.see("send-files").await?;
    hands.window.picture_of("send-files").await?;
    hands.window.type_into("file-caption", &format!("As said{ENTER}")).await?;
    hands.window.gone("send-files").await?;
    hands.window.see_css("[data-testid=\"file\"][data-state=\"safe\"]").await?;
    let under = |file: &FileView, words: &str| file.caption.as_ref().is_some_and(|caption| caption.plain == words);
    talk.message_where("the file", |shown| {
        matches!(&shown.message.body, BodyView::File(file)
            if file.name == "minutes.txt" && file.safety == SafetyView::Safe && under(file, "As said"))
    })
    .await?;
    hands.act_on_message("minutes.txt", "caption").await?;
    hands.window.empty("composer").await?;
    hands.write("As agreed").await?;
    talk.message_where(
        "the words under it",
        |shown| matches!(&shown.message.body, BodyView::File(file) if under(file, "As agreed")),
    )
    .await?;
    hands.window.see_words("caption", "As agreed").await.map(drop)
}

/// Spoken into the computer's microphone, listened to, sent, and listened to again from the conversation.
pub(super) async fn a_voice_message(hands: &Hands<'_>, petro: &Person, talk: &Conversation<'_>) -> Result<()> {
    let window = hands.window;
    window.press("voice-record").await?;
    window.see_words("voice-length", "0:02").await?;
    window.picture_of("voice-recording").await?;
    window.see_words("voice-state", "Speak now").await?;
    window.press("voice-stop").await?;
    window.press("voice-listen").await?;
    let plays = |test_id: &str| format!("document.querySelector('[data-testid=\"{test_id}\"]')?.currentTime > 0.5");
    hands.holds("the recording to play", &plays("voice-player")).await?;
    window.picture_of("voice-waiting").await?;
    window.press("voice-send").await?;
    window.gone("voice").await?;
    let arrived = talk
        .message_where("the voice message", |shown| {
            matches!(&shown.message.body, BodyView::File(file)
                if file.look == FileLook::Voice && file.safety == SafetyView::Safe)
        })
        .await?;
    let BodyView::File(file) = &arrived.message.body else { bail!("no file") };
    ensure!(file.length_ms.is_some_and(|length| length >= 1_500), "it says {:?} ms", file.length_ms);
    let bytes = petro.messenger.open_file(&file.handle).await?.bytes;
    ensure!(bytes.starts_with(b"OggS") && bytes.len() > 4_000, "{} bytes are no voice", bytes.len());
    hands.on_message("Voice message", "file-listen").await?;
    hands.holds("the message to play", &plays("file-player")).await
}

/// Planned for tomorrow, shown over the place to write, and sent from the list after all.
pub(super) async fn later(hands: &Hands<'_>, talk: &Conversation<'_>) -> Result<()> {
    let window = hands.window;
    window.type_into("composer", "The figures follow").await?;
    window.press("composer-more").await?;
    window.press("action-later").await?;
    window.see("later-words").await?;
    window.picture_of("later").await?;
    window.press("later-keep").await?;
    window.gone("later-form").await?;
    window.press("later-show").await?;
    window.see_words("later-entry", "The figures follow").await?;
    window.press("later-now").await?;
    talk.message("The figures follow").await?;
    hands.close().await
}

/// By words, and by date.
pub(super) async fn finding_again(hands: &Hands<'_>) -> Result<()> {
    let window = hands.window;
    window.press("conversation-search").await?;
    window.type_into("message-words", "agenda").await?;
    window.see_words("found-message", "Tuesday").await?.click().await?;
    window.gone("message-search").await?;
    window.see_words("message", "Tuesday").await?;

    window.press("go-to-date").await?;
    window.see("date-field").await?;
    window.press("date-go").await?;
    window.see("past").await?;
    window.press("to-present").await?;
    window.gone("past").await
}
