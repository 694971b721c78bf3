//! A real OpenLDAP server for tests: its own process, database and port on loopback, with `syncprov`, the attributes of
//! Active Directory that are read, and on request TLS signed by a certification authority of its own.
//!
//! Needs nothing but the standard library, `tempfile` and `anyhow`, so that other crates can include the file.
#![allow(dead_code, unreachable_pub)]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write as _;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

/// The suffix of the database.
pub const SUFFIX: &str = "dc=hr,dc=gov,dc=example";
/// Who may read everything.
pub const READER: &str = "cn=sync,dc=hr,dc=gov,dc=example";
/// Who may change everything.
pub const ROOT: &str = "cn=root,dc=hr,dc=gov,dc=example";
/// The password of both.
pub const PASSWORD: &str = "correct horse";

/// Attributes of Active Directory with the syntaxes that let them be compared, and two classes that carry them.
const SCHEMA: &str = "
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.146 NAME 'objectSid' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.159 NAME 'accountExpires' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.2.120 NAME 'uSNChanged' EQUALITY integerMatch ORDERING integerOrderingMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.2.3 NAME 'whenChanged' EQUALITY generalizedTimeMatch ORDERING generalizedTimeOrderingMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.24 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.756 NAME 'dsServiceName' EQUALITY distinguishedNameMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.12 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.4203.666.1.901 NAME 'lastWorkingDay' EQUALITY generalizedTimeMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.24 SINGLE-VALUE )
attributetype ( 1.3.6.1.4.1.4203.666.1.902 NAME 'protectedPost' EQUALITY booleanMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.7 SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.4203.666.3.901 NAME 'accountOfAd' SUP top AUXILIARY MAY ( objectGUID $ objectSid $ userAccountControl $ accountExpires $ uSNChanged $ whenChanged $ sAMAccountName $ o ) )
objectclass ( 1.3.6.1.4.1.4203.666.3.902 NAME 'civilServant' SUP top AUXILIARY MAY ( lastWorkingDay $ protectedPost $ o ) )
";

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Options {
    /// As `size=unlimited size.pr=1000 size.prtotal=unlimited`: what [`READER`] may read at once.
    pub limits: String,
    /// Changes that the server remembers for those who come back.
    pub session_log: Option<u32>,
    /// Whether certificates are made, and `ldaps://` and StartTLS are offered.
    pub tls: bool,
    /// `dsServiceName` of the root entry, as a domain controller has one.
    pub service_name: Option<String>,
}

impl Default for Options {
    fn default() -> Self {
        let limits = "size=unlimited time=unlimited size.pr=1000 size.prtotal=unlimited".to_owned();
        Self { limits, session_log: Some(100_000), tls: false, service_name: None }
    }
}

/// See the module. Killed when dropped.
pub struct Slapd {
    folder: tempfile::TempDir,
    options: Options,
    port: u16,
    tls_port: u16,
    process: Option<Child>,
}

impl Slapd {
    /// Loads this LDIF below [`SUFFIX`] and starts the server.
    ///
    /// # Errors
    /// If OpenLDAP is not installed or does not like what it gets.
    pub fn start(ldif: &str) -> Result<Self> {
        Self::start_with(Options::default(), ldif)
    }

    /// As [`Slapd::start`], otherwise than usual.
    ///
    /// # Errors
    /// As there.
    pub fn start_with(options: Options, ldif: &str) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let mut slapd = Self { folder, options, port: free_port()?, tls_port: free_port()?, process: None };
        slapd.prepare()?;
        slapd.load(ldif)?;
        slapd.begin()?;
        Ok(slapd)
    }

    /// Where it listens in clear, and for StartTLS.
    pub fn url(&self) -> String {
        format!("ldap://127.0.0.1:{}", self.port)
    }

    /// Where it listens with TLS.
    pub fn tls_url(&self) -> String {
        format!("ldaps://127.0.0.1:{}", self.tls_port)
    }

    /// The port in clear.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The certificate of its certification authority.
    pub fn ca_file(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// A file with the password of [`READER`].
    pub fn password_file(&self) -> PathBuf {
        self.path("password")
    }

    /// A file in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn prepare(&self) -> Result<()> {
        fs::create_dir(self.path("db"))?;
        fs::write(self.path("ad.schema"), SCHEMA)?;
        fs::write(self.password_file(), PASSWORD)?;
        if self.options.tls {
            certificates(self.folder.path(), "")?;
        }
        self.configure()
    }

    fn configure(&self) -> Result<()> {
        let at = |name: &str| self.path(name).display().to_string();
        let mut text = String::new();
        for schema in ["core", "cosine", "inetorgperson"] {
            writeln!(text, "include /etc/ldap/schema/{schema}.schema")?;
        }
        writeln!(text, "include {}", at("ad.schema"))?;
        writeln!(text, "modulepath /usr/lib/ldap\nmoduleload back_mdb\nmoduleload syncprov\npidfile {}", at("pid"))?;
        if self.options.tls {
            writeln!(text, "TLSCACertificateFile {}\nTLSCertificateFile {}", at("ca.pem"), at("server.pem"))?;
            writeln!(text, "TLSCertificateKeyFile {}", at("server.key"))?;
        }
        if let Some(name) = &self.options.service_name {
            fs::write(self.path("root.ldif"), format!("dn:\ndsServiceName: {name}\n"))?;
            writeln!(text, "rootDSE {}", at("root.ldif"))?;
        }
        writeln!(text, "database mdb\nmaxsize 8589934592\nsuffix \"{SUFFIX}\"\ndirectory {}", at("db"))?;
        writeln!(text, "rootdn \"{ROOT}\"\nrootpw \"{PASSWORD}\"\ndbnosync")?;
        writeln!(text, "index objectClass,entryUUID,entryCSN,mail,employeeNumber,ou,uSNChanged eq")?;
        writeln!(text, "limits dn.exact=\"{READER}\" {}", self.options.limits)?;
        writeln!(text, "access to attrs=userPassword by anonymous auth by * none\naccess to * by * read")?;
        writeln!(text, "overlay syncprov")?;
        if let Some(size) = self.options.session_log {
            writeln!(text, "syncprov-sessionlog {size}")?;
        }
        Ok(fs::write(self.path("slapd.conf"), text)?)
    }

    fn load(&self, ldif: &str) -> Result<()> {
        let mut all = format!(
            "dn: {SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: HR\ndc: hr\n\n\
             dn: {READER}\nobjectClass: organizationalRole\nobjectClass: simpleSecurityObject\ncn: sync\n\
             userPassword: {PASSWORD}\n\n"
        );
        all.push_str(ldif);
        fs::write(self.path("all.ldif"), all)?;
        let mut load = Command::new("/usr/sbin/slapadd");
        let output = load.arg("-q").arg("-f").arg(self.path("slapd.conf")).arg("-l").arg(self.path("all.ldif"));
        let output = output.output().context("slapadd does not start: is slapd installed?")?;
        ensure!(output.status.success(), "slapadd: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// Starts it, and waits until it answers.
    ///
    /// # Errors
    /// If it does not.
    pub fn begin(&mut self) -> Result<()> {
        ensure!(self.process.is_none(), "it runs already");
        let mut urls = format!("{}/", self.url());
        if self.options.tls {
            write!(urls, " {}/", self.tls_url())?;
        }
        let mut start = Command::new("/usr/sbin/slapd");
        start.args(["-d", "0", "-h", &urls, "-f"]).arg(self.path("slapd.conf")).stdin(Stdio::null());
        start.stdout(Stdio::null()).stderr(File::create(self.path("log"))?);
        self.process = Some(start.spawn().context("slapd does not start")?);
        let until = Instant::now() + Duration::from_secs(20);
        while TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if Instant::now() > until {
                bail!("slapd does not answer: {}", fs::read_to_string(self.path("log")).unwrap_or_default());
            }
            sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Ends it as an administrator does.
    ///
    /// # Errors
    /// If it does not end.
    pub fn stop(&mut self) -> Result<()> {
        let Some(mut process) = self.process.take() else { return Ok(()) };
        ensure!(Command::new("kill").arg(process.id().to_string()).status()?.success(), "slapd is not there");
        process.wait()?;
        Ok(())
    }

    /// Ends it as a power cut does.
    ///
    /// # Errors
    /// If it is not there.
    pub fn kill(&mut self) -> Result<()> {
        let Some(mut process) = self.process.take() else { return Ok(()) };
        process.kill()?;
        process.wait()?;
        Ok(())
    }

    /// Stops and starts it: it forgets its session log.
    ///
    /// # Errors
    /// As both.
    pub fn restart(&mut self) -> Result<()> {
        self.stop()?;
        self.begin()
    }

    /// Restarts it with other options; the content stays.
    ///
    /// # Errors
    /// As [`Slapd::restart`].
    pub fn restart_with(&mut self, change: impl FnOnce(&mut Options)) -> Result<()> {
        self.stop()?;
        change(&mut self.options);
        self.configure()?;
        self.begin()
    }

    /// Carries out changes written as LDIF with `changetype`, in one connection.
    ///
    /// # Errors
    /// If one is refused.
    pub fn modify(&self, changes: &str) -> Result<()> {
        let mut modify = Command::new("ldapmodify");
        modify.args(["-x", "-H", &self.url(), "-D", ROOT, "-w", PASSWORD]);
        let mut running =
            modify.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().context("ldapmodify")?;
        running.stdin.take().context("no input")?.write_all(changes.as_bytes())?;
        let output = running.wait_with_output()?;
        ensure!(output.status.success(), "ldapmodify: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    }

    /// Deletes an entry.
    ///
    /// # Errors
    /// If it is refused.
    pub fn delete(&self, dn: &str) -> Result<()> {
        self.modify(&format!("dn: {dn}\nchangetype: delete\n"))
    }

    /// Replaces the values of one attribute.
    ///
    /// # Errors
    /// If it is refused.
    pub fn replace(&self, dn: &str, attribute: &str, value: &str) -> Result<()> {
        self.modify(&format!("dn: {dn}\nchangetype: modify\nreplace: {attribute}\n{attribute}: {value}\n"))
    }
}

impl Drop for Slapd {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// A port on loopback that nobody uses at the moment.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

/// Makes a certification authority `ca.pem` and a certificate for `127.0.0.1` in a folder; file names begin with
/// `prefix`.
///
/// # Errors
/// If `openssl` is not installed.
pub fn certificates(folder: &Path, prefix: &str) -> Result<()> {
    let at = |name: &str| folder.join(format!("{prefix}{name}")).display().to_string();
    let run = |arguments: &[&str]| -> Result<()> {
        let output = Command::new("openssl").args(arguments).output().context("openssl does not start")?;
        ensure!(output.status.success(), "openssl: {}", String::from_utf8_lossy(&output.stderr));
        Ok(())
    };
    let (ca, ca_key, request) = (at("ca.pem"), at("ca.key"), at("server.csr"));
    let (server, key, extra) = (at("server.pem"), at("server.key"), at("server.ext"));
    fs::write(&extra, "subjectAltName=IP:127.0.0.1,DNS:localhost\nextendedKeyUsage=serverAuth\n")?;
    let curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    let name = format!("/CN={prefix}Test CA");
    run(&[&["req", "-x509"][..], &curve, &["-days", "2", "-subj", &name, "-keyout", &ca_key, "-out", &ca]].concat())?;
    let subject = ["-subj", "/CN=directory", "-keyout", &key, "-out", &request];
    run(&[&["req"][..], &curve, &subject].concat())?;
    let sign = ["x509", "-req", "-in", &request, "-CA", &ca, "-CAkey", &ca_key, "-CAcreateserial", "-days", "2"];
    run(&[&sign[..], &["-extfile", &extra, "-out", &server]].concat())
}
