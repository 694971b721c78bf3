//! As many invented people as a bench or journey wants: the same ones every time, names in three alphabets' spellings,
//! common and rare ones as in life, in both ministries of the stack.

use stack::{FINANCE, Homeserver, INTERIOR};

const GIVEN: [&str; 40] = [
    "Olena",
    "Andriy",
    "Benoît",
    "Oksana",
    "Camille",
    "Chloé",
    "Dmytro",
    "Élodie",
    "Emma",
    "François",
    "Iryna",
    "Gaëlle",
    "Halyna",
    "Hélène",
    "Henry",
    "Inès",
    "Jean-Baptiste",
    "James",
    "Kateryna",
    "Laëtitia",
    "Liam",
    "Loïc",
    "Margaret",
    "Mykola",
    "Marie-Ève",
    "Nadiya",
    "Noël",
    "Oleksandr",
    "Olivia",
    "Pavlo",
    "Renée",
    "Robert",
    "Stéphane",
    "Taras",
    "Thérèse",
    "Thomas",
    "Valérie",
    "Vasyl",
    "Юрій",
    "Олена",
];
const FIRST: [&str; 40] = [
    "Mar", "Kov", "Shev", "Ber", "Dup", "Pet", "Bon", "Iva", "Tka", "Rou", "Gar", "Lef", "Mor", "Fon", "Che", "Bou",
    "Mel", "Kra", "Lys", "Oli", "San", "Vas", "Wil", "Zakh", "Yar", "Hry", "Dub", "Pol", "Sav", "Rom", "Bil", "Cor",
    "Del", "Gui", "Nav", "Per", "Rey", "Stu", "Tho", "Vid",
];
const MIDDLE: [&str; 30] = [
    "a", "al", "an", "ar", "e", "el", "en", "er", "i", "il", "in", "ir", "o", "ol", "on", "or", "u", "ul", "un", "ur",
    "ant", "est", "ind", "ov", "och", "esh", "ub", "yt", "yl", "ass",
];
const LAST: [&str; 30] = [
    "enko", "chuk", "uk", "ko", "sky", "ova", "in", "ier", "eau", "ard", "et", "ot", "ault", "ois", "ert", "son",
    "ley", "ton", "man", "ez", "yk", "ets", "iv", "ina", "aud", "elle", "ac", "ou", "ay", "is",
];
const POSTS: [&str; 12] = [
    "Inspector",
    "Analyst",
    "Head of Section",
    "Adviser",
    "Clerk",
    "Director",
    "Accountant",
    "Lawyer",
    "Engineer",
    "Assistant",
    "Translator",
    "Auditor",
];
const DIVISIONS: [&str; 20] = [
    "Audit",
    "Budget",
    "Civil Protection",
    "Customs",
    "Elections",
    "Forestry",
    "Housing",
    "Inspection",
    "Justice",
    "Local Government",
    "Migration",
    "Payroll",
    "Planning",
    "Procurement",
    "Protocol",
    "Statistics",
    "Taxes",
    "Transport",
    "Treasury",
    "Water",
];

/// Somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Somebody {
    pub key: String,
    pub given: &'static str,
    pub family: String,
    pub email: String,
    pub ministry: Homeserver,
    pub unit: String,
    pub post: &'static str,
    pub phone: String,
}

/// Person number `n`.
pub fn somebody(n: usize) -> Somebody {
    // Multiplying by odd numbers far apart scatters the parts; one name in four is one of a thousand common ones.
    let mixed = n.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let rank = if mixed & 0b11 == 0 { (mixed >> 8) % 1000 } else { (mixed >> 8) % (40 * 30 * 30) };
    let family = format!("{}{}{}", FIRST[rank % 40], MIDDLE[rank / 40 % 30], LAST[rank / 1200 % 30]);
    let ministry = if n.is_multiple_of(2) { INTERIOR } else { FINANCE };
    let division = DIVISIONS[(mixed >> 20) % 20];
    Somebody {
        key: format!("HR-{n:08}"),
        given: GIVEN[(mixed >> 32) % 40],
        email: format!("p{n}@{}", ministry.email_domain),
        unit: format!("{division}/Office {:03}", (mixed >> 40) % 200),
        post: POSTS[(mixed >> 50) % 12],
        phone: format!("+00 1 {:04} {:04}", n / 10_000 % 10_000, n % 10_000),
        family,
        ministry,
    }
}

impl Somebody {
    /// The word that registers of tests have for the organisation.
    pub fn organisation(&self) -> String {
        format!("Ministry of {}", self.ministry.organisation)
    }

    /// The line of a CSV register, columns as in [`CSV_HEAD`].
    pub fn csv(&self) -> String {
        let Self { key, given, family, email, unit, post, phone, .. } = self;
        format!("{key},{given},{family},{email},{},{unit},{post},{phone}\n", self.organisation())
    }

    /// The entry of an LDAP register below `base`, in LDIF.
    pub fn ldif(&self, base: &str) -> String {
        let Self { key, given, family, email, unit, post, phone, .. } = self;
        format!(
            "dn: employeeNumber={key},{base}\nobjectClass: inetOrgPerson\nemployeeNumber: {key}\ncn:: {}\nsn: {family}\n\
             givenName:: {}\nmail: {email}\no: {}\ndepartmentNumber: {unit}\ntitle: {post}\ntelephoneNumber: {phone}\n\n",
            base64(&format!("{given} {family}")),
            base64(given),
            self.organisation(),
        )
    }
}

fn base64(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(text)
}

/// First line of a CSV register of such people.
pub const CSV_HEAD: &str = "person_id,given_name,family_name,email,organisation,unit,title,phone\n";

/// `[mapping]` for [`CSV_HEAD`].
pub const CSV_MAPPING: &str = "person_id = \"person_id\"\ngiven_name = \"given_name\"\nfamily_name = \"family_name\"\n\
    email = \"email\"\norganisation = \"organisation\"\nunit = \"unit\"\ntitle = \"title\"\nphone = \"phone\"\n";

/// `[mapping]` for [`Somebody::ldif`].
pub const LDAP_MAPPING: &str = "person_id = \"employeeNumber\"\ngiven_name = \"givenName\"\nfamily_name = \"sn\"\n\
    email = \"mail\"\norganisation = \"o\"\nunit = \"departmentNumber\"\ntitle = \"title\"\nphone = \"telephoneNumber\"\n";

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn a_crowd_has_common_names_and_many_rare_ones() {
        let people: Vec<Somebody> = (0..20_000).map(somebody).collect();
        let families: HashSet<&str> = people.iter().map(|p| p.family.as_str()).collect();
        assert!(families.len() > 8_000, "{} family names", families.len());
        assert_eq!(people.iter().map(|p| &p.email).collect::<HashSet<_>>().len(), people.len());
        assert_eq!(people[7], somebody(7));
    }
}
