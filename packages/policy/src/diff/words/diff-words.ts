import type { PolicyDiff } from "../policy-diff.ts";
import { thousandsApart } from "./thousands-apart.ts";

/** What a diff comes to, in a reviewer's words. */
export interface DiffWords {
  /** Names and versions. */
  readonly title: string;
  /** How many request classes change, of how many. */
  readonly classes: string;
  /** What the first choices of all classes come to. */
  readonly verdict: string;
}

export function diffWords(diff: PolicyDiff): DiffWords {
  const all = thousandsApart(`${diff.classes}`);
  return {
    title: titleOf(diff),
    classes:
      diff.changed === 0n
        ? `none of ${all} request classes changes`
        : `${thousandsApart(`${diff.changed}`)} of ${all} request classes change`,
    verdict: VERDICTS[diff.verdict],
  };
}

const VERDICTS: Readonly<Record<PolicyDiff["verdict"], string>> = {
  equivalent: "equivalent: every request is planned as before",
  "same-endpoints": "every request may reach the same endpoints as before",
  narrower: "narrower: requests may reach fewer endpoints, and none more",
  wider: "wider: requests may reach more endpoints, and none fewer",
  incomparable: "incomparable: some requests may reach more endpoints, some fewer",
};

function titleOf({ before, after }: PolicyDiff): string {
  const name = before.name === after.name ? after.name : `${before.name} → ${after.name}`;
  const versions =
    before.version === after.version
      ? `v${after.version}`
      : `v${before.version} → v${after.version}`;
  return `${name} ${versions}`;
}
