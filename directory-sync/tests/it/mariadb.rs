//! A real MariaDB of its own for a test: a new data folder, on a socket there and a free port of the loopback.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// Little memory, and no more of the kernel's asynchronous requests than a test needs, which are counted per machine.
const SMALL: [&str; 3] =
    ["--innodb-use-native-aio=0", "--innodb-buffer-pool-size=64M", "--aria-pagecache-buffer-size=8M"];

/// A running server. It ends with this value.
pub(crate) struct Mariadb {
    /// On 127.0.0.1.
    pub(crate) port: u16,
    folder: TempDir,
    server: Child,
}

impl Mariadb {
    /// Makes and starts a server with `settings`, each `--name=value`; none if MariaDB is not installed here.
    pub(crate) fn start(settings: &[String]) -> Result<Option<Self>> {
        let found = |names: [&str; 2]| names.map(PathBuf::from).into_iter().find(|path| path.exists());
        let (Some(daemon), Some(install)) = (
            found(["/usr/sbin/mariadbd", "/usr/libexec/mariadbd"]),
            found(["/usr/bin/mariadb-install-db", "/usr/local/bin/mariadb-install-db"]),
        ) else {
            return Ok(None);
        };
        let folder = tempfile::Builder::new().prefix("depesha-mdb-").tempdir()?;
        let owner = owner()?;
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group))?;
        }
        let data = format!("--datadir={}", folder.path().join("data").display());
        let made = as_owner(&install, owner)
            .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db"])
            .args(SMALL)
            .arg(&data)
            .current_dir(folder.path())
            .output()?;
        if !made.status.success() {
            let (out, err) = (String::from_utf8_lossy(&made.stdout), String::from_utf8_lossy(&made.stderr));
            bail!("mariadb-install-db failed: {out}{err}");
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = std::fs::File::create(folder.path().join("log"))?;
        let server = as_owner(&daemon, owner)
            .args(["--no-defaults", "--bind-address=127.0.0.1", "--innodb-flush-log-at-trx-commit=0"])
            .arg(&data)
            .args(SMALL)
            .args(settings)
            .arg(format!("--port={port}"))
            .arg(format!("--socket={}", folder.path().join("sock").display()))
            .arg(format!("--pid-file={}", folder.path().join("pid").display()))
            .current_dir(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()?;
        let mut running = Self { port, folder, server };
        let until = Instant::now() + Duration::from_secs(60);
        while running.sql("select 1").is_err() {
            if running.server.try_wait()?.is_some() || Instant::now() > until {
                bail!("MariaDB did not start: {}", std::fs::read_to_string(running.folder.path().join("log"))?);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(Some(running))
    }

    /// Runs statements as root and answers what they print, without headings.
    pub(crate) fn sql(&self, statements: &str) -> Result<String> {
        let mut client = Command::new("mariadb")
            .args(["--no-defaults", "-uroot", "-BN", "--default-character-set=utf8mb4", "-S"])
            .arg(self.folder.path().join("sock"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        client.stdin.take().context("the client takes statements")?.write_all(statements.as_bytes())?;
        let done = client.wait_with_output()?;
        if !done.status.success() {
            bail!("mariadb: {}", String::from_utf8_lossy(&done.stderr));
        }
        Ok(String::from_utf8(done.stdout)?.trim_end().to_owned())
    }

    /// Ends it at once, as a power cut would.
    pub(crate) fn kill(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

impl Drop for Mariadb {
    fn drop(&mut self) {
        self.kill();
    }
}

/// MariaDB does not run as root: then it runs as its own user.
fn owner() -> Result<Option<(u32, u32)>> {
    let id = |arguments: &[&str]| -> Result<u32> {
        let output = Command::new("id").args(arguments).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    };
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    Ok(Some((id(&["-u", "mysql"])?, id(&["-g", "mysql"])?)))
}

fn as_owner(program: &Path, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}
