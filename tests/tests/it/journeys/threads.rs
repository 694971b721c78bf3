//! What a conversation has beside its messages, between two people: a thread, a poll, a message handed on, a date.

use anyhow::{Context, Result, ensure};
use client_core::view::{BodyView, Draft, ItemContent, ListDiff, NewPoll, PollView, TimelineItemView, TimelinePart};
use futures_util::StreamExt;
use system_tests::people::{Conversation, Person};
use system_tests::until::PATIENCE;

pub(super) async fn beside_the_messages(anna: &Person, petro: &Person, direct: &str, private: &str) -> Result<()> {
    let (annas, petros) = (anna.open(private).await?, petro.open(private).await?);
    a_thread(anna, petro, &annas, &petros, private).await?;
    a_poll(anna, petro, &annas, &petros, private).await?;
    a_message_is_handed_on(petro, &petros, &anna.open(direct).await?, direct).await?;
    let found = petro.messenger.event_at(private, 0).await?;
    ensure!(found.starts_with('$'), "no event at the beginning: {found}");
    Ok(())
}

async fn a_thread(
    anna: &Person,
    petro: &Person,
    annas: &Conversation<'_>,
    petros: &Conversation<'_>,
    room: &str,
) -> Result<()> {
    annas.write("Who takes the minutes?").await?;
    let root = petros.message("Who takes the minutes?").await?.message.event_id.context("a root without an id")?;
    let answer = Draft { markdown: "I do.".into(), reply_to: None, mentions: Vec::new() };
    petro.messenger.send_in(room, &answer, Some(&root)).await?;
    let told = annas.message_where("a thread with an answer", |s| {
        s.message.event_id.as_deref() == Some(root.as_str())
            && s.message.thread.as_ref().is_some_and(|t| t.answers == 1)
    });
    let thread = told.await?.message.thread.context("a thread")?;
    ensure!(thread.last.as_ref().is_some_and(|last| last.text == "I do."), "wrong answer: {thread:?}");
    ensure!(annas.messages().iter().all(|s| s.words() != "I do."), "the answer stands in the conversation as well");
    let part = TimelinePart::Thread { root: root.clone() };
    let items = anna.messenger.open_part(room, &part).await?;
    let mut shown: Vec<TimelineItemView> = Vec::new();
    let answered = |changes: Vec<ListDiff<TimelineItemView>>| {
        changes.into_iter().for_each(|change| change.apply(&mut shown));
        shown.iter().find_map(|item| match &item.content {
            ItemContent::Message(message) => match &message.body {
                BodyView::Text(words) if words.plain == "I do." => message.event_id.clone(),
                _ => None,
            },
            _ => None,
        })
    };
    let answer = client_core::until(items.boxed(), PATIENCE, answered).await;
    let answer = answer.context("the thread does not show its answer")?;
    let stands_in = (anna.messenger.thread_of(room, &answer).await?, anna.messenger.thread_of(room, &root).await?);
    ensure!(stands_in == (Some(root.clone()), None), "the answer and the root stand in {stands_in:?}");
    anna.messenger.mark_part_read(room, &part).await?;
    anna.messenger.mark_read(room).await?;
    anna.room_where("nothing unread", |r| r.id == room && r.unread == 0).await?;
    let threads = anna.messenger.threads(room).await?;
    ensure!(threads.len() == 1 && threads[0].root_id == root, "wrong threads: {threads:?}");
    Ok(())
}

fn poll(body: &BodyView) -> Option<&PollView> {
    if let BodyView::Poll(poll) = body { Some(poll) } else { None }
}

async fn a_poll(
    anna: &Person,
    petro: &Person,
    annas: &Conversation<'_>,
    petros: &Conversation<'_>,
    room: &str,
) -> Result<()> {
    let answers = vec!["Tuesday".to_owned(), "Friday".to_owned()];
    let new = NewPoll { question: "When do we meet?".into(), answers, several: false, at_end: false };
    anna.messenger.create_poll(room, &new).await?;
    let asked = petros.message_where("the poll", |s| poll(&s.message.body).is_some()).await?;
    let ids: Vec<String> =
        poll(&asked.message.body).context("a poll")?.answers.iter().map(|answer| answer.id.clone()).collect();
    petro.messenger.vote(room, &asked.item, vec![ids[0].clone()]).await?;
    annas.message_where("a vote", |s| poll(&s.message.body).is_some_and(|p| p.answers[0].votes == Some(1))).await?;
    petro.messenger.vote(room, &asked.item, vec![ids[1].clone()]).await?;
    let changed = |p: &PollView| p.answers[0].votes == Some(0) && p.answers[1].votes == Some(1);
    let own = annas.message_where("the other vote", |s| poll(&s.message.body).is_some_and(changed)).await?;
    anna.messenger.end_poll(room, &own.item, "The poll has ended.").await?;
    petros.message_where("its end", |s| poll(&s.message.body).is_some_and(|p| p.ended)).await?;
    Ok(())
}

async fn a_message_is_handed_on(
    petro: &Person,
    from: &Conversation<'_>,
    seen: &Conversation<'_>,
    to: &str,
) -> Result<()> {
    from.write("The minutes are on the portal.").await?;
    let shown = from.message_where("a sent message", |s| {
        s.words() == "The minutes are on the portal." && s.message.event_id.is_some()
    });
    let shown = shown.await?;
    petro.messenger.forward(from.room_id(), &shown.item, &[to.to_owned()], false).await?;
    seen.message("The minutes are on the portal.").await?;
    Ok(())
}
