//! The role `officer`: the operator makes the people who may use a console.

use anyhow::Result;

use crate::clock::{Clock, SystemClock};
use crate::config::{SecretFile, ServeConfig};
use crate::database::Db;
use crate::officers::{OfficerRole, set_officer};

/// Makes an officer, or gives one a new password.
///
/// # Errors
/// If the password cannot be read or does not meet the rules, or the database fails.
pub async fn add(config: ServeConfig, role: OfficerRole, name: &str, password: &SecretFile) -> Result<()> {
    let db = Db::open(&config.database)?;
    set_officer(&db, SystemClock.now_ms(), role, name, password.read()?).await?;
    Ok(())
}
