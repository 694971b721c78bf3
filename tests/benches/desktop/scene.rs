//! The two windows, and the folder in which the client has already been signed in and has loaded everything.

use std::path::PathBuf;

use anyhow::{Result, ensure};
use stack::Programs;
use system_tests::until::until;
use system_tests::window::Window;
use tempfile::TempDir;

use crate::conversation::{Pace, open_large, scroll};
use crate::data::ROOMS;
use crate::homeserver::Homeserver;

const ENTER: &str = "\u{e007}";
/// So high is a list of that many conversations at least, in pixels.
const HIGH: usize = ROOMS * 60;

/// What every measurement begins with.
pub(crate) struct Scene {
    pub(crate) homeserver: Homeserver,
    client: PathBuf,
    blank: PathBuf,
    folder: TempDir,
}

impl Scene {
    /// Signs in at the window as a person does, and reads the large conversation up to its beginning.
    pub(crate) async fn prepare() -> Result<Self> {
        let client = Programs::beside_this_program()?.desktop;
        let blank = client.with_file_name("examples").join("blank");
        ensure!(blank.is_file(), "{} has not been built; run it as: cargo stack bench desktop", blank.display());
        let (homeserver, folder) = (Homeserver::start().await?, tempfile::tempdir()?);
        let scene = Self { homeserver, client, blank, folder };
        let window = scene.open_client().await?;
        window.type_into("email", &format!("olena@interior.example{ENTER}")).await?;
        window.type_into("password", &format!("secret{ENTER}")).await?;
        window.see("recovery-key").await?;
        window.press("recovery-kept").await?;
        window.press("recovery-continue").await?;
        until("the whole list", || async {
            let there = window.script(&format!("return {};", list_is_shown())).await?;
            Ok((there == true).then_some(()))
        })
        .await?;
        open_large(&window).await?;
        scroll(&window, Pace::Hasty).await?;
        scene.homeserver.go_on_with(0);
        window.shut().await?;
        Ok(scene)
    }

    /// The client on its folder.
    pub(crate) async fn open_client(&self) -> Result<Window> {
        let data_dir = self.folder.path().join("client").to_string_lossy().into_owned();
        let arguments = ["--data-dir", &data_dir, "--bridge", &self.homeserver.uri, "--locale", "en"];
        Window::start(&self.client, &arguments, &self.pictures()).await
    }

    /// The window with nothing in it.
    pub(crate) async fn open_blank(&self) -> Result<Window> {
        Window::start(&self.blank, &[], &self.pictures()).await
    }

    /// Where the last picture is left when something does not come.
    fn pictures(&self) -> PathBuf {
        PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench-desktop")
    }
}

/// Whether the whole list of conversations stands in the page.
pub(crate) fn list_is_shown() -> String {
    format!("document.querySelector('[data-testid=\"room-list\"] ul')?.offsetHeight > {HIGH}")
}
