//! `cargo stack`: the project's one front command. Reads arguments, calls the library, prints.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};
use stack::caches::{Caches, default_data_dir};
use stack::progress::Progress;
use stack::tasks::{bench, client, faults, fuzz, package, test};
use stack::{Options, PortChoice, ProcessState, SignIn, Stack, mail, run};

/// Brings a whole Depesha up on this machine, tests it, measures it.
#[derive(Debug, Parser)]
#[command(name = "cargo stack", version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Install what is missing, build, and start everything that does not run.
    Up {
        #[command(flatten)]
        at: DataDir,
        /// Open no window.
        #[arg(long)]
        no_open: bool,
        /// The first port of a new stack, 28000 unless given; the others follow at fixed distances.
        #[arg(long, value_name = "BASE")]
        ports: Option<u16>,
        /// Install and build nothing: what is there is started.
        #[arg(long)]
        no_build: bool,
    },
    /// Stop everything; the data stay.
    Down {
        #[command(flatten)]
        at: DataDir,
        /// Remove the data too.
        #[arg(long)]
        wipe: bool,
    },
    /// Say what runs and where.
    Status {
        #[command(flatten)]
        at: DataDir,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Show the code that a sample officer's authenticator shows now.
    Code {
        /// Who: administrator, second-administrator, security-officer, second-security-officer, operator, auditor.
        officer: String,
        #[command(flatten)]
        at: DataDir,
    },
    /// Open the desktop client on the running stack.
    Client {
        /// The stack's data folder.
        #[arg(long, value_name = "PATH")]
        stack_dir: Option<PathBuf>,
        /// A data folder for the client, so that several can run side by side.
        #[arg(long, value_name = "PATH")]
        data_dir: Option<PathBuf>,
    },
    /// Run all tests, one step of them, or the Rust tests of a name.
    #[command(after_help = format!("Steps:\n{}", test::help()))]
    Test {
        /// A step, or a part of a test's name.
        filter: Option<String>,
    },
    /// Measure, as ratios against baselines.
    Bench {
        /// Only this one.
        name: Option<String>,
        /// One JSON line a figure.
        #[arg(long)]
        json: bool,
    },
    /// Kill clients and break their connections, and count what is lost by that.
    Faults {
        /// How many seeds, after the kept ones; 20 unless given.
        #[arg(long, value_name = "N")]
        seeds: Option<u32>,
        /// The first seed; without a number of seeds only this one.
        #[arg(long, value_name = "S")]
        seed: Option<u64>,
        /// Only the count on standard output, as one JSON line.
        #[arg(long)]
        json: bool,
    },
    /// Feed the scanner's parsers with what breaks parsers.
    Fuzz {
        /// Only this target.
        target: Option<String>,
        /// How long each target runs.
        #[arg(long, value_name = "N", default_value_t = fuzz::SECONDS)]
        seconds: u32,
        /// Keep what reached new code in the repository, as few inputs as do.
        #[arg(long)]
        keep: bool,
    },
    /// Pack the desktop client for installation: .deb, .rpm and, where its tools are, AppImage, with lists of what is in them.
    Package,
    /// Receive mails; `up` starts it.
    #[command(hide = true)]
    MailSink {
        #[arg(long)]
        dir: PathBuf,
        #[arg(long)]
        smtp: u16,
        #[arg(long)]
        http: u16,
    },
}

#[derive(Debug, Args)]
struct DataDir {
    /// The stack's data folder.
    #[arg(long, value_name = "PATH")]
    data_dir: Option<PathBuf>,
}

impl DataDir {
    fn path(self) -> anyhow::Result<PathBuf> {
        self.data_dir.map_or_else(default_data_dir, Ok)
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Up { at, no_open, ports, no_build } => {
            let ports = ports.map_or(PortChoice::Default, PortChoice::Base);
            up(at.path()?, ports, !no_open, !no_build)?;
        }
        Command::Down { at, wipe } => {
            let stack = Stack::open(&at.path()?, Caches::of_this_user()?)?;
            Progress::shown().step("stopping", || if wipe { stack.wipe() } else { stack.down() })?;
        }
        Command::Status { at, json } => return status(&Stack::open(&at.path()?, Caches::of_this_user()?)?, json),
        Command::Code { officer, at } => code(&Stack::open(&at.path()?, Caches::of_this_user()?)?, &officer)?,
        Command::Client { stack_dir, data_dir } => {
            let at = DataDir { data_dir: stack_dir };
            client::open(&Stack::open(&at.path()?, Caches::of_this_user()?)?, data_dir.as_deref())?;
        }
        Command::Test { filter } => test::test(&Caches::of_this_user()?, filter.as_deref())?,
        Command::Bench { name, json } => bench::bench(&Caches::of_this_user()?, name.as_deref(), json)?,
        Command::Faults { seeds, seed, json } => faults::faults(&Caches::of_this_user()?, seeds, seed, json)?,
        Command::Fuzz { target, seconds, keep } => {
            fuzz::fuzz(&Caches::of_this_user()?, target.as_deref(), seconds, keep)?;
        }
        Command::Package => {
            for file in package::package(&Caches::of_this_user()?)? {
                println!("{}", file.display());
            }
        }
        Command::MailSink { dir, smtp, http } => mail::serve(&dir, smtp, http)?,
    }
    Ok(ExitCode::SUCCESS)
}

fn up(data_dir: PathBuf, ports: PortChoice, open: bool, build: bool) -> anyhow::Result<()> {
    let options = Options {
        data_dir,
        ports,
        quiet: false,
        build,
        programs: None,
        caches: Caches::of_this_user()?,
        stop_on_failure: false,
    };
    eprintln!("Bringing Depesha up in {}", options.data_dir.display());
    let stack = Stack::up(options)?;
    say(&description(&stack));
    if open && run::has_display() {
        client::open(&stack, None)?;
        say("The client's window opens now. Another one beside it: cargo stack client --data-dir PATH\n");
    } else {
        say("Open the client with: cargo stack client\n");
    }
    Ok(())
}

fn code(stack: &Stack, officer: &str) -> anyhow::Result<()> {
    let officers = SignIn::officers(stack.layout(), stack.ports());
    let Some(found) = officers.iter().find(|one| one.key == officer || one.name == officer) else {
        let keys: Vec<_> = officers.iter().map(|one| one.key).collect();
        anyhow::bail!("there is no sample officer {officer}; there are {}", keys.join(", "));
    };
    let (code, seconds) = found.code()?;
    say(&format!("{code}   for {seconds} more seconds; each code counts once\n"));
    Ok(())
}

/// On standard output; who stops reading has seen enough.
fn say(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

/// Everything that one needs to look around.
fn description(stack: &Stack) -> String {
    let status = stack.status();
    let mut lines = vec![String::new(), "Depesha is up.".to_owned(), String::new()];
    for homeserver in &status.homeservers {
        let (name, front_door) = (&homeserver.server_name, &homeserver.front_door);
        lines.push(format!("  {:<18} {front_door}   ({name})", homeserver.organisation));
    }
    lines.push(format!("  {:<18} {}", "Bridge", status.bridge.base_url));
    lines.push(format!("  {:<18} {}", "Mails", status.mail.base_url));
    lines.push("\nSign up in the client with a work email; the code comes to the mail page above:\n".to_owned());
    for organisation in ["Interior", "Finance"] {
        if let Some(person) = status.people_sample.iter().find(|person| person.organisation == organisation) {
            lines.push(format!("  {:<28} {}   ({organisation})", person.name, person.email));
        }
    }
    lines.push("\nConsoles:\n".to_owned());
    let officers = SignIn::officers(stack.layout(), stack.ports());
    for one in officers {
        lines.push(format!(
            "  {:<24} {}   name {}, password in {}",
            one.key,
            one.url,
            one.name,
            one.password_file.display()
        ));
    }
    lines.push("\nThe code that a console asks for after the password: cargo stack code administrator".to_owned());
    lines.push(format!("\nData in {}; stop with: cargo stack down\n", status.data_dir.display()));
    lines.join("\n")
}

fn status(stack: &Stack, json: bool) -> anyhow::Result<ExitCode> {
    let status = stack.status();
    if json {
        say(&format!("{}\n", serde_json::to_string_pretty(&status)?));
        return Ok(ExitCode::SUCCESS);
    }
    for process in &status.processes {
        let pid = process.pid.map_or_else(|| "-".to_owned(), |pid| pid.to_string());
        let state = match process.state {
            ProcessState::Running => "running",
            ProcessState::Died => "died",
            ProcessState::Stopped => "stopped",
        };
        say(&format!("  {:<20} {state:<8} {pid}\n", process.name));
    }
    if status.processes.iter().all(|process| process.state == ProcessState::Running) {
        say(&description(stack));
        return Ok(ExitCode::SUCCESS);
    }
    say("\nNot everything runs; cargo stack up starts what is missing.\n");
    Ok(ExitCode::FAILURE)
}
