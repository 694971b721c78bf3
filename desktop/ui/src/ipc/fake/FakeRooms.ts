/** The part of the sample backend in which rooms are managed. It keeps what was done, so that tests can act and look. */
import type { Listener } from "../backend";
import type {
  ExternalLine,
  ExternalView,
  InviteLine,
  MemberFilter,
  MemberListWords,
  MembersPage,
  MemberView,
  PinView,
  RoomDetails,
  RoomRole,
  RoomSummary,
  UnitRoomView,
} from "../types";
import { answerAddress, answerLine, detailsOf, type Inside, insideOf, membersOf, sampleExternals } from "./administration";
import { audienceOf } from "./directory";
import { pause, refuse } from "./FakeAccount";
import { FakePeople } from "./FakePeople";
import { member, PEOPLE } from "./people";

const DAY = 86_400_000;

export abstract class FakeRooms extends FakePeople {
  private readonly insides = new Map<string, Inside>();
  private externalPeople = sampleExternals(Date.now());

  protected abstract room(roomId: string): RoomSummary;
  protected abstract change(roomId: string, change: Partial<RoomSummary>): void;

  protected inside(roomId: string): Inside {
    const found = this.insides.get(roomId) ?? insideOf(this.room(roomId));
    this.insides.set(roomId, found);
    return found;
  }

  protected setInside(roomId: string, change: Partial<Inside>): void {
    this.insides.set(roomId, { ...this.inside(roomId), ...change });
    // As the sync does: the row comes anew, and with it the details.
    this.change(roomId, { members: this.inside(roomId).members.length });
  }

  async roomDetails(roomId: string): Promise<RoomDetails> {
    await pause();
    return detailsOf(this.room(roomId), this.inside(roomId));
  }

  async members(roomId: string, filter: MemberFilter, term: string, from: number): Promise<MembersPage> {
    await pause();
    return membersOf(this.inside(roomId), filter, term, from);
  }

  async saveMemberList(_roomId: string, words: MemberListWords): Promise<boolean> {
    await pause();
    return words.columns.length === 6;
  }

  async setRole(roomId: string, userId: string, role: RoomRole): Promise<void> {
    await pause();
    const target = this.inside(roomId).members.find((one) => one.user_id === userId);
    if (target?.external && role !== "member") {
      return refuse({ code: "refused", reason: "People from outside cannot manage a room." });
    }
    this.changeMember(roomId, userId, { role, below: role !== "administrator" });
  }

  async removeMember(roomId: string, userId: string): Promise<void> {
    await pause();
    this.setInside(roomId, { members: this.inside(roomId).members.filter((one) => one.user_id !== userId) });
  }

  async banMember(roomId: string, userId: string): Promise<void> {
    const gone = this.inside(roomId).members.find((one) => one.user_id === userId);
    await this.removeMember(roomId, userId);
    if (gone) this.setInside(roomId, { banned: [...this.inside(roomId).banned, gone] });
  }

  async unbanMember(roomId: string, userId: string): Promise<void> {
    await pause();
    this.setInside(roomId, { banned: this.inside(roomId).banned.filter((one) => one.user_id !== userId) });
  }

  async setRoomName(roomId: string, name: string): Promise<void> {
    await pause();
    this.change(roomId, { name });
  }

  async setRoomTopic(roomId: string, topic: string): Promise<void> {
    await pause();
    this.setInside(roomId, { topic });
  }

  async setEarlierForAll(roomId: string, forAll: boolean): Promise<void> {
    await pause();
    this.setInside(roomId, { earlierForAll: forAll });
  }

  async setRoomPicture(roomId: string, picture: Blob): Promise<void> {
    await pause();
    const drawn = await createImageBitmap(picture);
    if (drawn.width > 256 || drawn.width !== drawn.height) return refuse({ code: "not_a_picture" });
    this.change(roomId, { picture: `${drawn.width}-${picture.type}` });
  }

  async removeRoomPicture(roomId: string): Promise<void> {
    await pause();
    this.change(roomId, { picture: null });
  }

  roomPictureUrl(): string {
    return "./media/emblem.svg";
  }

  async openToExternals(roomId: string): Promise<void> {
    await pause();
    this.change(roomId, { externals: true });
  }

  async pins(roomId: string): Promise<PinView[]> {
    await pause();
    return this.inside(roomId).pins;
  }

  async pin(roomId: string, eventId: string): Promise<void> {
    await pause();
    const pin: PinView = { event_id: eventId, sender: member(1).name, text: "Pinned just now", at_ms: Date.now() };
    this.setInside(roomId, { pins: [pin, ...this.inside(roomId).pins] });
  }

  async unpin(roomId: string, eventId: string): Promise<void> {
    await pause();
    this.setInside(roomId, { pins: this.inside(roomId).pins.filter((one) => one.event_id !== eventId) });
  }

  async tellModerators(roomId: string, aboutUserId: string): Promise<string[]> {
    await pause();
    const told = this.inside(roomId).members.filter((one) => one.role === "moderator" && one.user_id !== aboutUserId);
    return told.length === 0 ? refuse({ code: "not_found" }) : told.map((one) => one.name);
  }

  async invite(roomId: string, userId: string): Promise<void> {
    await pause();
    this.addInvited(roomId, [userId]);
  }

  async inviteLines(roomId: string, lines: string[]): Promise<InviteLine[]> {
    await pause();
    const answers = lines.map((line) => answerLine(line, this.inside(roomId)));
    const invited = answers.filter((one) => one.outcome.outcome === "invited").map((one) => one.name);
    this.addInvited(roomId, PEOPLE.filter((one) => invited.includes(one.name)).map((one) => one.user_id ?? ""));
    return answers;
  }

  async inviteUnit(roomId: string, organisationId: string, path: string[], listener: Listener<UnitRoomView>): Promise<void> {
    await pause();
    const { invite } = audienceOf(organisationId, path);
    void this.inviting(roomId, invite.length, listener);
    this.addInvited(roomId, invite.map((one) => one.user_id ?? ""));
  }

  async upgradeRoom(roomId: string, listener: Listener<UnitRoomView>): Promise<void> {
    await pause();
    listener({ state: "making" });
    const { name, kind } = this.room(roomId);
    const next = this.add({ name, topic: "", kind, invite: [] }, "");
    this.setInside(roomId, { successor: next, upgrade: null });
    void this.inviting(next, 4, listener);
  }

  async followRoom(roomId: string): Promise<string> {
    await pause();
    return this.inside(roomId).successor ?? refuse({ code: "not_found" });
  }

  async inviteExternals(_roomId: string, emails: string[]): Promise<ExternalLine[]> {
    await pause();
    return emails.map((email, index) => answerAddress(email, emails.slice(0, index)));
  }

  async externals(): Promise<ExternalView[]> {
    await pause();
    return this.externalPeople;
  }

  async renewExternal(id: string, days: number): Promise<void> {
    await pause();
    if (days > 200) return refuse({ code: "refused", reason: "A year is too long: at most 180 days at a time." });
    this.externalPeople = this.externalPeople.map((one) =>
      one.id === id ? { ...one, state: one.name === "" ? "invited" : "active", until_ms: Date.now() + days * DAY } : one,
    );
  }

  async endExternal(id: string): Promise<void> {
    await pause();
    this.externalPeople = this.externalPeople.map((one) =>
      one.id === id ? { ...one, state: "ended", until_ms: Date.now() } : one,
    );
  }

  private changeMember(roomId: string, userId: string, change: Partial<MemberView>): void {
    const members = this.inside(roomId).members.map((one) => (one.user_id === userId ? { ...one, ...change } : one));
    this.setInside(roomId, { members });
  }

  private addInvited(roomId: string, userIds: string[]): void {
    const { members } = this.inside(roomId);
    const added = userIds.flatMap((userId) => {
      const index = PEOPLE.findIndex((one) => one.user_id === userId);
      const there = members.some((one) => one.user_id === userId);
      return index < 0 || there ? [] : [member(index, { invited: true, below: true })];
    });
    if (added.length > 0) this.setInside(roomId, { members: [...members, ...added] });
  }

  private async inviting(room: string, total: number, listener: Listener<UnitRoomView>): Promise<void> {
    for (let done = 0; done <= total; done += 1) {
      listener({ state: "inviting", done, total });
      await pause(60);
    }
    listener({ state: "done", room, invited: total, failed: 0 });
  }
}
