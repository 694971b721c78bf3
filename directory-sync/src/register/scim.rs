//! What an identity system pushes as a register.

use super::{Register, RegisterError, Row};

/// See the module.
pub(super) struct ScimRegister {}

impl Register for ScimRegister {
    fn read(&self, _each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        Err(RegisterError::Read { name: "scim".to_owned(), cause: "not built yet".to_owned() })
    }
}
