//! What those who manage a room do, through the client, against the real homeservers of two ministries: each kind of room,
//! its name, topic and picture, its members and their roles, invitations of every way, keeping people out, and telling the
//! moderators.

mod kinds;
mod members;
mod messages;

use anyhow::{Context, Result, ensure};
use client_core::view::{ProblemView, RoomDetails, TrustView};
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
    messages::the_moderators_are_told(&team, &room).await
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
