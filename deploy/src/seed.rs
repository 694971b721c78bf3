//! What a new stack gets once: the consoles' officers, and the catalogue filled from the sample register.

use std::path::Path;

use crate::install::write_private;
use crate::layout::Layout;
use crate::progress::Progress;
use crate::run;
use crate::stack::Programs;

/// The sample administrator's name at the console.
pub(crate) const ADMINISTRATOR: &str = "sample-administrator";
/// The second one's: some decisions need two.
pub(crate) const SECOND_ADMINISTRATOR: &str = "second-administrator";
/// The sample security officer's name at the console.
pub(crate) const SECURITY_OFFICER: &str = "sample-security-officer";
/// The second one's: a release of a file needs two.
pub(crate) const SECOND_SECURITY_OFFICER: &str = "second-security-officer";

/// Brings the bridge's database up to date.
pub(crate) fn migrate(layout: &Layout, programs: &Programs) -> anyhow::Result<()> {
    run::captured(run::command(&programs.bridge).arg("migrate").arg("--config").arg(layout.bridge_config())).map(drop)
}

/// Seeds a new stack through the product's own programs; does nothing to one that has been seeded.
pub(crate) fn seed(layout: &Layout, programs: &Programs, progress: Progress) -> anyhow::Result<()> {
    if layout.seeded().is_file() {
        return Ok(());
    }
    progress.step("the officers of the consoles", || {
        officer(layout, programs, "administrator", ADMINISTRATOR, &layout.administrator_password())?;
        officer(layout, programs, "administrator", SECOND_ADMINISTRATOR, &layout.second_administrator_password())?;
        officer(layout, programs, "security", SECURITY_OFFICER, &layout.security_password())?;
        officer(layout, programs, "security", SECOND_SECURITY_OFFICER, &layout.second_security_password())
    })?;
    progress.step("300 people of the sample register (directory-sync plan, apply)", || {
        let sync = || {
            let mut command = run::command(&programs.directory_sync);
            command.arg("--config").arg(layout.sync_config());
            command
        };
        run::captured(sync().arg("plan").arg("--out").arg(layout.sync_plan()))?;
        run::captured(sync().arg("apply").arg(layout.sync_plan())).map(drop)
    })?;
    write_private(&layout.seeded(), "")
}

fn officer(layout: &Layout, programs: &Programs, role: &str, name: &str, password: &Path) -> anyhow::Result<()> {
    let mut command = run::command(&programs.bridge);
    command.args(["officer", "add", "--role", role, "--name", name]);
    command.arg("--config").arg(layout.bridge_config()).arg("--password-file").arg(password);
    run::captured(&mut command).map(drop)
}
