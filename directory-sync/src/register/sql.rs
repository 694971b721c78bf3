//! A database as a register.

use super::{Register, RegisterError, Row};

/// See the module.
pub(super) struct SqlRegister {}

impl Register for SqlRegister {
    fn read(&self, _each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        Err(RegisterError::Read { name: "sql".to_owned(), cause: "not built yet".to_owned() })
    }
}
