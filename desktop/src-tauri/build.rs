//! Names the commands that the window may call, so that each gets its own permission, and puts a page in place of an
//! interface that has not been built yet.

use std::path::Path;

#[path = "src/command_names.rs"]
mod command_names;
use command_names::COMMANDS;

fn main() {
    let page = Path::new("../ui/dist/index.html");
    if !page.exists() {
        let words =
            "<!doctype html><title>Depesha</title><p>Build the interface first: npm run build, in desktop/ui.</p>";
        let _ = std::fs::create_dir_all("../ui/dist").and_then(|()| std::fs::write(page, words));
    }
    println!("cargo:rerun-if-changed=../ui/dist");
    let manifest = tauri_build::AppManifest::new().commands(COMMANDS);
    if let Err(error) = tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)) {
        println!("cargo:warning=the shell's build step failed: {error:#}");
        std::process::exit(1);
    }
}
