/** The part of the sample backend in which a person arranges their list, and looks at an invitation. */
import type { InvitationView, RoomNotifications, RoomPlace, RoomSummary } from "../types";
import { pause, refuse } from "./FakeAccount";
import { FakeRooms } from "./FakeRooms";
import { person } from "./people";

export const READ: Partial<RoomSummary> = { unread: 0, mentions: 0, marked_unread: false };

export abstract class FakeList extends FakeRooms {
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
