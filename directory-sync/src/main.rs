//! `directory-sync`: the command line. Reads arguments, sets up the log, calls `commands`.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::SystemTime;

use clap::{Parser, Subcommand};
use directory_sync::clock::Now;
use directory_sync::commands::{self, Ended};
use directory_sync::config::Config;
use directory_sync::progress::{Screen, Show};
use directory_sync::watch;

/// Brings the people catalogue in line with the HR register: plan, review, apply.
#[derive(Debug, Parser)]
#[command(version)]
struct Arguments {
    /// The configuration.
    #[arg(long, default_value = "sync.toml")]
    config: PathBuf,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Looks at configuration, register and catalogue and tells everything that is wrong.
    Check,
    /// Says what would change and writes it to a plan file; changes nothing. Done when no command is given.
    Plan {
        /// Where to write the plan.
        #[arg(long, default_value = PLAN)]
        out: PathBuf,
    },
    /// Does exactly what a plan file says.
    Apply {
        /// The reviewed plan.
        plan: PathBuf,
    },
    /// Runs until it is stopped: reads by the clock and as changes come, and applies what no brake stops.
    Watch,
    /// Says what the catalogue holds and what was last applied.
    Status,
    /// Says what register and catalogue hold of one person, what a plan would do with them and why. Shows names.
    Explain {
        /// The person's key or work email.
        person: String,
    },
}

/// Where a plan is written unless another place is named.
const PLAN: &str = "plan.json";

#[tokio::main(worker_threads = 2)]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    tracing_subscriber::fmt().with_writer(io::stderr).with_max_level(tracing::Level::INFO).init();
    match run(arguments).await {
        Ok(Ended::Done) => ExitCode::SUCCESS,
        Ok(Ended::Stopped) => ExitCode::from(2),
        Ok(Ended::Outdated) => ExitCode::from(3),
        Err(error) => {
            let _ = writeln!(io::stderr(), "directory-sync: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: Arguments) -> anyhow::Result<Ended> {
    let config = Config::load(&arguments.config)?;
    let now = Now::at(SystemTime::now());
    let mut out = io::stdout();
    let screen = Screen::new(Show::Here);
    match arguments.command.unwrap_or(Command::Plan { out: PLAN.into() }) {
        Command::Check => commands::check(&config, &screen, &mut out).await,
        Command::Plan { out: file } => commands::plan(&config, &file, now, &screen, &mut out).await,
        Command::Apply { plan } => commands::apply_plan(&config, &plan, now, &screen, &mut out).await,
        Command::Watch => watch::watch(&config, &mut out).await,
        Command::Status => commands::status(&config, &screen, &mut out).await,
        Command::Explain { person } => commands::explain(&config, &person, now, &screen, &mut out).await,
    }
}
