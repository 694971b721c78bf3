//! People from outside the administration, and how long anybody has an account for whom HR does not vouch.
//!
//! Somebody inside invites an address into a room that is open to people from outside ([`invite`]) and answers for them from
//! then on: the sponsor. When the person has signed up, they are brought into the rooms ([`bring_in`]). Every such account
//! has a term ([`Term`]), and so has that of somebody whom an administrator invited because HR does not know them. Both
//! sides are reminded before the end; the sponsor or an administrator renews it ([`renew`]). When the term is over
//! ([`look`]), people from outside are offboarded (`offboarding`): sessions end, all rooms are left, the account is kept for
//! a while and can be renewed. Those whom an administrator invited are suspended. When a sponsor has left, somebody else
//! in the room answers from then on ([`sponsor`]).

mod bring_in;
mod end;
mod invite;
mod letters;
mod list;
mod renew;
mod room;
mod sponsor;
mod term;
mod watch;

pub use bring_in::{BRING_IN_JOB, bring_in, signed_up};
pub use end::{end, end_as_administrator};
pub use invite::invite;
pub use letters::{MAIL_TERM_JOB, send};
pub use list::{Found, Line, PAGE, Standing, list, sponsored, term_of, view};
pub use renew::{renew, renew_as_administrator};
pub use sponsor::{NewSponsor, answer_for};
pub use term::{Term, begin_anew as begin_term_anew};
pub use watch::look;
