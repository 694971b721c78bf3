/** Organisations and units as a tree; what is below a unit is asked for when it is opened. */
import { useCallback, useEffect, useState } from "react";
import { Button, Tree, TreeItem, TreeItemContent } from "react-aria-components";
import { Icon } from "../controls/Icon";
import type { BranchView, ProblemView } from "../ipc/types";
import { useL10n } from "../l10n/L10n";
import { asProblem, useBackend } from "../state/backend";
import css from "./Browse.module.css";

export type BrowseTarget = { organisationId: string; path: string[] };

const ROOT = "[]";

/** A branch as a key of the tree. */
export function keyOf(organisationId: string, path: readonly string[]): string {
  return JSON.stringify([organisationId, ...path]);
}

/** The keys of an organisation or unit and of everything above it, outermost first. */
export function keysTo({ organisationId, path }: BrowseTarget): string[] {
  return [...Array(path.length + 1).keys()].map((depth) => keyOf(organisationId, path.slice(0, depth)));
}

function targetOf(key: string): BrowseTarget {
  const [organisationId = "", ...path] = JSON.parse(key) as string[];
  return { organisationId, path };
}

type BranchTreeProps = { target: BrowseTarget | null; onSelect: (branch: BranchView) => void; onProblem: (problem: ProblemView) => void };

export function BranchTree({ target, onSelect, onProblem }: BranchTreeProps) {
  const backend = useBackend();
  const { t } = useL10n();
  const [below, setBelow] = useState(() => new Map<string, BranchView[]>());
  const [expanded, setExpanded] = useState(() => new Set<string>(target ? keysTo(target).slice(0, -1) : []));
  const [selected, setSelected] = useState<string | null>(null);

  const load = useCallback(
    async (key: string): Promise<BranchView[]> => {
      const { organisationId, path } = key === ROOT ? { organisationId: null, path: [] } : targetOf(key);
      const found = await backend.branches(organisationId, path);
      setBelow((before) => new Map(before).set(key, found));
      return found;
    },
    [backend],
  );

  useEffect(() => {
    let current = true;
    const walk = async () => {
      let branches = await load(ROOT);
      for (const key of target ? keysTo(target) : []) {
        const branch = branches.find((one) => keyOf(one.organisation_id, one.path) === key);
        if (!current || !branch) return;
        setSelected(key);
        if (branch.path.length === target?.path.length) {
          onSelect(branch);
          return;
        }
        branches = await load(key);
      }
    };
    walk().catch((error: unknown) => {
      if (current) onProblem(asProblem(error));
    });
    return () => {
      current = false;
    };
  }, [load, target, onSelect, onProblem]);

  const find = (key: string): BranchView | undefined =>
    [...below.values()].flat().find((one) => keyOf(one.organisation_id, one.path) === key);

  const item = (branch: BranchView) => {
    const key = keyOf(branch.organisation_id, branch.path);
    return (
      <TreeItem
        key={key}
        id={key}
        textValue={`${branch.name}, ${t("people-number", { count: branch.people })}`}
        hasChildItems={branch.has_units}
        className={css.branch ?? ""}
        data-testid="branch"
      >
        <TreeItemContent>
          {({ isExpanded }) => (
            <span className={css.line} data-level={branch.path.length}>
              {branch.has_units ? (
                <Button slot="chevron" className={`${css.chevron} ${isExpanded ? css.open : ""}`}>
                  <Icon name="chevron" size={16} />
                </Button>
              ) : (
                <span className={css.chevron} />
              )}
              <span className={css.branchName}>{branch.name}</span>
              <span className={css.number}>{branch.people}</span>
            </span>
          )}
        </TreeItemContent>
        {below.get(key)?.map(item) ?? (branch.has_units ? loading(key) : null)}
      </TreeItem>
    );
  };

  // Also what lets the keyboard open a branch: the tree looks for children, not for the promise of some.
  const loading = (key: string) => (
    <TreeItem id={`${key} …`} textValue={t("details-loading")} isDisabled className={css.branch ?? ""}>
      <TreeItemContent>
        <span className={css.line}>
          <span className={css.chevron} />
          <span className={css.above}>{t("details-loading")}</span>
        </span>
      </TreeItemContent>
    </TreeItem>
  );

  const roots = below.get(ROOT);
  if (!roots) return <p role="status">{t("details-loading")}</p>;
  return (
    <Tree
      aria-label={t("browse-tree")}
      className={css.tree ?? ""}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={selected === null ? [] : [selected]}
      onSelectionChange={(keys) => {
        const [first] = keys === "all" ? [] : keys;
        const branch = first === undefined ? undefined : find(String(first));
        if (!branch) return;
        setSelected(String(first));
        onSelect(branch);
      }}
      expandedKeys={expanded}
      onExpandedChange={(keys) => {
        const now = new Set([...keys].map(String));
        setExpanded(now);
        for (const key of now) {
          if (!below.has(key)) load(key).catch((error: unknown) => onProblem(asProblem(error)));
        }
      }}
      data-testid="tree"
    >
      {roots.map(item)}
    </Tree>
  );
}
