//! From the start of the program to the list of conversations.

use std::time::Duration;

use anyhow::Result;
use system_tests::figure::Figure;
use system_tests::until::until;
use system_tests::window::Window;

use crate::data::ROOMS;
use crate::scene::{Scene, list_is_shown};

pub(crate) const NAME: &str = "start_cpu_ms_over_blank";

/// Processor time of all processes until the list is on the screen, above that of a blank window until its page is loaded.
/// Who goes first alternates.
pub(crate) async fn figure(scene: &Scene, pairs: usize) -> Result<Figure> {
    let baseline = format!("until {ROOMS} rooms are shown, above a blank window");
    Figure::measure_rounds(NAME, &baseline, "ms", pairs, &mut async |number| {
        let (list, page) = (list_is_shown(), "document.readyState === 'complete'");
        let (ours, blank) = if number % 2 == 0 {
            let ours = started(scene.open_client().await?, &list).await?;
            (ours, started(scene.open_blank().await?, page).await?)
        } else {
            let blank = started(scene.open_blank().await?, page).await?;
            (started(scene.open_client().await?, &list).await?, blank)
        };
        Ok(((ours.as_secs_f64() - blank.as_secs_f64()) * 1000.0, blank.as_secs_f64()))
    })
    .await
}

/// Waits until something is true of the page and drawn; answers the processor time up to then, and shuts the window.
async fn started(window: Window, there: &str) -> Result<Duration> {
    let script = format!(
        "const done = arguments[arguments.length - 1];
         const look = () => requestAnimationFrame(({there}) ? () => requestAnimationFrame(() => done(true)) : look);
         look();"
    );
    // The page may be replaced by the first one of the program while the script waits in it.
    until("the window to show what it has", || async { Ok(Some(window.script_to_end(&script).await?)) }).await?;
    let taken = window.process()?.cpu_of_family()?;
    window.shut().await?;
    Ok(taken)
}
