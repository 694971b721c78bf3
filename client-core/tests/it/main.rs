//! The core from outside: a messenger that is signed in at a homeserver and a bridge that play what the test tells them.

#![recursion_limit = "256"]

mod administration;
mod directory;
mod externals;
mod invitation;
mod kinds;
mod later;
mod own_marks;
mod searching;
mod stage;
mod talking;
mod writing;
