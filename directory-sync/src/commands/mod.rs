//! What the program can be asked to do: check, plan, apply, status, explain. Each gathers what it needs, calls the parts,
//! and prints; none of them decides about people.

mod apply;
mod check;
mod explain;
mod plan;
mod status;

pub use apply::apply_plan;
pub use check::check;
pub use explain::explain;
pub use plan::plan;
pub use status::status;

/// How a command ended, as the process tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// All done: 0.
    Done,
    /// Findings or brakes stopped it, or the bridge refused a change: 2.
    Stopped,
    /// The catalogue is no longer the one that the plan was made against: 3.
    Outdated,
}
