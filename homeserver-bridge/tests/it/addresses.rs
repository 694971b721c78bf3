//! Hostile addresses over HTTP and real SMTP. Whatever somebody types is refused with 400, or the mailbox that the relay was
//! given is, byte for byte, what is stored and what the domain rule judged. The relay is read as it is on the wire; what is
//! expected is worked out here from the text alone, without the product's parser.

mod corpus;
mod everywhere;
mod relay;
mod same;

pub(crate) use corpus::{Case, Expected, corpus, judge};
pub(crate) use relay::Relay;
