//! What the section refuses.

use super::*;

const GOOD: &str = r#"
url = "ldaps://ldap.gov.example"
ca_file = "ca.pem"
bind_dn = "cn=sync"
password_file = "password"
base = "ou=people"
filter = "(objectClass=person)"
"#;

fn check(text: &str) -> Result<LdapSection> {
    let section: LdapSection = toml::from_str(text)?;
    section.check()?;
    Ok(section)
}

fn refused(from: &str, to: &str) -> String {
    assert!(GOOD.contains(from), "{from}");
    format!("{:#}", check(&GOOD.replacen(from, to, 1)).expect_err("refused"))
}

#[test]
fn a_small_section_is_enough() {
    let section = check(GOOD).expect("valid");
    assert_eq!((section.mode, section.page_size), (Mode::Paged, 500));
    assert!(!section.reads_account_control());
    let section = check(&format!("{GOOD}\nmode = \"active_directory\"")).expect("valid");
    assert!(section.reads_account_control());
    let section = check(&format!("{GOOD}\nmode = \"active_directory\"\naccount_control = false")).expect("valid");
    assert!(!section.reads_account_control());
}

#[test]
fn nothing_crosses_the_network_in_clear_or_unverified() {
    assert!(refused("ldaps://", "ldap://").contains("start_tls"));
    assert!(refused("ca_file = \"ca.pem\"", "").contains("ca_file"));
    assert!(refused("ldaps://", "https://").contains("ldaps"));
    assert!(refused("ldap.gov.example\"", "ldap.gov.example/ou=x\"").contains("nothing else"));
    assert!(refused("ca_file = \"ca.pem\"", "ca_file = \"ca.pem\"\nstart_tls = true").contains("already"));
    // TLS to this machine is verified as well.
    assert!(refused("ldap.gov.example\"\nca_file = \"ca.pem\"", "127.0.0.1\"").contains("ca_file"));
    let near = GOOD.replace("ldaps://ldap.gov.example", "ldap://127.0.0.1:3890");
    check(&near).expect("this machine");
    check(&near.replace("127.0.0.1", "[::1]")).expect("this machine");
    assert!(check(&near.replace("127.0.0.1", "127.0.0.1.gov.example")).is_err());
}

#[test]
fn nobody_reads_as_nobody_from_afar() {
    assert!(refused("bind_dn = \"cn=sync\"\npassword_file = \"password\"", "").contains("missing"));
    assert!(refused("password_file = \"password\"", "").contains("together"));
    assert!(refused("cn=sync", " ").contains("together"));
    let near = GOOD.replace("ldaps://ldap.gov.example", "ldap://localhost");
    check(&near.replace("bind_dn = \"cn=sync\"\npassword_file = \"password\"", "")).expect("this machine");
}

#[test]
fn filters_bases_and_numbers_are_looked_at() {
    assert!(refused("(objectClass=person)", "objectClass=person").contains("filter"));
    assert!(refused("(objectClass=person)", "(objectClass=person").contains("filter"));
    assert!(refused("ou=people", "").contains("base"));
    assert!(refused("base = ", "page_size = 0\nbase = ").contains("page_size"));
    assert!(refused("base = ", "surprise = 0\nbase = ").contains("surprise"));
}

#[test]
fn units_by_position_and_a_server_that_tells_changes_do_not_go_together() {
    let section = check(&format!("{GOOD}\nmode = \"syncrepl\"")).expect("valid");
    assert!(section.check_columns(&["DN_Units".to_owned()]).is_err());
    assert!(section.check_columns(&["ou".to_owned()]).is_ok());
    assert!(check(GOOD).expect("valid").check_columns(&["dn_units".to_owned()]).is_ok());
}
