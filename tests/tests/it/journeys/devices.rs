//! A second and a third device: by recovery key, and by comparing emoji. Old messages can be read on both.

use anyhow::{Context, Result, ensure};
use client_core::view::{ConnectionView, ProblemView, TrustView, VerificationView};
use futures_util::StreamExt;
use stack::{FINANCE, INTERIOR};
use system_tests::people::{PASSWORD, Person};
use system_tests::system::System;
use system_tests::until::{PATIENCE, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn old_messages_can_be_read_on_new_devices() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 1).await?;
    let petro = Person::sign_up(&system, FINANCE, 1).await?;
    anna.trust_is(TrustView::Fresh).await?;
    let recovery_key = anna.messenger.create_recovery_key().await?.key;
    anna.trust_is(TrustView::Ready).await?;
    let room = anna.messenger.start_direct(&petro.session.user_id).await?;
    petro.accept(&room).await?;
    petro.open(&room).await?.write("written before the second device").await?;
    anna.open(&room).await?.message("written before the second device").await?;

    let second = anna.another_device(&system, "recovery").await?;
    second.trust_is(TrustView::NeedsRecovery).await?;
    let refused = second.messenger.recover("EsTx wrong wrong wrong").await;
    ensure!(refused == Err(ProblemView::WrongRecoveryKey), "a wrong key answers {refused:?}");
    second.messenger.recover(&recovery_key).await?;
    second.trust_is(TrustView::Ready).await.context("by recovery key")?;
    second.room_where("the conversation", |r| r.id == room).await?;
    second.open(&room).await?.message("written before the second device").await?;

    let third = anna.another_device(&system, "emoji").await?;
    third.trust_is(TrustView::NeedsRecovery).await?;
    compare_emoji(&third, &anna).await?;
    third.trust_is(TrustView::Ready).await.context("by signs")?;
    third.room_where("the conversation", |r| r.id == room).await?;
    third.open(&room).await?.message("written before the second device").await?;
    diagnostics_name_nobody(&third, &[&room, &recovery_key, "written", &petro.session.user_id]).await
}

/// What can be sent to who looks for a fault says how the client does, and not whose it is.
async fn diagnostics_name_nobody(person: &Person, others: &[&str]) -> Result<()> {
    let facts = person.messenger.diagnostics().await;
    let said: String = facts.iter().map(|fact| format!("{}: {}\n", fact.name, fact.value)).collect();
    for expected in ["session: signed in", "trust: Ready", "own devices with keys: 3 (3 confirmed)", "kept, crypto: "] {
        ensure!(said.contains(expected), "{expected} is missing in {said}");
    }
    let session = &person.session;
    let own = [&session.user_id, &session.device_id, &session.name, &person.sample.email];
    for personal in own.into_iter().map(String::as_str).chain(others.iter().copied()) {
        ensure!(!said.contains(personal), "{personal} stands in {said}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_forgotten_password_is_replaced_and_other_sessions_end() -> Result<()> {
    let system = System::up().await?;
    let anna = Person::sign_up(&system, INTERIOR, 2).await?;
    let email = anna.sample.email.clone();
    let used = system.mailed_code(&email).await?;
    let visitor = Person::stranger(&system, "visitor")?;
    visitor.password_reset(&email).await?;
    let code = until("another code by mail", || async {
        let code = system.mailed_code(&email).await?;
        Ok((code != used).then_some(code))
    })
    .await?;
    let new = "another long sentence nobody guesses";
    let wrong = visitor.password_reset_confirm(&email, "00000000", new).await;
    ensure!(wrong == Err(ProblemView::BadCode), "a wrong code answers {wrong:?}");
    visitor.password_reset_confirm(&email, &code, new).await?;
    let mut states = Box::pin(anna.messenger.connection()?);
    let ended = async { while states.next().await.is_some_and(|state| state != ConnectionView::SessionEnded) {} };
    tokio::time::timeout(PATIENCE, ended).await.context("the session with the old password goes on")?;
    ensure!(anna.messenger.is_over() && !anna.messenger.is_signed_in(), "the data of the ended session is still here");
    let old = visitor.sign_in(&email, PASSWORD).await.map(drop);
    ensure!(old == Err(ProblemView::WrongPassword), "the old password answers {old:?}");
    let session = visitor.sign_in(&email, new).await?;
    ensure!(session.user_id == anna.session.user_id, "signed in as somebody else");
    Ok(())
}

/// The new device asks, the old one accepts, both show the same signs and both people say so.
async fn compare_emoji(new: &Person, old: &Person) -> Result<()> {
    compare(new, old, new.messenger.request_own_verification()).await
}

/// One asks, the other accepts, both see the same signs and say so.
pub(super) async fn compare(
    new: &Person,
    old: &Person,
    ask: impl Future<Output = Result<(), ProblemView>>,
) -> Result<()> {
    let mut at_old = Box::pin(old.messenger.verification()?);
    let mut at_new = Box::pin(new.messenger.verification()?);
    ask.await?;
    let dance = async {
        wait(&mut at_old, |v| matches!(v, VerificationView::Requested { .. }).then_some(())).await?;
        old.messenger.accept_verification().await?;
        let signs = |view: VerificationView| match view {
            VerificationView::Emoji { emoji } => Some(emoji),
            _ => None,
        };
        let (here, there) = (wait(&mut at_old, signs).await?, wait(&mut at_new, signs).await?);
        ensure!(here == there && here.len() == 7, "the signs differ: {here:?} and {there:?}");
        old.messenger.confirm_emoji().await?;
        new.messenger.confirm_emoji().await?;
        wait(&mut at_new, |v| (v == VerificationView::Done).then_some(())).await
    };
    tokio::time::timeout(PATIENCE, dance).await.context("the verification did not end")?
}

async fn wait<T>(
    states: &mut (impl futures_util::Stream<Item = VerificationView> + Unpin),
    wanted: impl Fn(VerificationView) -> Option<T>,
) -> Result<T> {
    while let Some(state) = states.next().await {
        ensure!(state != VerificationView::Cancelled, "the verification was cancelled");
        if let Some(found) = wanted(state) {
            return Ok(found);
        }
    }
    anyhow::bail!("the stream of verification ended")
}
