//! Whose people an officer looks after. Features take a [`Scope`] and show, find and change nobody outside it.

use bridge_api::OrganisationId;

use crate::database::{DbError, Tx, Value};

/// The organisations whose people an officer sees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Scope {
    /// Everybody's.
    #[default]
    All,
    /// Those of these organisations alone; nobody, if there are none.
    Only(Vec<OrganisationId>),
}

impl Scope {
    /// Whether an organisation is within.
    pub fn covers(&self, organisation: &str) -> bool {
        match self {
            Self::All => true,
            Self::Only(some) => some.iter().any(|one| one.as_str() == organisation),
        }
    }

    /// Whether it covers everybody: what concerns the system as a whole is for those alone.
    pub fn is_all(&self) -> bool {
        *self == Self::All
    }

    /// The condition that a column of organisations' keys is within; placeholders are added to `values`.
    pub fn condition(&self, column: &str, values: &mut Vec<Value>) -> String {
        match self {
            Self::All => "1 = 1".to_owned(),
            Self::Only(some) => {
                let marks: Vec<_> = some
                    .iter()
                    .map(|one| {
                        values.push(one.as_str().into());
                        format!("${}", values.len())
                    })
                    .collect();
                if marks.is_empty() { "1 = 0".to_owned() } else { format!("{column} IN ({})", marks.join(", ")) }
            }
        }
    }

    /// Whether a person is within: HR's entry counts, else the invitation. Nobody knows a person: not within, unless
    /// the scope is everybody.
    ///
    /// # Errors
    /// If the database fails.
    pub fn covers_person(&self, tx: &Tx<'_>, person_id: &str) -> Result<bool, DbError> {
        if self.is_all() {
            return Ok(true);
        }
        let row = tx.query_one(
            "SELECT organisation FROM people WHERE person_id = $1
             UNION ALL
             SELECT organisation FROM invitations WHERE person_id = $1
                AND NOT EXISTS (SELECT 1 FROM people WHERE person_id = $1)",
            &[person_id.into()],
        )?;
        row.map_or(Ok(false), |row| Ok(self.covers(&row.text(0)?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_of_nothing_covers_nobody_and_its_condition_is_never_true() {
        let some = Scope::Only(vec!["finance".parse().unwrap(), "interior".parse().unwrap()]);
        assert!(some.covers("finance") && !some.covers("health") && !some.is_all());
        let mut values = vec![Value::Int(1)];
        assert_eq!(some.condition("d.organisation", &mut values), "d.organisation IN ($2, $3)");
        assert_eq!(values.len(), 3);
        let nothing = Scope::Only(Vec::new());
        assert!(!nothing.covers("finance"));
        assert_eq!(nothing.condition("o", &mut values), "1 = 0");
        assert_eq!(Scope::All.condition("o", &mut values), "1 = 1");
    }
}
