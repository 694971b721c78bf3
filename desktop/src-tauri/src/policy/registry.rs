//! Fetches what group policy has written into the registry of Windows. Only administrators can write there.

use std::io;

use serde_json::Value;
use winreg::RegKey;
use winreg::enums::{HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY, RegType};
use winreg::types::FromRegValue;

use super::keys::Part;
use super::managed::{Entry, REGISTRY, from_registry};

/// None without values; none in it if they cannot be read.
pub(super) fn read() -> Option<Option<Value>> {
    match entries() {
        Ok(entries) => from_registry(entries).map(Some),
        Err(_) => Some(None),
    }
}

fn entries() -> io::Result<Vec<(Part, String, Entry)>> {
    let machine = RegKey::predef(HKEY_LOCAL_MACHINE);
    let mut found = Vec::new();
    for part in [Part::Whole, Part::Locked, Part::Preset] {
        let path = part.name().map_or_else(|| REGISTRY.to_owned(), |name| format!(r"{REGISTRY}\{name}"));
        let key = match machine.open_subkey_with_flags(path, KEY_READ | KEY_WOW64_64KEY) {
            Ok(key) => key,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => return Err(error),
        };
        for value in key.enum_values() {
            let (name, value) = value?;
            let entry = match value.vtype {
                RegType::REG_SZ => Entry::Text(String::from_reg_value(&value)?),
                RegType::REG_DWORD => Entry::Number(u32::from_reg_value(&value)?),
                _ => Entry::Other,
            };
            // The nameless value that every key may have says nothing.
            if !name.is_empty() {
                found.push((part, name, entry));
            }
        }
    }
    Ok(found)
}
