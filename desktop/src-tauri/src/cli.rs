//! The command line. Each flag can be an environment variable too, for programs that start the window for a test.

use std::path::PathBuf;

use clap::Parser;
use url::Url;

use crate::profiles::ProfileName;

/// The Depesha messenger.
#[derive(Debug, Clone, Parser)]
#[command(name = "depesha-desktop", version)]
pub struct Cli {
    /// The folder that holds everything this client keeps. Without it, the system's folder for programs.
    #[arg(long, env = "DEPESHA_DATA_DIR")]
    pub data_dir: Option<PathBuf>,

    /// The profile in that folder: one for each further account. The window of the first account opens the others.
    #[arg(long)]
    pub(crate) profile: Option<ProfileName>,

    /// The base URL of the bridge, as your administrator names it. Not needed where the organisation's rules name it; those
    /// count more.
    #[arg(long, env = "DEPESHA_BRIDGE")]
    pub bridge: Option<Url>,

    /// A file with an organisation's rules, for trying them out: it counts only where the system has none.
    #[arg(long, env = "DEPESHA_POLICY")]
    pub(crate) policy: Option<PathBuf>,

    /// The language of the interface: en, fr or uk. Without it, the system's.
    #[arg(long, env = "DEPESHA_LOCALE")]
    pub locale: Option<String>,

    /// Opens as a small sign in the bar of windows, as after signing in to the computer.
    #[arg(long)]
    pub(crate) minimised: bool,

    /// A link to a person, a conversation or a message, to be opened in the window: `matrix:…` or `depesha:…`.
    pub(crate) link: Option<String>,
}
