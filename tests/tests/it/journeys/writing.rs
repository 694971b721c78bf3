//! What goes on around writing, between two people: who types, what others see of one, who is named, what was said before.

use anyhow::{Context, Result, ensure};
use client_core::view::{BodyView, Draft, Mention, TracesView};
use system_tests::people::Person;
use system_tests::until::PATIENCE;

pub(super) async fn around_writing(anna: &Person, petro: &Person, room: &str) -> Result<()> {
    let (annas, petros) = (anna.open(room).await?, petro.open(room).await?);
    let typing = anna.messenger.typing(room)?;
    petro.messenger.set_typing(room, true).await?;
    let petro_types = |names: Vec<String>| (names == [petro.session.name.clone()]).then_some(());
    client_core::until(typing, PATIENCE, petro_types).await.context("nobody says that Petro types")?;

    let mention = Mention { user_id: anna.session.user_id.clone(), name: anna.session.name.clone() };
    let words = format!("Please look, @{}", mention.name);
    petros.write_draft(&Draft { markdown: words.clone(), reply_to: None, mentions: vec![mention] }).await?;
    annas.message(&words).await?;
    anna.room_where("a mention", |r| r.id == room && r.mentions == 1).await?;

    anna.messenger.set_traces(TracesView { typing: false, reading: false }).await?;
    anna.messenger.mark_read(room).await?;
    anna.room_where("nothing unread", |r| r.id == room && r.unread == 0).await?;
    annas.write("I have.").await?;
    petros.message("I have.").await?;
    let asked = petros.message(&words).await?;
    ensure!(asked.message.read_by.is_empty(), "Petro sees what Anna has read: {:?}", asked.message.read_by);
    anna.messenger.set_traces(TracesView::default()).await?;

    petro.messenger.edit(room, &asked.item, "Please look.", &[]).await?;
    let changed = annas.message_where("the change", |s| s.message.edited && s.words() == "Please look.").await?;
    let event = changed.message.event_id.context("a sent message without an id")?;
    let versions = anna.messenger.versions(room, &event).await?;
    ensure!(versions.len() == 2 && versions[0].at_ms >= versions[1].at_ms, "wrong versions: {versions:?}");
    let link = anna.messenger.message_link(room, &event).await?;
    ensure!(link.starts_with("https://matrix.to/#/") && link.contains(&event), "wrong link: {link}");

    petro.messenger.delete(room, &asked.item, "Wrong room").await?;
    let why =
        |body: &BodyView| matches!(body, BodyView::Deleted { by, reason } if by.is_empty() && reason == "Wrong room");
    annas.message_where("why it was deleted", |s| why(&s.message.body)).await?;
    Ok(())
}
