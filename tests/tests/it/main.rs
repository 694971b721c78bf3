//! The system as a whole: rules of architecture, journeys through the real parts, the real window, and its
//! package in a clean Debian.

#![recursion_limit = "256"]

mod architecture;
mod foreign;
mod installed;
mod journeys;
mod window;
