//! People who are invited before they have ever signed in: their devices come into being between the invitation and the
//! join, of which homeservers tell nobody. What is written once they are in, they read.

use anyhow::Result;
use client_core::view::{NewRoom, RoomKind};
use stack::{FINANCE, INTERIOR};
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::until::until;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_signs_in_after_the_invitation_reads_what_is_written_after_the_join() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let samples = [system.sample(INTERIOR, 1)?, system.sample(FINANCE, 0)?];
    let mut invited = Vec::new();
    for sample in &samples {
        invited.push(system.make_account(sample).await?);
    }
    let invite = invited.clone();
    let new = NewRoom { name: "Newcomers".into(), topic: String::new(), kind: RoomKind::Private, invite };
    let room = anna.messenger.create_room(&new).await?;
    anna.open(&room).await?.write("to whom it may concern").await?;

    let mut newcomers = Vec::new();
    for sample in samples {
        let newcomer = Person::sign_in(&system, sample).await?;
        newcomer.accept(&room).await?;
        newcomers.push(newcomer);
    }
    until("both in the room", || async {
        let details = anna.messenger.room_details(&room).await?;
        let joined = details.members.iter().filter(|member| invited.contains(&member.user_id) && !member.invited);
        Ok((joined.count() == invited.len()).then_some(()))
    })
    .await?;
    anna.open(&room).await?.write("welcome").await?;
    for newcomer in &newcomers {
        newcomer.open(&room).await?.message("welcome").await?;
    }
    Ok(())
}
