//! `EncryptedFile`: whatever is taken for one has keys of the right form, and the two ways to read it agree.
#![no_main]

use libfuzzer_sys::fuzz_target;
use media_scanner::EncryptedFile;

fuzz_target!(|bytes: &[u8]| {
    let file = EncryptedFile::from_json(bytes);
    if let Ok(file) = &file {
        assert_eq!(file.keys.commitment().len(), 64);
        assert!(file.url.to_string().starts_with("mxc://"));
    }
    if let Ok(value) = serde_json::from_slice::<serde_json::Value>(bytes)
        && let Some(inner) = value.get("file")
    {
        assert_eq!(EncryptedFile::from_clear(inner).is_ok(), file.is_ok());
    }
});
