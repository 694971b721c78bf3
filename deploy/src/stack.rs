//! A whole stack: up, down, and what is known of it in between.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};

use crate::bootstrap;
use crate::caches::Caches;
use crate::install;
use crate::layout::Layout;
use crate::ports::{self, PortChoice, Ports};
use crate::progress::Progress;
use crate::seed;
use crate::shape::{HOMESERVERS, Homeserver};
use crate::status::{self, Status};
use crate::supervise::{self, NAMES, Role};
use crate::{prerequisites, run, toolchain};

/// How long everything together may take to become ready.
const PATIENCE: Duration = Duration::from_secs(120);

/// Our own programs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Programs {
    /// `homeserver-bridge`.
    pub bridge: PathBuf,
    /// `directory-sync`.
    pub directory_sync: PathBuf,
    /// `stack`, for the mail sink.
    pub stack: PathBuf,
    /// The desktop client.
    pub desktop: PathBuf,
}

impl Programs {
    /// The programs in this folder.
    pub fn within(dir: &Path) -> Self {
        Self {
            bridge: dir.join("homeserver-bridge"),
            directory_sync: dir.join("directory-sync"),
            stack: dir.join("stack"),
            desktop: dir.join("depesha-desktop"),
        }
    }

    /// The programs of the same build as the running test or bench.
    ///
    /// # Errors
    /// If they have not been built.
    pub fn beside_this_program() -> anyhow::Result<Self> {
        let own = std::env::current_exe().context("this program's file is not known")?;
        let dirs = own.ancestors().skip(1).take(2);
        for dir in dirs {
            let programs = Self::within(dir);
            if programs.bridge.is_file() && programs.directory_sync.is_file() && programs.stack.is_file() {
                return Ok(programs);
            }
        }
        bail!("the programs are not beside {}; run cargo build --workspace first", own.display())
    }
}

/// How a stack is brought up.
#[derive(Debug, Clone)]
pub struct Options {
    /// Its data folder.
    pub data_dir: PathBuf,
    /// Its ports.
    pub ports: PortChoice,
    /// Shows no progress.
    pub quiet: bool,
    /// Installs what is missing on the machine and builds everything first.
    pub build: bool,
    /// Our programs; `None` takes those of the debug build.
    pub programs: Option<Programs>,
    /// Source tree and caches.
    pub caches: Caches,
    /// Ends everything again if something fails on the way.
    pub stop_on_failure: bool,
}

impl Options {
    /// For a test or bench: a stack of its own in this folder, on free ports, quiet, with the programs of the same
    /// build.
    ///
    /// # Errors
    /// If the programs have not been built.
    pub fn for_tests(data_dir: impl Into<PathBuf>) -> anyhow::Result<Self> {
        Ok(Self {
            data_dir: data_dir.into(),
            ports: PortChoice::Free,
            quiet: true,
            build: false,
            programs: Some(Programs::beside_this_program()?),
            caches: Caches::of_this_user()?,
            stop_on_failure: true,
        })
    }

    fn progress(&self) -> Progress {
        if self.quiet { Progress::quiet() } else { Progress::shown() }
    }
}

/// A stack that has been brought up, by this program or another.
#[derive(Debug, Clone)]
pub struct Stack {
    layout: Layout,
    ports: Ports,
    caches: Caches,
    programs: Programs,
}

impl Stack {
    /// Brings a stack up: makes what is missing, starts what does not run, waits until all of it is ready.
    ///
    /// # Errors
    /// The first thing that failed, with what to do or the end of a log.
    pub fn up(options: Options) -> anyhow::Result<Self> {
        let progress = options.progress();
        if options.build {
            prerequisites::for_up(&options.caches, progress)?;
            toolchain::build(&options.caches, &[], progress)?;
        } else {
            prerequisites::install_synapse(&options.caches, progress)?;
        }
        let layout = layout_of(&options.data_dir)?;
        install::private_dir(layout.root())?;
        let _lock = lock(&layout)?;
        let ports = match install::existing_ports(&layout)? {
            Some(ports) => ports.satisfy(options.ports)?,
            None => {
                let ports = Ports::choose(options.ports)?;
                install::claim(&layout, ports)?;
                ports
            }
        };
        install::install(&layout, ports, &options.caches.synapse_module())?;
        let programs = options.programs.unwrap_or_else(|| Programs::within(&options.caches.debug_programs()));
        let stack = Self { layout, ports, caches: options.caches, programs };
        let ready = stack
            .write_sign_in()
            .and_then(|()| stack.start_all(progress))
            .and_then(|()| seed::seed(&stack.layout, stack.ports, &stack.programs, progress));
        if ready.is_err() && options.stop_on_failure {
            // The first error is the one that tells something.
            let _ = supervise::stop(&stack.layout, &NAMES);
        }
        ready.map(|()| stack)
    }

    /// A stack that exists in this folder, whether it runs or not.
    ///
    /// # Errors
    /// If there is none.
    pub fn open(data_dir: &Path, caches: Caches) -> anyhow::Result<Self> {
        let layout = layout_of(data_dir)?;
        let Some(ports) = install::existing_ports(&layout)? else {
            bail!("there is no stack in {}; bring one up with cargo stack up", layout.root().display());
        };
        let programs = Programs::within(&caches.debug_programs());
        Ok(Self { layout, ports, caches, programs })
    }

    /// The homeservers' part of sign-in through identity providers follows from the bridge's configuration.
    fn write_sign_in(&self) -> anyhow::Result<()> {
        for one in HOMESERVERS {
            let mut command = run::command(&self.programs.bridge);
            command.args(["config", "synapse", "--homeserver", &self.ports.server_name(one), "--config"]);
            let settings = run::captured(command.arg(self.layout.bridge_config()))?;
            install::write_private(&self.layout.homeserver(one).sign_in, &settings)?;
        }
        Ok(())
    }

    /// Everything at once; only the bridge waits, the first time, for its accounts on the homeservers.
    fn start_all(&self, progress: Progress) -> anyhow::Result<()> {
        let new: Vec<(Homeserver, String)> = HOMESERVERS
            .into_iter()
            .filter(|one| !self.layout.homeserver(*one).admin_token.is_file())
            .map(|one| Ok((one, install::open_registration(&self.layout, one)?)))
            .collect::<anyhow::Result<_>>()?;
        if !new.is_empty() {
            // One that runs already does not know its new secret.
            supervise::stop(
                &self.layout,
                &new.iter().map(|(one, _)| supervise::homeserver_process(*one)).collect::<Vec<_>>(),
            )?;
        }
        let roles = self.roles()?;
        let first: Vec<&Role> =
            roles.iter().filter(|role| ![supervise::BRIDGE, supervise::WORKER].contains(&role.name)).collect();
        progress.step("homeservers, antivirus, scanner and mail", || {
            for role in &first {
                supervise::start(&self.layout, role)?;
            }
            seed::migrate(&self.layout, &self.programs)?;
            // The bridge reads the scanner's public keys; the scanner writes them when it starts.
            if new.is_empty() {
                return Ok(());
            }
            supervise::wait_until_ready(&self.layout, &first, PATIENCE)?;
            for (homeserver, secret) in &new {
                bootstrap::register(&self.layout, self.ports, *homeserver, secret)?;
                install::close_registration(&self.layout, *homeserver)?;
            }
            Ok(())
        })?;
        progress.step("the bridge, and everything ready", || {
            for name in [supervise::BRIDGE, supervise::WORKER] {
                supervise::start(&self.layout, supervise::role(&roles, name)?)?;
            }
            supervise::wait_until_ready(&self.layout, &roles.iter().collect::<Vec<_>>(), PATIENCE)
        })
    }

    fn roles(&self) -> anyhow::Result<Vec<Role>> {
        supervise::roles(&self.layout, self.ports, &self.caches, &self.programs)
    }

    /// Starts one process again and waits until it is ready.
    ///
    /// # Errors
    /// If there is no process of that name or it does not start.
    pub fn start(&self, name: &str) -> anyhow::Result<()> {
        let _lock = lock(&self.layout)?;
        let roles = self.roles()?;
        let role = supervise::role(&roles, name)?;
        supervise::start(&self.layout, role)?;
        supervise::wait_until_ready(&self.layout, &[role], PATIENCE)
    }

    /// Ends one process at once, as a crash would.
    ///
    /// # Errors
    /// If there is no process of that name or it cannot be ended.
    pub fn kill(&self, name: &str) -> anyhow::Result<()> {
        if !NAMES.contains(&name) {
            bail!("there is no process {name}; there are {}", NAMES.join(", "));
        }
        supervise::kill_now(&self.layout, name)
    }

    /// Asks one process to end and waits until it has.
    ///
    /// # Errors
    /// If it cannot be ended.
    pub fn stop(&self, name: &str) -> anyhow::Result<()> {
        supervise::stop(&self.layout, &[name])
    }

    /// Ends all processes; the data stay.
    ///
    /// # Errors
    /// If one cannot be ended.
    pub fn down(&self) -> anyhow::Result<()> {
        let _lock = lock(&self.layout)?;
        supervise::stop(&self.layout, &NAMES)
    }

    /// Ends all processes and removes the data folder.
    ///
    /// # Errors
    /// If something cannot be ended or removed.
    pub fn wipe(self) -> anyhow::Result<()> {
        self.down()?;
        let socket = self.layout.clamd_socket();
        if let Some(outside) = socket.parent().filter(|dir| !dir.starts_with(self.layout.root())) {
            let _ = std::fs::remove_dir_all(outside);
        }
        let root = self.layout.root();
        std::fs::remove_dir_all(root).with_context(|| format!("cannot remove {}", root.display()))
    }

    /// What can be said about it now.
    pub fn status(&self) -> Status {
        status::status(&self.layout, self.ports)
    }

    /// Where its files are.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Its ports.
    pub fn ports(&self) -> Ports {
        self.ports
    }

    /// Our programs.
    pub fn programs(&self) -> &Programs {
        &self.programs
    }

    /// Base URL of a homeserver's front door, for clients.
    pub fn front_door(&self, homeserver: Homeserver) -> String {
        ports::url(self.ports.front_door(homeserver))
    }

    /// Base URL of a homeserver itself, which clients never see; for looking past the front door.
    pub fn upstream(&self, homeserver: Homeserver) -> String {
        ports::url(self.ports.upstream(homeserver))
    }
}

fn layout_of(data_dir: &Path) -> anyhow::Result<Layout> {
    let path = std::path::absolute(data_dir).with_context(|| format!("{} is no path", data_dir.display()))?;
    Ok(Layout::new(path))
}

/// One command changes a stack at a time; the others wait.
fn lock(layout: &Layout) -> anyhow::Result<File> {
    let path = layout.lock();
    let open = || {
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        file.lock()?;
        Ok::<File, std::io::Error>(file)
    };
    open().with_context(|| format!("cannot lock {}", path.display()))
}
