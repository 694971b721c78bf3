//! What HR does: changes the sample register and has it applied.

use anyhow::{Context, Result, ensure};

use crate::system::System;

/// Sets a column of a person's row; the register is the sample's CSV file.
///
/// # Errors
/// If there is no such row or column.
pub fn set(system: &System, person_id: &str, column: &str, value: &str) -> Result<()> {
    let path = system.stack().layout().register_csv();
    let text = std::fs::read_to_string(&path)?;
    let mut rows: Vec<Vec<String>> = text.lines().map(|line| line.split(',').map(str::to_owned).collect()).collect();
    let header = rows.first().context("the register is empty")?;
    let at = header.iter().position(|name| name == column).context("no such column")?;
    let row = rows.iter_mut().find(|row| row.first().is_some_and(|key| key == person_id)).context("no such person")?;
    row[at] = value.to_owned();
    let lines: Vec<String> = rows.iter().map(|row| row.join(",")).collect();
    Ok(std::fs::write(&path, lines.join("\n") + "\n")?)
}

/// Plans, and applies the plan.
///
/// # Errors
/// If either refuses; with what it said.
pub async fn apply(system: &System) -> Result<()> {
    let plan = system.client_folder("plan").with_extension("json");
    if let Some(folder) = plan.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let program = system.stack().programs().directory_sync.clone();
    let config = system.stack().layout().sync_config();
    for arguments in [
        vec!["plan".into(), "--out".into(), plan.clone().into_os_string()],
        vec!["apply".into(), plan.clone().into_os_string()],
    ] {
        let (program, config) = (program.clone(), config.clone());
        let output = tokio::task::spawn_blocking(move || {
            std::process::Command::new(program).arg("--config").arg(config).args(arguments).output()
        });
        let output = output.await??;
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        ensure!(output.status.success(), "directory-sync: {}\n{said}", output.status);
    }
    Ok(())
}
