/**
 * The view types as the interface names them. They mirror `client-core/src/view` exactly as serde writes it.
 * Nothing here may grow a field that the core does not send.
 */

export type SessionView = { user_id: string; name: string; organisation: string; device_id: string };

export type StartView =
  | { state: "signed_out" }
  | { state: "needs_passphrase"; first_time: boolean }
  | { state: "keychain_locked" }
  | { state: "store_damaged" }
  | { state: "signed_in"; session: SessionView };

export type DiscoveryView = { organisation: string; server_name: string; password: boolean; sso: boolean };

export type OfflineCause = "network" | "homeserver";

export type ConnectionView =
  | { state: "connecting" }
  | { state: "online" }
  | { state: "offline"; cause: OfflineCause }
  | { state: "session_ended" };

export type ProblemView =
  | { code: "unreachable" }
  | { code: "bad_email" }
  | { code: "unknown_domain" }
  | { code: "bad_code" }
  | { code: "weak_password" }
  | { code: "wrong_password" }
  | { code: "wrong_recovery_key" }
  | { code: "wrong_passphrase" }
  | { code: "suspended" }
  | { code: "refused"; reason: string }
  | { code: "slow_down" }
  | { code: "not_encrypted" }
  | { code: "file_too_large"; limit_mib: number }
  | { code: "file_not_released" }
  | { code: "signed_out" }
  | { code: "not_found" }
  | { code: "unexpected"; detail: string };

export type TrustView = { state: "unknown" } | { state: "fresh" } | { state: "ready" } | { state: "needs_recovery" };

export type RecoveryKeyView = { key: string };

export type EmojiView = { symbol: string; name: string };

export type VerificationView =
  | { state: "idle" }
  | { state: "waiting" }
  | { state: "requested"; device: string }
  | { state: "emoji"; emoji: EmojiView[] }
  | { state: "confirmed" }
  | { state: "done" }
  | { state: "cancelled" };

export type ListDiff<T> =
  | { op: "reset"; values: T[] }
  | { op: "append"; values: T[] }
  | { op: "insert"; index: number; value: T }
  | { op: "set"; index: number; value: T }
  | { op: "remove"; index: number }
  | { op: "truncate"; length: number };

export type BlockedReason = { reason: "infected" } | { reason: "type_forbidden" };
export type UncheckableReason = "too_large" | "encrypted" | "damaged" | "gone";

export type SafetyView =
  | { state: "checking" }
  | { state: "safe" }
  | { state: "blocked"; reason: BlockedReason }
  | { state: "not_checked_yet" }
  | { state: "uncheckable"; reason: UncheckableReason };

export type FileView = {
  handle: string;
  name: string;
  media_type: string;
  size: number | null;
  dimensions: [number, number] | null;
  image: boolean;
  safety: SafetyView;
};

export type Reach = "on_depesha" | "not_yet" | "unreachable";

export type PersonView = {
  person_id: string;
  user_id: string | null;
  name: string;
  title: string;
  unit: string;
  organisation: string;
  reach: Reach;
};

export type GroupView = { organisation_id: string; organisation: string; unit: string; people: number };

export type PeopleFound = { people: PersonView[]; groups: GroupView[]; more: boolean };

export type MemberView = {
  user_id: string;
  name: string;
  organisation: string;
  invited: boolean;
  admin: boolean;
  external: boolean;
};

export type RoomKind = "direct" | "private" | "public";
export type MembershipView = "joined" | "invited" | "left";
export type PreviewKind = "text" | "file" | "image" | "undecryptable" | "invitation" | "deleted";

export type PreviewView = { sender: string; own: boolean; text: string; kind: PreviewKind; at_ms: number };

export type RoomSummary = {
  id: string;
  name: string;
  organisation: string;
  kind: RoomKind;
  encrypted: boolean;
  membership: MembershipView;
  unread: number;
  mentions: number;
  preview: PreviewView | null;
  members: number;
};

export type RoomDetails = {
  summary: RoomSummary;
  topic: string;
  members: MemberView[];
  can_invite: boolean;
  can_write: boolean;
};

export type NewRoom = { name: string; topic: string; kind: RoomKind; invite: string[] };

export type PublicRoomView = {
  id: string;
  name: string;
  topic: string;
  members: number;
  organisation: string;
  server_name: string;
  joined: boolean;
};

export type RichTag =
  | "paragraph"
  | "strong"
  | "emphasis"
  | "strike"
  | "code"
  | "code_block"
  | "quote"
  | "heading"
  | "bullet_list"
  | "number_list"
  | "list_item";

export type RichNode =
  | { node: "text"; text: string }
  | { node: "break" }
  | { node: "element"; tag: RichTag; children: RichNode[] }
  | { node: "link"; href: string; children: RichNode[] }
  | { node: "mention"; user_id: string; name: string };

export type UndecryptableWhy = "before_joining" | "needs_recovery" | "key_not_here_yet" | "withheld";

export type BodyView =
  | { kind: "text"; nodes: RichNode[]; plain: string }
  | ({ kind: "file" } & FileView)
  | { kind: "deleted" }
  | { kind: "undecryptable"; why: UndecryptableWhy }
  | { kind: "unsupported" };

export type QuoteView = { event_id: string; sender: string; text: string };

export type ReactionView = { key: string; count: number; own: boolean; people: string[] };

export type DeliveryView =
  | { state: "waiting" }
  | { state: "sending"; progress: number | null }
  | { state: "checking" }
  | { state: "sent" }
  | { state: "failed"; problem: ProblemView };

export type TrustWarning = "identity_changed" | "sent_in_clear";

export type MessageView = {
  event_id: string | null;
  sender_id: string;
  sender: string;
  organisation: string;
  own: boolean;
  at_ms: number;
  body: BodyView;
  edited: boolean;
  reply_to: QuoteView | null;
  reactions: ReactionView[];
  read_by: string[];
  delivery: DeliveryView;
  warning: TrustWarning | null;
};

export type RoomEvent =
  | { event: "created" }
  | { event: "joined"; name: string }
  | { event: "invited"; name: string }
  | { event: "left"; name: string }
  | { event: "removed"; name: string }
  | { event: "renamed"; name: string }
  | { event: "topic"; topic: string }
  | { event: "encrypted" };

export type ItemContent =
  | { kind: "day"; at_ms: number }
  | { kind: "unread_line" }
  | { kind: "start" }
  | ({ kind: "message" } & MessageView)
  | { kind: "event"; actor: string; what: RoomEvent; at_ms: number };

export type TimelineItemView = { id: string; content: ItemContent };

export type Draft = { markdown: string; reply_to: string | null };
