//! Organisations as small numbers, the same for register and catalogue: first those that the configuration names, then
//! whatever else the catalogue holds.

use std::collections::{BTreeSet, HashMap};

use anyhow::{Context, Result};
use bridge_api::OrganisationId;

/// The number of an organisation.
pub type Number = u16;

/// Names and numbers.
#[derive(Debug, Clone, Default)]
pub struct Organisations {
    names: Vec<OrganisationId>,
    numbers: HashMap<String, Number>,
    owned: usize,
}

impl Organisations {
    /// Those that this register speaks for.
    ///
    /// # Errors
    /// If there are more than 65,536.
    pub fn owned(owned: &BTreeSet<OrganisationId>) -> Result<Self> {
        let mut organisations = Self::default();
        for name in owned {
            organisations.number(name.as_str())?;
        }
        organisations.owned = owned.len();
        Ok(organisations)
    }

    /// The number of a name; a name that is new gets the next.
    ///
    /// # Errors
    /// If it is not a name of an organisation, or there are more than 65,536.
    pub fn number(&mut self, name: &str) -> Result<Number> {
        if let Some(number) = self.numbers.get(name) {
            return Ok(*number);
        }
        let number = Number::try_from(self.names.len()).context("more than 65,536 organisations")?;
        self.names.push(name.parse().context("an organisation of the catalogue")?);
        self.numbers.insert(name.to_owned(), number);
        Ok(number)
    }

    /// The number of a name, if it has one.
    pub fn find(&self, name: &OrganisationId) -> Option<Number> {
        self.numbers.get(name.as_str()).copied()
    }

    /// The name of a number that was given out here.
    pub fn name(&self, number: Number) -> &OrganisationId {
        &self.names[usize::from(number)]
    }

    /// Whether this register speaks for it.
    pub fn is_owned(&self, number: Number) -> bool {
        usize::from(number) < self.owned
    }
}
