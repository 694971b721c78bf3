//! A second computer, with the first one at hand: both show the same seven signs, and earlier messages open.

use anyhow::{Context, Result, ensure};
use client_core::view::{TrustView, VerificationView};
use futures_util::StreamExt;
use serde_json::json;
use system_tests::system::System;
use system_tests::until::PATIENCE;

use super::steps::{self, Before};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_computers_of_one_person_compare_signs() -> Result<()> {
    let system = System::up().await?;
    let before = Before::both(&system).await?;
    let window = steps::open(&system, "second-device").await?;
    window.see("email").await?;
    before.at_a_new_computer(&window).await?;
    steps::picture(&window, "1-new-computer").await?;
    window.press("trust-action").await?;
    window.see("recover-dialogue").await?;
    steps::picture(&window, "2-ways").await?;

    let mut at_first = Box::pin(before.anna.messenger.verification()?);
    window.press("trust-confirm-device").await?;
    let signs = async {
        while let Some(state) = at_first.next().await {
            match state {
                VerificationView::Requested { .. } => before.anna.messenger.accept_verification().await?,
                VerificationView::Emoji { emoji } => return Ok(emoji),
                VerificationView::Cancelled => anyhow::bail!("the comparison was stopped"),
                _ => {}
            }
        }
        anyhow::bail!("the stream of verification ended")
    };
    let signs = tokio::time::timeout(PATIENCE, signs).await.context("no signs came")??;
    window.see_css("[data-testid=\"verification\"][data-state=\"emoji\"]").await?;
    let shown = "return [...document.querySelectorAll('[data-testid=\"verification-dialogue\"] ol > li > span')]
        .map((one) => one.textContent);";
    let (shown, there) = (window.script(shown).await?, signs.iter().map(|one| &one.symbol).collect::<Vec<_>>());
    ensure!(shown == json!(there) && there.len() == 7, "the window shows {shown}, the other computer {there:?}");
    steps::picture(&window, "3-signs").await?;
    window.press("verify-same").await?;
    window.see_css("[data-testid=\"verification\"][data-state=\"confirmed\"]").await?;
    before.anna.messenger.confirm_emoji().await?;
    window.see_css("[data-testid=\"verification\"][data-state=\"done\"]").await?;
    steps::picture(&window, "4-done").await?;
    window.press("dialogue-close").await?;
    before.all_is_well(&window).await?;
    before.anna.trust_is(TrustView::Ready).await?;
    steps::picture(&window, "5-earlier-message").await?;
    window.close().await
}
