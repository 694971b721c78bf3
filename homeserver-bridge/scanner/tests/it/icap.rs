//! The ICAP engine against a server over TCP: what counts as a finding, and that nothing else is ever clean.

use std::sync::Arc;
use std::time::Duration;

use bridge_api::scan::Verdict;
use media_scanner::decrypt::Plain;
use media_scanner::engine::eicar;
use media_scanner::engine::icap::{Icap, IcapSettings};
use media_scanner::engine::panel::{Member, Panel};
use media_scanner::engine::{EngineError, Finding};
use media_scanner::{Engine, Scanner};

use crate::icap_server::{Manner, Server};
use crate::scanner::{scan, settings};

fn engine(server: &Server) -> Icap {
    Icap::new(IcapSettings {
        name: "gate".into(),
        host: server.address.ip().to_string(),
        port: server.address.port(),
        service: "avscan".into(),
        tls: None,
    })
}

async fn ask(engine: &Icap, content: &[u8]) -> Result<Finding, EngineError> {
    let content = Plain::from_bytes(content.to_vec());
    tokio::time::timeout(Duration::from_secs(10), engine.scan(&content)).await.expect("an end")
}

fn found(name: &str) -> Option<Finding> {
    Some(Finding::Infected(format!("gate:{name}")))
}

/// Small ones that fit into a preview, and one that needs many packets.
fn letters() -> [Vec<u8>; 3] {
    let large: Vec<u8> = (0..3_000_000u32).map(|i| (i % 251) as u8).collect();
    [Vec::new(), b"a letter".to_vec(), large]
}

#[tokio::test]
async fn servers_that_do_their_work_are_understood_with_and_without_a_preview() {
    for preview in [None, Some(0), Some(30), Some(4096), Some(1 << 30)] {
        for (manner, name) in [
            (Manner::Honest, "Eicar"),
            (Manner::Echo, "Eicar"),
            (Manner::Page403, "blocked"),
            (Manner::VirusId, "Eicar"),
            (Manner::Replaces, "replaced"),
        ] {
            let server = Server::start(manner, preview).await;
            let engine = engine(&server);
            engine.self_test().await.expect("passes its test");
            for letter in letters() {
                assert_eq!(ask(&engine, &letter).await.ok(), Some(Finding::Clean), "{manner:?} {preview:?}");
                let infected = [letter, eicar()].concat();
                assert_eq!(ask(&engine, &infected).await.ok(), found(name), "{manner:?} {preview:?}");
            }
            let version = engine.version().await.expect("a version");
            assert_eq!((version.engine.as_str(), version.signatures.as_str()), ("ICAP Test AV", "TAG-1"));
        }
    }
}

#[tokio::test]
async fn an_answer_to_a_part_of_the_file_is_asked_for_again_with_all_of_it() {
    let server = Server::start(Manner::LooksAtPreviewOnly, Some(30)).await;
    let engine = engine(&server);
    let infected = [vec![b'.'; 100], eicar()].concat();
    assert_eq!(ask(&engine, &infected).await.ok(), found("Eicar"));
    assert_eq!(server.questions(), 2);
    // One that does not even wait for the whole of it has said nothing.
    server.becomes(Manner::Hasty);
    let more_than_the_network_holds = vec![b'.'; 40 << 20];
    assert!(ask(&engine, &more_than_the_network_holds).await.is_err());
    assert!(engine.self_test().await.is_err(), "where the network holds it all, the test finds it out");
}

#[tokio::test]
async fn whatever_goes_wrong_is_never_clean() {
    for preview in [None, Some(30)] {
        for manner in
            [Manner::CutHead, Manner::CutBody, Manner::WrongOffsets, Manner::Broken, Manner::NoService, Manner::Garbage]
        {
            let server = Server::start(manner, preview).await;
            let engine = engine(&server);
            let [_, _, large] = letters();
            assert!(ask(&engine, &large).await.is_err(), "{manner:?} {preview:?}");
            assert!(engine.self_test().await.is_err(), "{manner:?} {preview:?}");
        }
    }
    let server = Server::start(Manner::Greedy, Some(4096)).await;
    assert!(ask(&engine(&server), b"a letter").await.is_err(), "it has been given all of it");
    for manner in [Manner::Paranoid, Manner::Blind] {
        let server = Server::start(manner, None).await;
        assert!(engine(&server).self_test().await.is_err(), "{manner:?} tells nothing apart");
    }
    let server = Server::start(Manner::Honest, None).await;
    let gone = engine(&server);
    drop(server);
    assert!(ask(&gone, b"a letter").await.is_err());
    assert!(gone.ping().await.is_err());
}

#[tokio::test]
async fn a_silent_server_runs_into_the_deadline_and_new_signatures_scan_anew() {
    let server = Server::start(Manner::Honest, None).await;
    let member = Member {
        name: "gate".into(),
        kind: "icap",
        engine: Arc::new(engine(&server)),
        required: true,
        max_signature_age: None,
        deadline: None,
    };
    let clock: media_scanner::Clock = Arc::new(|| 1_000_000);
    let dir = tempfile::tempdir().expect("dir");
    let mut rules = settings(&dir);
    rules.deadline = Duration::from_millis(500);
    let scanner =
        Scanner::new(Arc::new(Panel::new(vec![member], Duration::from_secs(60), clock.clone())), rules, clock);
    assert_eq!(scan(&scanner, b"a letter", None).await.verdict, Verdict::Clean);
    let asked = server.questions();
    assert!(!scan(&scanner, b"a letter", None).await.fresh, "the verdict is known");
    assert_eq!(server.questions(), asked);
    server.retag("TAG-2");
    let again = async {
        loop {
            let outcome = scan(&scanner, b"a letter", None).await;
            if outcome.fresh {
                return outcome;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    let outcome = tokio::time::timeout(Duration::from_secs(10), again).await.expect("scanned anew");
    assert_eq!((outcome.verdict, outcome.signatures_version.as_str()), (Verdict::Clean, "TAG-2"));
    server.becomes(Manner::Silent);
    assert_eq!(scan(&scanner, b"another letter", None).await.verdict, Verdict::Timeout);
}

#[tokio::test]
async fn over_tls_only_the_configured_authority_is_believed() {
    use media_scanner::engine::icap::Trust;
    let dir = tempfile::tempdir().expect("dir");
    let authority = dir.path().join("authority.pem");
    assert!(Trust::from_file(&authority).is_err(), "no file");
    std::fs::write(&authority, "no certificate").expect("written");
    assert!(Trust::from_file(&authority).is_err(), "no certificate in it");
    let server = Server::start(Manner::Honest, Some(30)).await;
    let front = crate::icap_tls::front(&server, &authority).await;
    let over_tls = |authority: &std::path::Path| {
        Icap::new(IcapSettings {
            name: "gate".into(),
            host: "127.0.0.1".into(),
            port: front.port(),
            service: "avscan".into(),
            tls: Some(Trust::from_file(authority).expect("an authority")),
        })
    };
    let engine = over_tls(&authority);
    engine.self_test().await.expect("works");
    let [_, _, large] = letters();
    assert_eq!(ask(&engine, &large).await.ok(), Some(Finding::Clean));
    let other = dir.path().join("other.pem");
    crate::icap_tls::authority(&other);
    assert!(over_tls(&other).ping().await.is_err());
}
