//! Everything that a Depesha client knows, without a window.

pub mod view;
