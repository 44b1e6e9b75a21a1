import type { SwitchyardEvent } from "@switchyard/contract";
import { createBundle, loadPolicy, type LoadedBundle } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { rehearse, shippedScenario } from "@switchyard/simulator";
import { beforeAll, describe, expect, test } from "vitest";

/** The shipped policy whose quick route prunes low-risk asks to so many tokens, or none at all. */
function pruningTo(tokens: number | undefined): LoadedBundle {
  const { policy, catalog } = openBundle();
  const routes = policy.document.routes.map(({ context, ...route }) =>
    tokens === undefined || context === undefined
      ? route
      : { ...route, context: { ...context, pruneToTokens: tokens } },
  );
  return createBundle(loadPolicy({ ...policy.document, routes }), catalog);
}

interface Measured {
  readonly pruned: ReadonlySet<string>;
  /** By ask: what it cost, and the true (simulated) quality of its answer. */
  readonly costMicroUsd: ReadonlyMap<string, number>;
  readonly quality: ReadonlyMap<string, number>;
}

async function measure(bundle: LoadedBundle): Promise<Measured> {
  const pruned = new Set<string>();
  const costs = new Map<string, number>();
  const served = new Map<string, number>();
  const answers = new Map<string, number>();
  const record = (event: SwitchyardEvent): void => {
    if (event.type === "context-pruned") pruned.add(event.askId);
    if (event.type === "wire-served") served.set(event.attemptId, event.quality ?? 0);
    if (event.type === "attempt-ended" && event.outcome === "ok")
      answers.set(event.askId, served.get(event.attemptId) ?? 0);
    if (event.type === "ask-answered") costs.set(event.askId, event.costMicroUsd);
  };
  const scenario = shippedScenario("conversations");
  await rehearse({ scenario, bundle, requests: 1_200, sinks: [{ record }] });
  return { pruned, costMicroUsd: costs, quality: answers };
}

function meanOf(values: ReadonlyMap<string, number>, asks: ReadonlySet<string>): number {
  const each = [...asks].flatMap((ask) => values.get(ask) ?? []);
  return each.reduce((sum, value) => sum + value, 0) / each.length;
}

describe("a rehearsal of long conversations, beside the same one without pruning", () => {
  let off: Measured;
  let on: Measured;
  beforeAll(async () => {
    off = await measure(pruningTo(undefined));
    on = await measure(pruningTo(1_000));
  });

  test("more than a hundred asks are pruned, and those cost less", () => {
    expect(off.pruned.size).toBe(0);
    expect(on.pruned.size).toBeGreaterThan(100);
    expect(meanOf(on.costMicroUsd, on.pruned)).toBeLessThan(
      0.85 * meanOf(off.costMicroUsd, on.pruned),
    );
  });

  test("their quality falls, by what was spoken of and left out, and not below the floor", () => {
    const before = meanOf(off.quality, on.pruned);
    const after = meanOf(on.quality, on.pruned);
    expect(after).toBeLessThan(before);
    expect(before - after).toBeLessThan(0.1);
  });
});
