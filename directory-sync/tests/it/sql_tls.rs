//! What travels between a database and its reader: nothing in clear to another machine, and nothing to a stranger.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;

use directory_sync::register::Row;
use tempfile::TempDir;

use crate::mariadb::Mariadb;
use crate::postgres::Postgres;
use crate::sql::{PASSWORD, Stage, good, url};

/// What servers and their readers need for TLS.
struct Certificates {
    folder: TempDir,
    certificate: String,
    key: String,
}

impl Certificates {
    /// For 127.0.0.1, signed by the authority `ours.pem`; `theirs.pem` is another one.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("folder");
        let authority = || {
            let mut about = rcgen::CertificateParams::new(Vec::new()).expect("parameters");
            about.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
            let key = rcgen::KeyPair::generate().expect("key");
            let signed = about.self_signed(&key).expect("signed");
            (signed.pem(), rcgen::Issuer::new(about, key))
        };
        let ((ours, issuer), (theirs, _)) = (authority(), authority());
        let key = rcgen::KeyPair::generate().expect("key");
        let about = rcgen::CertificateParams::new(vec!["127.0.0.1".to_owned()]).expect("parameters");
        let certificate = about.signed_by(&key, &issuer).expect("signed").pem();
        let key = key.serialize_pem();
        // Thrown away with the test, so that a server under another user may read them.
        fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).expect("readable");
        for (name, text) in
            [("ours.pem", &ours), ("theirs.pem", &theirs), ("server.crt", &certificate), ("server.key", &key)]
        {
            fs::write(folder.path().join(name), text).expect("written");
            fs::set_permissions(folder.path().join(name), Permissions::from_mode(0o644)).expect("readable");
        }
        Self { folder, certificate, key }
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// Reads a query from a server that is trusted if `authority` signed its certificate.
    fn read(&self, driver: &str, reach: &str, authority: &str, query: &str) -> (Vec<Row>, Result<(), String>) {
        let reach = format!("driver = '{driver}'\n{reach}\nca_file = '{}'", self.path(authority));
        Stage::new(&reach, query, "").read()
    }
}

#[test]
fn postgresql_is_spoken_to_in_tls_and_only_if_the_own_authority_knows_it() {
    let Some(server) = Postgres::start(&[]).expect("PostgreSQL starts") else {
        eprintln!("skipped: PostgreSQL is not installed");
        return;
    };
    let tls = Certificates::new();
    server.sql("postgres", &format!("create role hr login password '{PASSWORD}'")).expect("role");
    let reach = url(&tls.folder, &format!("postgresql://hr:{PASSWORD}@127.0.0.1:{}/postgres", server.port));
    let query = "select 1 as id, 'A' as given, 'B' as family, 'm' as mail, 'Interior' as org, '' as post, \
                 null as starts, null as ends, ssl as guarded from pg_stat_ssl where pid = pg_backend_pid()";
    let read = |authority: &str| tls.read("postgresql", &reach, authority, query);
    assert!(read("ours.pem").1.expect_err("refused").contains("cannot connect"), "a server without TLS is refused");
    for (name, text) in [("server.crt", &tls.certificate), ("server.key", &tls.key)] {
        // The server's own user must own the key: let the server write it itself.
        let path = server.folder().join("data").join(name);
        let copy = format!("copy (select unnest(string_to_array('{}', E'\\n'))) to '{}'", text.trim(), path.display());
        server.sql("postgres", &copy).expect("written by the server");
        fs::set_permissions(&path, Permissions::from_mode(0o600)).expect("private");
    }
    server.sql("postgres", "alter system set ssl = on").expect("set");
    server.sql("postgres", "select pg_reload_conf(); select pg_sleep(0.5)").expect("reloaded");
    let (rows, outcome) = read("ours.pem");
    assert_eq!(outcome, Ok(()));
    assert_eq!(good(&rows[0]).protected, "true", "the connection is encrypted");
    assert!(read("theirs.pem").1.expect_err("refused").contains("cannot connect"));

    let socket = server.folder().display().to_string().replace('/', "%2F");
    let reach = url(&tls.folder, &format!("postgresql://hr@{socket}:{}/postgres", server.port));
    let (rows, outcome) = Stage::new(&format!("driver = 'postgresql'\n{reach}"), query, "").read();
    assert_eq!((rows.len(), outcome), (1, Ok(())), "a socket of this machine needs none");
}

#[test]
fn mariadb_is_spoken_to_in_tls_and_only_if_the_own_authority_knows_it() {
    let tls = Certificates::new();
    let files = [("cert", "server.crt"), ("key", "server.key")];
    let settings = files.map(|(what, file)| format!("--ssl-{what}={}", tls.path(file)));
    let Some(server) = Mariadb::start(&settings).expect("MariaDB starts") else {
        eprintln!("skipped: MariaDB is not installed");
        return;
    };
    server.sql(&format!("create user hr@'127.0.0.1' identified by '{PASSWORD}' require ssl")).expect("user");
    let reach = url(&tls.folder, &format!("mariadb://hr:{PASSWORD}@127.0.0.1:{}/", server.port));
    let query = "select 1 as id, 'A' as given, 'B' as family, 'm' as mail, 'Interior' as org, '' as post, \
                 null as starts, null as ends, 'yes' as guarded";
    let (rows, outcome) = tls.read("mariadb", &reach, "ours.pem", query);
    assert_eq!((rows.len(), outcome), (1, Ok(())));
    assert!(tls.read("mariadb", &reach, "theirs.pem", query).1.expect_err("refused").contains("cannot connect"));
}

#[test]
fn a_password_never_travels_in_clear_to_another_machine() {
    let folder = tempfile::tempdir().expect("folder");
    for (address, says) in [
        (format!("postgresql://hr:{PASSWORD}@db.gov.example/hr"), "register.ca_file"),
        (format!("postgresql://hr:{PASSWORD}@127.0.0.1/hr?sslmode=disable"), "options behind ?"),
        (format!("postgresql://hr:{PASSWORD}@127.0.0.1/hr?host=db.gov.example"), "options behind ?"),
        (format!("mariadb://hr:{PASSWORD}@127.0.0.1/hr"), "postgresql://user:password@host"),
        (format!("hr:{PASSWORD}"), "postgresql://user:password@host"),
    ] {
        let reach = url(&folder, &address);
        let error =
            Stage::new(&format!("driver = 'postgresql'\n{reach}"), "select 1", "").read().1.expect_err("refused");
        assert!(error.contains(says) && !error.contains(PASSWORD), "{error}");
    }
}
