//! A message that the moderators should know of, and messages that a room keeps at hand.

use anyhow::{Context, Result, ensure};
use client_core::view::{PinView, ProblemView, RoomKind};
use system_tests::people::Person;
use system_tests::until::until;

use super::{Team, details_where, is_refused};

pub(super) async fn told_and_pinned(team: &Team, room: &str) -> Result<()> {
    let Team { anna, olha, petro } = team;
    let petros = petro.open(room).await?;
    petros.write("Something that should not stand here").await?;
    let seen = olha.open(room).await?.message("Something that should not stand here").await?;
    let event = seen.message.event_id.context("an event id")?;

    let told = olha.messenger.tell_moderators(room, &petro.session.user_id, "Please look at this").await?;
    ensure!(told == [anna.sample.name.clone()], "told: {told:?}");
    let row = anna
        .room_where("the conversation with who tells", |row| {
            row.kind == RoomKind::Direct && row.name == olha.sample.name
        })
        .await?;
    anna.accept(&row.id).await?;
    anna.open(&row.id).await?.message("Please look at this").await?;
    let nobody = olha.messenger.tell_moderators(room, &anna.session.user_id, "About the only one").await;
    ensure!(nobody == Err(ProblemView::NotFound), "nobody else manages the room: {nobody:?}");

    is_refused(olha.messenger.pin(room, &event).await, "a member pins")?;
    anna.messenger.pin(room, &event).await?;
    for person in [anna, olha, petro] {
        // Pins are told of the room that is on the screen.
        let _shown = person.open(room).await?;
        details_where(person, room, "a pin", |details| details.pinned == 1).await?;
        let pins = pins_where(person, room, |pins| pins.len() == 1 && !pins[0].text.is_empty()).await?;
        let [pin] = pins.as_slice() else { anyhow::bail!("{pins:?}") };
        ensure!(
            pin.event_id == event && pin.sender == petro.sample.name && pin.at_ms == Some(seen.message.at_ms),
            "{pin:?}"
        );
        ensure!(pin.text == "Something that should not stand here", "{pin:?}");
    }
    // Pinned twice is pinned once.
    anna.messenger.pin(room, &event).await?;
    anna.messenger.unpin(room, &event).await?;
    for person in [anna, olha, petro] {
        let _shown = person.open(room).await?;
        details_where(person, room, "no pin", |details| details.pinned == 0).await?;
    }
    ensure!(petro.messenger.pins(room).await?.is_empty(), "a pin that was taken away");
    // Who manages the room deletes what others wrote.
    let annas = anna.open(room).await?;
    let item = annas.message("Something that should not stand here").await?.item;
    anna.messenger.delete(room, &item, "").await?;
    petros.message_where("a deleted message", |shown| shown.item == item || shown.words().is_empty()).await?;
    Ok(())
}

async fn pins_where(person: &Person, room: &str, fits: impl Fn(&[PinView]) -> bool) -> Result<Vec<PinView>> {
    until("the pinned message", || async {
        let pins = person.messenger.pins(room).await?;
        Ok(fits(&pins).then_some(pins))
    })
    .await
}
