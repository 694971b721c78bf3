//! A real PostgreSQL of its own for a test: a new cluster in a temporary folder, on a socket there and a free port of
//! the loopback. Knows nothing of what is tested with it, so other packages include it too.

use std::io::Write;
use std::net::TcpListener;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

/// A running cluster. It ends with this value.
pub(crate) struct Postgres {
    /// On 127.0.0.1.
    pub(crate) port: u16,
    bin: PathBuf,
    folder: TempDir,
    server: Option<Child>,
}

impl Postgres {
    /// Makes and starts a cluster with `settings`, each `name=value`; none if PostgreSQL is not installed here.
    pub(crate) fn start(settings: &[&str]) -> Result<Option<Self>> {
        let Some(bin) = newest_bin() else { return Ok(None) };
        let folder = tempfile::Builder::new().prefix("depesha-pg-").tempdir()?;
        let owner = owner()?;
        if let Some((user, group)) = owner {
            chown(folder.path(), Some(user), Some(group))?;
        }
        let data = folder.path().join("data");
        let made = as_owner(bin.join("initdb"), owner)
            .args(["-N", "--username=postgres", "--encoding=UTF8", "--locale=C"])
            .args(["--auth-local=trust", "--auth-host=scram-sha-256", "-D"])
            .arg(&data)
            .current_dir(folder.path())
            .output()?;
        if !made.status.success() {
            bail!("initdb failed: {}", String::from_utf8_lossy(&made.stderr));
        }
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let log = std::fs::File::create(folder.path().join("log"))?;
        let mut command = as_owner(bin.join("postgres"), owner);
        command.arg("-D").arg(&data).arg("-p").arg(port.to_string()).arg("-k").arg(folder.path());
        for setting in ["listen_addresses=127.0.0.1", "fsync=off", "max_connections=50"].iter().chain(settings) {
            command.arg("-c").arg(setting);
        }
        let server =
            command.current_dir(folder.path()).stdin(Stdio::null()).stdout(Stdio::null()).stderr(log).spawn()?;
        let mut cluster = Self { port, bin, folder, server: Some(server) };
        cluster.wait()?;
        Ok(Some(cluster))
    }

    fn wait(&mut self) -> Result<()> {
        let until = Instant::now() + Duration::from_secs(60);
        while self.sql("postgres", "select 1").is_err() {
            let ended = self.server.as_mut().map(Child::try_wait).transpose()?.flatten();
            if ended.is_some() || Instant::now() > until {
                bail!("PostgreSQL did not start: {}", std::fs::read_to_string(self.folder.path().join("log"))?);
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// The folder of the cluster, which its server may read.
    #[allow(dead_code)]
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Runs statements as the cluster's superuser and answers what they print, without headings.
    pub(crate) fn sql(&self, database: &str, statements: &str) -> Result<String> {
        let mut psql = Command::new(self.bin.join("psql"))
            .args(["-XqAt", "-v", "ON_ERROR_STOP=1", "-U", "postgres", "-d", database, "-p"])
            .arg(self.port.to_string())
            .arg("-h")
            .arg(self.folder.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()?;
        psql.stdin.take().context("psql takes statements")?.write_all(statements.as_bytes())?;
        let done = psql.wait_with_output()?;
        if !done.status.success() {
            bail!("psql: {}", String::from_utf8_lossy(&done.stderr));
        }
        Ok(String::from_utf8(done.stdout)?.trim_end().to_owned())
    }

    /// Ends it at once, as a power cut would: every connection breaks.
    pub(crate) fn kill(&mut self) {
        let Some(mut server) = self.server.take() else { return };
        let owner = owner().ok().flatten();
        let _ = as_owner(self.bin.join("pg_ctl"), owner)
            .args(["stop", "-m", "immediate", "-D"])
            .arg(self.folder.path().join("data"))
            .current_dir(self.folder.path())
            .output();
        let _ = server.kill();
        let _ = server.wait();
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        self.kill();
    }
}

fn newest_bin() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?.flatten();
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.map(|entry| entry.path()).max_by_key(|path| number(path))?;
    Some(newest.join("bin")).filter(|bin| bin.join("initdb").exists())
}

/// PostgreSQL does not run as root: then it runs as its own user.
fn owner() -> Result<Option<(u32, u32)>> {
    let id = |arguments: &[&str]| -> Result<u32> {
        let output = Command::new("id").args(arguments).output()?;
        Ok(String::from_utf8(output.stdout)?.trim().parse()?)
    };
    if id(&["-u"])? != 0 {
        return Ok(None);
    }
    Ok(Some((id(&["-u", "postgres"])?, id(&["-g", "postgres"])?)))
}

fn as_owner(program: PathBuf, owner: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}
