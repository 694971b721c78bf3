//! Pictures: how many pixels they would become, and what stands behind their end.
//!
//! Only headers are read; nothing is decoded. A picture that ends too soon is shown as far as it goes and passes.

mod boxes;
mod jpeg;
mod plain;
mod png;
mod tiff;

use super::look::Walk;
use super::notes::Note;
use super::source::View;
use super::{Objection, polyglot};

pub(super) fn walk(view: View<'_>, media_type: &str) -> Walk {
    let end = match media_type {
        "image/png" => png::walk(&view)?,
        "image/jpeg" => jpeg::walk(&view)?,
        "image/gif" => plain::gif(&view)?,
        "image/webp" => plain::webp(&view)?,
        "image/bmp" => plain::bmp(&view)?,
        "image/vnd.adobe.photoshop" => plain::photoshop(&view)?,
        "image/tiff" | "image/x-canon-cr2" => tiff::walk(&view)?,
        "image/heif" | "image/avif" | "image/jp2" => boxes::walk(&view)?,
        _ => None,
    };
    match end {
        Some(end) => polyglot::appended(&view, end),
        None => Ok(()),
    }
}

/// Holds a picture against the limits: one frame, and all frames of this size.
fn pixels(view: &View<'_>, width: u64, height: u64, frames: u64) -> Walk {
    let limits = &view.look.rules.limits;
    let one = width.saturating_mul(height);
    if one > limits.pixels || one.saturating_mul(frames.max(1)) > limits.pixels_of_all_frames {
        return view.look.refuse(Objection::Limits, Note::TooManyPixels);
    }
    Ok(())
}
