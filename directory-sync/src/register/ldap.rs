//! A directory server as a register.

use super::{Register, RegisterError, Row};

/// See the module.
pub(super) struct LdapRegister {}

impl Register for LdapRegister {
    fn read(&self, _each: &mut dyn FnMut(Row)) -> Result<(), RegisterError> {
        Err(RegisterError::Read { name: "ldap".to_owned(), cause: "not built yet".to_owned() })
    }
}
