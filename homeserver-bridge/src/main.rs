//! One executable, many roles; each reads only its own configuration.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use bridge_api::ServerName;
use clap::{Parser, Subcommand};
use homeserver_bridge::audit::Head;
use homeserver_bridge::clock::SystemClock;
use homeserver_bridge::config::{self, ScanConfig, SecretFile, ServeConfig};
use homeserver_bridge::database::Db;
use homeserver_bridge::officers::OfficerRole;
use homeserver_bridge::{audit, roles, scan_role};

/// The server side of Depesha next to the homeserver.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    role: Role,
}

#[derive(Subcommand)]
enum Role {
    /// Serve the front doors, the API and the consoles.
    Serve(ConfigFile),
    /// Run the jobs.
    Worker(ConfigFile),
    /// Serve the media scanner.
    Scan(ConfigFile),
    /// Look after the scanner's keys.
    #[command(subcommand)]
    ScannerKeys(ScannerKeysCommand),
    /// Bring the database up to date.
    Migrate(ConfigFile),
    /// Check a configuration without starting anything.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Ask every part that `serve` needs whether it answers.
    Doctor(ConfigFile),
    /// Look after the audit log.
    #[command(subcommand)]
    Audit(AuditCommand),
    /// Look after the people who may use a console.
    #[command(subcommand)]
    Officer(OfficerCommand),
}

#[derive(Subcommand)]
enum OfficerCommand {
    /// Make an officer, or give one a new password.
    Add(OfficerFile),
}

#[derive(clap::Args)]
struct OfficerFile {
    #[command(flatten)]
    file: ConfigFile,
    /// What the officer may do.
    #[arg(long, value_enum)]
    role: OfficerRole,
    /// The name to sign in with.
    #[arg(long)]
    name: String,
    /// The file that holds the password, 12 characters at least.
    #[arg(long, value_name = "FILE")]
    password_file: PathBuf,
    /// The file that holds the secret of an authenticator (base 32). Without one, the officer sets a second factor up at
    /// the first sign-in; those of an officer who has some stay.
    #[arg(long, value_name = "FILE")]
    totp_file: Option<PathBuf>,
}

#[derive(Subcommand)]
enum ConfigCommand {
    /// Check the file of `serve`, `worker` and `migrate`.
    Check(ConfigFile),
    /// Check the file of `scan`.
    CheckScan(ConfigFile),
    /// Print Synapse's part of sign-in through identity providers, for a file that Synapse is given with `-c`.
    Synapse(SynapseFile),
}

#[derive(clap::Args)]
struct SynapseFile {
    #[command(flatten)]
    file: ConfigFile,
    /// The homeserver's name.
    #[arg(long, value_name = "SERVER_NAME")]
    homeserver: ServerName,
}

#[derive(Subcommand)]
enum ScannerKeysCommand {
    /// Make a new generation; running scanners take it up by themselves.
    Rotate(ConfigFile),
    /// Show the fingerprints, as people see them in their settings.
    Show(ConfigFile),
}

#[derive(Subcommand)]
enum AuditCommand {
    /// Prove the hash chain, or name the first broken row.
    Verify(AuditFile),
    /// Print the end of the chain. Kept elsewhere, it shows later that no row was cut off.
    Head(ConfigFile),
}

#[derive(clap::Args)]
struct AuditFile {
    #[command(flatten)]
    file: ConfigFile,
    /// An end of the chain that `audit head` printed once: the chain must still go through it.
    #[arg(long)]
    head: Option<Head>,
}

#[derive(clap::Args)]
struct ConfigFile {
    /// The role's configuration file.
    #[arg(long, value_name = "FILE")]
    config: PathBuf,
}

impl ConfigFile {
    fn serve(&self) -> anyhow::Result<ServeConfig> {
        let config: ServeConfig = config::read(&self.config)?;
        config.check()?;
        Ok(config)
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into()))
        .with_writer(std::io::stderr)
        .init();
    match run(Arguments::parse().role).await {
        Ok(code) => code,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn run(role: Role) -> anyhow::Result<ExitCode> {
    match role {
        Role::Serve(file) => roles::serve::serve(file.serve()?).await?,
        Role::Worker(file) => roles::serve::worker(file.serve()?).await?,
        Role::Scan(file) => roles::scan::scan(config::read::<ScanConfig>(&file.config)?).await?,
        Role::ScannerKeys(command) => {
            let published = match command {
                ScannerKeysCommand::Rotate(file) => roles::scanner_keys::rotate(&config::read(&file.config)?)?,
                ScannerKeysCommand::Show(file) => roles::scanner_keys::show(&config::read(&file.config)?)?,
            };
            for line in roles::scanner_keys::lines(&published) {
                println!("{line}");
            }
        }
        Role::Migrate(file) => {
            Db::open(&file.serve()?.database)?;
            println!("the database is up to date");
        }
        Role::Config(ConfigCommand::Check(file)) => {
            file.serve()?;
            println!("the configuration is sound");
        }
        Role::Config(ConfigCommand::CheckScan(file)) => {
            let config = config::read::<ScanConfig>(&file.config)?;
            scan_role::engines(&config, Arc::new(SystemClock))?;
            println!("the configuration is sound");
        }
        Role::Config(ConfigCommand::Synapse(synapse)) => {
            let settings = config::synapse_sign_in(&synapse.file.serve()?, &synapse.homeserver)?;
            println!("{}", serde_json::to_string_pretty(&settings)?);
        }
        Role::Officer(OfficerCommand::Add(officer)) => {
            let password = SecretFile::new(&officer.password_file);
            let totp = officer.totp_file.as_deref().map(SecretFile::new);
            roles::officer::add(officer.file.serve()?, officer.role, &officer.name, &password, totp.as_ref()).await?;
            println!("{} {} is set", officer.role, officer.name);
        }
        Role::Doctor(file) => {
            let mut sound = true;
            for finding in roles::doctor::examine(&file.serve()?).await {
                sound &= finding.fault.is_none();
                match finding.fault {
                    None => println!("ok     {}", finding.part),
                    Some(fault) => println!("FAULT  {}: {fault}", finding.part),
                }
            }
            return Ok(if sound { ExitCode::SUCCESS } else { ExitCode::FAILURE });
        }
        Role::Audit(AuditCommand::Verify(file)) => {
            let db = Db::open(&file.file.serve()?.database)?;
            match db.read(audit::verify).await? {
                Ok(rows) => println!("the audit log is sound: {rows} rows"),
                Err(row) => {
                    println!("the audit log is broken at row {row}");
                    return Ok(ExitCode::FAILURE);
                }
            }
            if let Some(head) = file.head {
                let seq = head.seq;
                if !db.read(move |tx| audit::goes_through(tx, &head)).await? {
                    println!("the audit log has ended at row {seq} otherwise: rows were cut off and others put there");
                    return Ok(ExitCode::FAILURE);
                }
                println!("it still goes through the end of row {seq}");
            }
        }
        Role::Audit(AuditCommand::Head(file)) => {
            let db = Db::open(&file.serve()?.database)?;
            match db.read(audit::head).await? {
                Some(head) => println!("{head}"),
                None => println!("the audit log has no row yet"),
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
