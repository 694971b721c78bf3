//! The system as a whole: rules of architecture, and journeys through the real parts.

mod architecture;
