//! A window of the same build and the same settings with nothing in it but a place to write: what `cargo stack bench desktop`
//! measures the client against. It knows nothing of `client-core`. It is an example so that no package ever holds it.

use std::borrow::Cow;

use tauri::utils::assets::{AssetKey, AssetsIter, CspHash};
use tauri::{Assets, Builder, Wry};

/// All there is to see.
const PAGE: &str = r#"<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Blank</title>
<textarea aria-label="Text" data-testid="field"></textarea>
"#;

/// The one page in place of the interface.
struct Blank;

impl Assets<Wry> for Blank {
    fn get(&self, key: &AssetKey) -> Option<Cow<'_, [u8]>> {
        key.as_ref().ends_with("index.html").then_some(Cow::Borrowed(PAGE.as_bytes()))
    }

    fn iter(&self) -> Box<AssetsIter<'_>> {
        Box::new(std::iter::empty())
    }

    fn csp_hashes(&self, _: &AssetKey) -> Box<dyn Iterator<Item = CspHash<'_>> + '_> {
        Box::new(std::iter::empty())
    }
}

fn main() -> tauri::Result<()> {
    let mut context = depesha_desktop::context();
    context.set_assets(Box::new(Blank));
    // What the web view keeps of its own must not be the client's.
    context.config_mut().identifier = "org.depesha.blank".to_owned();
    Builder::default().run(context)
}
