//! The messages of RFC 4533 (content synchronisation), taken apart without trusting their form.

use lber::parse::parse_tag;
use lber::structure::{PL, StructureTag};
use ldap3::ResultEntry;
use ldap3::controls::{Control, MakeCritical, RawControl, RefreshMode, SyncRequest};

const STATE: &str = "1.3.6.1.4.1.4203.1.9.1.2";
const DONE: &str = "1.3.6.1.4.1.4203.1.9.1.3";
const INFO: &str = "1.3.6.1.4.1.4203.1.9.1.4";

/// A place in the server's history, in words that only it understands.
pub(super) type Cookie = Vec<u8>;
/// An entry's `entryUUID`.
pub(super) type Uuid = [u8; 16];

/// What is said of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Unchanged; it comes without attributes.
    Present,
    /// Added, or changed: it comes as it is now.
    Put,
    /// No longer among those that were asked for.
    Delete,
}

/// What comes with an entry.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct State {
    pub(super) change: Change,
    pub(super) uuid: Uuid,
    pub(super) cookie: Option<Cookie>,
}

/// What comes at the end of a refresh.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Done {
    pub(super) cookie: Option<Cookie>,
    /// Whether deletions were told one by one. If not, whoever was not mentioned is gone.
    pub(super) deletions_told: bool,
}

/// What comes between entries.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Info {
    Cookie(Cookie),
    /// The end of a phase in which deletions were told one by one.
    DeletionsTold {
        cookie: Option<Cookie>,
        done: bool,
    },
    /// The end of a phase in which whoever was not mentioned is gone.
    PresentTold {
        cookie: Option<Cookie>,
        done: bool,
    },
    /// Many entries at once: deleted ones, or present ones.
    Set {
        cookie: Option<Cookie>,
        deleted: bool,
        uuids: Vec<Uuid>,
    },
}

/// The request: from this place on; with `stay` the server goes on telling.
pub(super) fn request(cookie: Option<Cookie>, stay: bool) -> RawControl {
    let mode = if stay { RefreshMode::RefreshAndPersist } else { RefreshMode::RefreshOnly };
    SyncRequest { mode, cookie, reload_hint: false }.critical().into()
}

/// What an entry comes with.
///
/// # Errors
/// If it comes without, or with something else.
pub(super) fn state(controls: &[Control]) -> Result<State, String> {
    let parse = || {
        let mut parts = sequence(value(controls, STATE)?)?.into_iter();
        let change = match parts.next()?.expect_primitive()?.as_slice() {
            [0] => Change::Present,
            [1 | 2] => Change::Put,
            [3] => Change::Delete,
            _ => return None,
        };
        let uuid = uuid(parts.next()?)?;
        let cookie = parts.next().map(|part| part.expect_primitive().ok_or(())).transpose().ok()?;
        Some(State { change, uuid, cookie })
    };
    parse().ok_or_else(|| "an entry came without saying whether it is new, changed or gone".to_owned())
}

/// What a refresh ends with.
///
/// # Errors
/// If it ends without, or with something else.
pub(super) fn done(controls: &[Control]) -> Result<Done, String> {
    let parse = || {
        let (cookie, deletions_told, rest) = head(sequence(value(controls, DONE)?)?, false)?;
        rest.is_empty().then_some(Done { cookie, deletions_told })
    };
    parse().ok_or_else(|| "it ended without saying how whoever is gone was told".to_owned())
}

/// What stands between entries; `None` if it is not about synchronisation.
///
/// # Errors
/// If it cannot be read.
pub(super) fn info(answer: ResultEntry) -> Result<Option<Info>, String> {
    let wrong = || "a message came that is not formed as such messages are".to_owned();
    let (mut name, mut content) = (None, None);
    for part in answer.0.expect_constructed().ok_or_else(wrong)? {
        match part.id {
            0 => name = part.expect_primitive(),
            1 => content = part.expect_primitive(),
            _ => {}
        }
    }
    if name.as_deref() != Some(INFO.as_bytes()) {
        return Ok(None);
    }
    let parse = |content: Vec<u8>| {
        let StructureTag { id, payload, .. } = whole(&content)?;
        let parts = match (id, payload) {
            (0, PL::P(cookie)) => return Some(Info::Cookie(cookie)),
            (1..=3, PL::C(parts)) => parts,
            _ => return None,
        };
        let (cookie, flag, rest) = head(parts, id != 3)?;
        match (id, rest.as_slice()) {
            (1, []) => Some(Info::DeletionsTold { cookie, done: flag }),
            (2, []) => Some(Info::PresentTold { cookie, done: flag }),
            (3, [set]) => {
                let uuids = set.clone().expect_constructed()?.into_iter().map(uuid).collect::<Option<_>>()?;
                Some(Info::Set { cookie, deleted: flag, uuids })
            }
            _ => None,
        }
    };
    content.and_then(parse).map(Some).ok_or_else(wrong)
}

/// A cookie, a yes or no, and the rest: both may be left out.
fn head(parts: Vec<StructureTag>, usual: bool) -> Option<(Option<Cookie>, bool, Vec<StructureTag>)> {
    let (mut cookie, mut flag, mut rest) = (None, None, Vec::new());
    for part in parts {
        match part.id {
            4 if cookie.is_none() && flag.is_none() && rest.is_empty() => cookie = Some(part.expect_primitive()?),
            1 if flag.is_none() && rest.is_empty() => flag = Some(*part.expect_primitive()?.first()? != 0),
            _ => rest.push(part),
        }
    }
    Some((cookie, flag.unwrap_or(usual), rest))
}

fn uuid(part: StructureTag) -> Option<Uuid> {
    part.expect_primitive()?.try_into().ok()
}

fn value<'a>(controls: &'a [Control], oid: &str) -> Option<&'a [u8]> {
    controls.iter().find(|control| control.1.ctype == oid)?.1.val.as_deref()
}

fn whole(bytes: &[u8]) -> Option<StructureTag> {
    let (rest, tag) = parse_tag(bytes).ok()?;
    rest.is_empty().then_some(tag)
}

fn sequence(bytes: &[u8]) -> Option<Vec<StructureTag>> {
    whole(bytes)?.expect_constructed()
}

#[cfg(test)]
mod tests {
    use lber::common::TagClass;

    use super::*;

    fn with(oid: &str, bytes: &[u8]) -> Vec<Control> {
        vec![Control(None, RawControl { ctype: oid.to_owned(), crit: false, val: Some(bytes.to_vec()) })]
    }

    fn said(content: &[u8]) -> Result<Option<Info>, String> {
        let part = |id, bytes: &[u8]| StructureTag { class: TagClass::Context, id, payload: PL::P(bytes.to_vec()) };
        let payload = PL::C(vec![part(0, INFO.as_bytes()), part(1, content)]);
        info(ResultEntry::new(StructureTag { class: TagClass::Application, id: 25, payload }))
    }

    #[test]
    fn what_comes_with_an_entry_is_read_or_refused() {
        let mut bytes = vec![0x30, 21, 0x0a, 1, 3, 4, 16];
        bytes.extend([7; 16]);
        let expected = State { change: Change::Delete, uuid: [7; 16], cookie: None };
        assert_eq!(state(&with(STATE, &bytes)), Ok(expected));
        bytes[4] = 4;
        assert!(state(&with(STATE, &bytes)).is_err(), "an unknown state");
        bytes[4] = 1;
        assert!(state(&with(STATE, &bytes[..22])).is_err(), "cut off");
        assert!(state(&with(DONE, &bytes)).is_err(), "something else");
        assert!(state(&[]).is_err(), "nothing");
    }

    #[test]
    fn an_end_that_does_not_tell_deletions_says_that_who_was_not_mentioned_is_gone() {
        let told = |bytes: &[u8]| done(&with(DONE, bytes)).map(|done| (done.cookie, done.deletions_told));
        assert_eq!(told(&[0x30, 0]), Ok((None, false)));
        assert_eq!(told(&[0x30, 3, 4, 1, 9]), Ok((Some(vec![9]), false)));
        assert_eq!(told(&[0x30, 6, 4, 1, 9, 1, 1, 0xff]), Ok((Some(vec![9]), true)));
        assert_eq!(told(&[0x30, 3, 1, 1, 0]), Ok((None, false)));
        assert!(told(&[0x30, 2, 1, 0]).is_err());
        assert!(told(&[0x30, 3, 2, 1, 1]).is_err());
        assert!(done(&[]).is_err());
    }

    #[test]
    fn what_stands_between_entries_is_read_or_refused() {
        assert_eq!(said(&[0x80, 1, 9]), Ok(Some(Info::Cookie(vec![9]))));
        assert_eq!(said(&[0xa1, 0]), Ok(Some(Info::DeletionsTold { cookie: None, done: true })));
        assert_eq!(said(&[0xa2, 3, 1, 1, 0]), Ok(Some(Info::PresentTold { cookie: None, done: false })));
        let mut set = vec![0xa3, 23, 1, 1, 0xff, 0x31, 18, 4, 16];
        set.extend([5; 16]);
        assert_eq!(said(&set), Ok(Some(Info::Set { cookie: None, deleted: true, uuids: vec![[5; 16]] })));
        assert_eq!(
            said(&[0xa3, 2, 0x31, 0]),
            Ok(Some(Info::Set { cookie: None, deleted: false, uuids: vec![] })),
            "without a word they are present"
        );
        for wrong in [&[][..], &[0xa4, 0], &[0xa3, 0], &[0xa0, 0], &[0x81, 0], &set[..20]] {
            assert!(said(wrong).is_err(), "{wrong:?}");
        }
    }
}
