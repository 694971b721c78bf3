/** The main window: conversations, one conversation, its details; and which dialogue is open over them. */
import { useCallback, useMemo, useState } from "react";
import { AccountsDialogue } from "../dialogues/AccountsDialogue";
import { AppLockDialogue } from "../dialogues/AppLockDialogue";
import { DiagnosticsDialogue } from "../dialogues/DiagnosticsDialogue";
import { DirectoryDialogue } from "../dialogues/DirectoryDialogue";
import { MoveDialogue } from "../dialogues/MoveDialogue";
import { NewRoomDialogue } from "../dialogues/NewRoomDialogue";
import { RecoverDialogue } from "../dialogues/RecoverDialogue";
import { OWN_DEVICES, VerificationDialogue, type VerifyWith } from "../dialogues/VerificationDialogue";
import { Conversation } from "../conversation/Conversation";
import { MessageContext } from "../conversation/openMessage";
import { Confirm } from "../controls/Dialogue";
import { Notice } from "../controls/Notice";
import type { ConnectionView, FileView, FolderView, LaterView, ModeView, MoveView, OwnDeviceView, RoomSummary, SessionView, TrustView, VerificationView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { LaterContext } from "../later/later";
import { LaterDialogue } from "../later/LaterDialogue";
import { LaterNotice } from "../later/LaterNotice";
import { BrowseDialogue, type BrowseTarget } from "../people/BrowseDialogue";
import { CardContext, type CardTarget } from "../people/card";
import { PersonCardDialogue } from "../people/PersonCardDialogue";
import { SearchDialogue } from "../people/SearchDialogue";
import { LookContext } from "../preview/look";
import { PreviewDialogue } from "../preview/PreviewDialogue";
import { ExternalsDialogue } from "../rooms/ExternalsDialogue";
import { MessageSearch, type SearchStart } from "../search/MessageSearch";
import { LicencesDialogue } from "../settings/LicencesDialogue";
import { SettingsDialogue, type SettingsScreen } from "../settings/SettingsDialogue";
import { ShortcutsDialogue } from "../settings/ShortcutsDialogue";
import { useAppLock } from "../state/appLock";
import { useBackend, useWatched, useWatchedList } from "../state/backend";
import { focusWhenThere } from "../state/focus";
import { useShortcut } from "../state/useShortcut";
import { BeginAnewDialogue } from "../trust/BeginAnewDialogue";
import { CompareContext, type Companion } from "../trust/compare";
import { DeviceNotice } from "../trust/DeviceNotice";
import { DevicesDialogue } from "../trust/DevicesDialogue";
import { KeyCheckDialogue, KeyCheckLine } from "../trust/KeyCheck";
import { KeysLine } from "../trust/KeysLine";
import type { TrustAction } from "../trust/line";
import { SignOutDevices } from "../trust/SignOutDevices";
import { TrustLine } from "../trust/TrustLine";
import { ConversationList } from "./ConversationList";
import { Details } from "./Details";
import { InvitationPane } from "./InvitationPane";
import { ConnectionLine, MoveLine } from "./Lines";
import type { ListView } from "./list";
import { LostLink } from "./LostLink";
import { FoldersContext, NO_FOLDERS } from "./folders";
import css from "./MainWindow.module.css";
import { ModeContext, NORMAL } from "./mode";
import { ModeLine } from "./ModeLine";
import { NothingPane } from "./NothingPane";
import { RoomsContext } from "./rooms";
import { UpdateLine } from "./UpdateLine";
import { useJump } from "./useJump";
import { useRequests } from "./useRequests";
import { useRoomDetails } from "./useRoomDetails";

export type DialogueName = "search" | "messages" | "write" | "browse" | "new_room" | "directory" | "settings" | "recover" | "verify" | "move" | "externals" | "sign_out" | "devices" | "key_check" | "begin_anew" | "diagnostics" | "shortcuts" | "licences" | "app_lock" | "accounts" | "later";

const NOTHING_LATER: LaterView[] = [];

const SEARCH_KEYS = ["search"] as const;
const WORDS_KEYS = ["words"] as const;
const SETTINGS_KEYS = ["settings"] as const;
const OVERVIEW_KEYS = ["overview", "overview-help"] as const;

/** In a narrower window the details lie over the conversation. */
const isWide = () => window.innerWidth >= 1200;

type MainWindowProps = {
  session: SessionView;
  view: ListView;
  onView: (view: ListView) => void;
  connection: ConnectionView;
  trust: TrustView;
  onMakeKey: () => void;
  onLeave: () => Promise<void>;
};

export function MainWindow({ session, view, onView, connection, trust, onMakeKey, onLeave }: MainWindowProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const rooms = useWatchedList<RoomSummary>(useCallback((listener) => backend.watchRooms(listener), [backend]));
  const verification = useWatched<VerificationView>(
    useCallback((listener) => backend.watchVerification(listener), [backend]),
    { state: "idle" },
  );
  const move = useWatched<MoveView>(useCallback((listener) => backend.watchMove(listener), [backend]), { state: "stays" });
  const mode = useWatched<ModeView>(useCallback((listener) => backend.watchMode(listener), [backend]), NORMAL);
  const folders = useWatched<readonly FolderView[]>(
    useCallback((listener) => backend.watchFolders(listener), [backend]),
    NO_FOLDERS,
  );
  const devices = useWatched<OwnDeviceView[] | null>(
    useCallback((listener) => backend.watchDevices(listener), [backend]),
    null,
  );
  const planned = useWatched<LaterView[]>(useCallback((listener) => backend.watchLater(listener), [backend]), NOTHING_LATER);
  const [selected, setSelected] = useState<string | null>(null);
  const [opening, setOpening] = useState<string | null>(null);
  const [detailsOpen, setDetailsOpen] = useState(isWide);
  const [dialogue, setDialogue] = useState<DialogueName | null>(null);
  const { jump, thread, setThread, go, arrived } = useJump();
  const later = useMemo(() => ({ list: planned, show: () => setDialogue("later") }), [planned]);
  const [card, setCard] = useState<CardTarget | null>(null);
  const [looked, setLooked] = useState<FileView | null>(null);
  const [browse, setBrowse] = useState<BrowseTarget | null>(null);
  const [listed, setListed] = useState("");
  const [searched, setSearched] = useState<SearchStart>({ words: "", roomId: null });
  const [partner, setPartner] = useState<VerifyWith>(OWN_DEVICES);
  const [unknown, setUnknown] = useState<OwnDeviceView | null>(null);
  const [screen, setScreen] = useState<SettingsScreen>("appearance");
  const lock = useAppLock();

  // Another device may ask at any moment: the dialogue opens by itself.
  if (verification.state === "requested" && dialogue === null) {
    setPartner(verification.person === "" ? OWN_DEVICES : { kind: "asked", name: verification.person });
    setDialogue("verify");
  }

  const room = useMemo(() => rooms?.find((one) => one.id === selected) ?? null, [rooms, selected]);
  if (room && opening === room.id) setOpening(null);
  const details = useRoomDetails(room);
  const close = () => setDialogue(null);
  const open = (roomId: string) => {
    setDialogue(null);
    setCard(null);
    setSelected(roomId);
    // The list may hear of a new conversation a moment later than we do.
    setOpening(roomId);
  };
  const show = (name: DialogueName) => {
    // From a button, the directories begin at their beginning.
    setListed("");
    setBrowse(null);
    setScreen("appearance");
    setDialogue(name);
  };
  const verify = useCallback((other: VerifyWith) => {
    setCard(null);
    setPartner(other);
    setDialogue("verify");
  }, []);
  const compare = useCallback((companion: Companion) => verify({ kind: "person", ...companion }), [verify]);
  const remedy = (action: TrustAction) => {
    if (action === "make_key") onMakeKey();
    else if (action !== "sign_in") setDialogue("recover");
  };
  const goBrowse = (target: BrowseTarget | null) => {
    setCard(null);
    setBrowse(target);
    setDialogue("browse");
  };
  const uncover = () => {
    if (!isWide()) setDetailsOpen(false);
  };
  const searchMessages = useCallback((start: SearchStart) => {
    setSearched(start);
    setDialogue("messages");
  }, []);
  // What is open and needs an answer stays.
  useShortcut(
    SEARCH_KEYS,
    useCallback(() => setDialogue((now) => (now === null && !session.external ? "search" : now)), [session.external]),
  );
  useShortcut(SETTINGS_KEYS, useCallback(() => setDialogue((now) => now ?? "settings"), []));
  useShortcut(OVERVIEW_KEYS, useCallback(() => setDialogue((now) => now ?? "shortcuts"), []));
  const known = useMemo(() => rooms?.filter((one) => one.membership === "joined") ?? [], [rooms]);
  const joined = room?.membership === "joined" ? room : null;
  const joinedId = joined?.id ?? null;
  useShortcut(
    WORDS_KEYS,
    useCallback(() => {
      if (dialogue === null) searchMessages({ words: "", roomId: joinedId });
    }, [dialogue, joinedId, searchMessages]),
  );
  const openMessage = useCallback(
    (roomId: string, eventId: string) => {
      if (!known.some((one) => one.id === roomId)) return false;
      setSelected(roomId);
      go({ roomId, eventId });
      return true;
    },
    [known, go],
  );
  const { goal, setGoal, lost, setLost } = useRequests({
    onPerson: (userId) => {
      close();
      setCard({ userId });
    },
    onLock: () => (lock.minutes === null ? setDialogue("app_lock") : lock.lockNow()),
    onNotifications: () => {
      setCard(null);
      setScreen("notifications");
      setDialogue("settings");
    },
  });
  // Where a link or a notification leads is known as soon as the conversations are.
  if (goal && rooms) {
    setGoal(null);
    if (!rooms.some((one) => one.id === goal.roomId)) setLost({ problem: null });
    else {
      open(goal.roomId);
      if (goal.eventId !== null) go({ roomId: goal.roomId, eventId: goal.eventId });
    }
  }

  return (
    <ModeContext value={mode}>
    <CardContext value={setCard}>
    <CompareContext value={compare}>
    <MessageContext value={openMessage}>
    <RoomsContext value={known}>
    <FoldersContext value={folders}>
    <LookContext value={setLooked}>
    <LaterContext value={later}>
      <div className={css.window}>
        <section aria-label={t("lines-label")}>
          <ModeLine />
          <ConnectionLine connection={connection} />
          <TrustLine trust={trust} onAction={remedy} />
          <KeysLine />
          <DeviceNotice
            devices={devices}
            onYes={(device) => {
              backend.knowDevice(device.id).catch(() => undefined);
              if (device.trust === "not_confirmed") verify({ kind: "device", id: device.id });
            }}
            onNo={setUnknown}
          />
          <KeyCheckLine ready={trust.state === "ready"} onCheck={() => setDialogue("key_check")} />
          <MoveLine move={move} onExplain={() => setDialogue("move")} />
          <UpdateLine
            onExplain={() => {
              setScreen("about");
              setDialogue("settings");
            }}
          />
          <LaterNotice />
        </section>
        <div className={css.columns} data-details={detailsOpen && joined ? "open" : "closed"}>
          <ConversationList
            session={session}
            rooms={rooms}
            selected={selected}
            view={view}
            onView={onView}
            onSelect={setSelected}
            onDialogue={show}
          />
          <main className={css.conversation}>
            {joined ? (
              <Conversation
                key={joined.id}
                room={joined}
                details={details}
                outside={session.external}
                onArrived={arrived}
                jump={jump?.roomId === joined.id ? jump : null}
                thread={thread?.roomId === joined.id ? thread.rootId : null}
                onThread={(rootId) => setThread(rootId === null ? null : { roomId: joined.id, rootId })}
                detailsOpen={detailsOpen}
                onDetails={() => setDetailsOpen((shown) => !shown)}
                onSearch={() => searchMessages({ words: "", roomId: joined.id })}
                onRecover={() => setDialogue("recover")}
                onOpened={open}
              />
            ) : room?.membership === "invited" ? (
              <InvitationPane key={room.id} room={room} onDeclined={() => setSelected(null)} />
            ) : opening !== null && opening === selected ? (
              <p role="status" className={css.opening}>
                {t("people-opening")}
              </p>
            ) : (
              <NothingPane session={session} empty={rooms?.length === 0} onDialogue={show} />
            )}
          </main>
          {joined && detailsOpen ? (
            <Details
              key={`details-${joined.id}`}
              room={joined}
              details={details}
              outside={session.external}
              onShow={(eventId) => {
                go({ roomId: joined.id, eventId });
                uncover();
              }}
              onThread={(rootId) => {
                setThread({ roomId: joined.id, rootId });
                uncover();
              }}
              onClose={() => {
                setDetailsOpen(false);
                focusWhenThere(document.body, "[data-testid=details-toggle]");
              }}
              onLeft={() => setSelected(null)}
              onOpened={open}
            />
          ) : null}
        </div>
        {dialogue === "search" || dialogue === "write" ? (
          <SearchDialogue
            session={session}
            rooms={known}
            writing={dialogue === "write"}
            onClose={close}
            onOpened={open}
            onCard={setCard}
            onBrowse={goBrowse}
            onMessages={(words) => searchMessages({ words, roomId: null })}
            onPublicRoom={(name) => {
              setListed(name);
              setDialogue("directory");
            }}
          />
        ) : null}
        {dialogue === "messages" ? (
          <MessageSearch
            start={searched}
            rooms={known}
            onShow={(roomId, eventId) => {
              close();
              openMessage(roomId, eventId);
            }}
            onClose={close}
          />
        ) : null}
        {dialogue === "browse" ? (
          <BrowseDialogue
            key={JSON.stringify(browse)}
            target={browse}
            onClose={close}
            onCard={setCard}
            onOpened={open}
          />
        ) : null}
        {dialogue === "new_room" ? <NewRoomDialogue session={session} onClose={close} onOpened={open} /> : null}
        {dialogue === "directory" ? <DirectoryDialogue term={listed} onClose={close} onOpened={open} /> : null}
        {dialogue === "externals" ? <ExternalsDialogue onClose={close} /> : null}
        {dialogue === "recover" ? (
          <RecoverDialogue
            trust={trust}
            onConfirm={() => verify(OWN_DEVICES)}
            onLost={() => setDialogue("begin_anew")}
            onClose={close}
          />
        ) : null}
        {dialogue === "begin_anew" ? (
          <BeginAnewDialogue
            onDone={() => {
              close();
              onMakeKey();
            }}
            onClose={close}
          />
        ) : null}
        {dialogue === "key_check" ? <KeyCheckDialogue onLost={() => setDialogue("begin_anew")} onClose={close} /> : null}
        {dialogue === "devices" ? (
          <DevicesDialogue
            devices={devices}
            sure={trust.state === "ready"}
            onConfirm={(device) => verify({ kind: "device", id: device.id })}
            onClose={close}
          />
        ) : null}
        {dialogue === "verify" ? (
          <VerificationDialogue verification={verification} partner={partner} onClose={close} />
        ) : null}
        {unknown ? (
          <SignOutDevices devices={[unknown]} onDone={() => setUnknown(null)} onClose={() => setUnknown(null)} />
        ) : null}
        {dialogue === "move" ? (
          <MoveDialogue move={move} onSignOut={() => setDialogue("sign_out")} onClose={close} />
        ) : null}
        {dialogue === "settings" ? (
          <SettingsDialogue
            key={screen}
            first={screen}
            session={session}
            trust={trust}
            onClose={close}
            onDialogue={(name) => (name === "verify" ? verify(OWN_DEVICES) : setDialogue(name))}
            onRemedy={remedy}
          />
        ) : null}
        {dialogue === "later" ? <LaterDialogue roomId={joinedId} onOpen={open} onClose={close} /> : null}
        {dialogue === "accounts" ? <AccountsDialogue onClose={close} /> : null}
        {dialogue === "app_lock" ? <AppLockDialogue onClose={close} /> : null}
        {dialogue === "shortcuts" ? <ShortcutsDialogue outside={session.external} onClose={close} /> : null}
        {dialogue === "licences" ? <LicencesDialogue onClose={close} /> : null}
        {lost ? (
          <LostLink
            problem={lost.problem}
            onBrowse={
              session.external
                ? null
                : () => {
                    setLost(null);
                    show("directory");
                  }
            }
            onClose={() => setLost(null)}
          />
        ) : null}
        {dialogue === "diagnostics" ? <DiagnosticsDialogue onClose={close} /> : null}
        {dialogue === "sign_out" ? (
          <Confirm
            title={t("sign-out-title")}
            text={t("sign-out-text")}
            action={t("sign-out")}
            onConfirm={onLeave}
            onClose={close}
          >
            {planned.length > 0 ? <Notice look="warning">{t("later-sign-out", { count: planned.length })}</Notice> : null}
          </Confirm>
        ) : null}
        {card ? (
          <PersonCardDialogue
            key={JSON.stringify(card)}
            target={card}
            rooms={known}
            outside={session.external}
            onClose={() => setCard(null)}
            onOpened={open}
            onBrowse={goBrowse}
          />
        ) : null}
        {looked ? <PreviewDialogue file={looked} onClose={() => setLooked(null)} /> : null}
      </div>
    </LaterContext>
    </LookContext>
    </FoldersContext>
    </RoomsContext>
    </MessageContext>
    </CompareContext>
    </CardContext>
    </ModeContext>
  );
}
