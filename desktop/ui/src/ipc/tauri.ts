/** The real core behind the window. Each method is one generated command; `COMMANDS.md` says what the commands do. */
import { Channel, convertFileSrc } from "@tauri-apps/api/core";
import type { Backend, FileBytes, Listener, PeopleFilter, Stop } from "./backend";
import { commands } from "./bindings";
import type {
  ConnectionView,
  DeskRequest,
  Draft,
  FileSending,
  FolderView,
  IdentityChangeView,
  KeysView,
  LaterView,
  ListDiff,
  MemberFilter,
  MemberListWords,
  Mention,
  MessageQuery,
  ModeView,
  MoveView,
  NewPoll,
  NewRoom,
  NoticeSettings,
  OlderView,
  OwnDeviceView,
  OwnNameView,
  ProblemView,
  QuietFor,
  RecordingView,
  RoomDraft,
  RoomNotifications,
  RoomOptions,
  RoomPlace,
  RoomRole,
  RoomSummary,
  RoomTheme,
  TimelineItemView,
  TimelinePart,
  TracesView,
  TrustView,
  UnitRoomView,
  VerificationView,
} from "./types";

/**
 * Opens a stream of the shell for one listener. A command that fails is tried again after a while: a stream that never
 * begins would leave a column empty for ever.
 *
 * The bindings word what comes out of a channel as if the core read it (missing instead of null); it is what the core
 * writes, so the listener's type is the right one.
 */
function watch<Bound, View extends Bound>(
  command: (onChange: Channel<Bound>) => Promise<null>,
  listener: Listener<View>,
  end?: () => Promise<null>,
): Stop {
  let open = true;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const begin = () => {
    const onChange = new Channel<Bound>();
    onChange.onmessage = (value) => {
      if (open) listener(value as View);
    };
    command(onChange).catch(() => {
      if (open) timer = setTimeout(begin, 2000);
    });
  };
  begin();
  return () => {
    open = false;
    clearTimeout(timer);
    end?.().catch(() => undefined);
  };
}

/** Why the shell keeps a file back, by the number that it answers with. */
const REFUSALS: Record<number, "not_found" | "unreachable" | "app_locked"> = { 404: "not_found", 503: "unreachable", 423: "app_locked" };

/** Answers nothing, once the command has. */
async function done(command: Promise<null>): Promise<void> {
  await command;
}

/** An empty string means that there is no such filter. */
const orNull = (text: string) => (text === "" ? null : text);

async function base64(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += 0x8000) {
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  }
  return btoa(parts.join(""));
}

export class TauriBackend implements Backend {
  environment = () => commands.environment();
  appLock = () => commands.app_lock();
  setAppLock = (current: string | null, pin: string | null, idleMinutes: number) =>
    done(commands.set_app_lock(current, pin, idleMinutes));
  removeAppLock = (current: string) => done(commands.remove_app_lock(current));
  lockApp = () => done(commands.lock_app());
  unlockApp = (pin: string) => commands.unlock_app(pin);
  accounts = () => commands.accounts();
  openAccount = (profile: string) => done(commands.open_account(profile));
  addAccount = () => done(commands.add_account());
  diagnostics = () => commands.diagnostics();
  saveDiagnostics = () => commands.save_diagnostics();
  start = () => commands.start();
  unlock = (passphrase: string) => commands.unlock(passphrase);
  discover = (email: string) => commands.discover(email);
  signUp = (email: string) => done(commands.signup(email));
  signUpConfirm = (email: string, code: string, password: string, name: OwnNameView | null) =>
    commands.signup_confirm(email, code, password, name);
  signIn = (email: string, password: string) => commands.sign_in(email, password);
  signInWithProvider = (email: string, providerId: string) => commands.sign_in_with_provider(email, providerId);
  giveUpSignIn = () => done(commands.give_up_sign_in());
  passwordReset = (email: string) => done(commands.password_reset(email));
  passwordResetConfirm = (email: string, code: string, password: string) =>
    done(commands.password_reset_confirm(email, code, password));
  signOut = () => done(commands.sign_out());

  createRecoveryKey = () => commands.create_recovery_key();
  saveRecoveryKey = () => commands.save_recovery_key();
  forgetRecoveryKey = () => done(commands.forget_recovery_key());
  recover = (key: string) => done(commands.recover(key));
  scannerTrust = () => commands.scanner_trust();
  watchMove = (listener: Listener<MoveView>) => watch(commands.watch_move, listener);
  watchTrust = (listener: Listener<TrustView>) => watch(commands.watch_trust, listener);
  watchKeys = (listener: Listener<KeysView>) => watch(commands.watch_keys, listener);
  watchVerification = (listener: Listener<VerificationView>) => watch(commands.watch_verification, listener);
  startVerification = () => done(commands.request_verification());
  acceptVerification = () => done(commands.accept_verification());
  compareSigns = () => done(commands.compare_signs());
  confirmScan = () => done(commands.confirm_scan());
  confirmEmoji = () => done(commands.confirm_emoji());
  rejectEmoji = () => done(commands.reject_emoji());
  verifyDevice = (deviceId: string) => done(commands.request_device_verification(deviceId));
  verifyPerson = (userId: string) => done(commands.request_person_verification(userId));
  watchDevices = (listener: Listener<OwnDeviceView[]>) => watch(commands.watch_own_devices, listener);
  knowDevice = (deviceId: string) => done(commands.know_device(deviceId));
  signOutDevices = (deviceIds: string[], password: string | null) => done(commands.sign_out_devices(deviceIds, password));
  beginAnew = (password: string | null) => done(commands.begin_anew(password));
  recoveryCheckDue = () => commands.recovery_check_due();
  postponeRecoveryCheck = () => done(commands.postpone_recovery_check());
  checkRecoveryKey = (key: string) => done(commands.check_recovery_key(key));
  watchIdentityChanges = (room: string, listener: Listener<IdentityChangeView[]>) =>
    watch(
      (onChange: Parameters<typeof commands.watch_identity_changes>[1]) => commands.watch_identity_changes(room, onChange),
      listener,
      () => commands.close_identity_changes(room),
    );
  acceptIdentity = (userId: string) => done(commands.accept_identity(userId));
  cancelVerification = () => done(commands.cancel_verification());

  watchConnection = (listener: Listener<ConnectionView>) => watch(commands.watch_connection, listener);
  watchMode = (listener: Listener<ModeView>) => watch(commands.watch_mode, listener);
  watchRooms = (listener: Listener<ListDiff<RoomSummary>[]>) => watch(commands.watch_rooms, listener);
  roomDetails = (room: string) => commands.room_details(room);
  searchPeople = (term: string, filter: PeopleFilter) =>
    commands.search_people(term, orNull(filter.organisation), orNull(filter.unit));
  personCard = (personId: string) => commands.person_card(personId);
  accountCard = (userId: string) => commands.account_card(userId);
  invitePerson = (personId: string) => done(commands.invite_person(personId));
  branches = (organisationId: string | null, path: string[]) => commands.branches(organisationId, path);
  peopleOf = (organisationId: string, path: string[], from: number) => commands.people_of(organisationId, path, from);
  unitReach = (organisationId: string, path: string[]) => commands.unit_reach(organisationId, path);
  writeToUnit = (organisationId: string, path: string[], listener: Listener<UnitRoomView>) => {
    const onChange = new Channel<UnitRoomView>();
    onChange.onmessage = listener;
    return done(commands.write_to_unit(organisationId, path, onChange));
  };
  startDirect = (userId: string) => commands.start_direct(userId);
  createRoom = (room: NewRoom, options: RoomOptions) => commands.create_room(room, options);
  invite = (room: string, userId: string) => done(commands.invite(room, userId));
  acceptInvitation = (room: string) => done(commands.accept_invite(room));
  declineInvitation = (room: string) => done(commands.decline_invite(room));
  leaveRoom = (room: string) => done(commands.leave_room(room));
  invitation = (room: string) => commands.invitation(room);
  watchFolders = (listener: Listener<FolderView[]>) => watch(commands.watch_folders, listener);
  setRoomFolder = (room: string, name: string) => done(commands.set_room_folder(room, name));
  renameFolder = (name: string, wanted: string) => done(commands.rename_folder(name, wanted));
  setRoomPlace = (room: string, place: RoomPlace) => done(commands.set_room_place(room, place));
  setRoomNotifications = (room: string, wanted: RoomNotifications) => done(commands.set_room_notifications(room, wanted));
  setRoomUnread = (room: string, unread: boolean) => done(commands.set_room_unread(room, unread));
  publicRooms = (term: string) => commands.public_rooms(term, null);
  publicPage = (term: string, theme: RoomTheme | null, from: string | null) => commands.public_page(term, theme, from);
  publicRoom = (room: string, serverName: string) => commands.public_room(room, serverName);
  joinPublicRoom = (room: string, serverName: string) => commands.join_public(room, serverName);

  members = (room: string, filter: MemberFilter, term: string, from: number) => commands.members(room, filter, term, from);
  saveMemberList = (room: string, words: MemberListWords) => commands.save_member_list(room, words);
  setRole = (room: string, userId: string, role: RoomRole) => done(commands.set_role(room, userId, role));
  removeMember = (room: string, userId: string) => done(commands.remove_member(room, userId));
  banMember = (room: string, userId: string) => done(commands.ban_member(room, userId));
  unbanMember = (room: string, userId: string) => done(commands.unban_member(room, userId));
  setRoomName = (room: string, name: string) => done(commands.set_room_name(room, name));
  setRoomTopic = (room: string, topic: string) => done(commands.set_room_topic(room, topic));
  setEarlierForAll = (room: string, forAll: boolean) => done(commands.set_earlier_for_all(room, forAll));
  setRoomPicture = async (room: string, picture: Blob) => done(commands.set_room_picture(room, await base64(picture)));
  removeRoomPicture = (room: string) => done(commands.remove_room_picture(room));
  roomPictureUrl = (picture: string) => convertFileSrc(`room.${picture}`, "depesha-media");
  openToExternals = (room: string) => done(commands.open_to_externals(room));
  pins = (room: string) => commands.pins(room);
  pin = (room: string, eventId: string) => done(commands.pin(room, eventId));
  unpin = (room: string, eventId: string) => done(commands.unpin(room, eventId));
  tellModerators = (room: string, about: string, markdown: string) => commands.tell_moderators(room, about, markdown);
  inviteLines = (room: string, lines: string[]) => commands.invite_lines(room, lines);
  inviteUnit = (room: string, organisationId: string, path: string[], listener: Listener<UnitRoomView>) => {
    const onChange = new Channel<UnitRoomView>();
    onChange.onmessage = listener;
    return done(commands.invite_unit(room, organisationId, path, onChange));
  };
  upgradeRoom = (room: string, listener: Listener<UnitRoomView>) => {
    const onChange = new Channel<UnitRoomView>();
    onChange.onmessage = listener;
    return done(commands.upgrade_room(room, onChange));
  };
  followRoom = (room: string) => commands.follow_room(room);
  inviteExternals = (room: string, emails: string[], days: number | null) => commands.invite_externals(room, emails, days);
  externals = () => commands.externals();
  renewExternal = (id: string, days: number) => done(commands.renew_external(id, days));
  endExternal = (id: string) => done(commands.end_external(id));

  watchTimeline = (room: string, part: TimelinePart, listener: Listener<ListDiff<TimelineItemView>[]>) =>
    watch(
      (onChange: Parameters<typeof commands.open_timeline>[2]) => commands.open_timeline(room, part, onChange),
      listener,
      () => commands.close_timeline(room, part),
    );
  loadOlder = (room: string, part: TimelinePart) => commands.paginate_back(room, part);
  send = (room: string, draft: Draft, thread: string | null) => done(commands.send_message(room, draft, thread));
  edit = (room: string, item: string, markdown: string, mentions: Mention[]) =>
    done(commands.edit_message(room, item, markdown, mentions));
  remove = (room: string, item: string, reason: string) => done(commands.delete_message(room, item, reason));
  react = (room: string, item: string, key: string) => done(commands.toggle_reaction(room, item, key));
  retry = (room: string, item: string) => done(commands.retry_send(room, item));
  pauseSend = (item: string) => done(commands.pause_send(item));
  discard = (room: string, item: string) => done(commands.cancel_send(room, item));
  markRead = (room: string, part: TimelinePart) => done(commands.mark_read(room, part));
  passage = (room: string, to: string) => commands.passage(room, to);
  forward = (room: string, item: string, to: string[], confirmed: boolean) =>
    done(commands.forward_message(room, item, to, confirmed));
  eventAt = (room: string, atMs: number) => commands.event_at(room, Math.floor(atMs / 1000));
  loadNewer = (room: string, part: TimelinePart) => commands.paginate_on(room, part);
  threads = (room: string) => commands.threads(room);
  threadOf = (room: string, eventId: string) => commands.thread_of(room, eventId);
  createPoll = (room: string, poll: NewPoll) => done(commands.create_poll(room, poll));
  vote = (room: string, item: string, answers: string[]) => done(commands.vote(room, item, answers));
  endPoll = (room: string, item: string, words: string) => done(commands.end_poll(room, item, words));
  messageLink = (room: string, eventId: string) => commands.message_link(room, eventId);
  versions = (room: string, eventId: string) => commands.versions(room, eventId);

  searchMessages = (query: MessageQuery) => commands.search_messages(query);
  searchCoverage = (room: string | null) => commands.search_coverage(room);
  writers = (room: string | null) => commands.writers(room);
  searchOlder = (room: string | null, listener: Listener<OlderView>) => {
    const onChange: Parameters<typeof commands.search_older>[1] = new Channel();
    onChange.onmessage = (value) => listener(value as OlderView);
    return done(commands.search_older(room, onChange));
  };
  stopSearchOlder = () => done(commands.stop_search_older());
  sharedFiles = (room: string, behind: string | null) => commands.shared_files(room, behind);

  watchTyping = (room: string, listener: Listener<string[]>) =>
    watch(
      (onChange: Parameters<typeof commands.watch_typing>[1]) => commands.watch_typing(room, onChange),
      listener,
      () => commands.close_typing(room),
    );
  setTyping = (room: string, typing: boolean) => done(commands.set_typing(room, typing));
  traces = () => commands.traces();
  setTraces = (traces: TracesView) => done(commands.set_traces(traces));
  drafts = () => commands.drafts();
  keepDraft = (draft: RoomDraft) => done(commands.keep_draft(draft));

  watchLater = (listener: Listener<LaterView[]>) => watch(commands.watch_later, listener);
  sendLater = (room: string, thread: string | null, draft: Draft, atMs: number) =>
    done(commands.send_later(room, thread, draft, Math.floor(atMs / 1000)));
  changeLater = (id: string, draft: Draft, atMs: number) => done(commands.change_later(id, draft, Math.floor(atMs / 1000)));
  sendLaterNow = (id: string) => done(commands.send_later_now(id));
  deleteLater = (id: string) => done(commands.delete_later(id));

  chooseFiles = () => commands.choose_files();
  sendChosen = (room: string, id: string, how: FileSending) => commands.send_chosen(room, id, how);
  sendFile = async (room: string, file: File, how: FileSending) =>
    commands.send_bytes(room, file.name, file.type || "application/octet-stream", await base64(file), how);
  startRecording = async (room: string, thread: string | null, listener: Listener<RecordingView>) => {
    const channel = new Channel<RecordingView>();
    channel.onmessage = listener;
    await commands.start_recording(room, thread, channel);
  };
  stopRecording = (room: string, thread: string | null) => commands.stop_recording(room, thread);
  recordings = () => commands.recordings();
  recorded = async (room: string, thread: string | null) =>
    new Blob([Uint8Array.from(atob(await commands.recorded(room, thread)), (letter) => letter.charCodeAt(0))], { type: "audio/ogg" });
  sendRecording = (room: string, thread: string | null) => done(commands.send_recording(room, thread));
  discardRecording = (room: string, thread: string | null) => done(commands.discard_recording(room, thread));
  saveFile = (handle: string) => commands.save_file(handle);
  checkFileAgain = (handle: string) => done(commands.check_file_again(handle));
  fileText = (handle: string) => commands.file_text(handle);
  fileBytes = async (handle: string): Promise<FileBytes> => {
    const answer = await fetch(this.previewUrl(handle));
    if (answer.ok) return { blob: await answer.blob() };
    if (answer.status === 413) return { blob: null, why: "too-large" };
    if (answer.status === 415) return { blob: null, why: "other-kind" };
    throw { code: REFUSALS[answer.status] ?? "file_not_released" } satisfies ProblemView;
  };
  previewUrl = (handle: string) => convertFileSrc(handle, "depesha-media");

  openLink = (href: string) => done(commands.open_link(href));
  setLocale = (locale: string) => done(commands.set_locale(locale));
  setZoom = (percent: number) => done(commands.set_zoom(percent));
  newerVersion = (language: string) => commands.newer_version(language);

  notices = () => commands.notices();
  setNotices = (settings: NoticeSettings) => commands.set_notices(settings);
  hush = (quiet: QuietFor) => commands.hush(quiet);
  testNotification = () => commands.test_notification();
  autostart = async () => (await commands.autostart()).on ?? null;
  setAutostart = (on: boolean) => done(commands.set_autostart(on));
  watchRequests = (listener: Listener<DeskRequest>) => watch(commands.watch_requests, listener);
  followLink = (link: string) => commands.follow_link(link);
}
