//! Each kind of room: who can read it, who can write, who may come.

use anyhow::{Result, ensure};
use client_core::view::{BodyView, NewRoom, RoomKind, RoomOptions, RoomRole, RoomSummary, RoomTheme};

use super::{Team, details_where, is_refused};

pub(super) async fn each_kind_is_what_it_says(team: &Team) -> Result<()> {
    let Team { anna, petro, .. } = team;
    let direct = anna.messenger.start_direct(&petro.session.user_id).await?;
    petro.accept(&direct).await?;
    is(team, &direct, |row| row.kind == RoomKind::Direct && row.encrypted && !row.externals && row.members == 2)
        .await?;
    is_refused(anna.messenger.invite(&direct, &team.olha.session.user_id).await, "a third person in a conversation")?;

    let private = make(team, "Drafts", RoomKind::Private, RoomOptions::default()).await?;
    is(team, &private, |row| row.kind == RoomKind::Private && row.encrypted && !row.externals).await?;

    let open = RoomOptions { externals: true, ..RoomOptions::default() };
    let open = make(team, "With firms", RoomKind::Private, open).await?;
    is(team, &open, |row| row.kind == RoomKind::Private && row.encrypted && row.externals).await?;
    // Opened later is the same; a label shuts that way for good.
    anna.messenger.open_to_externals(&private).await?;
    is(team, &private, |row| row.externals).await?;
    let labelled = RoomOptions { restricted: true, ..RoomOptions::default() };
    let labelled = make(team, "Among ourselves", RoomKind::Private, labelled).await?;
    is_refused(anna.messenger.open_to_externals(&labelled).await, "a labelled room is opened")?;
    is_refused(petro.messenger.open_to_externals(&labelled).await, "a member opens a room")?;
    details_where(petro, &labelled, "the label", |details| details.restricted && !details.summary.externals).await?;

    forum(team).await?;
    announcement(team).await
}

/// Made by one, entered by the other, in the list of both.
async fn make(team: &Team, name: &str, kind: RoomKind, options: RoomOptions) -> Result<String> {
    let Team { anna, petro, .. } = team;
    let invite = if kind == RoomKind::Public { Vec::new() } else { vec![petro.session.user_id.clone()] };
    let new = NewRoom { name: name.into(), topic: format!("About {name}"), kind, invite };
    let room = anna.messenger.create_room_with(&new, &options).await?;
    if kind == RoomKind::Public {
        petro.messenger.join_public(&room, &anna.sample.server_name).await?;
    } else {
        petro.accept(&room).await?;
    }
    for person in [anna, petro] {
        person.room_where(name, |row| row.id == room && row.name == name).await?;
    }
    let details = details_where(petro, &room, "the topic", |details| details.topic == format!("About {name}")).await?;
    ensure!(details.role == RoomRole::Member && details.member_count == 2, "{details:?}");
    Ok(room)
}

async fn is(team: &Team, room: &str, fits: impl Fn(&RoomSummary) -> bool) -> Result<()> {
    for person in [&team.anna, &team.petro] {
        person.room_where("a room of its kind", |row| row.id == room && fits(row)).await?;
    }
    Ok(())
}

/// Found by its theme in the directory of another ministry, read and written by everybody, with what was said before.
async fn forum(team: &Team) -> Result<()> {
    let Team { anna, olha, petro } = team;
    let theme = RoomOptions { theme: Some(RoomTheme::Health), ..RoomOptions::default() };
    let room = make(team, "First aid", RoomKind::Public, theme).await?;
    is(team, &room, |row| row.kind == RoomKind::Public && !row.encrypted && !row.externals).await?;
    anna.open(&room).await?.write("The box is on the second floor").await?;
    petro.open(&room).await?.message("The box is on the second floor").await?;
    let page = olha.messenger.public_page("first aid", None, Some(RoomTheme::Health), None).await?;
    let listed = page.rooms.iter().find(|one| one.id == room);
    ensure!(listed.is_some_and(|one| one.theme == Some(RoomTheme::Health) && !one.joined), "{page:?}");
    let other = olha.messenger.public_page("first aid", None, Some(RoomTheme::Budget), None).await?;
    ensure!(other.rooms.iter().all(|one| one.id != room), "listed under another theme: {other:?}");
    let card = olha.messenger.public_room(&room, &anna.sample.server_name).await?;
    ensure!(card.room.name == "First aid" && card.room.members == 2 && !card.room.joined, "{card:?}");
    olha.messenger.join_public(&room, &anna.sample.server_name).await?;
    olha.open(&room).await?.message("The box is on the second floor").await?;
    olha.messenger.leave_room(&room).await?;
    Ok(())
}

/// Whoever manages it writes, the others read and react.
async fn announcement(team: &Team) -> Result<()> {
    let Team { anna, petro, .. } = team;
    let only = RoomOptions { announcement: true, ..RoomOptions::default() };
    let room = make(team, "News", RoomKind::Private, only).await?;
    is(team, &room, |row| row.announcement && row.encrypted).await?;
    details_where(petro, &room, "a room to read", |details| !details.can_write && !details.can_invite).await?;
    let annas = anna.open(&room).await?;
    annas.write("The canteen is closed on Friday").await?;
    let petros = petro.open(&room).await?;
    let read = petros.message("The canteen is closed on Friday").await?;
    petro.messenger.toggle_reaction(&room, &read.item, "👍").await?;
    annas.message_where("a reaction", |shown| shown.message.reactions.iter().any(|one| one.count == 1)).await?;
    petros.write("May I say something?").await?;
    let failed = petros
        .message_where("a refused message", |shown| {
            matches!(shown.message.delivery, client_core::view::DeliveryView::Failed { .. })
        })
        .await?;
    ensure!(matches!(failed.message.body, BodyView::Text(_)), "{failed:?}");
    petro.messenger.cancel_send(&room, &failed.item).await?;
    anna.messenger.set_role(&room, &petro.session.user_id, RoomRole::Moderator).await?;
    details_where(petro, &room, "the right to write", |details| details.can_write).await?;
    petros.write("Thank you, now I may").await?;
    annas.message("Thank you, now I may").await?;
    Ok(())
}
