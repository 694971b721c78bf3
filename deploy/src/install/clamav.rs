//! ClamAV's files: configuration and the local test signatures.
//!
//! No signature database can be fetched on a closed network. These signatures know the EICAR test file and nothing
//! else: they show that scanning works, and protect nobody.

use super::secrets::private_dir;
use super::template::fill;
use super::write_private;
use crate::layout::Layout;

/// The EICAR test file, in two parts so that no scanner takes this source for it.
const EICAR: [&str; 2] = ["X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR", "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"];
const EICAR_MD5: &str = "44d88612fea8a8f36de82e1278abb02f";

/// Writes the files.
pub(super) fn install(layout: &Layout) -> anyhow::Result<()> {
    private_dir(&layout.clamd_database())?;
    private_dir(&layout.clamd_temporary())?;
    if let Some(dir) = layout.clamd_socket().parent() {
        private_dir(dir)?;
    }
    let eicar = EICAR.concat();
    write_changed(layout, "local.hdb", &format!("{EICAR_MD5}:{}:Local.Eicar-Hash\n", eicar.len()))?;
    write_changed(layout, "local.ndb", &format!("Local.Eicar-Test:0:0:{}\n", hex::encode(eicar)))?;
    let config = fill(
        include_str!("../../templates/clamd.conf"),
        &[
            ("database", layout.clamd_database().display().to_string()),
            ("temporary", layout.clamd_temporary().display().to_string()),
            ("socket", layout.clamd_socket().display().to_string()),
        ],
    )?;
    write_private(&layout.clamd_config(), &config)
}

/// Leaves an unchanged signature file untouched: its date is the age of the signatures.
fn write_changed(layout: &Layout, name: &str, text: &str) -> anyhow::Result<()> {
    let path = layout.clamd_database().join(name);
    if std::fs::read_to_string(&path).is_ok_and(|old| old == text) { Ok(()) } else { write_private(&path, text) }
}
