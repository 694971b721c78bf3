//! Where everything of one stack lies in its data folder. Names only: nothing is read or written here.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::shape::Homeserver;

/// A Unix socket's address holds 108 bytes, its end included.
const SOCKET_PATH_LIMIT: usize = 100;

/// The data folder of a stack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    root: PathBuf,
}

/// The files of one homeserver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HomeserverFiles {
    /// Its folder.
    pub dir: PathBuf,
    /// Synapse's configuration.
    pub config: PathBuf,
    /// A second configuration, empty but while the bridge's account is made.
    pub bootstrap: PathBuf,
    /// A third one: the homeservers that it speaks with, kept by the bridge.
    pub federation_list: PathBuf,
    /// A fourth one: its identity providers, as the bridge says.
    pub sign_in: PathBuf,
    /// Synapse's logging configuration.
    pub log_config: PathBuf,
    /// The key that signs events.
    pub signing_key: PathBuf,
    /// Secret behind tokens.
    pub macaroon_secret: PathBuf,
    /// Secret behind forms.
    pub form_secret: PathBuf,
    /// The SQLite database.
    pub database: PathBuf,
    /// The media store.
    pub media: PathBuf,
    /// Access token of the bridge's administrator account.
    pub admin_token: PathBuf,
    /// Token that our module calls the bridge with.
    pub module_token: PathBuf,
    /// Token that the bridge calls our module with.
    pub acts_token: PathBuf,
}

macro_rules! paths {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        $($(#[$doc])* pub fn $name(&self) -> PathBuf { self.root.join($path) })*
    };
}

impl Layout {
    /// The layout below this folder.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The data folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    paths! {
        /// Marks the folder as a stack's and keeps its ports.
        stack_file = "stack.json";
        /// Held while the stack is changed.
        lock = "stack.lock";
        /// Process files.
        run_dir = "run";
        /// Log files, one a process.
        logs_dir = "logs";
        /// Certificate of the own authority.
        ca_certificate = "tls/ca.pem";
        /// The homeservers' certificate.
        tls_certificate = "tls/server.pem";
        /// Its key.
        tls_key = "tls/server.key";
        /// Configuration of `serve`, `worker` and `migrate`.
        bridge_config = "bridge/bridge.toml";
        /// The sample state's identity providers, if somebody has written some: tables for the bridge's configuration.
        identity_providers = "bridge/identity-providers.toml";
        /// The bridge's database.
        bridge_database = "bridge/bridge.db";
        /// The people's search index.
        bridge_index = "bridge/index";
        /// Token that the scanner reports with.
        report_token = "secrets/scan-report.token";
        /// Token that the register writes with.
        sync_token = "secrets/sync.token";
        /// Configuration of `scan`.
        scan_config = "scanner/scan.toml";
        /// The scanner's secret keys.
        scanner_keys = "scanner/keys.json";
        /// The scanner's public keys.
        scanner_public_keys = "scanner/public-keys.json";
        /// Ciphertext that is too large for memory.
        scanner_spool = "scanner/spool";
        /// clamd's configuration.
        clamd_config = "clamav/clamd.conf";
        /// The signature database.
        clamd_database = "clamav/db";
        /// clamd's temporary files.
        clamd_temporary = "clamav/tmp";
        /// Our copy of clamd, where the system confines its own.
        clamd_program = "clamav/clamd";
        /// The sample HR register.
        register_csv = "register/people.csv";
        /// Configuration of `directory-sync`.
        sync_config = "register/sync.toml";
        /// The plan that was applied last.
        sync_plan = "register/plan.json";
        /// Says that the catalogue has been filled.
        seeded = "register/seeded";
        /// Says that the officers exist, with their authenticators.
        officers_seeded = "secrets/officers.seeded";
        /// Received mails.
        mail_dir = "mail";
        /// Data of the desktop client that `cargo stack client` opens.
        client_dir = "client";
    }

    /// clamd's socket. In a data folder with a long name it moves to the system's temporary folder.
    pub fn clamd_socket(&self) -> PathBuf {
        let inside = self.root.join("clamav/clamd.sock");
        if inside.as_os_str().len() <= SOCKET_PATH_LIMIT {
            return inside;
        }
        let mut hasher = DefaultHasher::new();
        self.root.hash(&mut hasher);
        std::env::temp_dir().join(format!("depesha-{:016x}", hasher.finish())).join("clamd.sock")
    }

    /// The password of a sample officer at a console.
    pub fn officer_password(&self, key: &str) -> PathBuf {
        self.root.join(format!("secrets/{key}.password"))
    }

    /// The secret of their authenticator.
    pub fn officer_totp(&self, key: &str) -> PathBuf {
        self.root.join(format!("secrets/{key}.totp"))
    }

    /// The log file of a process.
    pub fn log(&self, process: &str) -> PathBuf {
        self.logs_dir().join(format!("{process}.log"))
    }

    /// The files of a homeserver.
    pub fn homeserver(&self, homeserver: Homeserver) -> HomeserverFiles {
        let dir = self.root.join("homeservers").join(homeserver.key);
        HomeserverFiles {
            config: dir.join("homeserver.yaml"),
            bootstrap: dir.join("bootstrap.yaml"),
            federation_list: dir.join("federation.yaml"),
            sign_in: dir.join("sign-in.yaml"),
            log_config: dir.join("log.yaml"),
            signing_key: dir.join("signing.key"),
            macaroon_secret: dir.join("macaroon.secret"),
            form_secret: dir.join("form.secret"),
            database: dir.join("homeserver.db"),
            media: dir.join("media"),
            admin_token: dir.join("admin.token"),
            module_token: dir.join("module.token"),
            acts_token: dir.join("acts.token"),
            dir,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_socket_path_never_exceeds_what_the_kernel_takes() {
        let short = Layout::new("/tmp/a");
        assert_eq!(short.clamd_socket(), Path::new("/tmp/a/clamav/clamd.sock"));
        let long = Layout::new(format!("/tmp/{}", "a".repeat(120)));
        assert!(long.clamd_socket().as_os_str().len() <= SOCKET_PATH_LIMIT);
        assert_ne!(long.clamd_socket(), Layout::new(format!("/tmp/{}", "b".repeat(120))).clamd_socket());
    }
}
