//! Somebody moves to a ministry on another homeserver: HR's word goes from the register through the bridge to a new account,
//! which the old one takes along into its rooms, and to the end of the old account.

use anyhow::{Context, Result, ensure};
use client_core::view::{ConnectionView, MembershipView, MoveView, NewRoom, RoomKind, RoomRole, TrustView};
use futures_util::StreamExt;
use stack::{FINANCE, INTERIOR, PersonSample};
use system_tests::people::Person;
use system_tests::register::Catalogue;
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};
use system_tests::{evidence, hr};

/// The rooms of the journey.
struct Rooms {
    /// Made and administered by the mover alone; colleagues of both ministries are in it.
    own: String,
    /// Made on the other homeserver, the mover is a member.
    theirs: String,
    /// A conversation of two.
    direct: String,
    /// Public: only those who manage it may invite.
    public: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_moves_takes_the_rooms_along_and_is_found_in_the_new_place() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 0).await?;
    let olha = Person::sign_up(&system, INTERIOR, 1).await?;
    let petro = Person::sign_up(&system, FINANCE, 0).await?;
    for person in [&anna, &olha, &petro] {
        person.trust_is(TrustView::Fresh).await?;
        person.messenger.create_recovery_key().await?;
    }
    let rooms = rooms(&anna, &olha, &petro).await?;

    let local = anna.sample.email.split('@').next().unwrap_or_default().to_owned();
    let email = format!("{local}.moved@{}", FINANCE.email_domain);
    let key = anna.sample.person_id.clone();
    hr::set(&system, &key, "organisation", &format!("Ministry of {}", FINANCE.organisation))?;
    hr::set(&system, &key, "email", &email)?;
    hr::apply(&system).await?;
    until("the mail that tells of the move", || async {
        let mails = system.mails_to(&email).await?;
        Ok(mails.iter().any(|mail| mail.to_string().contains("You have moved")).then_some(()))
    })
    .await?;
    // A start asks at once; a program that runs asks every few minutes.
    let anna = anna.restart(&system).await?;
    told(&anna, |view| matches!(view, MoveView::Announced { organisation } if organisation == FINANCE.organisation))
        .await?;
    let found = olha.messenger.search_people(&anna.sample.name, None, None).await?;
    let user_id = |found: &client_core::view::PeopleFound| {
        found.people.iter().find(|person| person.person_id == key).and_then(|person| person.user_id.clone())
    };
    ensure!(user_id(&found).as_ref() == Some(&anna.session.user_id), "until then the old account is found: {found:?}");

    let sample = PersonSample { person_id: format!("{key}-moved"), email, ..anna.sample.clone() };
    let moved = Person::sign_up_as(&system, FINANCE, sample).await?;
    let new = moved.session.user_id.clone();
    ensure!(new != anna.session.user_id, "the same account");
    for room in [&rooms.own, &rooms.theirs, &rooms.direct] {
        moved
            .room_where("a room of the old account", |row| row.id == *room && row.membership == MembershipView::Joined)
            .await?;
    }
    let direct =
        moved.room_where("the conversation of two", |row| row.id == rooms.direct && row.kind == RoomKind::Direct);
    let direct = direct.await?;
    let olhas_name = olha.sample.name.clone();
    ensure!(direct.name == olhas_name, "a conversation with {:?}", direct.name);
    ensure!(moved.messenger.start_direct(&olha.session.user_id).await? == rooms.direct, "a second one was made");

    until("the same rights", || async {
        let details = olha.messenger.room_details(&rooms.own).await?;
        Ok(details
            .members
            .iter()
            .any(|member| member.user_id == new && member.role == RoomRole::Administrator)
            .then_some(()))
    })
    .await?;
    // What is written before the writer's client knows of the newcomer is encrypted without a key for them.
    until("the newcomer in the colleague's list of members", || async {
        let details = petro.messenger.room_details(&rooms.own).await?;
        Ok(details.members.iter().any(|member| member.user_id == new && !member.invited).then_some(()))
    })
    .await?;
    petro.open(&rooms.own).await?.write("welcome to the new place").await?;
    moved.open(&rooms.own).await?.message("welcome to the new place").await?;
    moved.open(&rooms.direct).await?.write("it is still me").await?;
    olha.open(&rooms.direct).await?.message("it is still me").await?;
    olha.open(&rooms.own).await?.write("from the old place").await?;
    moved.open(&rooms.own).await?.message("from the old place").await?;

    until("the new account in the search", || async {
        let found = olha.messenger.search_people(&anna.sample.name, None, None).await?;
        Ok((user_id(&found).as_ref() == Some(&new)).then_some(()))
    })
    .await?;
    let card = olha.messenger.account_card(&anna.session.user_id).await?;
    let entry = card.entry.context("the old account's card is empty")?;
    ensure!(entry.user_id.as_ref() == Some(&new), "the old account's card leads to {:?}", entry.user_id);
    record_says_so(&system, &anna, &new, &rooms).await?;
    let anna = anna.restart(&system).await?;
    told(&anna, |view| matches!(view, MoveView::Moved { .. })).await?;

    the_old_account_ends(&system, &anna, &rooms).await?;
    petro.open(&rooms.own).await?.write("and it goes on").await?;
    moved.open(&rooms.own).await?.message("and it goes on").await?;
    Ok(())
}

async fn rooms(anna: &Person, olha: &Person, petro: &Person) -> Result<Rooms> {
    let [annas, olhas, petros] = [anna, olha, petro].map(|person| person.session.user_id.clone());
    let new = |name: &str, kind: RoomKind, invite: Vec<String>| NewRoom {
        name: name.into(),
        topic: String::new(),
        kind,
        invite,
    };
    let room = new("The mover's own", RoomKind::Private, vec![olhas.clone(), petros]);
    let own = anna.messenger.create_room(&room).await?;
    petro.accept(&own).await?;
    olha.accept(&own).await?;
    let room = new("Of the other ministry", RoomKind::Private, vec![annas.clone()]);
    let theirs = petro.messenger.create_room(&room).await?;
    anna.accept(&theirs).await?;
    let public = olha.messenger.create_room(&new("For everybody", RoomKind::Public, vec![annas])).await?;
    anna.accept(&public).await?;
    let direct = anna.messenger.start_direct(&olhas).await?;
    olha.accept(&direct).await?;
    Ok(Rooms { own, theirs, direct, public })
}

async fn told(person: &Person, fits: impl Fn(&MoveView) -> bool) -> Result<()> {
    let mut states = Box::pin(person.messenger.own_move()?);
    let wait = async {
        while let Some(state) = states.next().await {
            if fits(&state) {
                return Ok(());
            }
        }
        anyhow::bail!("the stream of the move ended")
    };
    tokio::time::timeout(PATIENCE, wait).await.context("the old account is not told of the move")?
}

async fn record_says_so(system: &System, anna: &Person, new: &str, rooms: &Rooms) -> Result<()> {
    let console = system.admin_console().await?;
    let person = console.page(&format!("/people/{}", anna.sample.person_id)).await?;
    let (_, rest) = person.split_once("href=\"/moves/").context("no move on the person's page")?;
    let id = rest.split('"').next().unwrap_or_default().to_owned();
    let record = until("a record of a move that is done", || async {
        let page = console.page(&format!("/moves/{id}")).await?;
        Ok(page.contains("Moved, old account still open").then_some(page))
    })
    .await?;
    for word in [&rooms.own, &rooms.theirs, &rooms.direct, &rooms.public, &anna.session.user_id, &new.to_owned()] {
        ensure!(record.contains(word.as_str()), "the record does not name {word}: {record}");
    }
    ensure!(record.contains("may not invite people there"), "the public room was moved: {record}");
    ensure!(!record.contains("outcome-failed") && !record.contains("moved-failed"), "something failed: {record}");
    Ok(())
}

/// The grace period is over at once: nobody waits for thirty days here.
async fn the_old_account_ends(system: &System, anna: &Person, rooms: &Rooms) -> Result<()> {
    let mut states = Box::pin(anna.messenger.connection()?);
    Catalogue::of(system).end_grace_periods()?;
    let ended = async { while states.next().await.is_some_and(|state| state != ConnectionView::SessionEnded) {} };
    // The job that nobody waits for any more is found within a minute or two.
    tokio::time::timeout(PATIENCE * 2, ended).await.context("the old account's session goes on")?;
    for homeserver in [INTERIOR, FINANCE] {
        let path = system.stack().layout().homeserver(homeserver).database;
        until("the old account out of a room", || async {
            let membership = evidence::membership(&path, &rooms.own, &anna.session.user_id)?;
            Ok((membership.as_deref() == Some("leave")).then_some(()))
        })
        .await?;
    }
    Ok(())
}
