//! Black-box tests: the built program against a bridge that keeps state.

mod apply;
mod bridge;
mod explain;
mod ldap;
mod ldap_ad;
mod ldap_paged;
mod ldap_program;
mod ldap_syncrepl;
mod ldap_tls;
mod mapping;
mod mariadb;
mod plan;
mod postgres;
mod reconcile;
mod scim;
mod scim_client;
mod scim_stage;
mod slapd;
mod sql;
mod sql_tls;
mod watch;
mod wire;
