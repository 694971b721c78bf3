/** The directory's half of the sample backend: search, cards, the tree, invitations by mail, rooms of whole units. */
import type { Listener, PeopleFilter } from "../backend";
import type {
  BranchView,
  NewRoom,
  PeopleFound,
  PeoplePage,
  PersonCard,
  RoomSummary,
  UnitReach,
  UnitRoomView,
} from "../types";
import { audienceOf, branchesOf, cardOf, findGroups, pageOf } from "./directory";
import { pause, refuse } from "./FakeAccount";
import { FakeTrust } from "./FakeTrust";
import { findPeople, PEOPLE } from "./people";

export abstract class FakePeople extends FakeTrust {
  /** Whom an invitation was mailed to. */
  readonly mailed = new Set<string>();

  protected abstract knownRooms(): readonly RoomSummary[];
  protected abstract add(room: NewRoom, organisation: string): string;

  private async ask(): Promise<void> {
    await pause();
    const { value } = this.connection;
    if (value.state === "offline" && value.cause === "network") return refuse({ code: "unreachable" });
    if (this.scene === "busy") return refuse({ code: "slow_down" });
  }

  async searchPeople(term: string, filter: PeopleFilter): Promise<PeopleFound> {
    await this.ask();
    // What finds very many takes its time, and may come after the answer to a later term.
    if (term.length === 2) await pause(500);
    const people = findPeople(term, filter.organisation, filter.unit);
    return { people, groups: term === "" || filter.organisation !== "" ? [] : findGroups(term), more: false };
  }

  async personCard(personId: string): Promise<PersonCard> {
    await this.ask();
    const found = PEOPLE.find((one) => one.person_id === personId);
    return found ? cardOf(found, this.knownRooms()) : refuse({ code: "not_found" });
  }

  async accountCard(userId: string): Promise<PersonCard> {
    await this.ask();
    const found = PEOPLE.find((one) => one.user_id === userId);
    if (found) return cardOf(found, this.knownRooms());
    return {
      entry: null,
      user_id: userId,
      name: "Dana CORRESPONDENT",
      organisation: "",
      phone: "",
      verified_at_ms: null,
      external: true,
      own: false,
      identity: "not_compared",
      shared_rooms: [],
    };
  }

  async invitePerson(personId: string): Promise<void> {
    await this.ask();
    this.mailed.add(personId);
  }

  async branches(organisationId: string | null, path: string[]): Promise<BranchView[]> {
    await this.ask();
    return branchesOf(organisationId, path);
  }

  async peopleOf(organisationId: string, path: string[], from: number): Promise<PeoplePage> {
    await this.ask();
    return pageOf(organisationId, path, from);
  }

  async unitReach(organisationId: string, path: string[]): Promise<UnitReach> {
    await this.ask();
    const { invite, notYet } = audienceOf(organisationId, path);
    return { on_depesha: invite.length, not_yet: notYet, cut: false };
  }

  async writeToUnit(organisationId: string, path: string[], listener: Listener<UnitRoomView>): Promise<void> {
    await this.ask();
    const { invite } = audienceOf(organisationId, path);
    const work = async () => {
      listener({ state: "making" });
      await pause(120);
      const name = path[path.length - 1] ?? "";
      const room = this.add({ name, topic: "", kind: "private", invite: invite.map((one) => one.user_id ?? "") }, "");
      for (let done = 0; done <= invite.length; done += 1) {
        listener({ state: "inviting", done, total: invite.length });
        await pause(120);
      }
      listener({ state: "done", room, invited: invite.length, failed: 0 });
    };
    void work();
  }
}
