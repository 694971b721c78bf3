//! Writes the interface's typed commands anew. A test proves that they are fresh.

fn main() -> std::io::Result<()> {
    let path = depesha_desktop::bindings_path();
    std::fs::write(&path, depesha_desktop::bindings().map_err(std::io::Error::other)?)
}
