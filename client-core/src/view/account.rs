//! Signing up, signing in, the state of the session and of the connection.

use serde::{Deserialize, Serialize};
use specta::Type;

/// What a program finds when it starts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum StartView {
    /// Nobody has signed in on this data folder.
    SignedOut,
    /// There is no keychain: the person's passphrase opens the store (or, the first time, protects it).
    NeedsPassphrase {
        /// Whether the passphrase is chosen now.
        first_time: bool,
    },
    /// The keychain is there but locked, or does not answer.
    KeychainLocked,
    /// The store cannot be opened with the key that the keychain holds.
    StoreDamaged,
    /// Signed in, and the window is locked: the person's PIN opens it.
    AppLocked,
    /// Signed in.
    SignedIn {
        /// Who.
        session: SessionView,
    },
}

/// Who is signed in here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct SessionView {
    /// The Matrix id.
    pub user_id: String,
    /// `Given FAMILY`, from HR.
    pub name: String,
    /// The organisation's display name.
    pub organisation: String,
    /// This device's id.
    pub device_id: String,
    /// Whether the person comes from outside the administration: no directory, no new rooms.
    pub external: bool,
}

/// Where people of an address's domain sign in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct DiscoveryView {
    /// The organisation's display name.
    pub organisation: String,
    /// The homeserver's name.
    pub server_name: String,
    /// Whether a password is a way to sign in.
    pub password: bool,
    /// Whether the organisation's identity provider is a way to sign in.
    pub sso: bool,
    /// The identity providers to choose from.
    pub providers: Vec<ProviderView>,
    /// The address is no organisation's: who was invited from outside signs in here, and gives their name when they sign up.
    pub external: bool,
}

/// An identity provider of an organisation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct ProviderView {
    /// Its key.
    pub id: String,
    /// What to call it, behind "Continue with".
    pub name: String,
}

/// How somebody from outside wants to be called.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct OwnNameView {
    /// Given name.
    pub given: String,
    /// Family name.
    pub family: String,
}

/// How the connection does; each state has a sentence and, where there is one, a remedy in the interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum ConnectionView {
    /// Not connected yet.
    Connecting,
    /// Messages come and go.
    Online,
    /// The homeserver cannot be reached; we try again by ourselves.
    Offline {
        /// What does not answer.
        cause: OfflineCause,
    },
    /// The account may not be used for now. Nothing is removed; we look again by ourselves.
    Suspended,
    /// The session must be renewed; nothing is removed before the person signs in again.
    SignInAgain,
    /// The session is over for good (the account is closed, or it was signed out elsewhere), and everything that this
    /// device held of it has been removed.
    SessionEnded,
}

/// One thing that this client says of itself to who looks for a fault: a state, a number or a size, never who or what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub struct FactView {
    /// What is said, in English.
    pub name: String,
    /// How it stands.
    pub value: String,
}

/// What does not answer.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "snake_case")]
pub enum OfflineCause {
    /// No connection to the service at all.
    Network,
    /// The front door answers, the homeserver behind it does not.
    Homeserver,
}

/// What went wrong, for the interface to word. The only error type that crosses to the interface.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type, thiserror::Error)]
#[serde(tag = "code", rename_all = "snake_case")]
pub enum ProblemView {
    /// The service cannot be reached.
    #[error("the service cannot be reached")]
    Unreachable,
    /// The address is not one that we accept.
    #[error("not a valid work email address")]
    BadEmail,
    /// No organisation owns the domain.
    #[error("no organisation owns this domain")]
    UnknownDomain,
    /// The code is wrong, used, or too old.
    #[error("wrong or expired code")]
    BadCode,
    /// The password is too weak.
    #[error("password too weak")]
    WeakPassword,
    /// User or password are wrong.
    #[error("wrong address or password")]
    WrongPassword,
    /// The person, or a newer try, gave up the sign-in in the system's browser.
    #[error("the sign-in was given up")]
    SignInGivenUp,
    /// Nobody came back from the system's browser.
    #[error("nobody came back from the browser")]
    SignInTooLate,
    /// There is no browser to sign in with.
    #[error("the browser did not open")]
    NoBrowser,
    /// The passphrase does not open the store.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// Another program has the messages of this computer open.
    #[error("already open in another program")]
    OpenElsewhere,
    /// The window is locked.
    #[error("the window is locked")]
    AppLocked,
    /// The PIN does not open the window.
    #[error("wrong PIN")]
    WrongPin,
    /// Too many wrong PINs.
    #[error("too many wrong PINs")]
    PinWait {
        /// How long no try counts.
        seconds: u32,
    },
    /// The PIN is too easy to guess.
    #[error("PIN too weak")]
    WeakPin,
    /// There is no microphone, or the computer does not let this program listen to it.
    #[error("no microphone can be used")]
    NoMicrophone,
    /// The recovery key is wrong.
    #[error("wrong recovery key")]
    WrongRecoveryKey,
    /// The account may not be used for now.
    #[error("the account is suspended")]
    Suspended,
    /// What the recovery key should open is not there any more: another device helps, or beginning anew.
    #[error("the recovery key opens nothing any more")]
    RecoveryBroken,
    /// The homeserver wants the password once more.
    #[error("the password is needed")]
    PasswordNeeded,
    /// The homeserver wants the person to confirm this in the browser; after that, the same again.
    #[error("to be confirmed in the browser")]
    BrowserNeeded {
        /// The page, on the front door.
        url: String,
    },
    /// Only an administrator can allow this.
    #[error("an administrator has to allow this")]
    AskAdministrator,
    /// This device is not confirmed yet, so nothing is sent from it.
    #[error("this device is not confirmed")]
    DeviceNotConfirmed,
    /// Somebody in the room has another identity than the one that was compared; nothing is sent before the person decides.
    #[error("somebody's identity has changed")]
    IdentityChanged,
    /// The other person has not entered the conversation yet.
    #[error("the other person is not in the conversation yet")]
    NotThereYet,
    /// A rule refuses it; the server's own sentence says which.
    #[error("refused: {reason}")]
    Refused {
        /// The server's sentence.
        reason: String,
    },
    /// Too many requests.
    #[error("too many requests")]
    SlowDown,
    /// As much as there is on one day.
    #[error("enough for today")]
    EnoughToday,
    /// The room is not known to be encrypted, so nothing was sent.
    #[error("the room is not encrypted yet; nothing was sent")]
    NotEncrypted,
    /// The file is larger than the limit.
    #[error("the file is larger than {limit_mib} MiB")]
    FileTooLarge {
        /// The limit.
        limit_mib: u32,
    },
    /// Nobody else administers the room: somebody who stays has to, first.
    #[error("nobody else administers the room")]
    LastAdministrator,
    /// It is no picture, or none that can be shown.
    #[error("not a picture")]
    NotAPicture,
    /// Files of this kind may not be sent.
    #[error("files of this kind may not be sent")]
    FileTypeForbidden,
    /// The file must not be opened: see its state.
    #[error("the file is not released")]
    FileNotReleased,
    /// Nobody is signed in.
    #[error("nobody is signed in")]
    SignedOut,
    /// The thing is not there (any more).
    #[error("not found")]
    NotFound,
    /// Something that should not happen; `detail` holds nothing personal.
    #[error("unexpected: {detail}")]
    Unexpected {
        /// For the person who reads the report.
        detail: String,
    },
}

/// Whether the owner of the account moves to another homeserver.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum MoveView {
    /// No, or nobody knows yet.
    #[default]
    Stays,
    /// They do, and have no account there yet: this one stays as it is until then.
    Announced {
        /// The organisation's display name.
        organisation: String,
    },
    /// They have an account there.
    Moved {
        /// The organisation's display name.
        organisation: String,
        /// Until when this account works, in milliseconds since the Unix epoch.
        #[specta(type = u32)]
        until_ms: u64,
    },
}
