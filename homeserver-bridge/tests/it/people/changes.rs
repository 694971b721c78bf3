//! Changes of the catalogue, and searches in the meantime.
