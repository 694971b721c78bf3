//! A register of a test and `directory-sync` beside it: the configuration, and the real program run on it.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result, ensure};
use stack::{FINANCE, INTERIOR};

use crate::system::System;

/// `directory-sync` for one register, in a folder of its own.
pub struct Register {
    folder: PathBuf,
    program: PathBuf,
}

/// What a run of the program said.
#[derive(Debug)]
pub struct Said {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub out: String,
    /// Standard error.
    pub err: String,
}

impl Register {
    /// Configures the program: `register` is the section of that name, `mapping` the next, `more` whatever else.
    ///
    /// # Errors
    /// If the files cannot be written.
    pub fn new(system: &System, name: &str, register: &str, mapping: &str, more: &str) -> Result<Self> {
        let (stack, folder) = (system.stack(), system.client_folder(name));
        std::fs::create_dir_all(&folder)?;
        let bridge = &system.status().bridge.base_url;
        let text = format!(
            "state_file = \"state.json\"\n[bridge]\nbase_url = \"{bridge}\"\ntoken_file = {:?}\n[register]\n{register}\n\
             [mapping]\n{mapping}\n[organisations]\n\"Ministry of {}\" = \"{}\"\n\"Ministry of {}\" = \"{}\"\n{more}\n",
            stack.layout().sync_token(),
            INTERIOR.organisation,
            INTERIOR.organisation_id,
            FINANCE.organisation,
            FINANCE.organisation_id,
        );
        std::fs::write(folder.join("sync.toml"), text)?;
        Ok(Self { folder, program: stack.programs().directory_sync.clone() })
    }

    /// A file beside the configuration.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// The configuration file.
    pub fn config(&self) -> PathBuf {
        self.path("sync.toml")
    }

    /// The folder of configuration, state and plans.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Runs the program to its end.
    ///
    /// # Errors
    /// If it cannot be started.
    pub async fn run(&self, arguments: &[&str]) -> Result<Said> {
        let mut command = self.command(arguments);
        let output = tokio::task::spawn_blocking(move || command.output()).await??;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(Said { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) })
    }

    /// Runs the program; it must succeed.
    ///
    /// # Errors
    /// With what it said if it does not.
    pub async fn done(&self, arguments: &[&str]) -> Result<String> {
        let said = self.run(arguments).await?;
        ensure!(said.code == 0, "{arguments:?} ended with {}:\n{}{}", said.code, said.out, said.err);
        Ok(said.out)
    }

    /// Plans and applies; both must succeed.
    ///
    /// # Errors
    /// With what the program said if they do not.
    pub async fn bring_in_line(&self) -> Result<String> {
        self.done(&["plan", "--out", "plan.json"]).await?;
        self.done(&["apply", "plan.json"]).await
    }

    /// Starts the program and lets it run; it ends when the handle is dropped.
    ///
    /// # Errors
    /// If it cannot be started.
    pub fn start(&self, arguments: &[&str]) -> Result<Running> {
        let log = std::fs::File::options().create(true).append(true).open(self.path("running.log"))?;
        let mut command = self.command(arguments);
        command.stdout(log.try_clone()?).stderr(log).stdin(Stdio::null());
        Ok(Running(command.spawn().context("directory-sync does not start")?))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.arg("--config").arg(self.config()).args(arguments).current_dir(&self.folder);
        command
    }
}

/// A running program.
pub struct Running(Child);

impl Running {
    /// Its process number.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Whether it has ended, and how.
    ///
    /// # Errors
    /// If the system does not know.
    pub fn ended(&mut self) -> Result<Option<std::process::ExitStatus>> {
        Ok(self.0.try_wait()?)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the bridge's database says of the catalogue.
pub struct Catalogue<'a>(&'a System);

impl<'a> Catalogue<'a> {
    /// The catalogue of this system.
    pub fn of(system: &'a System) -> Self {
        Self(system)
    }

    /// Takes the sample's people out, as if HR had let them go: what follows is about others.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn let_everybody_go(&self) -> Result<()> {
        let mut database = self.open()?;
        let transaction = database.transaction()?;
        transaction.execute("UPDATE catalogue_version SET version = version + 1", [])?;
        transaction
            .execute("UPDATE people SET employment = 'left', version = (SELECT version FROM catalogue_version)", [])?;
        Ok(transaction.commit()?)
    }

    /// Every grace period of a move is over: the old accounts are closed as soon as somebody looks.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn end_grace_periods(&self) -> Result<()> {
        let sql = "UPDATE moves SET close_from_ms = 1, next_at_ms = 0 WHERE state = 'grace'";
        ensure!(self.open()?.execute(sql, [])? > 0, "nobody is in a grace period");
        Ok(())
    }

    /// The time of everybody for whom HR does not vouch is over: the bridge sees it within a minute.
    ///
    /// # Errors
    /// If the database cannot be written.
    pub fn end_terms(&self) -> Result<()> {
        let sql = "UPDATE account_terms SET until_ms = 1 WHERE ended_at_ms IS NULL";
        ensure!(self.open()?.execute(sql, [])? > 0, "nobody has an account with an end");
        Ok(())
    }

    /// How many people work here.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn working(&self) -> Result<usize> {
        self.count("employment = 'working'")
    }

    /// How many of them the last reading did not list.
    ///
    /// # Errors
    /// If the database cannot be read.
    pub fn missing(&self) -> Result<usize> {
        self.count("employment = 'working' AND missing_reads > 0")
    }

    /// Somebody's post.
    ///
    /// # Errors
    /// If there is no such person.
    pub fn title(&self, person_id: &str) -> Result<String> {
        let sql = "SELECT title FROM people WHERE person_id = ?1";
        Ok(self.open()?.query_row(sql, [person_id], |row| row.get(0))?)
    }

    fn count(&self, which: &str) -> Result<usize> {
        let sql = format!("SELECT COUNT(*) FROM people WHERE {which}");
        Ok(usize::try_from(self.open()?.query_row(&sql, [], |row| row.get::<_, i64>(0))?)?)
    }

    /// The database itself.
    ///
    /// # Errors
    /// If it cannot be opened.
    pub fn open(&self) -> Result<rusqlite::Connection> {
        let database = rusqlite::Connection::open(self.0.stack().layout().bridge_database())?;
        database.busy_timeout(std::time::Duration::from_secs(30))?;
        Ok(database)
    }
}
