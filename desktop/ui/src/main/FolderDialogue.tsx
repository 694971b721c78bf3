/** Puts a conversation into a folder of one's own: one that is there, a new one, or none; and gives folders other names. */
import { useState } from "react";
import { Button } from "../controls/Button";
import { RadioChoice } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Problem } from "../controls/Notice";
import type { RoomSummary } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "./Folder.module.css";
import { folderOf, useFolders } from "./folders";

/** The longest name of a folder, as in the core. */
const LONGEST = 60;

/** What is chosen beside the folders that are there, which stand for themselves with a sign before them. */
const NONE = "none";
const NEW = "new";
const KNOWN = "=";

type FolderDialogueProps = {
  room: RoomSummary;
  /** Gets a sentence about what has come of it. */
  onDone: (said: string) => void;
  onClose: () => void;
};

export function FolderDialogue({ room, onDone, onClose }: FolderDialogueProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const task = useTask();
  const folders = useFolders();
  const current = folderOf(folders, room.id);
  const [chosen, setChosen] = useState(current === "" ? (folders.length === 0 ? NEW : NONE) : `${KNOWN}${current}`);
  const [name, setName] = useState("");
  const [renaming, setRenaming] = useState<string | null>(null);
  const wanted = chosen === NEW ? name.trim() : chosen === NONE ? "" : chosen.slice(KNOWN.length);
  const ready = renaming !== null ? renaming.trim() !== "" : chosen !== NEW || wanted !== "";

  const save = () => {
    if (!ready) return;
    void task.run(async () => {
      if (renaming !== null) {
        await backend.renameFolder(current, renaming.trim());
        onDone(t("folder-renamed", { name: renaming.trim() }));
      } else {
        if (wanted !== current) await backend.setRoomFolder(room.id, wanted);
        onDone(wanted === "" ? t("folder-none-done", { name: room.name }) : t("folder-done", { name: room.name, folder: wanted }));
      }
      onClose();
    });
  };
  const options = [
    ...folders.map((folder) => ({ value: `${KNOWN}${folder.name}`, label: folder.name })),
    { value: NEW, label: t("folder-new") },
    ...(folders.length > 0 ? [{ value: NONE, label: t("folder-none") }] : []),
  ];
  return (
    <Dialogue
      title={t("folder-title", { name: room.name })}
      onClose={onClose}
      data-testid="folder-dialogue"
      footer={
        <>
          <Button onPress={onClose}>{t("cancel")}</Button>
          <Button look="primary" onPress={save} isDisabled={!ready || task.busy} data-testid="folder-save">
            {t("folder-save")}
          </Button>
        </>
      }
    >
      <Form className={css.form} onSubmit={save}>
        {renaming !== null ? (
          <TextField
            label={t("folder-rename-label", { name: current })}
            value={renaming}
            onChange={setRenaming}
            maxLength={LONGEST}
            autoFocus
            required
            data-testid="folder-wanted"
          />
        ) : (
          <>
            <RadioChoice label={t("folder-label")} value={chosen} onChange={setChosen} options={options} />
            {chosen === NEW ? (
              <TextField
                label={t("folder-name")}
                help={t("folder-help")}
                value={name}
                onChange={setName}
                maxLength={LONGEST}
                autoFocus
                required
                data-testid="folder-name"
              />
            ) : null}
            {current === "" ? null : (
              <Button small look="quiet" onPress={() => setRenaming(current)} data-testid="folder-rename">
                {t("folder-rename", { name: current })}
              </Button>
            )}
          </>
        )}
      </Form>
      <Problem problem={task.problem} />
    </Dialogue>
  );
}
