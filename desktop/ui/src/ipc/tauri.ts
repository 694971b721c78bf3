/** The real core behind the window. Each method is one command of the shell; `COMMANDS.md` says what the commands do. */
import { Channel, convertFileSrc, invoke } from "@tauri-apps/api/core";
import type { Backend, Environment, Listener, PeopleFilter, Stop } from "./backend";
import type {
  ConnectionView,
  DiscoveryView,
  Draft,
  ListDiff,
  NewRoom,
  PeopleFound,
  PublicRoomView,
  RecoveryKeyView,
  RoomDetails,
  RoomSummary,
  SessionView,
  StartView,
  TimelineItemView,
  TrustView,
  VerificationView,
} from "./types";

/**
 * Opens a stream of the shell for one listener. A command that fails is tried again after a while: a stream that never
 * begins would leave a column empty for ever.
 */
function watch<T>(command: string, args: Record<string, unknown>, listener: Listener<T>, end?: () => void): Stop {
  let open = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    const onChange = new Channel<T>();
    onChange.onmessage = (value) => {
      if (open) listener(value);
    };
    invoke(command, { ...args, onChange }).catch(() => {
      if (open) timer = setTimeout(begin, 2000);
    });
  };
  begin();
  return () => {
    open = false;
    clearTimeout(timer);
    end?.();
  };
}

async function base64(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(parts.join(""));
}

export class TauriBackend implements Backend {
  environment = () => invoke<Environment>("environment");
  start = () => invoke<StartView>("start");
  unlock = (passphrase: string) => invoke<StartView>("unlock", { passphrase });
  discover = (email: string) => invoke<DiscoveryView>("discover", { email });
  signUp = (email: string) => invoke<void>("signup", { email });
  signUpConfirm = (email: string, code: string, password: string) =>
    invoke<SessionView>("signup_confirm", { email, code, password });
  signIn = (email: string, password: string) => invoke<SessionView>("sign_in", { email, password });
  passwordReset = (email: string) => invoke<void>("password_reset", { email });
  passwordResetConfirm = (email: string, code: string, password: string) =>
    invoke<void>("password_reset_confirm", { email, code, password });
  signOut = () => invoke<void>("sign_out");

  createRecoveryKey = () => invoke<RecoveryKeyView>("create_recovery_key");
  saveRecoveryKey = () => invoke<boolean>("save_recovery_key");
  forgetRecoveryKey = () => invoke<void>("forget_recovery_key");
  recover = (key: string) => invoke<void>("recover", { key });
  watchTrust = (listener: Listener<TrustView>) => watch("watch_trust", {}, listener);
  watchVerification = (listener: Listener<VerificationView>) => watch("watch_verification", {}, listener);
  startVerification = () => invoke<void>("request_verification");
  acceptVerification = () => invoke<void>("accept_verification");
  confirmEmoji = () => invoke<void>("confirm_emoji");
  rejectEmoji = () => invoke<void>("reject_emoji");
  cancelVerification = () => invoke<void>("cancel_verification");

  watchConnection = (listener: Listener<ConnectionView>) => watch("watch_connection", {}, listener);
  watchRooms = (listener: Listener<ListDiff<RoomSummary>[]>) => watch("watch_rooms", {}, listener);
  roomDetails = (room: string) => invoke<RoomDetails>("room_details", { room });
  searchPeople = (term: string, filter: PeopleFilter) =>
    invoke<PeopleFound>("search_people", {
      term,
      organisation: filter.organisation === "" ? null : filter.organisation,
      unit: filter.unit === "" ? null : filter.unit,
    });
  startDirect = (userId: string) => invoke<string>("start_direct", { userId });
  createRoom = (room: NewRoom) => invoke<string>("create_room", { room });
  invite = (room: string, userId: string) => invoke<void>("invite", { room, userId });
  acceptInvitation = (room: string) => invoke<void>("accept_invite", { room });
  declineInvitation = (room: string) => invoke<void>("decline_invite", { room });
  leaveRoom = (room: string) => invoke<void>("leave_room", { room });
  publicRooms = (term: string) => invoke<PublicRoomView[]>("public_rooms", { term, serverName: null });
  joinPublicRoom = (room: string, serverName: string) => invoke<string>("join_public", { room, serverName });

  watchTimeline = (room: string, listener: Listener<ListDiff<TimelineItemView>[]>) =>
    watch("open_timeline", { room }, listener, () => {
      invoke<void>("close_timeline", { room }).catch(() => undefined);
    });
  loadOlder = (room: string) => invoke<boolean>("paginate_back", { room });
  send = (room: string, draft: Draft) => invoke<void>("send_message", { room, draft });
  edit = (room: string, item: string, markdown: string) => invoke<void>("edit_message", { room, item, markdown });
  remove = (room: string, item: string) => invoke<void>("delete_message", { room, item });
  react = (room: string, item: string, key: string) => invoke<void>("toggle_reaction", { room, item, key });
  retry = (room: string, item: string) => invoke<void>("retry_send", { room, item });
  discard = (room: string, item: string) => invoke<void>("cancel_send", { room, item });
  markRead = (room: string) => invoke<void>("mark_read", { room });

  chooseAndSendFile = (room: string) => invoke<boolean>("send_file", { room });
  sendFile = async (room: string, file: File) => {
    const args = { room, name: file.name, mediaType: file.type || "application/octet-stream", base64: await base64(file) };
    await invoke<void>("send_bytes", args);
  };
  saveFile = (handle: string) => invoke<boolean>("save_file", { handle });
  previewUrl = (handle: string) => convertFileSrc(handle, "depesha-media");

  openLink = (href: string) => invoke<void>("open_link", { href });
  setLocale = (locale: string) => invoke<void>("set_locale", { locale });
}
