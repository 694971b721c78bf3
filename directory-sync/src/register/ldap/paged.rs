//! A search page by page (RFC 2696). What comes is everything or an error: any result but success, any reference to
//! another server, any page whose cookie is missing or goes in circles.

use lber::parse::parse_tag;
use lber::structure::StructureTag;
use ldap3::controls::{Control, MakeCritical, PagedResults, RawControl};
use ldap3::{Ldap, Scope};

use super::Setup;
use super::entry::Entry;
use super::failure::{Failure, code};
use super::session::{self, Search};
use crate::config::{Depth, Mode};

const OID: &str = "1.2.840.113556.1.4.319";
/// Servers may answer an empty page that is not the last. Not for ever.
const EMPTY_PAGES: u32 = 1000;

/// What is searched for.
#[derive(Debug, Clone)]
pub(super) struct Query {
    pub(super) base: String,
    pub(super) scope: Scope,
    pub(super) filter: String,
    pub(super) attributes: Vec<String>,
}

impl Query {
    /// Everybody, with the attributes that are mapped and these.
    pub(super) fn everybody(setup: &Setup, more: &[&str]) -> Self {
        let mut attributes = setup.taker.attributes();
        for name in more {
            if !attributes.iter().any(|known| known.eq_ignore_ascii_case(name)) {
                attributes.push((*name).to_owned());
            }
        }
        let scope = match setup.section.scope {
            Depth::Subtree => Scope::Subtree,
            Depth::OneLevel => Scope::OneLevel,
        };
        Self { base: setup.section.base.clone(), scope, filter: setup.section.filter.clone(), attributes }
    }

    /// Starts it, with these controls.
    pub(super) async fn start(&self, ldap: &mut Ldap, controls: Vec<RawControl>) -> Result<Search, Failure> {
        let ldap = ldap.with_controls(controls);
        Ok(ldap.streaming_search(&self.base, self.scope, &self.filter, self.attributes.clone()).await?)
    }
}

/// See the module.
pub(super) struct Pages {
    ldap: Ldap,
    query: Query,
    size: u16,
    limit: std::time::Duration,
    active_directory: bool,
    page: Option<Search>,
    cookie: Vec<u8>,
    in_page: bool,
    empty: u32,
    ended: bool,
}

impl Pages {
    pub(super) fn new(ldap: Ldap, query: Query, setup: &Setup) -> Self {
        let limit = session::silence(&setup.section);
        let active_directory = setup.section.mode == Mode::ActiveDirectory;
        Self {
            ldap,
            query,
            size: setup.section.page_size,
            limit,
            active_directory,
            page: None,
            cookie: Vec::new(),
            in_page: false,
            empty: 0,
            ended: false,
        }
    }

    /// The next entry; `None` when all have been handed over and the server said that these are all.
    ///
    /// May be given up while it waits and called again.
    pub(super) async fn next(&mut self) -> Result<Option<Entry>, Failure> {
        loop {
            if self.ended {
                return Ok(None);
            }
            let page = match &mut self.page {
                Some(page) => page,
                none => {
                    let control = PagedResults { size: i32::from(self.size), cookie: self.cookie.clone() };
                    none.insert(self.query.start(&mut self.ldap, vec![control.critical().into()]).await?)
                }
            };
            match session::next_within(page, self.limit).await? {
                Some(answer) if answer.is_ref() => {
                    if self.active_directory && is_aside(answer.0) {
                        continue;
                    }
                    let why =
                        "a part of it is on another server; name the one that holds everything below register.base";
                    return Err(Failure::NotWhole(why.to_owned()));
                }
                Some(answer) if answer.is_intermediate() => {}
                Some(answer) => {
                    self.in_page = true;
                    return Entry::parse(answer).map(Some).map_err(Failure::NotWhole);
                }
                None => self.turn().await?,
            }
        }
    }

    /// At the end of a page.
    async fn turn(&mut self) -> Result<(), Failure> {
        let Some(mut page) = self.page.take() else { return Ok(()) };
        let result = page.finish().await;
        if result.rc != code::SUCCESS {
            return Err(Failure::Code(result.rc));
        }
        let cookie = cookie(&result.ctrls)?;
        if !cookie.is_empty() && cookie == self.cookie {
            return Err(Failure::NotWhole("its pages go in circles".to_owned()));
        }
        self.empty = if std::mem::take(&mut self.in_page) { 0 } else { self.empty + 1 };
        if self.empty > EMPTY_PAGES {
            return Err(Failure::NotWhole("it answers empty pages without end".to_owned()));
        }
        self.ended = cookie.is_empty();
        self.cookie = cookie;
        Ok(())
    }
}

/// Whether a reference leads only to the parts of a forest that Active Directory keeps beside every domain, and in which
/// no people stand. A search below a whole domain always meets them.
fn is_aside(reference: StructureTag) -> bool {
    const ASIDE: [&str; 3] = ["dc=domaindnszones,", "dc=forestdnszones,", "cn=configuration,"];
    let aside = |url: StructureTag| {
        let url = url.expect_primitive().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default();
        let name =
            url.split_once("://").and_then(|(_, rest)| rest.split_once('/')).map(|(_, name)| name.to_lowercase());
        name.is_some_and(|name| ASIDE.iter().any(|start| name.starts_with(start)))
    };
    let urls = reference.expect_constructed().unwrap_or_default();
    !urls.is_empty() && urls.into_iter().all(aside)
}

fn cookie(controls: &[Control]) -> Result<Vec<u8>, Failure> {
    let value = controls.iter().find(|control| control.1.ctype == OID).and_then(|control| control.1.val.as_deref());
    let missing = || Failure::NotWhole("a page came without saying whether it is the last".to_owned());
    let parts = parse_tag(value.ok_or_else(missing)?).ok().and_then(|(_, tag)| tag.expect_constructed());
    let cookie = parts.and_then(|parts| parts.into_iter().nth(1)).and_then(StructureTag::expect_primitive);
    cookie.ok_or_else(missing)
}

#[cfg(test)]
mod tests {
    use lber::common::TagClass;
    use lber::structure::PL;

    use super::*;

    fn answered(oid: &str, value: Option<&[u8]>) -> Result<Vec<u8>, Failure> {
        cookie(&[Control(None, RawControl { ctype: oid.to_owned(), crit: false, val: value.map(<[u8]>::to_vec) })])
    }

    fn reference(urls: &[&str]) -> StructureTag {
        let tag = |id, payload| StructureTag { class: TagClass::Universal, id, payload };
        tag(19, PL::C(urls.iter().map(|url| tag(4, PL::P(url.as_bytes().to_vec()))).collect()))
    }

    #[test]
    fn only_what_lies_beside_every_domain_may_be_left_out() {
        let forest = "ldap://ForestDnsZones.gov.example/DC=ForestDnsZones,DC=gov,DC=example";
        assert!(is_aside(reference(&[forest])));
        assert!(is_aside(reference(&["ldap://gov.example/CN=Configuration,DC=gov,DC=example??sub", forest])));
        for other in [
            "ldap://child.gov.example/DC=child,DC=gov,DC=example",
            "ldap://gov.example/OU=Staff,CN=Configuration,DC=gov,DC=example",
            "ldap://cn=configuration,",
            "",
        ] {
            assert!(!is_aside(reference(&[other])), "{other}");
            assert!(!is_aside(reference(&[forest, other])), "{other}");
        }
        assert!(!is_aside(reference(&[])));
    }

    #[test]
    fn a_page_says_whether_it_is_the_last_or_the_reading_is_not_whole() {
        assert_eq!(answered(OID, Some(&[0x30, 5, 2, 1, 0, 4, 0])), Ok(vec![]));
        assert_eq!(answered(OID, Some(&[0x30, 7, 2, 1, 0, 4, 2, 7, 8])), Ok(vec![7, 8]));
        for (oid, value) in [
            (OID, None),
            ("1.2.3", Some(&[0x30, 5, 2, 1, 0, 4, 0][..])),
            (OID, Some(&[0x30, 3, 2, 1, 0][..])),
            (OID, Some(&[0x30, 7, 2, 1, 0, 4, 2, 7][..])),
            (OID, Some(&[][..])),
        ] {
            assert!(matches!(answered(oid, value), Err(Failure::NotWhole(_))), "{value:?}");
        }
    }
}
