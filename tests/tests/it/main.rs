//! The system as a whole: rules of architecture, journeys through the real parts, and the real window.

#![recursion_limit = "256"]

mod architecture;
mod foreign;
mod journeys;
mod window;
