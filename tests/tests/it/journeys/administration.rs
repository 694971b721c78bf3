//! What those who manage a room do, through the client, against the real homeservers of two ministries: each kind of room,
//! its name and topic, its members and their roles, invitations of every way, keeping people out, telling the moderators,
//! pins, a newer version, and whom the last administrator hands over to.

mod kinds;
mod members;
mod messages;
mod versions;

use anyhow::{Context, Result, ensure};
use client_core::view::{ProblemView, RoomDetails, RoomRole, TrustView};
use stack::{FINANCE, INTERIOR};
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::until::until;

/// Two colleagues of one ministry and one of another.
struct Team {
    anna: Person,
    olha: Person,
    petro: Person,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rooms_are_made_and_managed_across_ministries() -> Result<()> {
    let system = System::up().await?;
    let team = Team {
        anna: Person::sign_up(&system, INTERIOR, 0).await?,
        olha: Person::sign_up(&system, INTERIOR, 1).await?,
        petro: Person::sign_up(&system, FINANCE, 0).await?,
    };
    for person in [&team.anna, &team.olha, &team.petro] {
        person.trust_is(TrustView::Fresh).await?;
        person.messenger.create_recovery_key().await?;
        person.trust_is(TrustView::Ready).await?;
    }
    kinds::each_kind_is_what_it_says(&team).await?;
    let room = members::a_room_and_its_members(&system, &team).await?;
    messages::told_and_pinned(&team, &room).await?;
    the_last_administrator_hands_over(&team, &room).await?;
    versions::an_old_room_goes_on_in_a_new_one(&system, &team).await
}

/// The details once they fit.
async fn details_where(
    person: &Person,
    room: &str,
    what: &str,
    fits: impl Fn(&RoomDetails) -> bool,
) -> Result<RoomDetails> {
    let found = until(what, || async {
        let details = person.messenger.room_details(room).await?;
        Ok(fits(&details).then_some(details))
    })
    .await;
    match found {
        Ok(details) => Ok(details),
        Err(error) => {
            let now = person.messenger.room_details(room).await;
            Err(error).with_context(|| format!("{} sees {now:#?}", person.session.name))
        }
    }
}

/// A refusal with a reason for the person.
fn is_refused<T: std::fmt::Debug>(outcome: Result<T, ProblemView>, what: &str) -> Result<()> {
    ensure!(matches!(&outcome, Err(ProblemView::Refused { reason }) if !reason.is_empty()), "{what}: {outcome:?}");
    Ok(())
}

/// Whoever administers a room alone cannot leave the others behind without somebody who does.
async fn the_last_administrator_hands_over(team: &Team, room: &str) -> Result<()> {
    let Team { anna, olha, .. } = team;
    details_where(anna, room, "being the last administrator", |details| details.last_administrator).await?;
    let left = anna.messenger.leave_room(room).await;
    ensure!(left == Err(ProblemView::LastAdministrator), "the last administrator leaves: {left:?}");
    anna.messenger.set_role(room, &olha.session.user_id, RoomRole::Administrator).await?;
    details_where(anna, room, "a second administrator", |details| !details.last_administrator).await?;
    anna.messenger.leave_room(room).await?;
    until("the room gone from the list", || async {
        Ok((!anna.rooms().iter().any(|row| row.id == room)).then_some(()))
    })
    .await?;
    let fits = |details: &RoomDetails| {
        details.role == RoomRole::Administrator
            && !details.members.iter().any(|member| member.user_id == anna.session.user_id)
    };
    let details = details_where(olha, room, "the room without its founder", fits).await?;
    ensure!(details.rights.roles && details.rights.name && details.last_administrator, "{details:?}");
    olha.messenger.set_room_name(room, "Under new management").await?;
    team.petro.room_where("the new name", |row| row.id == room && row.name == "Under new management").await?;
    Ok(())
}
