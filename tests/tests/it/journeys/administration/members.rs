//! Members: invited by search, by list and by unit, with organisation and role, removed, kept out and let in again; and the
//! list of them as a file.

use anyhow::{Context, Result, ensure};
use client_core::view::{
    InviteOutcome, MemberFilter, MemberListWords, MembershipView, NewRoom, ProblemView, Reach, RoomKind, RoomRole,
    UnitRoomView,
};
use futures_util::StreamExt;
use stack::FINANCE;
use system_tests::people::Person;
use system_tests::system::System;
use system_tests::until::until;

use super::{Team, details_where, is_refused};

/// A room of three, whose founder administers it; answers its id.
pub(super) async fn a_room_and_its_members(system: &System, team: &Team) -> Result<String> {
    let Team { anna, olha, petro } = team;
    let new = NewRoom { name: "Budget".into(), topic: String::new(), kind: RoomKind::Private, invite: Vec::new() };
    let room = anna.messenger.create_room(&new).await?;
    named(team, &room).await?;
    by_search(anna, petro, &room).await?;
    petro.accept(&room).await?;
    by_list(system, team, &room).await?;
    olha.accept(&room).await?;
    by_unit(anna, petro, &room).await?;
    organisations_and_roles(team, &room).await?;
    removed_and_kept_out(team, &room).await?;
    a_picture(team, &room).await?;
    as_a_file(anna, petro, &room).await?;
    Ok(room)
}

async fn named(team: &Team, room: &str) -> Result<()> {
    let anna = &team.anna;
    anna.messenger.set_room_name(room, "Budget of next year").await?;
    anna.room_where("the new name", |row| row.id == room && row.name == "Budget of next year").await?;
    anna.messenger.set_room_topic(room, "Figures and who answers for them").await?;
    let fits = |details: &client_core::view::RoomDetails| details.topic == "Figures and who answers for them";
    details_where(anna, room, "the new topic", fits).await?;
    anna.messenger.set_room_topic(room, "").await?;
    details_where(anna, room, "no topic", |details| details.topic.is_empty()).await?;
    Ok(())
}

async fn by_search(anna: &Person, petro: &Person, room: &str) -> Result<()> {
    let found = until("the colleague in the search", || async {
        let found = anna.messenger.search_people(&petro.sample.name, None, None).await?;
        let is = |id: &Option<String>| id.as_deref() == Some(petro.session.user_id.as_str());
        Ok(found.people.into_iter().find(|one| one.reach == Reach::OnDepesha && is(&one.user_id)))
    })
    .await?;
    anna.messenger.invite(room, &found.user_id.context("an account")?).await?;
    let page = anna.messenger.members(room, MemberFilter::Invited, "", 0).await?;
    ensure!(page.total == 1 && page.members[0].user_id == petro.session.user_id, "{page:?}");
    Ok(())
}

async fn by_list(system: &System, team: &Team, room: &str) -> Result<()> {
    let Team { anna, olha, petro } = team;
    let silent = system.sample(FINANCE, 3)?;
    let lines = [
        format!("{} <{}>;", olha.sample.name, olha.sample.email),
        petro.sample.email.clone(),
        String::new(),
        silent.email,
        anna.sample.email.clone(),
        "Nobody Whohasthisname".to_owned(),
        "nobody@finance.gov.example".to_owned(),
    ];
    let answers = anna.messenger.invite_lines(room, &lines).await?;
    let outcomes: Vec<&InviteOutcome> = answers.iter().map(|line| &line.outcome).collect();
    use InviteOutcome::{AlreadyThere, Invited, NotFound, NotYet, Own};
    ensure!(outcomes == [&Invited, &AlreadyThere, &NotYet, &Own, &NotFound, &NotFound], "{answers:?}");
    ensure!(answers[0].name == olha.sample.name && answers[0].line == lines[0], "{answers:?}");
    Ok(())
}

/// Whoever is in the room already is not invited again.
async fn by_unit(anna: &Person, petro: &Person, room: &str) -> Result<()> {
    let card = anna.messenger.account_card(&petro.session.user_id).await?;
    let entry = card.entry.context("the colleague's entry")?;
    let reach = anna.messenger.unit_reach(&entry.organisation_id, &entry.unit_path).await?;
    let states: Vec<_> = anna.messenger.invite_unit(room, &entry.organisation_id, &entry.unit_path)?.collect().await;
    let Some(UnitRoomView::Done { room: done, invited, failed: 0 }) = states.last() else {
        anyhow::bail!("the unit is not invited: {states:?}");
    };
    ensure!(done == room && *invited + 1 == reach.on_depesha, "{invited} invited of {reach:?}");
    Ok(())
}

async fn organisations_and_roles(team: &Team, room: &str) -> Result<()> {
    let Team { anna, olha, petro } = team;
    let [olhas, petros] = [olha, petro].map(|one| one.session.user_id.as_str());
    let details = details_where(anna, room, "three members", |details| {
        details.members.iter().filter(|member| !member.invited).count() == 3
    })
    .await?;
    for (person, organisation) in [(anna, "Interior"), (olha, "Interior"), (petro, "Finance")] {
        let member = details.members.iter().find(|one| one.user_id == person.session.user_id).context("a member")?;
        ensure!(member.organisation == organisation && member.name == person.sample.name, "{member:?}");
    }
    let page = anna.messenger.members(room, MemberFilter::Everybody, "finance", 0).await?;
    ensure!(page.members.iter().any(|member| member.user_id == petros), "found by organisation: {page:?}");
    ensure!(page.members.iter().all(|member| member.organisation == "Finance"), "{page:?}");

    is_refused(petro.messenger.set_room_name(room, "Mine").await, "a member renames the room")?;
    is_refused(petro.messenger.set_role(room, petros, RoomRole::Administrator).await, "a member rises by themselves")?;
    is_refused(petro.messenger.remove_member(room, olhas).await, "a member removes another one")?;
    anna.messenger.set_role(room, petros, RoomRole::Moderator).await?;
    let managing = |details: &client_core::view::RoomDetails| details.role == RoomRole::Moderator;
    let details = details_where(petro, room, "being a moderator", managing).await?;
    let rights = &details.rights;
    ensure!(rights.remove && rights.ban && rights.name && rights.delete && !rights.roles, "{rights:?}");
    let page = olha.messenger.members(room, MemberFilter::Managing, "", 0).await?;
    let roles: Vec<_> = page.members.iter().map(|one| one.role).collect();
    ensure!(roles.len() == 2 && roles.contains(&RoomRole::Moderator), "{page:?}");
    is_refused(petro.messenger.remove_member(room, &anna.session.user_id).await, "a moderator removes an administrator")
}

async fn removed_and_kept_out(team: &Team, room: &str) -> Result<()> {
    let Team { anna, olha, petro } = team;
    let (olhas, gone) = (olha.session.user_id.as_str(), async |person: &Person| {
        until("the room gone from the list", || async {
            let there = |row: &client_core::view::RoomSummary| row.id == room && row.membership != MembershipView::Left;
            Ok((!person.rooms().iter().any(there)).then_some(()))
        })
        .await
    });
    // By a moderator of another ministry; who is removed may be invited again.
    petro.messenger.remove_member(room, olhas).await?;
    gone(olha).await?;
    until("nobody of that name", || async {
        let page = anna.messenger.members(room, MemberFilter::Everybody, &olha.sample.name, 0).await?;
        Ok((page.total == 0).then_some(()))
    })
    .await?;
    anna.messenger.invite(room, olhas).await?;
    olha.accept(room).await?;
    let seen = |details: &client_core::view::RoomDetails| {
        details.members.iter().any(|member| member.user_id == olhas && !member.invited)
    };
    details_where(petro, room, "who has come back", seen).await?;
    petro.messenger.ban_member(room, olhas).await?;
    gone(olha).await?;
    until("who is kept out", || async {
        let page = anna.messenger.members(room, MemberFilter::Banned, "", 0).await?;
        Ok(page.members.into_iter().find(|member| member.user_id == olhas))
    })
    .await?;
    is_refused(anna.messenger.invite(room, olhas).await, "who is kept out is invited")?;
    anna.messenger.unban_member(room, olhas).await?;
    until("an invitation that is taken again", || async {
        match anna.messenger.invite(room, olhas).await {
            Ok(()) => Ok(Some(())),
            Err(ProblemView::Refused { .. }) => Ok(None),
            Err(other) => Err(other.into()),
        }
    })
    .await?;
    olha.accept(room).await?;
    let page = anna.messenger.members(room, MemberFilter::Banned, "", 0).await?;
    ensure!(page.total == 0, "{page:?}");
    // Being able to read again is what it is for.
    let seen = |details: &client_core::view::RoomDetails| {
        details.members.iter().any(|member| member.user_id == olhas && !member.invited)
    };
    details_where(petro, room, "who was let in again", seen).await?;
    petro.open(room).await?.write("Welcome back").await?;
    olha.open(room).await?.message("Welcome back").await?;
    // The rest of the journey has one administrator and no moderator.
    anna.messenger.set_role(room, &petro.session.user_id, RoomRole::Member).await?;
    details_where(petro, room, "being a member", |details| details.role == RoomRole::Member).await?;
    Ok(())
}

/// Seen by the other ministry, through its own scanner; whoever may not change it, and what is none, is refused.
async fn a_picture(team: &Team, room: &str) -> Result<()> {
    let Team { anna, petro, .. } = team;
    let png = include_bytes!("../../../../../desktop/src-tauri/icons/128x128.png").to_vec();
    let refused = anna.messenger.set_room_picture(room, b"no picture".to_vec()).await;
    ensure!(refused == Err(ProblemView::NotAPicture), "{refused:?}");
    is_refused(petro.messenger.set_room_picture(room, png.clone()).await, "a member changes the picture")?;
    ensure!(!petro.messenger.room_details(room).await?.rights.picture, "a member is offered to change the picture");
    ensure!(anna.messenger.room_details(room).await?.rights.picture, "an administrator is not");
    anna.messenger.set_room_picture(room, png.clone()).await?;
    for person in [anna, petro] {
        let row = person.room_where("the picture", |row| row.id == room && row.picture.is_some()).await?;
        let picture = row.picture.context("a picture")?;
        ensure!(person.messenger.room_picture(&picture).await? == png, "another picture");
    }
    let row = petro.room_where("the picture", |row| row.id == room).await?;
    anna.messenger.remove_room_picture(room).await?;
    for person in [anna, petro] {
        person.room_where("no picture", |row| row.id == room && row.picture.is_none()).await?;
    }
    let gone = petro.messenger.room_picture(&row.picture.unwrap_or_default()).await;
    ensure!(gone == Err(ProblemView::NotFound), "a picture that was taken away: {gone:?}");
    Ok(())
}

async fn as_a_file(anna: &Person, petro: &Person, room: &str) -> Result<()> {
    let words = MemberListWords {
        columns: ["Name", "Organisation", "Account", "Role", "Outside", "State"].map(ToOwned::to_owned).to_vec(),
        administrator: "administrator".into(),
        member: "member".into(),
        joined: "in".into(),
        ..MemberListWords::default()
    };
    let (name, bytes) = anna.messenger.member_list(room, &words).await?;
    let text = String::from_utf8(bytes)?;
    ensure!(name == "Budget of next year.csv", "{name}");
    for (person, organisation, role) in [(anna, "Interior", "administrator"), (petro, "Finance", "member")] {
        let line = format!("\"{}\",\"{organisation}\",\"'{}\",\"{role}\"", person.sample.name, person.session.user_id);
        ensure!(text.contains(&line), "{line} is not in {text}");
    }
    Ok(())
}
