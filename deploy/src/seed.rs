//! What a new stack gets once: the consoles' officers, and the catalogue filled from the sample register.

use crate::install::write_private;
use crate::layout::Layout;
use crate::officers::SignIn;
use crate::ports::Ports;
use crate::progress::Progress;
use crate::run;
use crate::stack::Programs;

/// Brings the bridge's database up to date.
pub(crate) fn migrate(layout: &Layout, programs: &Programs) -> anyhow::Result<()> {
    run::captured(run::command(&programs.bridge).arg("migrate").arg("--config").arg(layout.bridge_config())).map(drop)
}

/// Seeds a new stack through the product's own programs; does nothing to one that has been seeded.
pub(crate) fn seed(layout: &Layout, ports: Ports, programs: &Programs, progress: Progress) -> anyhow::Result<()> {
    if !layout.officers_seeded().is_file() {
        progress.step("the officers of the consoles", || {
            SignIn::officers(layout, ports).iter().try_for_each(|one| officer(layout, programs, one))
        })?;
        write_private(&layout.officers_seeded(), "")?;
    }
    if layout.seeded().is_file() {
        return Ok(());
    }
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

fn officer(layout: &Layout, programs: &Programs, one: &SignIn) -> anyhow::Result<()> {
    let mut command = run::command(&programs.bridge);
    command.args(["officer", "add", "--role", one.role, "--name", one.name]);
    command.arg("--config").arg(layout.bridge_config());
    command.arg("--password-file").arg(&one.password_file).arg("--totp-file").arg(&one.totp_file);
    run::captured(&mut command).map(drop)
}
