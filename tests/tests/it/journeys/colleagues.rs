//! The directory from the client's side, on the real parts: a colleague's card, the tree down to their unit, a room for the
//! whole unit, an invitation by mail to somebody who has not signed up.

use anyhow::{Context, Result, ensure};
use client_core::view::{BranchView, MembershipView, RoomKind, RoomSummary, UnitRoomView};
use futures_util::StreamExt;
use stack::FINANCE;
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::until::until;

/// `private` is a room that both are in.
pub(super) async fn the_directory(system: &System, anna: &Person, petro: &Person, private: &str) -> Result<()> {
    let card = anna.messenger.account_card(&petro.session.user_id).await?;
    let entry = card.entry.as_ref().context("the directory does not show the colleague")?;
    ensure!(entry.person_id == petro.sample.person_id && !card.external && !card.own, "the wrong card: {card:?}");
    ensure!(card.verified_at_ms.is_some(), "nothing says when HR was read: {card:?}");
    ensure!(card.shared_rooms.iter().any(|room| room.id == private), "the shared room is missing: {card:?}");
    ensure!(card.shared_rooms.iter().all(|room| room.kind != RoomKind::Direct), "a conversation is no room: {card:?}");
    let same = anna.messenger.person_card(&entry.person_id).await?;
    ensure!(same == card, "two cards of one person: {same:?}");
    ensure!(petro.messenger.account_card(&petro.session.user_id).await?.own, "one's own card is not one's own");

    let unit = down_to(anna, &entry.organisation_id, &entry.unit_path).await?;
    everybody_of_the_unit(anna, petro, &unit).await?;
    a_room_for_the_unit(anna, petro, &unit).await?;
    an_invitation_by_mail(system, anna).await
}

/// Opens the tree level by level.
async fn down_to(anna: &Person, organisation_id: &str, path: &[String]) -> Result<BranchView> {
    let roots = anna.messenger.branches(None, &[]).await?;
    ensure!(roots.len() >= 2, "not all ministries are there: {roots:?}");
    let mut here = roots.into_iter().find(|branch| branch.organisation_id == organisation_id);
    for depth in 0..path.len() {
        let above = here.context("a branch is missing")?;
        ensure!(above.has_units && above.people > 0, "an empty branch: {above:?}");
        let below = anna.messenger.branches(Some(organisation_id), &above.path).await?;
        here = below.into_iter().find(|branch| branch.path == path[..=depth]);
    }
    here.context("the unit is not in the tree")
}

async fn everybody_of_the_unit(anna: &Person, petro: &Person, unit: &BranchView) -> Result<()> {
    let (mut from, mut found) = (Some(0), Vec::new());
    while let Some(start) = from {
        let page = anna.messenger.people_of(&unit.organisation_id, &unit.path, start).await?;
        found.extend(page.people);
        from = page.next;
    }
    ensure!(found.len() == unit.people as usize, "the tree counts {}, the pages hold {}", unit.people, found.len());
    ensure!(found.iter().any(|p| p.person_id == petro.sample.person_id), "the colleague is not among {found:?}");
    Ok(())
}

async fn a_room_for_the_unit(anna: &Person, petro: &Person, unit: &BranchView) -> Result<()> {
    let reach = anna.messenger.unit_reach(&unit.organisation_id, &unit.path).await?;
    ensure!(reach.on_depesha >= 1 && reach.on_depesha + reach.not_yet == unit.people && !reach.cut, "{reach:?}");
    let states: Vec<_> = anna.messenger.write_to_unit(&unit.organisation_id, &unit.path)?.collect().await;
    let Some(UnitRoomView::Done { room, invited, failed: 0 }) = states.last() else {
        anyhow::bail!("no room for the unit: {states:?}");
    };
    ensure!(*invited == reach.on_depesha, "{invited} of {} were invited", reach.on_depesha);
    let invited_by_name =
        |r: &RoomSummary| r.id == *room && r.membership == MembershipView::Invited && r.name == unit.name;
    petro.room_where("an invitation to the room named after the unit", invited_by_name).await?;
    petro.accept(room).await?;
    anna.open(room).await?.write("A word to everybody").await?;
    petro.open(room).await?.message("A word to everybody").await?;
    petro.room_where("an encrypted room", |r| r.id == *room && r.encrypted).await?;
    Ok(())
}

async fn an_invitation_by_mail(system: &System, anna: &Person) -> Result<()> {
    let silent = system.sample(FINANCE, 3)?;
    anna.messenger.invite_person(&silent.person_id).await?;
    until("the invitation by mail", || async { Ok((!system.mails_to(&silent.email).await?.is_empty()).then_some(())) })
        .await
}
