/** Sample people of two ministries. All of them are invented. */
import type { MemberView, PersonView, SessionView } from "../types";

export const ME: SessionView = {
  user_id: "@olena.kovalenko:interior.example",
  name: "Olena KOVALENKO",
  organisation: "Interior",
  device_id: "QPDWXUKMLA",
};

type Row = [given: string, title: string, unit: string, organisation: string, reach: PersonView["reach"]];

const ROWS: Row[] = [
  ["Olena KOVALENKO", "Head of unit", "Civil Protection", "Interior", "on_depesha"],
  ["Marc DUPONT", "Budget officer", "Budget Directorate", "Finance", "on_depesha"],
  ["Élodie GARÇON-LEFÈVRE", "Deputy director", "Budget Directorate", "Finance", "on_depesha"],
  ["Тарас ШЕВЧУК", "Радник міністра", "Патронатна служба", "Interior", "on_depesha"],
  ["Anne-Sophie DE LA ROCHEFOUCAULD-MONTBEL", "Chargée de mission auprès du directeur", "Direction générale des finances publiques", "Finance", "on_depesha"],
  ["Oleksandr MELNYK", "Legal adviser", "Legal Affairs", "Finance", "not_yet"],
  ["Oleksandra MELNYCHUK", "Analyst", "Statistics", "Interior", "on_depesha"],
  ["Jean MARTIN", "Archivist", "Records", "Interior", "on_depesha"],
  ["Jean MARTIN", "Auditor", "Internal Audit", "Finance", "not_yet"],
  ["Iryna BONDAR", "Press officer", "Communication", "Interior", "unreachable"],
  ["Noémie ŒUVRARD", "Secretary", "Cabinet of the Minister", "Finance", "on_depesha"],
];

export const PEOPLE: PersonView[] = ROWS.map(([name, title, unit, organisation, reach], index) => ({
  person_id: `p${index}`,
  user_id: reach === "not_yet" ? null : index === 0 ? ME.user_id : `@person${index}:${organisation.toLowerCase()}.example`,
  name,
  title,
  unit,
  organisation,
  reach,
}));

export function person(index: number): PersonView {
  const found = PEOPLE[index];
  if (!found) throw new Error(`no sample person ${index}`);
  return found;
}

export function member(index: number, more: Partial<MemberView> = {}): MemberView {
  const { name, organisation, user_id: userId, person_id: personId } = person(index);
  return { user_id: userId ?? personId, name, organisation, invited: false, admin: false, external: false, ...more };
}

const fold = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** People of whom every word of the term begins a word of name, post, unit or organisation. */
export function findPeople(term: string, organisation: string, unit: string): PersonView[] {
  const words = fold(term).split(/\s+/).filter((word) => word !== "");
  return PEOPLE.filter((one) => {
    if (organisation !== "" && one.organisation !== organisation) return false;
    if (unit !== "" && one.unit !== unit) return false;
    const parts = fold(`${one.name} ${one.title} ${one.unit} ${one.organisation}`).split(/[\s-]+/);
    return words.every((word) => parts.some((part) => part.startsWith(word)));
  });
}
