//! From a pressed key to the frame in which its letter is seen, while messages arrive.

use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::Value;
use system_tests::figure::{Figure, quantile};
use system_tests::window::Window;

use crate::scene::Scene;
use crate::sitting::Sitting;

pub(crate) const NAME: &str = "typing_ms_over_blank";

/// Messages a second in the open conversation, and as many in others.
const MESSAGES: usize = 10;
const TEXT: &str = "the budget of next year stands";
/// Between two letters.
const PAUSE: Duration = Duration::from_millis(60);
/// Until the messages arrive evenly.
const BEFORE: Duration = Duration::from_secs(3);

/// The median of a text's letters in the client, less that in the text field of the blank window, round by round. Messages
/// arrive all the while. Who goes first alternates.
pub(crate) async fn figure(scene: &Scene, sitting: &Sitting, rounds: usize) -> Result<Figure> {
    let (client, blank) = ((&sitting.client, "composer"), (&sitting.blank, "field"));
    for (window, field) in [client, blank] {
        note_letters(window, field).await?;
    }
    scene.homeserver.go_on_with(MESSAGES);
    tokio::time::sleep(BEFORE).await;
    let (mut above, mut plain) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let (ours, base) = if round % 2 == 0 {
            let ours = write(client.0, client.1).await?;
            (ours, write(blank.0, blank.1).await?)
        } else {
            let base = write(blank.0, blank.1).await?;
            (write(client.0, client.1).await?, base)
        };
        above.push(ours - base);
        plain.push(base);
    }
    scene.homeserver.go_on_with(0);
    let of = format!(
        "while {MESSAGES} messages a second arrive, and as many elsewhere, above a blank window ({:.1} ms)",
        quantile(&plain, 0.5)
    );
    Ok(Figure::quartiles(NAME, "ms", &above, &of))
}

/// Notes of every letter how long it takes until a frame has been drawn after it.
async fn note_letters(window: &Window, field: &str) -> Result<()> {
    window.see(field).await?;
    let script = format!(
        "window.letters = [];
         document.querySelector('[data-testid=\"{field}\"]').addEventListener('keydown', (event) => {{
           // Keys that take back what the round before has written.
           if (event.ctrlKey || event.key.length > 1) return;
           requestAnimationFrame(() => {{
             // Comes after the frame that is about to be drawn.
             const after = new MessageChannel();
             after.port1.onmessage = () => window.letters.push(performance.now() - event.timeStamp);
             after.port2.postMessage(null);
           }});
         }}, true);
         return true;"
    );
    window.script(&script).await.map(drop)
}

/// Writes the text letter by letter and takes it back; answers the median, in milliseconds.
async fn write(window: &Window, field: &str) -> Result<f64> {
    window.script("window.letters = []; return true;").await?;
    for letter in TEXT.chars() {
        window.type_into(field, &letter.to_string()).await?;
        tokio::time::sleep(PAUSE).await;
    }
    let noted = window.script("return window.letters;").await?;
    let letters: Vec<f64> = noted.as_array().context("no letters")?.iter().filter_map(Value::as_f64).collect();
    anyhow::ensure!(letters.len() == TEXT.len(), "{} of {} letters were seen", letters.len(), TEXT.len());
    window.empty(field).await?;
    Ok(quantile(&letters, 0.5))
}
