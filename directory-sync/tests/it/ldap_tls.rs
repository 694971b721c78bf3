//! Connections to a directory server are encrypted, and its certificate is believed only if the named authority signed
//! it.

use crate::ldap::{Stage, staff};
use crate::slapd::{Options, Slapd, certificates};

fn stage() -> Stage {
    let options = Options { tls: true, ..Options::default() };
    Stage::new(Slapd::start_with(options, &staff(2, 30)).expect("started"), "")
}

#[test]
fn both_ways_of_encryption_work_with_an_own_authority() {
    let mut stage = stage();
    let ca = stage.slapd.ca_file();
    stage.register = format!("ca_file = {ca:?}\nstart_tls = true");
    assert_eq!(stage.people().len(), 30);
    stage.register = format!("ca_file = {ca:?}");
    stage.url = Some(stage.slapd.tls_url());
    assert_eq!(stage.people().len(), 30);
    stage.url = Some(stage.slapd.tls_url().replace("127.0.0.1", "localhost"));
    assert_eq!(stage.people().len(), 30);
    stage.register = format!("ca_file = {ca:?}\nmode = \"syncrepl\"");
    assert_eq!(stage.people().len(), 30);
}

#[test]
fn a_certificate_that_another_authority_signed_is_refused() {
    let mut stage = stage();
    certificates(&stage.path(""), "other-").expect("made");
    let other = stage.path("other-ca.pem");
    for (url, start_tls) in [(stage.slapd.url(), true), (stage.slapd.tls_url(), false)] {
        stage.register = format!("ca_file = {other:?}\nstart_tls = {start_tls}");
        stage.url = Some(url);
        let error = stage.refused();
        assert!(error.contains("no connection") && error.contains("certificate"), "{error}");
    }
}

#[test]
fn a_file_without_a_certificate_and_a_server_without_encryption_are_refused() {
    let mut stage = stage();
    let empty = stage.path("empty.pem");
    std::fs::write(&empty, "nothing").expect("written");
    stage.register = format!("ca_file = {empty:?}\nstart_tls = true");
    assert!(stage.refused().contains("holds no certificate"), "{}", stage.refused());
    let ca = stage.slapd.ca_file();
    stage.register = format!("ca_file = {ca:?}\nstart_tls = true");
    stage.slapd.restart_with(|options| options.tls = false).expect("restarted");
    let error = stage.refused();
    assert!(error.contains("no connection"), "{error}");
}
