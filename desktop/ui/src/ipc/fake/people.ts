/** Sample people of two ministries. All of them are invented. */
import type { MemberView, PersonView, SessionView } from "../types";

export const ME: SessionView = {
  user_id: "@olena.kovalenko:interior.example",
  name: "Olena KOVALENKO",
  organisation: "Interior",
  device_id: "QPDWXUKMLA",
  external: false,
};

/** Somebody from outside, as they see it themselves. */
export const OUTSIDER: SessionView = {
  user_id: "@dana:externals.example",
  name: "Dana CORRESPONDENT",
  organisation: "",
  device_id: "RTYUIOPASD",
  external: true,
};

type Row = [given: string, title: string, unit: string, organisation: string, reach: PersonView["reach"], phone?: string];

const ROWS: Row[] = [
  ["Olena KOVALENKO", "Head of unit", "Civil Protection", "Interior", "on_depesha", "+380 44 555 01 10"],
  ["Marc DUPONT", "Budget officer", "Budget Directorate", "Finance", "on_depesha", "+33 1 40 00 00 17"],
  ["Élodie GARÇON-LEFÈVRE", "Deputy director", "Budget Directorate", "Finance", "on_depesha"],
  ["Тарас ШЕВЧУК", "Радник міністра", "Патронатна служба", "Interior", "on_depesha"],
  ["Anne-Sophie DE LA ROCHEFOUCAULD-MONTBEL", "Chargée de mission auprès du directeur", "Direction générale des finances publiques / Sous-direction de la modernisation et des projets informatiques", "Finance", "on_depesha", "+33 1 40 00 00 42"],
  ["Oleksandr MELNYK", "Legal adviser", "Legal Affairs", "Finance", "not_yet", "+380 44 555 02 20"],
  ["Oleksandra MELNYCHUK", "Analyst", "Statistics", "Interior", "on_depesha"],
  ["Jean MARTIN", "Archivist", "Records", "Interior", "on_depesha"],
  ["Jean MARTIN", "Auditor", "Internal Audit", "Finance", "not_yet"],
  ["Iryna BONDAR", "Press officer", "Communication", "Interior", "unreachable"],
  ["Noémie ŒUVRARD", "Secretary", "Cabinet of the Minister", "Finance", "on_depesha"],
  ["Jean MARTIN", "Programmer", "Direction générale des finances publiques / Sous-direction de la modernisation et des projets informatiques", "Finance", "on_depesha"],
  ["Kateryna HALUSHKO", "Budget analyst", "Budget Directorate / Debt Office", "Finance", "on_depesha"],
  ["Pavlo TKACHENKO", "Trainee", "Budget Directorate / Debt Office", "Finance", "not_yet"],
];

export const PEOPLE: PersonView[] = ROWS.map(([name, title, unit, organisation, reach], index) => ({
  person_id: `p${index}`,
  user_id: reach === "not_yet" ? null : index === 0 ? ME.user_id : `@person${index}:${organisation.toLowerCase()}.example`,
  name,
  title,
  unit,
  unit_path: unit.split(" / "),
  organisation,
  organisation_id: organisation.toLowerCase(),
  reach,
}));

export const phoneOf = (found: PersonView): string => ROWS[PEOPLE.indexOf(found)]?.[5] ?? "";

export function person(index: number): PersonView {
  const found = PEOPLE[index];
  if (!found) throw new Error(`no sample person ${index}`);
  return found;
}

export function member(index: number, more: Partial<MemberView> = {}): MemberView {
  const { name, organisation, user_id: userId, person_id: personId } = person(index);
  return { user_id: userId ?? personId, name, organisation, invited: false, external: false, role: "member", below: false, ...more };
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
const wordsOf = (text: string) => fold(text).split(/[^\p{L}\p{N}]+/u).filter((word) => word !== "");

/** Whether every word of the term begins a word of the text. */
export function matches(term: string, text: string): boolean {
  const parts = wordsOf(text);
  return wordsOf(term).every((word) => parts.some((part) => part.startsWith(word)));
}

/** Whether somebody is in a unit or below it; nobody is outside of an empty one. */
export function isIn(one: PersonView, path: readonly string[]): boolean {
  return path.every((part, depth) => one.unit_path[depth] === part);
}

/** People of whom every word of the term begins a word of name, post, unit or organisation. */
export function findPeople(term: string, organisation: string, unit: string): PersonView[] {
  return PEOPLE.filter((one) => {
    if (organisation !== "" && one.organisation_id !== organisation) return false;
    if (unit !== "" && !isIn(one, unit.split(" / "))) return false;
    return matches(term, `${one.name} ${one.title} ${one.unit} ${one.organisation} ${phoneOf(one)}`);
  });
}
