/**
 * The one door from the interface to the core. Everything the interface can ask for is here, and nothing else.
 *
 * Two implementations: `tauri.ts` (the real core behind the window) and `fake/` (sample data for tests and design, only
 * in builds of the mode `fake`). No token, no key of a file and no Matrix type passes here; the recovery key does, for as
 * long as the page that shows it is open.
 *
 * Every method that can fail rejects with a `ProblemView`.
 */
import type {
  AccountEntry,
  AppLockView,
  BranchView,
  ChosenFileView,
  ConnectionView,
  CoverageView,
  DeskRequest,
  DiscoveryView,
  Draft,
  Environment,
  ExternalLine,
  ExternalView,
  FileSending,
  FileTextView,
  FoundMessages,
  IdentityChangeView,
  FolderView,
  InvitationView,
  InviteLine,
  KeysView,
  LaterView,
  ListDiff,
  MemberFilter,
  MemberListWords,
  MembersPage,
  Mention,
  MessageQuery,
  ModeView,
  MoveView,
  NewPoll,
  NewRoom,
  NoticeCheck,
  NoticeSettings,
  OlderView,
  OwnDeviceView,
  OwnNameView,
  PassageView,
  PeopleFound,
  PeoplePage,
  PersonCard,
  PinView,
  PlaceView,
  PublicPage,
  PublicRoomCard,
  PublicRoomView,
  RecordingView,
  QuietFor,
  RecoveryKeyView,
  RoomDetails,
  RoomDraft,
  RoomNotifications,
  RoomOptions,
  RoomPlace,
  RoomRole,
  RoomSummary,
  RoomTheme,
  ScannerTrustView,
  SessionView,
  SharedFiles,
  StartView,
  TakenFileView,
  ThreadEntry,
  TimelineItemView,
  TimelinePart,
  TracesView,
  TrustView,
  UnitReach,
  UnitRoomView,
  UpdateView,
  VerificationView,
  VersionView,
  WaitingRecordingView,
  WriterView,
} from "./types";

/** Ends a subscription. */
export type Stop = () => void;

/** What a subscription delivers; the first value comes as soon as it is known. */
export type Listener<T> = (value: T) => void;

/** Narrows a search of the catalogue; empty strings mean everybody. */
export type PeopleFilter = { organisation: string; unit: string };

/** The bytes of a file, or why there are none to show. */
export type FileBytes = { blob: Blob } | { blob: null; why: "too-large" | "other-kind" };

export interface Backend {
  // --- start, sign-up, sign-in ---------------------------------------------------------------------------------------
  environment(): Promise<Environment>;
  /** How the window is locked. */
  appLock(): Promise<AppLockView>;
  /** Sets the PIN and the minutes, or changes them: then with the current PIN; without a new one it stays. */
  setAppLock(current: string | null, pin: string | null, idleMinutes: number): Promise<void>;
  removeAppLock(current: string): Promise<void>;
  /** Nothing is shown from here on; `not_found` without a PIN. */
  lockApp(): Promise<void>;
  /** `wrong_pin`, `pin_wait`. */
  unlockApp(pin: string): Promise<StartView>;
  /** The accounts that are signed in on this computer, this window's first. */
  accounts(): Promise<AccountEntry[]>;
  /** Opens the window of an account, or brings it to the front. */
  openAccount(profile: string): Promise<void>;
  /** Opens a window in which one more account is signed in. */
  addAccount(): Promise<void>;
  /** What can be sent to who looks for a fault: text without names, addresses and words, to be read first. */
  diagnostics(): Promise<string>;
  /** Lets the person choose a file for the text that was shown last; false when they thought better of it. */
  saveDiagnostics(): Promise<boolean>;
  /** What the program finds. Also asked again after the keychain was unlocked. */
  start(): Promise<StartView>;
  /** Opens the store with the person's passphrase, or protects it with it the first time. */
  unlock(passphrase: string): Promise<StartView>;
  discover(email: string): Promise<DiscoveryView>;
  signUp(email: string): Promise<void>;
  /** Confirms the code, makes the account and signs in. */
  signUpConfirm(email: string, code: string, password: string, name: OwnNameView | null): Promise<SessionView>;
  signIn(email: string, password: string): Promise<SessionView>;
  /** Signs in through an identity provider, in the system's browser; waits until the person is back. */
  signInWithProvider(email: string, providerId: string): Promise<SessionView>;
  /** Ends that waiting: the call rejects with `sign_in_given_up`. */
  giveUpSignIn(): Promise<void>;
  passwordReset(email: string): Promise<void>;
  passwordResetConfirm(email: string, code: string, password: string): Promise<void>;
  /** Ends the session on the server and removes what this device holds of it. */
  signOut(): Promise<void>;

  // --- the account's encryption --------------------------------------------------------------------------------------
  /** Makes the recovery key; it is shown once. */
  createRecoveryKey(): Promise<RecoveryKeyView>;
  /** Lets the person choose a file for the key shown last; false when they thought better of it. */
  saveRecoveryKey(): Promise<boolean>;
  /** The page that showed the key is closed. */
  forgetRecoveryKey(): Promise<void>;
  recover(key: string): Promise<void>;
  watchTrust(listener: Listener<TrustView>): Stop;
  /** How far earlier messages have been made readable on this device. */
  watchKeys(listener: Listener<KeysView>): Stop;
  /** Which virus scanner this device trusts. Looks at the service first, and answers without it too. */
  scannerTrust(): Promise<ScannerTrustView>;
  watchVerification(listener: Listener<VerificationView>): Stop;
  /** Asks the person's other devices. */
  startVerification(): Promise<void>;
  acceptVerification(): Promise<void>;
  /** Signs are compared instead of a code being scanned. */
  compareSigns(): Promise<void>;
  /** The other device shows that it has scanned the code. */
  confirmScan(): Promise<void>;
  /** The signs are the same on both devices. */
  confirmEmoji(): Promise<void>;
  /** The signs differ. */
  rejectEmoji(): Promise<void>;
  cancelVerification(): Promise<void>;
  /** Asks one device of the person. */
  verifyDevice(deviceId: string): Promise<void>;
  /** Asks another person, in the conversation with them; `not_there_yet` until they have entered it. */
  verifyPerson(userId: string): Promise<void>;
  /** The person's devices, this one first; nothing until the service has answered. */
  watchDevices(listener: Listener<OwnDeviceView[]>): Stop;
  /** "This was me": the person is not asked about the device again. What it may read does not change. */
  knowDevice(deviceId: string): Promise<void>;
  /** Signs devices out, all others with none named. `password_needed`, `browser_needed`: the same again with that. */
  signOutDevices(deviceIds: string[], password: string | null): Promise<void>;
  /** Makes the account's identity anew; a recovery key is made afterwards. `password_needed`: the same again with it. */
  beginAnew(password: string | null): Promise<void>;
  /** Whether it is time to ask if the person still has the recovery key. */
  recoveryCheckDue(): Promise<boolean>;
  /** Not now; again in a week. */
  postponeRecoveryCheck(): Promise<void>;
  /** Looks whether it is the right one; changes nothing. */
  checkRecoveryKey(key: string): Promise<void>;
  /** Who in a room has another identity than before. */
  watchIdentityChanges(roomId: string, listener: Listener<IdentityChangeView[]>): Stop;
  /** The person goes on with somebody's new identity. */
  acceptIdentity(userId: string): Promise<void>;

  // --- connection and conversations ----------------------------------------------------------------------------------
  watchConnection(listener: Listener<ConnectionView>): Stop;
  /** The operating mode of the whole system, and what is different in it. */
  watchMode(listener: Listener<ModeView>): Stop;
  /** The list of conversations, newest first; the first batch begins with a reset. */
  watchRooms(listener: Listener<ListDiff<RoomSummary>[]>): Stop;
  roomDetails(roomId: string): Promise<RoomDetails>;
  searchPeople(term: string, filter: PeopleFilter): Promise<PeopleFound>;
  /** The card of an entry of the directory. */
  personCard(personId: string): Promise<PersonCard>;
  /** The card of whoever has an account, as messages and members name them. */
  accountCard(userId: string): Promise<PersonCard>;
  /** Has an invitation mailed to somebody who has not signed up. */
  invitePerson(personId: string): Promise<void>;
  /** The organisations (null), or the units right below one of them or of its units. */
  branches(organisationId: string | null, path: string[]): Promise<BranchView[]>;
  /** People of an organisation or a unit, from a place on. */
  peopleOf(organisationId: string, path: string[], from: number): Promise<PeoplePage>;
  /** Whom a message to a whole unit would reach. */
  unitReach(organisationId: string, path: string[]): Promise<UnitReach>;
  /** Makes the room of a unit and invites its people; goes on when nobody listens any more. */
  writeToUnit(organisationId: string, path: string[], listener: Listener<UnitRoomView>): Promise<void>;
  /** Whether the person moves to another homeserver. */
  watchMove(listener: Listener<MoveView>): Stop;
  /** The direct conversation with a person, made if there is none; the room's id. */
  startDirect(userId: string): Promise<string>;
  /** Makes a room; the room's id, once it may be written to. Options that do not fit its kind are left out. */
  createRoom(room: NewRoom, options: RoomOptions): Promise<string>;
  invite(roomId: string, userId: string): Promise<void>;
  acceptInvitation(roomId: string): Promise<void>;
  declineInvitation(roomId: string): Promise<void>;
  leaveRoom(roomId: string): Promise<void>;
  /** Who invites and to what, as far as anybody tells. */
  invitation(roomId: string): Promise<InvitationView>;
  /** Puts a conversation among the favourites, at the end of the list, or back. */
  /** The folders of the person's own, by name. */
  watchFolders(listener: Listener<FolderView[]>): Stop;
  /** Puts a conversation into a folder, which is made if there is none of that name; with an empty name, into none. */
  setRoomFolder(roomId: string, name: string): Promise<void>;
  renameFolder(name: string, wanted: string): Promise<void>;
  setRoomPlace(roomId: string, place: RoomPlace): Promise<void>;
  /** Says of what a conversation tells, on all devices. */
  setRoomNotifications(roomId: string, wanted: RoomNotifications): Promise<void>;
  /** Marks a conversation as not read, or as read without opening it. */
  setRoomUnread(roomId: string, unread: boolean): Promise<void>;
  /** The first public rooms that match, for the search. */
  publicRooms(term: string): Promise<PublicRoomView[]>;
  /** A page of the directory of public rooms: of one theme, and on from where a page ended. */
  publicPage(term: string, theme: RoomTheme | null, from: string | null): Promise<PublicPage>;
  /** A public room before one enters it. */
  publicRoom(roomId: string, serverName: string): Promise<PublicRoomCard>;
  /** Joins a room of the directory; the room's id. */
  joinPublicRoom(roomId: string, serverName: string): Promise<string>;

  // --- what those who manage a room do -------------------------------------------------------------------------------
  /** Members whose names begin with the words of the term, from a place on. */
  members(roomId: string, filter: MemberFilter, term: string, from: number): Promise<MembersPage>;
  /** Saves the list of members where the person chooses; false when they thought better of it. */
  saveMemberList(roomId: string, words: MemberListWords): Promise<boolean>;
  setRole(roomId: string, userId: string, role: RoomRole): Promise<void>;
  removeMember(roomId: string, userId: string): Promise<void>;
  banMember(roomId: string, userId: string): Promise<void>;
  unbanMember(roomId: string, userId: string): Promise<void>;
  setRoomName(roomId: string, name: string): Promise<void>;
  setRoomTopic(roomId: string, topic: string): Promise<void>;
  /** Says whether who is invited later reads what was written before. */
  setEarlierForAll(roomId: string, forAll: boolean): Promise<void>;
  /** Makes a small picture the room's, once the scanner has called it clean. */
  setRoomPicture(roomId: string, picture: Blob): Promise<void>;
  removeRoomPicture(roomId: string): Promise<void>;
  /** Where the page finds the picture of a room: `RoomSummary.picture` stands for it. */
  roomPictureUrl(picture: string): string;
  /** Opens a private room to people from outside; there is no way back. */
  openToExternals(roomId: string): Promise<void>;
  /** The pinned messages, the one pinned last first. */
  pins(roomId: string): Promise<PinView[]>;
  pin(roomId: string, eventId: string): Promise<void>;
  unpin(roomId: string, eventId: string): Promise<void>;
  /** Writes to those who manage a room, except to whom it is about; the names of those who were written to. */
  tellModerators(roomId: string, aboutUserId: string, markdown: string): Promise<string[]>;
  /** Invites whom the lines of a list mean, work addresses or names; each line answered. */
  inviteLines(roomId: string, lines: string[]): Promise<InviteLine[]>;
  /** Invites the people of a unit; goes on when nobody listens any more. */
  inviteUnit(roomId: string, organisationId: string, path: string[], listener: Listener<UnitRoomView>): Promise<void>;
  /** Brings a room to a newer version and invites its people there; goes on when nobody listens any more. */
  upgradeRoom(roomId: string, listener: Listener<UnitRoomView>): Promise<void>;
  /** Goes on to the room in which another one goes on. */
  followRoom(roomId: string): Promise<string>;
  /** Invites people from outside into a room that is open to them; each address answered. */
  inviteExternals(roomId: string, emails: string[], days: number | null): Promise<ExternalLine[]>;
  /** The people from outside whom the person here answers for. */
  externals(): Promise<ExternalView[]>;
  /** Lets somebody from outside take part for so many days from now on. */
  renewExternal(id: string, days: number): Promise<void>;
  endExternal(id: string): Promise<void>;

  // --- one conversation; `itemId` is TimelineItemView.id -------------------------------------------------------------
  /** The items of a part of a conversation; the first batch begins with a reset. One conversation at a time. */
  watchTimeline(roomId: string, part: TimelinePart, listener: Listener<ListDiff<TimelineItemView>[]>): Stop;
  /** Loads older messages; true when the start is reached. */
  loadOlder(roomId: string, part: TimelinePart): Promise<boolean>;
  /** Writes a message, in a thread if the message is given that it begins with. */
  send(roomId: string, draft: Draft, thread: string | null): Promise<void>;
  edit(roomId: string, itemId: string, markdown: string, mentions: Mention[]): Promise<void>;
  /** For a reason that may be empty. */
  remove(roomId: string, itemId: string, reason: string): Promise<void>;
  /** Sets the reaction, or takes it back. */
  react(roomId: string, itemId: string, key: string): Promise<void>;
  /** Sends a message again that failed. */
  retry(roomId: string, itemId: string): Promise<void>;
  /** Stops a file on its way until `retry` lets it go on. */
  pauseSend(itemId: string): Promise<void>;
  /** Gives up a message that has not been sent. */
  discard(roomId: string, itemId: string): Promise<void>;
  markRead(roomId: string, part: TimelinePart): Promise<void>;
  /** Whether messages of a conversation may go to another one. */
  passage(roomId: string, to: string): Promise<PassageView>;
  /** Hands a message on to conversations; confirmed: the person has read what is to be known of them. */
  forward(roomId: string, itemId: string, to: string[], confirmed: boolean): Promise<void>;
  /** The event of a conversation at a date, or the last one before it. */
  eventAt(roomId: string, atMs: number): Promise<string>;
  /** Loads newer messages where a conversation is not shown from its end; true if there are none. */
  loadNewer(roomId: string, part: TimelinePart): Promise<boolean>;
  /** The threads of a conversation, the one with the newest answer first. */
  threads(roomId: string): Promise<ThreadEntry[]>;
  /** The message with which the thread begins that a message stands in; null if it stands in none. */
  threadOf(roomId: string, eventId: string): Promise<string | null>;
  /** Asks a question with two to twenty answers to choose from. */
  createPoll(roomId: string, poll: NewPoll): Promise<void>;
  /** Votes, in the place of an earlier vote; without answers the vote is taken back. */
  vote(roomId: string, itemId: string, answers: string[]): Promise<void>;
  /** Ends a poll of one's own; the words are for programs that know no polls. */
  endPoll(roomId: string, itemId: string, words: string): Promise<void>;
  /** The link to a message. */
  messageLink(roomId: string, eventId: string): Promise<string>;
  /** All that a message has said, the newest first. */
  versions(roomId: string, eventId: string): Promise<VersionView[]>;

  // --- search, over what this device has; null for all conversations --------------------------------------------------
  /** Messages with all of the words in some form, the newest first; nothing without words and without a filter. */
  searchMessages(query: MessageQuery): Promise<FoundMessages>;
  /** How far back is searched. */
  searchCoverage(roomId: string | null): Promise<CoverageView>;
  /** Who has written, whoever wrote last first. */
  writers(roomId: string | null): Promise<WriterView[]>;
  /** Fetches older messages within bounds; ends with `done` or `failed`. */
  searchOlder(roomId: string | null, listener: Listener<OlderView>): Promise<void>;
  stopSearchOlder(): Promise<void>;
  /** Files of a conversation, the newest first, on from where a page ended. */
  sharedFiles(roomId: string, behind: string | null): Promise<SharedFiles>;

  // --- writing -------------------------------------------------------------------------------------------------------
  /** The names of those who are typing, whenever that changes. */
  watchTyping(roomId: string, listener: Listener<string[]>): Stop;
  /** The person types, or has stopped; others hear of it if they may. */
  setTyping(roomId: string, typing: boolean): Promise<void>;
  /** What others see of the person at work. */
  traces(): Promise<TracesView>;
  setTraces(traces: TracesView): Promise<void>;
  /** Everything that was begun and not sent. */
  drafts(): Promise<RoomDraft[]>;
  /** Keeps what was begun; white space alone is nothing. */
  keepDraft(draft: RoomDraft): Promise<void>;

  // --- sending later -------------------------------------------------------------------------------------------------
  /** The messages that are to be sent at a time, the next one first. */
  watchLater(listener: Listener<LaterView[]>): Stop;
  /** Keeps a message that is to be sent at a time, in a thread if the message is given that it begins with. */
  sendLater(roomId: string, thread: string | null, draft: Draft, atMs: number): Promise<void>;
  /** Changes words, time, or both; `not_found` when it is on its way or has gone, as with the next two. */
  changeLater(id: string, draft: Draft, atMs: number): Promise<void>;
  sendLaterNow(id: string): Promise<void>;
  deleteLater(id: string): Promise<void>;

  // --- files ---------------------------------------------------------------------------------------------------------
  /** Lets the person choose files; none when they thought better of it. */
  chooseFiles(): Promise<ChosenFileView[]>;
  /** Sends one of the files that were chosen last. */
  sendChosen(roomId: string, id: string, how: FileSending): Promise<TakenFileView>;
  /** Sends a file that was dropped on the conversation or on the thread, or pasted. */
  sendFile(roomId: string, file: File, how: FileSending): Promise<TakenFileView>;
  /** Listens to the microphone until it is stopped; `no_microphone`. What is spoken elsewhere stops, and waits there. */
  startRecording(roomId: string, thread: string | null, listener: Listener<RecordingView>): Promise<void>;
  /** The recording waits from then on; how long it is, in milliseconds. */
  stopRecording(roomId: string, thread: string | null): Promise<number>;
  /** Those that wait, for a page that begins. */
  recordings(): Promise<WaitingRecordingView[]>;
  /** One that waits, for its speaker to listen to. */
  recorded(roomId: string, thread: string | null): Promise<Blob>;
  /** Sends one that waits. */
  sendRecording(roomId: string, thread: string | null): Promise<void>;
  /** Gives one up, spoken or waiting. */
  discardRecording(roomId: string, thread: string | null): Promise<void>;
  /** Lets the person choose where to, and saves; false when they thought better of it. Only what is safe. */
  saveFile(handle: string): Promise<boolean>;
  /** Asks the scanner again about a file that stays closed; the conversation shows what comes of it. */
  checkFileAgain(handle: string): Promise<void>;
  /** The bytes of a recording or a PDF document, of the media type that they show; only what is safe. */
  fileBytes(handle: string): Promise<FileBytes>;
  /** The beginning of a text file; null where the bytes are no text. Only what is safe. */
  fileText(handle: string): Promise<FileTextView | null>;
  /** Where the page finds a preview; answered only for what the scanner released. */
  previewUrl(handle: string): string;

  // --- the window ----------------------------------------------------------------------------------------------------
  /** Opens a checked link outside. */
  openLink(href: string): Promise<void>;
  /** Tells the shell the language, for the tray and notifications. */
  setLocale(locale: string): Promise<void>;
  /** How large the window shows everything, in percent. */
  setZoom(percent: number): Promise<void>;
  /** Whether the organisation tells of a newer version; only for people who want that to be asked. */
  newerVersion(language: string): Promise<UpdateView>;

  // --- the desk around it --------------------------------------------------------------------------------------------
  /** When notifications come and what they show. */
  notices(): Promise<NoticeSettings>;
  /** Changes it, except for how long it is quiet once; what is kept now. */
  setNotices(settings: NoticeSettings): Promise<NoticeSettings>;
  /** No notification for a while, or again. */
  hush(quiet: QuietFor): Promise<NoticeSettings>;
  /** Shows one and says what keeps others away. */
  testNotification(): Promise<NoticeCheck>;
  /** Whether the program starts with the computer; null where the system has its own way for that. */
  autostart(): Promise<boolean | null>;
  setAutostart(on: boolean): Promise<void>;
  /** What comes to the window from outside of it. */
  watchRequests(listener: Listener<DeskRequest>): Stop;
  /** Where a link leads; `not_found` for what is no such link. */
  followLink(link: string): Promise<PlaceView>;
}
