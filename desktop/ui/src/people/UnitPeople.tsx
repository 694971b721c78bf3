/** The people of an organisation or unit, page by page. */
import { useEffect, useState } from "react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { Button } from "../controls/Button";
import { Problem } from "../controls/Notice";
import type { BranchView, PersonView, ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend, useTask } from "../state/backend";
import css from "./People.module.css";
import { PersonLine, personWords } from "./PersonLine";

/** Arrows go through the tree quickly: only where they rest, people are asked for. */
const PAUSE_MS = 150;

type Shown = { people: PersonView[]; next: number | null };

export function UnitPeople({ branch, onPerson }: { branch: BranchView; onPerson: (personId: string) => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const more = useTask();
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const { organisation_id: organisationId, path } = branch;

  useEffect(
    () => ask(() => backend.peopleOf(organisationId, path, 0), setShown, setProblem, PAUSE_MS),
    [backend, organisationId, path],
  );

  const append = () =>
    void more.run(async () => {
      const page = await backend.peopleOf(organisationId, path, shown?.next ?? 0);
      setShown((before) => ({ people: [...(before?.people ?? []), ...page.people], next: page.next }));
    });

  return (
    <>
      <p role="status" className={css.status} data-testid="unit-status">
        {shown ? t("browse-shown", { count: shown.people.length, all: branch.people }) : problem ? "" : t("details-loading")}
      </p>
      <Problem problem={problem ?? more.problem} />
      {shown && shown.people.length > 0 ? (
        <ListBox
          aria-label={t("people-results")}
          className={css.results ?? ""}
          selectionMode="none"
          onAction={(key) => onPerson(String(key))}
        >
          {shown.people.map((person) => (
            <ListBoxItem
              key={person.person_id}
              id={person.person_id}
              textValue={personWords(person)}
              className={css.row ?? ""}
              data-testid="unit-person"
            >
              <PersonLine person={person} />
            </ListBoxItem>
          ))}
        </ListBox>
      ) : null}
      {shown && shown.next !== null ? (
        <Button small onPress={append} isDisabled={more.busy} data-testid="unit-more">
          {t("browse-more")}
        </Button>
      ) : null}
    </>
  );
}
