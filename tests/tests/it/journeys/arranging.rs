//! What people note about their conversations for themselves is on all of their devices; and an invitation says whose it is.

use anyhow::{Context, Result, ensure};
use client_core::view::{FolderView, MembershipView, NewRoom, RoomKind, RoomNotifications, RoomPlace};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use stack::{FINANCE, INTERIOR};
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::until::PATIENCE;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_is_arranged_the_same_on_all_devices_of_a_person() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 1).await?;
    let petro = Person::sign_up(&system, FINANCE, 1).await?;
    let new = NewRoom {
        name: "Winter roads".into(),
        topic: "Salt and ploughs".into(),
        kind: RoomKind::Private,
        invite: vec![anna.session.user_id.clone()],
    };
    let room = petro.messenger.create_room(&new).await?;
    an_invitation(&anna, &petro, &room).await?;
    anna.accept(&room).await?;
    petro.open(&room).await?.write("The first snow is coming").await?;
    anna.room_where("something to read", |r| r.id == room && r.unread > 0 && r.attention() > 0).await?;

    let second = anna.another_device(&system, "second").await?;
    second.room_where("an ordinary room", |r| r.id == room && r.place == RoomPlace::Usual).await?;
    anna.messenger.set_room_place(&room, RoomPlace::Favourite).await?;
    second.room_where("a favourite", |r| r.id == room && r.place == RoomPlace::Favourite).await?;
    second.messenger.set_room_place(&room, RoomPlace::Last).await?;
    anna.room_where("one of the last", |r| r.id == room && r.place == RoomPlace::Last).await?;
    anna.messenger.set_room_notifications(&room, RoomNotifications::Muted).await?;
    let muted = |r: &client_core::view::RoomSummary| r.id == room && r.notifications == RoomNotifications::Muted;
    second.room_where("a muted room", |r| muted(r) && r.attention() == 0).await?;
    second.messenger.set_room_notifications(&room, RoomNotifications::All).await?;
    anna.room_where("a room that tells", |r| r.id == room && r.attention() > 0).await?;
    anna.messenger.set_room_unread(&room, false).await?;
    second.room_where("nothing to read", |r| r.id == room && r.unread == 0).await?;
    second.messenger.set_room_unread(&room, true).await?;
    anna.room_where("a room marked as unread", |r| r.id == room && r.marked_unread).await?;
    anna.messenger.set_room_unread(&room, false).await?;
    second.room_where("a room without a mark", |r| r.id == room && !r.marked_unread).await?;
    folders(&anna, &second, &room).await
}

/// A folder that is made, named and given up on one device is so on the other; the server's word outlives a restart.
async fn folders(anna: &Person, second: &Person, room: &str) -> Result<()> {
    let mut seen = second.messenger.folders()?;
    ensure!(seen.next().await == Some(Vec::new()), "there are folders already");
    let is = |name: &str| vec![FolderView { name: name.to_owned(), rooms: vec![room.to_owned()] }];
    anna.messenger.set_room_folder(room, "Roads").await?;
    ensure!(next(&mut seen).await? == is("Roads"), "the folder is not there");
    second.messenger.rename_folder("Roads", "Winter").await?;
    ensure!(next(&mut seen).await? == is("Winter"), "the folder has its old name");
    ensure!(next(&mut second.messenger.folders()?).await? == is("Winter"), "whoever asks later hears something else");
    anna.messenger.set_room_folder(room, "").await?;
    ensure!(next(&mut seen).await?.is_empty(), "an empty folder stays");
    Ok(())
}

async fn next(seen: &mut BoxStream<'static, Vec<FolderView>>) -> Result<Vec<FolderView>> {
    tokio::time::timeout(PATIENCE, seen.next()).await.context("nothing is told of folders")?.context("the stream ended")
}

/// Who invites is said as the directory has them; numbers only as the homeservers tell them.
async fn an_invitation(anna: &Person, petro: &Person, room: &str) -> Result<()> {
    let invited = |r: &client_core::view::RoomSummary| {
        r.id == room && r.membership == MembershipView::Invited && r.name == "Winter roads"
    };
    anna.room_where("an invitation with the room's name", invited).await?;
    let told = anna.messenger.invitation(room).await?;
    let inviter = told.inviter.as_ref().context("nobody invites")?;
    ensure!(inviter.user_id == petro.session.user_id && !inviter.external, "the wrong person invites: {told:?}");
    ensure!(inviter.organisation == petro.session.organisation && !inviter.title.is_empty(), "from nowhere: {told:?}");
    ensure!(told.topic == "Salt and ploughs", "another topic: {told:?}");
    ensure!(told.members.is_none_or(|members| members == 1), "petro is alone there: {told:?}");
    ensure!(told.colleagues.is_none_or(|colleagues| colleagues == 0), "a colleague from nowhere: {told:?}");
    Ok(())
}
