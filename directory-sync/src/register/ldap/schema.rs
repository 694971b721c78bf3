//! Whether the server knows the attributes that the mapping names. A misspelt name would otherwise look like a column
//! that is empty for everybody.

use std::collections::BTreeSet;

use ldap3::Ldap;

use super::failure::Failure;
use super::session;
use super::taker::Taker;

/// As many names as are shown beside those that are not known.
const SHOWN: usize = 12;

/// Compares the mapping with the server's schema. A server that does not show its schema is believed.
pub(super) async fn check(taker: &Taker, ldap: &mut Ldap) -> Result<(), Failure> {
    const POINTER: &str = "subschemaSubentry";
    let root = session::look(ldap, "", &[POINTER]).await?.unwrap_or_default();
    let Some(place) = root.values(POINTER).first().and_then(|name| std::str::from_utf8(name).ok()) else {
        return Ok(());
    };
    let schema = session::look(ldap, place, &["attributeTypes"]).await?.unwrap_or_default();
    let definitions = schema.values("attributeTypes").iter().filter_map(|text| std::str::from_utf8(text).ok());
    let known: BTreeSet<&str> = definitions.flat_map(names).collect();
    if known.is_empty() { Ok(()) } else { compare(taker, &known) }
}

fn compare(taker: &Taker, known: &BTreeSet<&str>) -> Result<(), Failure> {
    let is_known = |column: &str| {
        let name = column.split(';').next().unwrap_or_default();
        let is_number = name.starts_with(|letter: char| letter.is_ascii_digit());
        is_number || known.iter().any(|other| other.eq_ignore_ascii_case(name))
    };
    let unknown = taker.read_columns().filter(|(_, column)| !is_known(column));
    let missing: Vec<_> = unknown.map(|(field, column)| (field, column.to_owned())).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let columns = alike(missing.iter().map(|(_, column)| column.as_str()), known);
    Err(Failure::Columns { missing, columns })
}

/// Names that begin as these do.
fn alike<'a>(names: impl Iterator<Item = &'a str>, known: &BTreeSet<&str>) -> String {
    let start = |name: &str| name.chars().take(3).collect::<String>().to_lowercase();
    let starts: BTreeSet<String> = names.map(start).collect();
    let near: Vec<&str> = known.iter().filter(|other| starts.contains(&start(other))).take(SHOWN).copied().collect();
    match near.as_slice() {
        [] => format!("{} attributes, none of a similar name", known.len()),
        near => format!("{} attributes, such as {}", known.len(), near.join(", ")),
    }
}

/// The names in a definition (RFC 4512, 4.1.2).
fn names(definition: &str) -> impl Iterator<Item = &str> {
    let after = definition.split_once(" NAME ").map_or("", |(_, after)| after.trim_start());
    let list = match after.strip_prefix('(') {
        Some(list) => list.split(')').next(),
        None => after.split_inclusive('\'').nth(1).map(|_| after.split(' ').next().unwrap_or_default()),
    };
    list.unwrap_or_default().split_whitespace().map(|name| name.trim_matches('\'')).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_definitions() {
        let of = |text: &'static str| names(text).collect::<Vec<_>>();
        assert_eq!(of("( 2.5.4.4 NAME ( 'sn' 'surname' ) DESC 'x' SUP name )"), ["sn", "surname"]);
        assert_eq!(of("( 1.2.3 NAME 'employeeNumber' DESC 'a NAME of' SINGLE-VALUE )"), ["employeeNumber"]);
        assert!(of("( 1.2.3 DESC 'nameless' )").is_empty());
    }

    #[test]
    fn names_alike_are_shown() {
        let known = BTreeSet::from(["mail", "mailAlternate", "sn"]);
        assert_eq!(alike(["mial"].into_iter(), &known), "3 attributes, none of a similar name");
        assert_eq!(alike(["maill", "snn"].into_iter(), &known), "3 attributes, such as mail, mailAlternate");
    }
}
