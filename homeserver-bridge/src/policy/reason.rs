//! Why the policy refuses something: one sentence each, for the person who tried.

/// A reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Reason {
    PlaintextInPrivateRoom,
    EncryptionCannotChange,
    EncryptionMustBeOurs,
    PublicRoomIsNotEncrypted,
    PrivateRoomStaysPrivate,
    PublicRoomStaysPublic,
    HistoryForMembersOnly,
    NoGuests,
    AccessRuleUnknown,
    AccessRuleForAdmins,
    AccessRuleIsFinal,
    DirectStaysDirect,
    RestrictedByLabel,
    LabelUnknown,
    LabelDoesNotFit,
    ExternalCannotCreate,
    ExternalCannotBeInvited,
    ExternalNeedsInvitation,
    ExternalCannotRule,
    InviteThroughDirectory,
    NotUnderstood,
}

impl Reason {
    /// The sentence.
    pub fn sentence(self) -> &'static str {
        match self {
            Self::PlaintextInPrivateRoom => {
                "Messages in this room must be encrypted. Update your client, or wait until it has loaded the room's \
                 settings, then send again."
            }
            Self::EncryptionCannotChange => "The encryption of a room cannot be changed or switched off.",
            Self::EncryptionMustBeOurs => "This room can only be encrypted with the algorithm that all clients know.",
            Self::PublicRoomIsNotEncrypted => {
                "A public room is not encrypted. For an encrypted conversation create a private room."
            }
            Self::PrivateRoomStaysPrivate => {
                "A private room cannot be opened to everybody. Create a public room for that."
            }
            Self::PublicRoomStaysPublic => "A public room cannot be made private. Create a private room for that.",
            Self::HistoryForMembersOnly => "The messages of a room can be read by its members only.",
            Self::NoGuests => "Rooms are open to people with an account only, not to guests.",
            Self::AccessRuleUnknown => "This access rule is not one of: restricted, unrestricted, direct.",
            Self::AccessRuleForAdmins => "Only an administrator of the room may open it to external people.",
            Self::AccessRuleIsFinal => {
                "A room that external people may enter stays so. Create a new room for colleagues only."
            }
            Self::DirectStaysDirect => {
                "A direct conversation stays between its people. Create a room to bring others in."
            }
            Self::RestrictedByLabel => "This room is labelled restricted: external people cannot be let in.",
            Self::LabelUnknown => "This label is not one of: open, restricted.",
            Self::LabelDoesNotFit => {
                "This room cannot be labelled restricted, because it is public or external people may enter it."
            }
            Self::ExternalCannotCreate => {
                "External people cannot create rooms. Ask the colleague you work with to create one and invite you."
            }
            Self::ExternalCannotBeInvited => {
                "External people cannot be invited here. An administrator of a private room can open it to them first."
            }
            Self::ExternalNeedsInvitation => "External people can enter only rooms that they were invited to.",
            Self::ExternalCannotRule => "External people cannot change the rules of a room.",
            Self::InviteThroughDirectory => {
                "People cannot be invited by a bare email address. Find them in the directory, or ask an administrator \
                 to invite them."
            }
            Self::NotUnderstood => "The rules cannot judge this request, because it does not have the expected form.",
        }
    }
}
