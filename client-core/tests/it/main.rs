//! The core from outside: a messenger that is signed in at a homeserver and a bridge that play what the test tells them.

mod administration;
mod directory;
mod externals;
mod kinds;
mod stage;
