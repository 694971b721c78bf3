//! Which reports are asked for.

use crate::database::Value;

/// Where work on a report stands, as a filter.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Standing {
    /// Anywhere.
    #[default]
    Any,
    /// Somebody has to look at it.
    Open,
    /// Open, and nobody looks at it.
    Unassigned,
    /// A request to release it waits for a second officer.
    Waiting,
    /// Officers released it.
    Released,
    /// The homeservers keep it back.
    Quarantined,
    /// Done with.
    Closed,
}

impl Standing {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Any, Self::Open, Self::Unassigned, Self::Waiting, Self::Released, Self::Quarantined, Self::Closed];

    /// The word in addresses.
    pub fn word(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Open => "open",
            Self::Unassigned => "unassigned",
            Self::Waiting => "waiting",
            Self::Released => "released",
            Self::Quarantined => "quarantined",
            Self::Closed => "closed",
        }
    }

    /// From the word; nonsense is any.
    pub fn from_word(word: &str) -> Self {
        Self::ALL.into_iter().find(|one| one.word() == word).unwrap_or_default()
    }

    fn condition(self) -> Option<&'static str> {
        Some(match self {
            Self::Any => return None,
            Self::Open => "case_state = 'open'",
            Self::Unassigned => "case_state = 'open' AND assigned_to = ''",
            Self::Waiting => {
                "EXISTS (SELECT 1 FROM scan_releases l WHERE l.file_id = scan_files.id AND l.state = 'waiting')"
            }
            Self::Released => "released = 1",
            Self::Quarantined => "quarantine = 'quarantined'",
            Self::Closed => "case_state = 'closed'",
        })
    }
}

/// Which reports. Empty parts ask for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// With this verdict; `blocked` for infected and forbidden types, `unchecked` for what could not be scanned, `all`
    /// for all; empty means all.
    pub verdict: String,
    /// The signature holds this.
    pub signature: String,
    /// The sender's organisation, and the homeservers whose people are taken for its own as long as nobody is known.
    pub organisation: Option<(String, Vec<String>)>,
    /// Uploaded to this homeserver.
    pub media_server: String,
    /// The type that was found holds this.
    pub type_found: String,
    /// Not before.
    pub from_ms: Option<i64>,
    /// Before.
    pub to_ms: Option<i64>,
    /// By this engine.
    pub engine: String,
    /// Where the work stands.
    pub standing: Standing,
    /// Assigned to this officer.
    pub assigned_to: String,
    /// Nothing that came into the list after this number: pages stay as they are while new reports come.
    pub until: Option<i64>,
    /// Counted from 0.
    pub page: i64,
}

impl Filter {
    /// The condition on `scan_files`, without `until`, and its values.
    pub(super) fn condition(&self) -> (String, Vec<Value>) {
        let mut parts: Vec<String> = vec!["1 = 1".into()];
        let mut values: Vec<Value> = Vec::new();
        match self.verdict.as_str() {
            "" | "all" => {}
            "blocked" => parts.push("verdict IN ('infected', 'type_forbidden')".into()),
            "unchecked" => parts.push("verdict NOT IN ('clean', 'infected', 'type_forbidden')".into()),
            word => {
                values.push(word.into());
                parts.push(format!("verdict = ${}", values.len()));
            }
        }
        let mut equals = |column: &str, value: &str| {
            if !value.is_empty() {
                values.push(value.into());
                parts.push(format!("{column} = ${}", values.len()));
            }
        };
        equals("media_server", &self.media_server);
        equals("engine", &self.engine);
        equals("assigned_to", &self.assigned_to);
        for (column, value) in [("signature", &self.signature), ("type_found", &self.type_found)] {
            if !value.is_empty() {
                values.push(holds(value).into());
                parts.push(format!("LOWER({column}) LIKE ${} ESCAPE '!'", values.len()));
            }
        }
        if let Some((organisation, servers)) = &self.organisation {
            values.push(organisation.as_str().into());
            let mut either = format!("organisation = ${}", values.len());
            for server in servers {
                values.push(server.as_str().into());
                either += &format!(" OR (organisation = '' AND media_server = ${})", values.len());
            }
            parts.push(format!("({either})"));
        }
        for (sign, bound) in [(">=", self.from_ms), ("<", self.to_ms)] {
            if let Some(bound) = bound {
                values.push(bound.into());
                parts.push(format!("changed_at_ms {sign} ${}", values.len()));
            }
        }
        parts.extend(self.standing.condition().map(str::to_owned));
        (parts.join(" AND "), values)
    }

    /// What was asked for, for the audit log: kinds and words, never a person.
    pub(super) fn told(&self) -> String {
        let organisation = self.organisation.as_ref().map_or("", |(id, _)| id.as_str());
        let mut told = format!("verdict={} homeserver={} page={}", self.verdict, self.media_server, self.page);
        for (key, value) in [
            ("signature", self.signature.as_str()),
            ("organisation", organisation),
            ("type", &self.type_found),
            ("engine", &self.engine),
            ("assigned", &self.assigned_to),
            ("standing", if self.standing == Standing::Any { "" } else { self.standing.word() }),
        ] {
            if !value.is_empty() {
                told += &format!(" {key}={value}");
            }
        }
        told
    }
}

fn holds(text: &str) -> String {
    let mut pattern = String::from("%");
    for c in text.to_lowercase().chars() {
        if matches!(c, '%' | '_' | '!') {
            pattern.push('!');
        }
        pattern.push(c);
    }
    pattern + "%"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_an_officer_types_is_a_value_and_no_pattern() {
        let filter = Filter { signature: "50%_!' OR 1".into(), ..Filter::default() };
        let (condition, values) = filter.condition();
        assert_eq!(condition, "1 = 1 AND LOWER(signature) LIKE $1 ESCAPE '!'");
        assert_eq!(values, [Value::from("%50!%!_!!' or 1%")]);
    }
}
