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

/** Ends a subscription. */
export type Stop = () => void;

/** What a subscription delivers. */
export type Listener<T> = (value: T) => void;

/** What the window says while files are dragged over it. `paths` name the dropped files to the shell. */
export type DropView = { state: "over" } | { state: "left" } | { state: "dropped"; paths: string[] };

/** An answer for a page that shows a list bit by bit. */
export type Older = { more: boolean };

/** The key by which people compare the file scanner that this client trusts. */
export type ScannerKey = { fingerprint: string };

export interface Backend {
  // --- start, sign-up, sign-in -------------------------------------------------------------------------------------
  /** What the program finds. Also asked again after the keychain was unlocked. */
  start(): Promise<StartView>;
  /** Opens the store with the person's passphrase, or protects it with it the first time. */
  unlock(passphrase: string): Promise<StartView>;
  /** Removes this device's store (damaged, or its session ended) so that the person can sign in again. */
  forget(): Promise<StartView>;
  discover(email: string): Promise<DiscoveryView>;
  signUp(email: string): Promise<void>;
  /** Confirms the code and signs in. */
  signUpConfirm(email: string, code: string, password: string): Promise<SessionView>;
  signIn(email: string, password: string): Promise<SessionView>;
  passwordReset(email: string): Promise<void>;
  passwordResetConfirm(email: string, code: string, password: string): Promise<void>;
  signOut(): Promise<void>;

  // --- the account's encryption ------------------------------------------------------------------------------------
  /** Makes a recovery key; it cannot be asked for again. */
  createRecoveryKey(): Promise<RecoveryKeyView>;
  /** Lets the person choose a file for the key; false when they thought better of it. */
  saveRecoveryKey(key: string): Promise<boolean>;
  /** Prints the page that shows the key. */
  printPage(): Promise<void>;
  recover(key: string): Promise<void>;
  watchTrust(listener: Listener<TrustView>): Stop;
  watchVerification(listener: Listener<VerificationView>): Stop;
  /** Asks the person's other devices. */
  startVerification(): Promise<void>;
  acceptVerification(): Promise<void>;
  /** The signs are the same on both devices. */
  confirmVerification(): Promise<void>;
  cancelVerification(): Promise<void>;
  scannerKey(): Promise<ScannerKey | null>;

  // --- connection and conversations --------------------------------------------------------------------------------
  watchConnection(listener: Listener<ConnectionView>): Stop;
  watchRooms(listener: Listener<ListDiff<RoomSummary>[]>): Stop;
  watchRoom(roomId: string, listener: Listener<RoomDetails>): Stop;
  searchPeople(term: string, organisationId: string | null): Promise<PeopleFound>;
  /** The direct conversation with a person, made if there is none; the room's id. */
  openDirect(userId: string): Promise<string>;
  createRoom(room: NewRoom): Promise<string>;
  invite(roomId: string, userId: string): Promise<void>;
  acceptInvitation(roomId: string): Promise<void>;
  declineInvitation(roomId: string): Promise<void>;
  leaveRoom(roomId: string): Promise<void>;
  publicRooms(term: string): Promise<PublicRoomView[]>;
  /** Joins a room of the directory; the room's id. */
  joinPublicRoom(roomId: string, serverName: string): Promise<string>;

  // --- one conversation --------------------------------------------------------------------------------------------
  watchTimeline(roomId: string, listener: Listener<ListDiff<TimelineItemView>[]>): Stop;
  loadOlder(roomId: string): Promise<Older>;
  send(roomId: string, draft: Draft): Promise<void>;
  edit(roomId: string, eventId: string, markdown: string): Promise<void>;
  remove(roomId: string, eventId: string): Promise<void>;
  /** Sets the reaction, or takes it back. */
  react(roomId: string, eventId: string, key: string): Promise<void>;
  /** Sends a message again that failed. */
  retry(roomId: string, itemId: string): Promise<void>;
  /** Gives up a message that has not been sent. */
  discard(roomId: string, itemId: string): Promise<void>;
  markRead(roomId: string): Promise<void>;

  // --- files -------------------------------------------------------------------------------------------------------
  /** Lets the person choose files and sends them. */
  chooseAndSendFiles(roomId: string): Promise<void>;
  /** Sends files that were dropped on the window. */
  sendDropped(roomId: string, paths: string[]): Promise<void>;
  watchDrops(listener: Listener<DropView>): Stop;
  openFile(roomId: string, handle: string): Promise<void>;
  saveFile(roomId: string, handle: string): Promise<void>;
  /** Where the page finds a preview; answered only for what the scanner released. */
  previewUrl(roomId: string, handle: string): string;

  // --- the window --------------------------------------------------------------------------------------------------
  /** Opens a checked link outside. */
  openLink(href: string): Promise<void>;
  /** Tells the shell the language, for the tray and notifications. */
  setLanguage(language: string): Promise<void>;
}
