/** Files before they go: what stands under each, and whether they keep what they tell unseen. Enter sends them. */
import { useEffect, useId, useRef, useState } from "react";
import { Button, IconButton } from "../controls/Button";
import { Checkbox } from "../controls/Choice";
import { Dialogue } from "../controls/Dialogue";
import { TextField } from "../controls/Field";
import { Form } from "../controls/Form";
import { Problem } from "../controls/Notice";
import { useL10n } from "../l10n/L10n";
import css from "./SendFiles.module.css";
import type { Files } from "./useFiles";

export function SendFiles({ files, roomName }: { files: Files; roomName: string }) {
  const { t, size } = useL10n();
  const [whole, setWhole] = useState(false);
  const form = useId();
  const list = useRef<HTMLUListElement>(null);
  const { waiting, sending, sendingProblem } = files;
  // What had the focus may have gone with its file.
  useEffect(() => {
    if (sendingProblem) list.current?.querySelector("input")?.focus();
  }, [sendingProblem]);
  return (
    <Dialogue
      title={t("send-files-title", { count: waiting.length })}
      onClose={files.stop}
      data-testid="send-files"
      footer={
        <>
          <Button onPress={files.stop} isDisabled={sending}>
            {t("cancel")}
          </Button>
          <Button look="primary" type="submit" form={form} data-testid="send-files-go">
            {t("send-files-go")}
          </Button>
        </>
      }
    >
      <Form id={form} className={css.form} onSubmit={() => files.send(whole)}>
        <p className={css.where}>{t("send-files-where", { name: roomName })}</p>
        <ul ref={list} className={css.files}>
          {waiting.map(({ key, name, size: bytes, caption }, index) => (
            <li key={key} data-testid="waiting-file">
              <div role="group" aria-label={name} className={css.file}>
                <div className={css.line}>
                  <p className={css.name}>
                    <bdi>{name}</bdi>
                    <span className={css.size}>{size(bytes)}</span>
                  </p>
                  {waiting.length > 1 ? (
                    <IconButton icon="close" small label={t("send-files-leave-out", { name })} onPress={() => files.leaveOut(key)} />
                  ) : null}
                </div>
                <TextField
                  label={t("send-files-caption")}
                  value={caption}
                  onChange={(value) => files.setCaption(key, value)}
                  maxLength={2000}
                  autoFocus={index === 0}
                  data-testid="file-caption"
                />
              </div>
            </li>
          ))}
        </ul>
        {files.mayStayWhole ? (
          <Checkbox checked={whole} onChange={setWhole} data-testid="send-files-whole">
            {t("send-files-whole")}
          </Checkbox>
        ) : null}
        <Problem problem={sendingProblem} />
      </Form>
    </Dialogue>
  );
}
