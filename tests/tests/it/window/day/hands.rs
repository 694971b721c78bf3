//! What a person's hands do at the window, again and again.

use anyhow::{Context, Result, ensure};
use serde_json::json;
use system_tests::until::until;
use system_tests::window::Window;

/// Presses the key that the next letter is pressed with.
pub(super) const CONTROL: &str = "\u{e009}";
/// Lets all held keys go.
pub(super) const RELEASED: &str = "\u{e000}";

pub(super) const ENTER: &str = super::steps::ENTER;
pub(super) const UP: &str = "\u{e013}";
const RIGHT: &str = "\u{e014}";

/// A person at a window.
pub(super) struct Hands<'a> {
    pub(super) window: &'a Window,
}

impl<'a> Hands<'a> {
    pub(super) fn at(window: &'a Window) -> Self {
        Self { window }
    }

    /// Writes a message and sends it.
    pub(super) async fn write(&self, words: &str) -> Result<()> {
        self.window.type_into("composer", &format!("{words}{ENTER}")).await
    }

    /// A letter with the control key, in the place where one writes.
    pub(super) async fn control(&self, letter: char) -> Result<()> {
        self.window.type_into("composer", &format!("{CONTROL}{letter}{RELEASED}")).await
    }

    /// Presses something that belongs to a message: the message has the focus first, as with a person who goes there by keys.
    pub(super) async fn on_message(&self, words: &str, test_id: &str) -> Result<()> {
        // Not by a press in its middle: a button of a file may be there.
        let script = format!(
            "const found = [...document.querySelectorAll('[data-testid=\"message\"]')]
                 .find((one) => one.textContent.includes({}));
             found?.focus();
             return found?.dataset.item ?? null;",
            json!(words)
        );
        let found = until(&format!("the message {words:?}"), || async {
            let Some(item) = self.window.script(&script).await?.as_str().map(str::to_owned) else { return Ok(None) };
            // A message that has just come, or been sent, is drawn once more and loses the focus.
            tokio::time::sleep(std::time::Duration::from_millis(250)).await;
            let stays = format!("return document.activeElement?.dataset.item === {};", json!(item));
            Ok((self.window.script(&stays).await? == true).then_some(item))
        })
        .await;
        if found.is_err() {
            self.window.picture_of("failed").await?;
        }
        let item = found?;
        self.window.press_css(&format!("[data-item=\"{item}\"] [data-testid=\"{test_id}\"]")).await
    }

    /// Chooses an action from the menu of a message.
    pub(super) async fn act_on_message(&self, words: &str, action: &str) -> Result<()> {
        self.on_message(words, "more").await?;
        self.window.press(&format!("action-{action}")).await
    }

    /// Opens a conversation of the list. A row that moves away from under the pointer is pressed again.
    pub(super) async fn open(&self, room: &str) -> Result<()> {
        until("the conversation to open", || async {
            if self.count(&format!("[data-conversation=\"{room}\"]")).await? > 0 {
                return Ok(Some(()));
            }
            self.window.press_css(&format!("[data-room=\"{room}\"]")).await?;
            Ok(None)
        })
        .await
    }

    /// Opens what can be done with a conversation of the list, by keys.
    pub(super) async fn menu_of(&self, room: &str) -> Result<()> {
        self.window.see_css(&format!("[data-room=\"{room}\"]")).await?.send_keys(RIGHT).await?;
        self.window.see("action-folder").await.map(drop)
    }

    /// Opens the details of the conversation, if they are not open.
    pub(super) async fn open_details(&self) -> Result<()> {
        if self.count("[data-testid=\"details\"]").await? == 0 {
            self.window.press("details-toggle").await?;
        }
        Ok(())
    }

    /// Chooses an item of the account's menu.
    pub(super) async fn account(&self, action: &str) -> Result<()> {
        self.window.press("account-menu").await?;
        self.window.press(&format!("action-{action}")).await
    }

    /// Chooses one of a drop-down list.
    pub(super) async fn choose(&self, list: &str, value: &str) -> Result<()> {
        self.window.press_css(&format!("[data-testid=\"{list}\"] button")).await?;
        self.window.press_css(&format!("[role=\"option\"][data-key=\"{value}\"]")).await
    }

    /// Closes the dialogue on top.
    pub(super) async fn close(&self) -> Result<()> {
        self.window.press("dialogue-close").await?;
        self.window.gone("dialogue-close").await
    }

    /// How many there are of something.
    pub(super) async fn count(&self, css: &str) -> Result<u64> {
        let script = format!("return document.querySelectorAll({}).length;", json!(css));
        self.window.script(&script).await?.as_u64().context("a number")
    }

    /// Waits until something is true of the page.
    pub(super) async fn holds(&self, what: &str, condition: &str) -> Result<()> {
        let script = format!("return Boolean({condition});");
        let held = until(what, || async { Ok((self.window.script(&script).await? == true).then_some(())) }).await;
        if held.is_err() {
            self.window.picture_of("failed").await?;
        }
        held
    }

    /// Pastes a text file into the conversation, as from the clipboard.
    pub(super) async fn paste_file(&self, name: &str, text: &str) -> Result<()> {
        self.paste(&format!("new File([{}], {}, {{type: 'text/plain'}})", json!(text), json!(name))).await
    }

    /// The same for a file of any kind, in Base64.
    pub(super) async fn paste_bytes(&self, name: &str, media_type: &str, base64: &str) -> Result<()> {
        let bytes = format!("Uint8Array.from(atob('{base64}'), (letter) => letter.charCodeAt(0))");
        self.paste(&format!("new File([{bytes}], {}, {{type: {}}})", json!(name), json!(media_type))).await
    }

    async fn paste(&self, file: &str) -> Result<()> {
        let script = format!(
            "const data = new DataTransfer();
             data.items.add({file});
             const paste = new ClipboardEvent('paste', {{clipboardData: data, bubbles: true, cancelable: true}});
             return !document.querySelector('[data-testid=\"composer\"]').dispatchEvent(paste);"
        );
        let taken = self.window.script(&script).await?;
        ensure!(taken == true, "the conversation did not take the pasted file");
        Ok(())
    }
}
