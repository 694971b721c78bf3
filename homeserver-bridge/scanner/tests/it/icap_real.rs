//! The ICAP engine on a real server, c-icap with its antivirus service on the real ClamAV. Where either is not installed
//! the test says so and passes.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use media_scanner::Engine;
use media_scanner::decrypt::Plain;
use media_scanner::engine::Finding;
use media_scanner::engine::eicar;
use media_scanner::engine::icap::{Icap, IcapSettings};

use crate::clamav::{Daemon, noise};

const C_ICAP: &str = "/usr/bin/c-icap";
const MODULES: &str = "/usr/lib/x86_64-linux-gnu/c_icap";

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        // It has children of its own, which end with it when it is asked to end.
        let _ = Command::new("/bin/kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

fn start(daemon: &Daemon, port: u16) -> Option<Server> {
    if !Path::new(C_ICAP).exists() || !Path::new(MODULES).join("virus_scan.so").exists() {
        eprintln!("skipped: c-icap with its antivirus service is not installed");
        return None;
    }
    let root = daemon.dir.path().display().to_string();
    let config = format!(
        "PidFile {root}/icap.pid\nCommandsSocket {root}/icap.ctl\nTimeout 60\nStartServers 1\nMaxServers 2\n\
         ThreadsPerChild 8\nPort 127.0.0.1:{port}\nTmpDir {root}/tmp\nModulesDir {MODULES}\nServicesDir {MODULES}\n\
         TemplateDir /usr/share/c_icap/templates/\nLoadMagicFile /etc/c-icap/c-icap.magic\nServerLog {root}/icap.log\n\
         AccessLog {root}/icap-access.log\nService echo srv_echo.so\nModule common clamd_mod.so\n\
         clamd_mod.ClamdSocket {root}/clamd.sock\nService antivirus_module virus_scan.so\n\
         virus_scan.ScanFileTypes TEXT DATA EXECUTABLE ARCHIVE GIF JPEG MSOFFICE DOCUMENT\n\
         virus_scan.MaxObjectSize 20M\nvirus_scan.DefaultEngine clamd\n\
         ServiceAlias avscan virus_scan?allow204=on&sizelimit=off&mode=simple\n"
    );
    let path = daemon.dir.path().join("c-icap.conf");
    fs::write(&path, config).expect("written");
    let mut command = Command::new(C_ICAP);
    command.args(["-N", "-f"]).arg(path).stdout(Stdio::null()).stderr(Stdio::null());
    Some(Server(command.spawn().expect("c-icap starts")))
}

fn engine(port: u16, service: &str) -> Icap {
    let (name, host) = ("gate".to_owned(), "127.0.0.1".to_owned());
    Icap::new(IcapSettings { name, host, port, service: service.to_owned(), tls: None })
}

#[tokio::test]
async fn a_real_server_is_understood() {
    let Some(daemon) = Daemon::start().await else { return };
    let port = std::net::TcpListener::bind("127.0.0.1:0").and_then(|l| l.local_addr()).expect("a port").port();
    let Some(_server) = start(&daemon, port) else { return };
    let av = engine(port, "avscan");
    let mut waited = 0;
    while let Err(error) = av.ping().await {
        waited += 1;
        assert!(waited < 200, "c-icap does not answer: {error}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    av.self_test().await.expect("finds the test file and nothing else");
    let version = av.version().await.expect("a version");
    assert!(version.engine.starts_with("ICAP ") && version.signatures != "unknown", "{version:?}");
    for size in [0, 1, 1000, 100_000, 3_000_000] {
        let clean = Plain::from_bytes(noise(size));
        assert_eq!(av.scan(&clean).await.ok(), Some(Finding::Clean), "{size} bytes");
    }
    let late = [noise(2_000_000), eicar()].concat();
    match av.scan(&Plain::from_bytes(late)).await.expect("a finding") {
        Finding::Infected(name) => assert!(name.starts_with("gate:"), "{name}"),
        other => panic!("{other:?}"),
    }
    // A service that changes nothing and looks at nothing, and one that is not there, are no engines.
    assert!(engine(port, "echo").self_test().await.is_err());
    assert!(engine(port, "nothing").ping().await.is_err());
}
