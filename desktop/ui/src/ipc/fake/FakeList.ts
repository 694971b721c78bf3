/** The part of the sample backend in which a person arranges their list, and looks at an invitation. */
import type { FolderView, InvitationView, RoomNotifications, RoomPlace, RoomSummary } from "../types";
import type { Listener, Stop } from "../backend";
import { pause, refuse } from "./FakeAccount";
import { FakeRooms } from "./FakeRooms";
import { person } from "./people";
import { Stream } from "./stream";

export const READ: Partial<RoomSummary> = { unread: 0, mentions: 0, marked_unread: false };

export abstract class FakeList extends FakeRooms {
  private readonly folders = new Stream<FolderView[]>([]);

  watchFolders(listener: Listener<FolderView[]>): Stop {
    return this.folders.watch(listener);
  }

  async setRoomFolder(roomId: string, name: string): Promise<void> {
    await this.reached();
    const others = this.folders.value.map((one) => ({ ...one, rooms: one.rooms.filter((room) => room !== roomId) }));
    const known = others.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (known) known.rooms.push(roomId);
    else if (name !== "") others.push({ name, rooms: [roomId] });
    this.arrange(others);
  }

  async renameFolder(name: string, wanted: string): Promise<void> {
    await this.reached();
    const rooms = this.folders.value.filter((one) => [name, wanted].includes(one.name)).flatMap((one) => one.rooms);
    this.arrange([...this.folders.value.filter((one) => ![name, wanted].includes(one.name)), { name: wanted, rooms }]);
  }

  private arrange(folders: FolderView[]): void {
    const full = folders.filter((one) => one.rooms.length > 0);
    this.folders.set(full.sort((one, other) => (one.name < other.name ? -1 : 1)));
  }

  async setRoomPlace(roomId: string, place: RoomPlace): Promise<void> {
    await this.reached();
    this.change(roomId, { place });
  }

  async setRoomNotifications(roomId: string, notifications: RoomNotifications): Promise<void> {
    await this.reached();
    this.change(roomId, { notifications });
  }

  async setRoomUnread(roomId: string, unread: boolean): Promise<void> {
    await this.reached();
    this.change(roomId, unread ? { marked_unread: true } : READ);
  }

  /** As the core does it: the directory knows who invites, the homeserver how many are there; out of reach, neither. */
  async invitation(roomId: string): Promise<InvitationView> {
    await pause();
    const { name, organisation, title, unit, user_id: userId } = person(3);
    const away = this.connection.value.state === "offline";
    const inviter = { user_id: userId ?? "", name, organisation, title: away ? "" : title, unit: away ? "" : unit, external: false };
    if (away) return { inviter, topic: "", members: null, colleagues: null };
    return { inviter, topic: "Floods in the Carpathians: who is where", members: this.room(roomId).members, colleagues: 5 };
  }

  private async reached(): Promise<void> {
    await pause();
    if (this.connection.value.state === "offline") return refuse({ code: "unreachable" });
  }
}
