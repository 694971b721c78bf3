//! A sound server of a test's own, with a microphone into which somebody hums a tone, and loudspeakers that nobody hears.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

use crate::until::until;

/// PulseAudio, as desktops have it, or `PipeWire` in its place.
pub struct SoundServer {
    process: Child,
    socket: PathBuf,
}

impl SoundServer {
    /// Starts one that keeps what it needs in this folder.
    ///
    /// # Errors
    /// If it is not installed or does not start.
    pub async fn start(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder)?;
        let socket = folder.join("sound");
        let process = Command::new("pulseaudio")
            .args(["-n", "--daemonize=no", "--use-pid-file=no", "--exit-idle-time=-1", "--log-target=null"])
            .args(["-L", &format!("module-native-protocol-unix auth-anonymous=1 socket={}", socket.display())])
            .args(["-L", "module-null-sink sink_name=mouth", "-L", "module-sine sink=mouth frequency=440"])
            .args(["-L", "module-null-sink sink_name=ears"])
            .env("HOME", folder)
            .env("XDG_RUNTIME_DIR", folder)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start pulseaudio")?;
        let server = Self { process, socket };
        until("the sound server", || async { Ok(server.socket.exists().then_some(())) }).await?;
        Ok(server)
    }

    /// What a program needs to hear and to be heard there.
    #[must_use]
    pub fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("PULSE_SERVER", format!("unix:{}", self.socket.display())),
            ("PULSE_SOURCE", "mouth.monitor".to_owned()),
            ("PULSE_SINK", "ears".to_owned()),
        ]
    }
}

impl Drop for SoundServer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
