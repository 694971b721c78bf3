//! Why the policy refuses something: one sentence each, for the person who tried.

/// A reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Reason {
    PlaintextInPrivateRoom,
    EncryptedInPublicRoom,
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
    ExternalCannotInvite,
    ExternalStaysAtDefault,
    DefaultWouldRule,
    ExternalsOffNow,
    PublicRoomIsForColleagues,
    PublicRoomsReadOnlyNow,
    PrivateRoomIsNotListed,
    RestrictedIsNotListed,
    RetentionTooLong,
    DirectIsForTwo,
    ServerNotListed,
    AclShutsOut,
    TombstoneForAdmins,
    RoomVersionTooOld,
    LastAdministrator,
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
            Self::EncryptedInPublicRoom => {
                "Messages in a public room are not encrypted, so that everybody can read them. Update your client, then \
                 send again."
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
            Self::ExternalCannotInvite => "External people cannot invite others. Ask a colleague in the room to do it.",
            Self::ExternalStaysAtDefault => {
                "External people cannot be moderators or administrators. Leave them at the default level."
            }
            Self::DefaultWouldRule => {
                "In a room that external people may enter, only moderators may change the room, remove people or delete \
                 messages. Raise those permissions above the default level first."
            }
            Self::ExternalsOffNow => {
                "External people cannot be invited, enter rooms or write for the time being. Wait until the operator \
                 ends this restriction."
            }
            Self::PublicRoomIsForColleagues => {
                "Public rooms are for colleagues only. For a conversation with external people create a private room and \
                 open it to them."
            }
            Self::PublicRoomsReadOnlyNow => {
                "In public rooms only moderators and administrators write for the time being. Use a private room, or \
                 wait until the operator ends this restriction."
            }
            Self::PrivateRoomIsNotListed => {
                "A private room cannot be listed in the directory of public rooms. Create a public room for that."
            }
            Self::RestrictedIsNotListed => {
                "This room is labelled restricted: it cannot be listed in the directory of public rooms."
            }
            Self::RetentionTooLong => {
                "Messages of a public room cannot be kept longer than the administration allows. Choose a shorter time."
            }
            Self::DirectIsForTwo => "A direct conversation is for two people. Create a room to talk with more.",
            Self::ServerNotListed => {
                "This person's server does not belong to the administration. Find people in the directory, or invite an \
                 external person by email."
            }
            Self::AclShutsOut => {
                "This list would keep ministries out of the room. Remove single people instead, or allow all ministries."
            }
            Self::TombstoneForAdmins => {
                "Only an administrator of the room may replace it by a new one. Ask one of them."
            }
            Self::RoomVersionTooOld => {
                "Rooms are created in the current version only. Choose version 12 or a later one."
            }
            Self::LastAdministrator => {
                "You are the last administrator, and nobody else in the room could take over. Invite a colleague first."
            }
            Self::InviteThroughDirectory => {
                "People cannot be invited by a bare email address. Find them in the directory, or ask an administrator \
                 to invite them."
            }
            Self::NotUnderstood => "The rules cannot judge this request, because it does not have the expected form.",
        }
    }
}
