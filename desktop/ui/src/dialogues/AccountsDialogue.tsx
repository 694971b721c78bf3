/** The accounts on this computer, each in a window of its own; and one more. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Dialogue } from "../controls/Dialogue";
import { Problem } from "../controls/Notice";
import type { AccountEntry } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { useBackend, useTask } from "../state/backend";
import css from "../trust/Trust.module.css";

export function AccountsDialogue({ onClose }: { onClose: () => void }) {
  const backend = useBackend();
  const { t } = useL10n();
  const { run, problem } = useTask();
  const [accounts, setAccounts] = useState<AccountEntry[] | null>(null);
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    void run(async () => setAccounts(await backend.accounts()));
  }, [backend, run]);
  const add = () =>
    void run(async () => {
      await backend.addAccount();
      setOpened(true);
    });
  // Without a key ring nobody knows what the account of another window is called: it is counted.
  const words = (account: AccountEntry, index: number) =>
    account.name === ""
      ? t("accounts-unnamed", { number: index + 1 })
      : t("organisation-of", { name: account.name, organisation: account.organisation });
  return (
    <Dialogue title={t("accounts-title")} onClose={onClose} wide data-testid="accounts-dialogue">
      <p>{t("accounts-text")}</p>
      {accounts === null && problem === null ? <p role="status">{t("accounts-loading")}</p> : null}
      <ul className={css.devices}>
        {(accounts ?? []).map((account, index) => (
          <li key={account.profile} className={css.device} data-testid="account" data-profile={account.profile}>
            <p className={`${css.about} ${css.name}`}>
              <bdi>{words(account, index)}</bdi>
            </p>
            {account.this ? (
              <span className={css.this}>{t("accounts-this")}</span>
            ) : (
              <Button
                small
                onPress={() => void run(() => backend.openAccount(account.profile))}
                aria-label={t("accounts-open-label", { account: words(account, index) })}
                data-testid="account-open"
              >
                {t("accounts-open")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <p role="status" className={opened ? "" : "visually-hidden"} data-testid="account-opened">
        {opened ? t("accounts-opened") : ""}
      </p>
      <Problem problem={problem} />
      <div className={css.actions}>
        <Button onPress={add} data-testid="account-add">
          {t("accounts-add")}
        </Button>
      </div>
    </Dialogue>
  );
}
