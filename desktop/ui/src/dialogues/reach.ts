/** Why a person cannot be written to now. */
import type { PersonView } from "../ipc/types";
import type { L10n } from "../l10n/L10n";

export function reachWords(t: L10n["t"], person: PersonView): string {
  return t(person.reach === "unreachable" ? "people-unreachable-explain" : "people-not-yet-explain", { name: person.name });
}
