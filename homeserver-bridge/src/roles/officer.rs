//! The role `officer`: the operator makes the people who may use a console.

use anyhow::Result;

use crate::clock::{Clock, SystemClock};
use crate::config::{SecretFile, ServeConfig};
use crate::database::Db;
use crate::officers::{OfficerRole, set_officer, set_totp};
use secrecy::ExposeSecret;

/// Makes an officer, or gives one a new password, and an authenticator if its secret is given.
///
/// # Errors
/// If the password cannot be read or does not meet the rules, or the database fails.
pub async fn add(
    config: ServeConfig,
    role: OfficerRole,
    name: &str,
    password: &SecretFile,
    totp: Option<&SecretFile>,
) -> Result<()> {
    let db = Db::open(&config.database)?;
    set_officer(&db, SystemClock.now_ms(), role, name, password.read()?).await?;
    if let Some(totp) = totp {
        set_totp(&db, SystemClock.now_ms(), role, name, totp.read()?.expose_secret()).await?;
    }
    Ok(())
}
