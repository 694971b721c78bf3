//! What an identity system pushes by SCIM 2.0 (RFC 7643, 7644) as a register: `serve` takes the pushes into a store,
//! [`ScimRegister`] reads the store like any other source, in this process or another.
//!
//! Deactivation is a suspension. A deleted user is no longer listed, which is not leaving: that is for full readings to
//! count.

mod changes;
mod columns;
mod error;
mod filter;
mod http;
mod keep;
mod matching;
mod patch;
mod query;
mod schema;
mod store;
mod tls;

use columns::Columns;
use schema::Schemas;
use store::{FIELDS, connect, stored};

pub use http::{ScimServer, serve};

use super::{Changes, Mapper, Register, RegisterError, Row};
use crate::config::ScimSection;

/// See the module.
pub(super) struct ScimRegister {
    section: ScimSection,
    mapper: Mapper,
    name: String,
}

impl ScimRegister {
    pub(super) fn new(section: ScimSection, mapper: Mapper) -> Self {
        let name = section.store.display().to_string();
        Self { section, mapper, name }
    }

    fn failed(&self, cause: impl ToString) -> RegisterError {
        RegisterError::Read { name: self.name.clone(), cause: cause.to_string() }
    }

    fn columns(&self) -> Result<Columns, RegisterError> {
        Columns::new(self.mapper.clone(), &schemas(&self.section), &self.name)
    }
}

fn schemas(section: &ScimSection) -> Schemas {
    Schemas::new(&section.extension.schema, &section.extension.attributes)
}

impl Register for ScimRegister {
    fn read(&self, each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        let columns = self.columns()?;
        let mut connection = connect(&self.section.store).map_err(|e| self.failed(format!("{e:#}")))?;
        // One snapshot: pushes that arrive meanwhile are for the next reading.
        let snapshot = connection.transaction().map_err(|e| self.failed(e))?;
        let mut asked =
            snapshot.prepare(&format!("SELECT {FIELDS} FROM people ORDER BY place")).map_err(|e| self.failed(e))?;
        let mut rows = asked.query([]).map_err(|e| self.failed(e))?;
        while let Some(row) = rows.next().map_err(|e| self.failed(e))? {
            each(columns.row(&stored(row).map_err(|e| self.failed(e))?));
        }
        Ok(())
    }

    fn changes(&self) -> Result<Option<Box<dyn Changes>>, RegisterError> {
        let connection = connect(&self.section.store).map_err(|e| self.failed(format!("{e:#}")))?;
        Ok(Some(Box::new(changes::Pushes::new(connection, self.columns()?, self.name.clone()))))
    }
}
