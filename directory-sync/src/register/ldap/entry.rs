//! An entry as it comes from the server, taken apart without trusting its form.

use lber::structure::{PL, StructureTag};
use ldap3::ResultEntry;

/// An entry: its name and its attributes, which are looked up without regard to case.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    /// Where it stands in the tree. Personal: never shown.
    pub(super) dn: String,
    attributes: Vec<(String, Vec<Vec<u8>>)>,
}

impl Entry {
    /// Takes an answer apart.
    ///
    /// # Errors
    /// If it is not formed as an entry is.
    pub(super) fn parse(answer: ResultEntry) -> Result<Self, String> {
        Self::of_tag(answer.0).ok_or_else(|| "an entry came that is not formed as entries are".to_owned())
    }

    fn of_tag(tag: StructureTag) -> Option<Self> {
        let mut parts = list(tag)?.into_iter();
        let dn = String::from_utf8(parts.next()?.expect_primitive()?).ok()?;
        let mut attributes = Vec::new();
        for attribute in list(parts.next()?)? {
            let mut parts = list(attribute)?.into_iter();
            let mut name = String::from_utf8(parts.next()?.expect_primitive()?).ok()?;
            name.make_ascii_lowercase();
            let values = list(parts.next()?)?.into_iter().map(StructureTag::expect_primitive);
            attributes.push((name, values.collect::<Option<_>>()?));
        }
        Some(Self { dn, attributes })
    }

    /// The values of an attribute; none if it is not there.
    pub(super) fn values(&self, name: &str) -> &[Vec<u8>] {
        let found = self.attributes.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or(&[], |(_, values)| values)
    }

    /// An entry for tests; an attribute named twice has two values.
    #[cfg(test)]
    pub(super) fn of(dn: &str, pairs: &[(&str, &str)]) -> Self {
        let mut entry = Self { dn: dn.to_owned(), attributes: Vec::new() };
        for (name, value) in pairs {
            let name = name.to_lowercase();
            let value = value.as_bytes().to_vec();
            match entry.attributes.iter_mut().find(|(known, _)| *known == name) {
                Some((_, values)) => values.push(value),
                None => entry.attributes.push((name, vec![value])),
            }
        }
        entry
    }
}

fn list(tag: StructureTag) -> Option<Vec<StructureTag>> {
    match tag.payload {
        PL::C(parts) => Some(parts),
        PL::P(_) => None,
    }
}

/// The organisational units in a name, outermost first, without the last `below` parts of the name.
///
/// # Errors
/// If the name is not written as RFC 4514 says.
pub(super) fn units(dn: &str, below: usize) -> Result<Vec<String>, String> {
    let parts = parts(dn).ok_or("its name in the directory cannot be read")?;
    let above = parts.len().saturating_sub(below);
    let units = parts[..above].iter().filter_map(|part| {
        let (kind, value) = part;
        kind.eq_ignore_ascii_case("ou").then(|| value.clone())
    });
    let mut units: Vec<_> = units.collect();
    units.reverse();
    Ok(units)
}

/// How many parts a name has.
pub(super) fn depth(dn: &str) -> Option<usize> {
    parts(dn).map(|parts| parts.len())
}

/// The parts of a name, innermost first: kind and value of the first pair of each.
fn parts(dn: &str) -> Option<Vec<(String, String)>> {
    let mut parts = Vec::new();
    let mut bytes = dn.bytes().peekable();
    while bytes.peek().is_some() {
        let (mut kind, mut value) = (Vec::new(), Vec::new());
        let (mut in_value, mut first) = (false, true);
        loop {
            match bytes.next() {
                None | Some(b',' | b';') => break,
                Some(b'+') if in_value => first = false,
                Some(b'=') if !in_value => in_value = true,
                Some(b'\\') => {
                    let next = bytes.next()?;
                    let byte = match (char::from(next).to_digit(16), bytes.peek().map(|b| char::from(*b).to_digit(16)))
                    {
                        (Some(high), Some(Some(low))) => {
                            bytes.next();
                            u8::try_from(high * 16 + low).ok()?
                        }
                        _ => next,
                    };
                    if first {
                        value.push(byte);
                    }
                }
                Some(byte) if first => if in_value { &mut value } else { &mut kind }.push(byte),
                Some(_) => {}
            }
        }
        if !in_value {
            return None;
        }
        let text = |bytes| String::from_utf8(bytes).ok().map(|text| text.trim().to_owned());
        parts.push((text(kind)?, text(value)?));
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_from_the_name_outermost_first() {
        let below = depth("ou=people, dc=hr,dc=example").expect("a name");
        assert_eq!(below, 3);
        for (dn, expected) in [
            ("uid=x,ou=Payroll,OU=Finance,ou=people,dc=hr,dc=example", Some(vec!["Finance", "Payroll"])),
            ("uid=x,ou=people,dc=hr,dc=example", Some(vec![])),
            (r"cn=Doe\, J,ou=Law\2C old,ou=people,dc=hr,dc=example", Some(vec!["Law, old"])),
            (r"cn=x,ou=\D0\AE\D0\BB\D1\8F,ou=people,dc=hr,dc=example", Some(vec!["Юля"])),
            (r"cn=x,ou=a\+b+l=Kyiv,ou=people,dc=hr,dc=example", Some(vec!["a+b"])),
            ("cn=x,l=Kyiv,ou=people,dc=hr,dc=example", Some(vec![])),
            ("nonsense", None),
            (r"cn=x\", None),
        ] {
            let found = units(dn, below).ok();
            assert_eq!(found, expected.map(|parts| parts.into_iter().map(str::to_owned).collect()), "{dn}");
        }
    }
}
