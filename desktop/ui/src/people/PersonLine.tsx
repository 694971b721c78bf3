/** A person in a list: name, organisation, and what tells homonyms apart, post and unit. */
import type { PersonView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { Avatar } from "../main/Avatar";
import css from "./People.module.css";

export function PersonLine({ person, mark }: { person: PersonView; mark?: string | undefined }) {
  const { t } = useL10n();
  const words =
    mark ?? (person.reach === "not_yet" ? t("people-not-yet") : person.reach === "unreachable" ? t("people-unreachable") : "");
  return (
    <>
      <Avatar name={person.name} kind="direct" />
      <span className={css.words}>
        <span className={css.name}>
          <bdi>{person.name}</bdi> <span className={css.organisation}>{person.organisation}</span>
        </span>
        <span className={css.muted}>{[person.title, person.unit].filter((part) => part !== "").join(" · ")}</span>
      </span>
      {words === "" ? null : <span className={css.mark}>{words}</span>}
    </>
  );
}

/** What a screen reader says of the line. */
export function personWords(person: PersonView): string {
  return [person.name, person.organisation, person.title, person.unit].filter((part) => part !== "").join(", ");
}
