//! The sample officers of the consoles: their names, passwords and authenticators, and the codes to sign in with.

use std::path::PathBuf;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use anyhow::Context;
use totp_rs::{Builder, Secret, Totp};

use crate::install::write_private;
use crate::layout::Layout;
use crate::ports::{Ports, url};

/// Seconds for which a code is shown.
const STEP: u64 = 30;

/// How one signs in at a console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignIn {
    /// What `cargo stack code` calls the officer.
    pub key: &'static str,
    /// What the officer may do, as `homeserver-bridge officer add` takes it.
    pub role: &'static str,
    /// Which console.
    pub url: String,
    /// The name.
    pub name: &'static str,
    /// The file that holds the password.
    pub password_file: PathBuf,
    /// The file that holds the secret of the authenticator.
    pub totp_file: PathBuf,
}

impl SignIn {
    /// Two administrators, two security officers, an operator, an auditor.
    pub fn officers(layout: &Layout, ports: Ports) -> [Self; 6] {
        let officer = |key, role, name, port| Self {
            key,
            role,
            url: url(port),
            name,
            password_file: layout.officer_password(key),
            totp_file: layout.officer_totp(key),
        };
        [
            officer("administrator", "administrator", "sample-administrator", ports.admin()),
            officer("second-administrator", "administrator", "second-administrator", ports.admin()),
            officer("security-officer", "security", "sample-security-officer", ports.security()),
            officer("second-security-officer", "security", "second-security-officer", ports.security()),
            officer("operator", "operator", "sample-operator", ports.admin()),
            officer("auditor", "auditor", "sample-auditor", ports.admin()),
        ]
    }

    /// The code that the authenticator shows now, and for how many seconds.
    ///
    /// # Errors
    /// If the secret cannot be read.
    pub fn code(&self) -> anyhow::Result<(String, u64)> {
        let now = now()?;
        Ok((self.totp()?.generate(now).to_string(), STEP - now % STEP))
    }

    /// A code that nobody got from here before, and its step: consoles take each one once. Waits until there is one.
    ///
    /// # Errors
    /// If the secret cannot be read, or what was given out cannot be written down.
    pub fn next_code(&self) -> anyhow::Result<(String, u64)> {
        let given = self.totp_file.with_extension("step");
        let last = std::fs::read_to_string(&given).ok().and_then(|text| text.trim().parse::<u64>().ok());
        loop {
            let current = now()? / STEP;
            let step = last.map_or(current, |last| current.max(last + 1));
            // The step after the current one counts too.
            if step <= current + 1 {
                write_private(&given, &step.to_string())?;
                return Ok((self.totp()?.generate(step * STEP).to_string(), step));
            }
            std::thread::sleep(Duration::from_millis(500));
        }
    }

    fn totp(&self) -> anyhow::Result<Totp> {
        let text = std::fs::read_to_string(&self.totp_file)
            .with_context(|| format!("{} cannot be read; run: cargo stack up", self.totp_file.display()))?;
        let secret = Secret::try_from_base32(text.trim()).context("the file holds no secret of an authenticator")?;
        Builder::new().with_secret(secret).build().context("the secret is too short")
    }
}

fn now() -> anyhow::Result<u64> {
    Ok(SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_code_is_given_out_twice() {
        let folder = tempfile::tempdir().unwrap();
        let layout = Layout::new(folder.path());
        let [officer, ..] = SignIn::officers(&layout, Ports::with_base(20_000).unwrap());
        assert!(officer.code().is_err());
        std::fs::create_dir_all(officer.totp_file.parent().unwrap()).unwrap();
        std::fs::write(&officer.totp_file, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\n").unwrap();
        let (one, other) = (officer.next_code().unwrap(), officer.next_code().unwrap());
        assert!(other.1 > one.1 && one.0.len() == 6, "{one:?} {other:?}");
    }
}
