/** Which virus scanner this computer trusts: its fingerprint to compare, since when, and whether another one was refused. */
import { useEffect, useState } from "react";
import { Button } from "../controls/Button";
import { Facts } from "../controls/Facts";
import { Notice, Problem } from "../controls/Notice";
import type { ProblemView, ScannerTrustView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { ask } from "../state/ask";
import { useBackend } from "../state/backend";
import css from "./Settings.module.css";

export function ScannerTrust() {
  const backend = useBackend();
  const { t, date } = useL10n();
  const [trust, setTrust] = useState<ScannerTrustView | null>(null);
  const [problem, setProblem] = useState<ProblemView | null>(null);
  const [copied, setCopied] = useState(false);
  useEffect(() => ask(() => backend.scannerTrust(), setTrust, setProblem), [backend]);
  const fingerprint = trust?.fingerprint ?? null;
  const copy = () =>
    void navigator.clipboard.writeText(fingerprint ?? "").then(
      () => setCopied(true),
      () => undefined,
    );
  return (
    <section className={css.part} data-testid="scanner-trust" data-known={fingerprint !== null}>
      <h3>{t("settings-scanner")}</h3>
      <p>{t("settings-scanner-text")}</p>
      {trust?.refused ? (
        <Notice look="bad">
          <p>{t("settings-scanner-refused", { date: date(trust.refused.seen_at_ms) })}</p>
          <p className={css.fingerprint} data-testid="scanner-refused">
            {trust.refused.fingerprint}
          </p>
          <p>{t("settings-scanner-refused-remedy")}</p>
        </Notice>
      ) : null}
      {trust && fingerprint === null ? <Notice>{t("settings-scanner-none")}</Notice> : null}
      {trust && fingerprint !== null ? (
        <>
          <Facts wide>
            <dt>{t("settings-scanner-fingerprint")}</dt>
            <dd className={css.fingerprint} data-testid="scanner-fingerprint">
              {fingerprint}
            </dd>
            <dt>{t("settings-scanner-since")}</dt>
            <dd>{date(trust.since_ms)}</dd>
            <dt>{t("settings-scanner-changes")}</dt>
            <dd>{trust.changed_at_ms === null ? t("settings-scanner-unchanged") : t("settings-scanner-changed")}</dd>
          </Facts>
          <div className={css.actions}>
            <Button onPress={copy} data-testid="scanner-copy">
              {t("settings-scanner-copy")}
            </Button>
            <p role="status" className={css.muted}>
              {copied ? t("settings-scanner-copied") : ""}
            </p>
          </div>
        </>
      ) : null}
      <Problem problem={problem} />
    </section>
  );
}
