//! A message that the moderators should know of.

use anyhow::{Result, ensure};
use client_core::view::{ProblemView, RoomKind};

use super::Team;

pub(super) async fn the_moderators_are_told(team: &Team, room: &str) -> Result<()> {
    let Team { anna, olha, petro } = team;
    let petros = petro.open(room).await?;
    petros.write("Something that should not stand here").await?;
    olha.open(room).await?.message("Something that should not stand here").await?;

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
    Ok(())
}
