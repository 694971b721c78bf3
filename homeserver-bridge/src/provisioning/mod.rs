//! From a work email to an account: discovery, sign-up, password reset, invitations, suspension.
//!
//! An address is only ever compared in its canonical form, mail goes only to an address that HR or an administrator
//! stored, and nothing that a stranger can ask tells whether a person exists. What a person is called comes from HR.

mod codes;
mod confirm;
mod departure;
mod discover;
mod foreign_ids;
mod invitation;
mod joiners;
mod letters;
mod limits;
mod lookup;
mod names;
mod passwords;
mod person_mail;
mod provider_sign_in;
mod readmission;
mod request;
mod sign_in;
mod suspension;
mod transliterate;
mod user_ids;
mod which;

pub use codes::{Purpose, forget as forget_codes, purge as purge_codes};
pub use confirm::{ConfirmError, Confirmed, confirm_reset, confirm_signup};
pub use departure::{Departing, depart, depart_from, lock_out, set_account_state, take_back};
pub use discover::{Discovered, discover, outside};
pub use foreign_ids::ForeignIds;
pub use invitation::{InviteError, MAIL_INVITATION_JOB, invite, latest_end, send_invitation};
pub(crate) use invitation::{expiry, hand_out};
pub use joiners::{Made, make_accounts, want_account};
pub use limits::Limits;
pub use lookup::catalogue_changed;
pub use names::{display_name, full_name};
pub use person_mail::{MAIL_PERSON_JOB, invite_joiner, invite_person, joiner_invited_at, send_person_invitation};
pub use provider_sign_in::{
    ProviderSignInError, Refusal, adopt_logins, forget_logins, login_providers, sign_in_with_provider,
};
pub use readmission::let_back_in;
pub use request::{DeliveryError, MAIL_CODE_JOB, deliver, request};
pub use sign_in::may_sign_in;
pub use suspension::{Cause, ENFORCE_JOB, Enforcement, enforce, resume, resume_in, suspend, suspend_in};
pub use transliterate::ascii;
pub(crate) use which::{first, live, open, shown};
