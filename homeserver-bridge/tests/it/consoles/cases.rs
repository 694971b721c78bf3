//! Work on reports in the security officers' console: what each act does at the gate, at scanners and at homeservers,
//! and who may do it.

mod blocks;
mod doors;
mod lists;
mod media;
mod names;
mod outbreaks;
mod release;
mod scene;
