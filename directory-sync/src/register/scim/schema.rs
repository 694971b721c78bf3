//! Which attributes of a SCIM user we keep, what they are like, and how a path in text names one of them. Every other
//! attribute is dropped on arrival: what is standard but not kept can be named and has no value.

use super::error::ScimError;

/// The core schema of a user.
pub(super) const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
/// The enterprise extension.
pub(super) const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// What an attribute holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// A text.
    Text {
        /// Whether capitals make a difference.
        exact: bool,
    },
    /// True or false.
    Boolean,
    /// A point in time.
    Moment,
    /// An object of these.
    Complex(Vec<Attribute>),
    /// Standard or of a foreign extension, and not kept.
    Dropped,
}

/// An attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attribute {
    pub(super) name: String,
    pub(super) kind: Kind,
    /// Whether it is a list.
    pub(super) many: bool,
    pub(super) required: bool,
    /// Whether only we set it.
    pub(super) read_only: bool,
    /// Whether no two users may have the same.
    pub(super) unique: bool,
    pub(super) about: &'static str,
}

/// An attribute that a path names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct AttrPath {
    /// The extension that it belongs to.
    pub(super) container: Option<String>,
    pub(super) attribute: Attribute,
    pub(super) sub: Option<Attribute>,
}

impl AttrPath {
    /// What its values are: of a list of objects without a sub-attribute the `value` of each counts.
    pub(super) fn leaf(&self) -> &Kind {
        match (&self.sub, &self.attribute.kind) {
            (Some(sub), _) => &sub.kind,
            (None, Kind::Complex(subs)) if self.attribute.many => {
                subs.iter().find(|sub| sub.name == "value").map_or(&self.attribute.kind, |sub| &sub.kind)
            }
            (None, kind) => kind,
        }
    }

    pub(super) fn dropped(&self) -> bool {
        self.attribute.kind == Kind::Dropped || *self.leaf() == Kind::Dropped
    }
}

/// The attributes of a user as they are served here.
#[derive(Debug, Clone)]
pub(super) struct Schemas {
    pub(super) core: Vec<Attribute>,
    pub(super) enterprise: Vec<Attribute>,
    /// URN of our own extension.
    pub(super) extension: String,
    pub(super) own: Vec<Attribute>,
}

fn text(name: &str, about: &'static str) -> Attribute {
    Attribute {
        name: name.to_owned(),
        kind: Kind::Text { exact: false },
        many: false,
        required: false,
        read_only: false,
        unique: false,
        about,
    }
}

fn exact(name: &str, about: &'static str) -> Attribute {
    Attribute { kind: Kind::Text { exact: true }, ..text(name, about) }
}

fn of(name: &str, kind: Kind, about: &'static str) -> Attribute {
    Attribute { kind, ..text(name, about) }
}

fn contact(name: &str, about: &'static str, address: &'static str) -> Attribute {
    let subs = vec![
        text("value", address),
        text("type", "What it is for. Only \"work\" is kept, and what has no type."),
        of("primary", Kind::Boolean, "Whether it is the preferred one."),
    ];
    Attribute { many: true, ..of(name, Kind::Complex(subs), about) }
}

/// Standard attributes that we do not keep, so that naming one is no mistake. Those with a dot are sub-attributes.
const DROPPED: &[&str] = &[
    "displayName",
    "nickName",
    "profileUrl",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "password",
    "ims",
    "photos",
    "addresses",
    "groups",
    "entitlements",
    "roles",
    "x509Certificates",
];
const DROPPED_SUBS: &[(&str, &str)] = &[
    ("name", "formatted"),
    ("name", "middleName"),
    ("name", "honorificPrefix"),
    ("name", "honorificSuffix"),
    ("emails", "display"),
    ("phoneNumbers", "display"),
];
const DROPPED_ENTERPRISE: &[&str] = &["costCenter", "manager"];

impl Schemas {
    /// With the organisation's own extension under this URN and with these attributes.
    pub(super) fn new(extension: &str, own: &[String]) -> Self {
        let name = vec![text("givenName", "Given name or names."), text("familyName", "Family name.")];
        let user_name =
            Attribute { required: true, unique: true, ..text("userName", "Name of the user in the identity system.") };
        let core = vec![
            user_name,
            of("name", Kind::Complex(name), "The name."),
            of("active", Kind::Boolean, "Whether the person may be let in."),
            text("title", "The post."),
            contact("emails", "Work addresses.", "The address."),
            contact("phoneNumbers", "Work phones.", "The number."),
        ];
        let enterprise = ["employeeNumber", "organization", "division", "department"];
        Self {
            core,
            enterprise: enterprise.map(|name| text(name, "As in RFC 7643.")).to_vec(),
            extension: extension.to_owned(),
            own: own.iter().map(|name| text(name, "Configured for this register.")).collect(),
        }
    }

    /// The extensions: URN and attributes.
    pub(super) fn extensions(&self) -> [(&str, &[Attribute]); 2] {
        [(ENTERPRISE, &self.enterprise), (&self.extension, &self.own)]
    }

    /// The attributes of the core schema and those that every resource has.
    pub(super) fn top(&self) -> Vec<Attribute> {
        let ours = |attribute: Attribute| Attribute { read_only: true, ..attribute };
        let meta = vec![
            ours(exact("resourceType", "")),
            ours(of("created", Kind::Moment, "")),
            ours(of("lastModified", Kind::Moment, "")),
            ours(exact("location", "")),
            ours(exact("version", "")),
        ];
        let mut all = vec![
            ours(Attribute { unique: true, ..exact("id", "Given by us.") }),
            Attribute { unique: true, ..exact("externalId", "Given by the identity system.") },
            ours(of("meta", Kind::Complex(meta), "")),
            ours(Attribute { many: true, ..exact("schemas", "") }),
        ];
        all.extend(self.core.iter().cloned());
        all
    }

    /// The attribute that a path without brackets names: `userName`, `name.givenName`, `urn:…:User:department`.
    pub(super) fn resolve(&self, path: &str) -> Result<AttrPath, String> {
        let unknown = || format!("there is no attribute {path:?}");
        let (container, rest) = self.split(path);
        let (name, sub) = match rest.split_once('.') {
            Some((name, sub)) => (name, Some(sub)),
            None => (rest, None),
        };
        if !is_name(name) || sub.is_some_and(|sub| !is_name(sub)) {
            return Err(unknown());
        }
        let dropped = |name: &str| of(name, Kind::Dropped, "");
        let attributes = match &container {
            None => self.top(),
            Some(urn) if *urn == ENTERPRISE => self.enterprise.clone(),
            Some(urn) if *urn == self.extension => self.own.clone(),
            // A foreign extension: whatever it has is dropped.
            Some(_) => return Ok(AttrPath { container, attribute: dropped(name), sub: None }),
        };
        let list = if container.is_none() { DROPPED } else { DROPPED_ENTERPRISE };
        let Some(attribute) = find(&attributes, name) else {
            let known = list.iter().any(|known| known.eq_ignore_ascii_case(name));
            return if known {
                Ok(AttrPath { container, attribute: dropped(name), sub: None })
            } else {
                Err(unknown())
            };
        };
        let sub = match sub {
            None => None,
            Some(sub) => Some(sub_of(attribute, sub).ok_or_else(unknown)?),
        };
        Ok(AttrPath { container, attribute: attribute.clone(), sub })
    }

    /// The extension's URN in our spelling, and what follows it. A path that is nothing but the URN of an extension has
    /// an empty rest.
    pub(super) fn split<'p>(&self, path: &'p str) -> (Option<String>, &'p str) {
        let known = [USER, ENTERPRISE, self.extension.as_str()];
        for urn in known {
            if path.get(..urn.len()).is_some_and(|start| start.eq_ignore_ascii_case(urn)) {
                let rest = &path[urn.len()..];
                let container = (urn != USER).then(|| urn.to_owned());
                match rest.strip_prefix(':') {
                    Some(rest) => return (container, rest),
                    None if rest.is_empty() => return (container, rest),
                    None => {}
                }
            }
        }
        if path.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("urn:"))
            && let Some((urn, name)) = path.rsplit_once(':')
        {
            return (Some(urn.to_owned()), name);
        }
        (None, path)
    }

    /// A path that must name something, for a filter.
    pub(super) fn in_filter(&self, path: &str) -> Result<AttrPath, ScimError> {
        self.resolve(path).map_err(ScimError::filter)
    }
}

/// The one with this name, capitals ignored.
pub(super) fn find<'a>(attributes: &'a [Attribute], name: &str) -> Option<&'a Attribute> {
    attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))
}

/// The sub-attribute with this name; one that is standard and not kept is a dropped one.
pub(super) fn sub_of(attribute: &Attribute, name: &str) -> Option<Attribute> {
    let Kind::Complex(subs) = &attribute.kind else { return None };
    let dropped = |(of, sub): &&(&str, &str)| *of == attribute.name && sub.eq_ignore_ascii_case(name);
    find(subs, name).cloned().or_else(|| DROPPED_SUBS.iter().find(dropped).map(|(_, sub)| of(sub, Kind::Dropped, "")))
}

fn is_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic() || first == '$')
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'$'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_found_in_any_capitals_and_with_or_without_urn() {
        let schemas = Schemas::new("urn:example:hr:1.0:User", &["startDate".to_owned()]);
        for (path, container, name, sub) in [
            ("username", None, "userName", None),
            ("urn:ietf:params:scim:schemas:core:2.0:user:NAME.givenname", None, "name", Some("givenName")),
            (
                "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department",
                Some(ENTERPRISE),
                "department",
                None,
            ),
            ("urn:example:hr:1.0:User:STARTDATE", Some("urn:example:hr:1.0:User"), "startDate", None),
            ("meta.lastModified", None, "meta", Some("lastModified")),
        ] {
            let found = schemas.resolve(path).expect(path);
            assert_eq!(found.container.as_deref(), container, "{path}");
            assert_eq!((found.attribute.name.as_str(), found.sub.as_ref().map(|s| s.name.as_str())), (name, sub));
            assert!(!found.dropped());
        }
    }

    #[test]
    fn what_is_standard_and_not_kept_is_known_and_a_slip_of_the_pen_is_not() {
        let schemas = Schemas::new("urn:example:hr:1.0:User", &[]);
        for path in ["displayName", "name.formatted", "addresses.street", "urn:other:thing:1.0:User:colour"] {
            assert!(schemas.resolve(path).expect(path).dropped(), "{path}");
        }
        for path in ["usrName", "name.given", "emails.vale", "", "name.", "a b", "active.value"] {
            assert!(schemas.resolve(path).is_err(), "{path}");
        }
    }
}
