//! The real window, driven as a person drives it: through tauri-driver and the WebDriver of the system's web view.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};
use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use rustix::process::{Pid, Signal};
use serde_json::json;
use stack::caches::Caches;

use crate::clean_root::CleanRoot;
use crate::process::Process;
use crate::sound::SoundServer;
use crate::system::System;
use crate::until::until;

/// A window of the desktop client.
pub struct Window {
    client: Client,
    driver: Child,
    program: PathBuf,
    pictures: PathBuf,
}

impl Window {
    /// Starts the desktop client on a new data folder.
    ///
    /// # Errors
    /// If there is no display, no driver or no program.
    pub async fn open(system: &System, folder: &str, pictures: &Path) -> Result<Self> {
        Self::open_in(system, folder, &[], &[], pictures).await
    }

    /// The same on a computer with a microphone and loudspeakers.
    ///
    /// # Errors
    /// If there is no display, no driver or no program.
    pub async fn open_with_sound(system: &System, folder: &str, sound: &SoundServer, pictures: &Path) -> Result<Self> {
        Self::open_in(system, folder, &[], &sound.environment(), pictures).await
    }

    /// The same for a further account on this data folder, by the name of its profile.
    ///
    /// # Errors
    /// If there is no display, no driver or no program.
    pub async fn open_profile(system: &System, folder: &str, profile: &str, pictures: &Path) -> Result<Self> {
        Self::open_in(system, folder, &["--profile", profile], &[], pictures).await
    }

    /// The installed client, which learns from its administrator where the bridge is.
    ///
    /// # Errors
    /// If there is no display, no driver or no program.
    pub async fn open_installed(system: &System, root: &CleanRoot, folder: &str, pictures: &Path) -> Result<Self> {
        let data_dir = system.client_folder(folder).to_string_lossy().into_owned();
        Self::start(&root.client()?, &["--data-dir", &data_dir], pictures).await
    }

    async fn open_in(
        system: &System,
        folder: &str,
        more: &[&str],
        environment: &[(&'static str, String)],
        pictures: &Path,
    ) -> Result<Self> {
        let data_dir = system.client_folder(folder).to_string_lossy().into_owned();
        let status = system.status();
        let mut arguments = vec!["--data-dir", &data_dir, "--bridge", &status.bridge.base_url, "--locale", "en"];
        arguments.extend(more);
        Self::start_in(&system.stack().programs().desktop, &arguments, environment, pictures).await
    }

    /// Starts the program once more on this data folder, with a link, as other programs do.
    ///
    /// # Errors
    /// If there is no program.
    pub fn follow(system: &System, folder: &str, link: &str) -> Result<Child> {
        let program = &system.stack().programs().desktop;
        let mut command = Command::new(program);
        command.args(["--bridge", &system.status().bridge.base_url, "--data-dir"]).arg(system.client_folder(folder));
        command.arg(link).stdin(Stdio::null()).spawn().with_context(|| format!("cannot start {}", program.display()))
    }

    /// Starts a program with one web view.
    ///
    /// # Errors
    /// If there is no display, no driver or no program.
    pub async fn start(program: &Path, arguments: &[&str], pictures: &Path) -> Result<Self> {
        Self::start_in(program, arguments, &[], pictures).await
    }

    async fn start_in(
        program: &Path,
        arguments: &[&str],
        environment: &[(&'static str, String)],
        pictures: &Path,
    ) -> Result<Self> {
        std::fs::create_dir_all(pictures)?;
        let (port, native_port) = (free_port()?, free_port()?);
        let tool = stack::prerequisites::tauri_driver(&Caches::of_this_user()?);
        let driver = Command::new(&tool)
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .envs(environment.iter().map(|(name, value)| (*name, value)))
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("cannot start {}", tool.display()))?;
        let capabilities = json!({
            "browserName": "wry",
            "tauri:options": {"application": program, "args": arguments},
        });
        let capabilities = capabilities.as_object().cloned().context("an object")?;
        let address = format!("http://127.0.0.1:{port}");
        let client = until("the window", || async {
            let mut attempt = ClientBuilder::new(HttpConnector::new());
            attempt.capabilities(capabilities.clone());
            attempt.connect(&address).await.map(Some).context("the driver does not answer")
        })
        .await?;
        Ok(Self { client, driver, program: program.to_owned(), pictures: pictures.to_owned() })
    }

    /// Waits for an element with a test id.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn see(&self, test_id: &str) -> Result<Element> {
        self.see_css(&format!("[data-testid=\"{test_id}\"]")).await
    }

    /// Waits for an element.
    ///
    /// # Errors
    /// If it does not come; the last picture shows what was there instead.
    pub async fn see_css(&self, css: &str) -> Result<Element> {
        // One that goes while it is looked for is looked for again.
        let found = until(css, || async { Ok(self.client.find(Locator::Css(css)).await.ok()) }).await;
        if found.is_err() {
            self.picture("failed").await?;
        }
        found.with_context(|| format!("see failed.png in {}", self.pictures.display()))
    }

    /// Waits for an element whose text holds these words.
    ///
    /// # Errors
    /// If it does not come.
    pub async fn see_words(&self, test_id: &str, words: &str) -> Result<Element> {
        let css = format!("[data-testid=\"{test_id}\"]");
        let found = until(&format!("{test_id} with {words:?}"), || async {
            for element in self.client.find_all(Locator::Css(&css)).await? {
                // Not the visible text: the driver holds rows of a virtual list for hidden.
                let text = element.prop("textContent").await.ok().flatten().unwrap_or_default();
                if text.contains(words) {
                    return Ok(Some(element));
                }
            }
            Ok(None)
        })
        .await;
        if found.is_err() {
            self.picture("failed").await?;
        }
        found
    }

    /// Presses.
    ///
    /// # Errors
    /// If it is not there or cannot be pressed.
    pub async fn press(&self, test_id: &str) -> Result<()> {
        self.press_css(&format!("[data-testid=\"{test_id}\"]")).await
    }

    /// Presses an element. One that moves, or is still covered by what goes away, is pressed a moment later.
    ///
    /// # Errors
    /// If it is not there or cannot be pressed.
    pub async fn press_css(&self, css: &str) -> Result<()> {
        let pressed = until(&format!("{css} to be pressed"), || async {
            self.client.find(Locator::Css(css)).await?.click().await?;
            Ok(Some(()))
        })
        .await;
        if pressed.is_err() {
            self.picture("failed").await?;
        }
        pressed.with_context(|| format!("see failed.png in {}", self.pictures.display()))
    }

    /// Opens a conversation from the list, by words of its row. A row that a notice above the list moves away from under
    /// the pointer is pressed again.
    ///
    /// # Errors
    /// If it is not there or does not open.
    pub async fn open_room(&self, words: &str) -> Result<()> {
        until(&format!("the conversation {words:?} to open"), || async {
            let row = self.see_words("room-row", words).await?;
            if row.attr("data-selected").await?.as_deref() == Some("true") {
                return Ok(Some(()));
            }
            row.click().await?;
            Ok(None)
        })
        .await
    }

    /// Types into a field and, with `\u{e007}` in the text, presses Enter.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn type_into(&self, test_id: &str, text: &str) -> Result<()> {
        Ok(self.see(test_id).await?.send_keys(text).await?)
    }

    /// Waits until an element is there no more.
    ///
    /// # Errors
    /// If it stays.
    pub async fn gone(&self, test_id: &str) -> Result<()> {
        let css = format!("[data-testid=\"{test_id}\"]");
        let gone = until(&format!("{test_id} to go"), || async {
            Ok(self.client.find_all(Locator::Css(&css)).await?.is_empty().then_some(()))
        })
        .await;
        if gone.is_err() {
            self.picture("failed").await?;
        }
        gone
    }

    /// Takes back what a field holds.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn empty(&self, test_id: &str) -> Result<()> {
        // Keys as a person presses them: a value set from outside is not noticed by the page.
        self.type_into(test_id, "\u{e009}a\u{e000}\u{e003}").await
    }

    /// What is written in an element.
    ///
    /// # Errors
    /// If it is not there.
    pub async fn words(&self, test_id: &str) -> Result<String> {
        Ok(self.see(test_id).await?.prop("textContent").await?.unwrap_or_default())
    }

    /// Makes the window as large as that, in pixels of the page.
    ///
    /// # Errors
    /// If it does not become so large.
    pub async fn resize(&self, width: u32, height: u32) -> Result<()> {
        self.client.set_window_size(width, height).await?;
        let wanted = json!([width, height]);
        until("the size of the window", || async {
            let size = self.script("return [window.innerWidth, window.innerHeight];").await?;
            Ok((size == wanted).then_some(()))
        })
        .await
    }

    /// Takes one picture of the window as it is, in light.
    ///
    /// # Errors
    /// If the driver does not answer.
    pub async fn picture_of(&self, name: &str) -> Result<()> {
        self.theme("light").await?;
        self.picture(name).await
    }

    /// Takes pictures of the window as it is, in light and in dark.
    ///
    /// # Errors
    /// If the driver does not answer.
    pub async fn pictures(&self, name: &str) -> Result<()> {
        for theme in ["light", "dark"] {
            self.theme(theme).await?;
            self.picture(&format!("{name}-{theme}")).await?;
        }
        self.theme("light").await
    }

    async fn theme(&self, theme: &str) -> Result<()> {
        let script = "document.documentElement.dataset.theme = arguments[0]; return true;";
        self.client.execute(script, vec![json!(theme)]).await?;
        until("colours at rest", || async {
            let resting = "return document.getAnimations().every((one) => one.playState !== 'running');";
            Ok((self.client.execute(resting, Vec::new()).await? == json!(true)).then_some(()))
        })
        .await
    }

    async fn picture(&self, name: &str) -> Result<()> {
        let bytes = self.client.screenshot().await?;
        Ok(std::fs::write(self.pictures.join(format!("{name}.png")), bytes)?)
    }

    /// Runs a script in the page.
    ///
    /// # Errors
    /// If it throws.
    pub async fn script(&self, script: &str) -> Result<serde_json::Value> {
        Ok(self.client.execute(script, Vec::new()).await?)
    }

    /// Runs a script in the page that says by itself when it is done: its last argument is a function to be called then.
    ///
    /// # Errors
    /// If it throws or takes longer than half a minute.
    pub async fn script_to_end(&self, script: &str) -> Result<serde_json::Value> {
        Ok(self.client.execute_async(script, Vec::new()).await?)
    }

    /// The program itself; the processes of its web view are of its family.
    ///
    /// # Errors
    /// If it does not run.
    pub fn process(&self) -> Result<Process> {
        Process::new(self.driver.id()).running(&self.program).context("the program does not run")
    }

    /// Ends the program as a computer does that is being shut down, and waits until everything has been put away.
    ///
    /// # Errors
    /// If it does not end.
    pub async fn shut(self) -> Result<()> {
        let program = self.process()?;
        let processes = program.family();
        program.ask_to_end()?;
        gone(&processes).await
    }

    /// Closes the window, and waits until the program and its web view have ended. The driver ends them a moment after it
    /// has answered; ended before that, it would leave them behind.
    ///
    /// # Errors
    /// If the driver does not answer, or something stays.
    pub async fn close(self) -> Result<()> {
        let processes = self.process().map(Process::family).unwrap_or_default();
        self.client.clone().close().await?;
        gone(&processes).await
    }
}

impl Drop for Window {
    fn drop(&mut self) {
        // Asked to end, it ends the web view's own driver with it.
        let asked = rustix::process::kill_process(Pid::from_child(&self.driver), Signal::TERM);
        if asked.is_err() {
            let _ = self.driver.kill();
        }
        let _ = self.driver.wait();
    }
}

async fn gone(processes: &[Process]) -> Result<()> {
    until("the window to be gone", || async { Ok((!processes.iter().any(|one| one.runs())).then_some(())) }).await
}

fn free_port() -> Result<u16> {
    Ok(std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}
