import type { LoadedBundle } from "@switchyard/policy";
import type { AskDocument, Fault, OpeningDocument, ScenarioDocument } from "@switchyard/simulator";
import * as fc from "fast-check";
import { callerWords, intentAndRisk, patience } from "./class-words.ts";
import { faultPlans } from "./fault-plans.ts";
import { mostly } from "./some-of.ts";

export interface ScenarioConstraints {
  /** At least so many asks. Default: 1. */
  readonly asksMin?: number;
  /** At most so many. Default: 20. */
  readonly asksMax?: number;
  /** At most so many faults at a time. Default: 3. */
  readonly faultsMax?: number;
  /** Whether some answers are streamed. Default: true. */
  readonly streams?: boolean;
}

/** Seconds of virtual time in which the asks come: enough for breakers and rungs to open again. */
const SPAN_S = 300;

/**
 * Rehearsals of a policy: asks of its own domains, faults aimed at its own providers, models and
 * regions, and budgets that are partly spent. They shrink to one plain ask in a healthy world.
 */
export function scenarios(
  { bundle }: LoadedBundle,
  constraints: ScenarioConstraints = {},
): fc.Arbitrary<ScenarioDocument> {
  const { asksMin = 1, asksMax = 20, faultsMax = 3, streams = true } = constraints;
  return fc
    .record({
      seed: fc.nat({ max: 999 }),
      asks: fc.array(anAsk(bundle, streams), { minLength: asksMin, maxLength: asksMax }),
      faults: faultPlans(bundle, { faultsMax, spanS: SPAN_S }),
      budgets: openings(bundle),
    })
    .map(({ seed, asks, faults, budgets }) => scenarioOf(seed, asks, faults, budgets));
}

function scenarioOf(
  seed: number,
  asks: readonly AskDocument[],
  faults: readonly Fault[],
  budgets: Readonly<Record<string, OpeningDocument>>,
): ScenarioDocument {
  return {
    schema: "switchyard/scenario/v1",
    name: "generated",
    title: "A generated rehearsal",
    description: `${asks.length} asks and ${faults.length} faults, found by a property test.`,
    seed,
    start: "2026-11-24T12:00:00Z",
    workload: { asks },
    ...(Object.keys(budgets).length > 0 && { budgets }),
    faults,
    expect: [{ metric: "violations", is: "== 0" }],
  };
}

/** Asks of a policy's domains, some of them outside every route. */
export function asks(bundle: LoadedBundle): fc.Arbitrary<AskDocument> {
  return anAsk(bundle.bundle, true);
}

function anAsk({ policy }: LoadedBundle["bundle"], streams: boolean): fc.Arbitrary<AskDocument> {
  return fc
    .record({
      words: intentAndRisk(policy),
      at: fc.nat({ max: SPAN_S }),
      ...callerWords(policy),
      slaMs: patience(policy),
      inputTokens: mostly(100, 1, 2_000, 12_000),
      outputTokens: mostly(50, 1, 800),
      quality: mostly(1, 0.5, 0.85),
      stream: streams ? mostly(false, true) : fc.constant(false),
      patienceMs: mostly<number | null>(null, null, 50, 600),
    })
    .map(writtenAsk);
}

type DrawnAsk = Omit<AskDocument, "at" | "intent" | "risk" | "sla" | "abortAfter"> & {
  readonly words: Pick<AskDocument, "intent" | "risk">;
  readonly at: number;
  readonly slaMs: number;
  readonly patienceMs: number | null;
};

function writtenAsk({ words, at, slaMs, patienceMs, ...ask }: DrawnAsk): AskDocument {
  return {
    at: `${at}s`,
    ...words,
    sla: `${slaMs}ms`,
    ...ask,
    ...(patienceMs !== null && { abortAfter: `${patienceMs}ms` }),
  };
}

/** How a policy's budgets stand at the start. */
function openings({
  policy,
}: LoadedBundle["bundle"]): fc.Arbitrary<Readonly<Record<string, OpeningDocument>>> {
  // A route's share of a budget follows from the budget.
  const ids = policy.budgets.map(({ id }) => id).filter((id) => !id.includes("/"));
  const opening = mostly<OpeningDocument | undefined>(
    undefined,
    { spentShare: "90%" },
    { left: "$0.001" },
    { left: "$0" },
  );
  return fc.tuple(...ids.map(() => opening)).map((values) =>
    Object.fromEntries(
      ids.flatMap((id, index) => {
        const value = values[index];
        return value === undefined ? [] : [[id, value] as const];
      }),
    ),
  );
}
