import { shellWord } from "@switchyard/policy";
import type { ScenarioDocument } from "@switchyard/simulator";
import * as fc from "fast-check";
import { stringify } from "yaml";
import { scenarios, type ScenarioConstraints } from "../arbitraries/scenarios.ts";
import type { Breach, Invariant } from "../invariants/invariant.ts";
import { breachesOf, invariants } from "../invariants/invariants.ts";
import { play, type AskOf } from "../play/play.ts";
import { openPolicy, optionsOf, type PolicyUnderTest } from "./policy-under-test.ts";

export interface CheckOptions extends ScenarioConstraints {
  /** Random rehearsals. Default: 100. */
  readonly numRuns?: number;
  /** Equal seeds give equal rehearsals. Default: drawn by fast-check; the result tells it. */
  readonly seed?: number;
  /** What must hold. Default: all of `invariants`; add your own to them. */
  readonly invariants?: readonly Invariant[];
  /** What is tested. Default: the SDK's router. */
  readonly createAsk?: AskOf;
}

/** What a check found. */
export interface PolicyCheck {
  /** Whether every rehearsal held every invariant. */
  readonly ok: boolean;
  readonly seed: number;
  /** Rehearsals played before shrinking. */
  readonly runs: number;
  readonly counterexample?: Counterexample;
}

/** The smallest rehearsal found that breaks an invariant. */
export interface Counterexample {
  readonly breaches: readonly Breach[];
  readonly scenario: ScenarioDocument;
  /** The scenario as a file's text. */
  readonly scenarioYaml: string;
  /**
   * Plays it again with the SDK's router, once its text is in `found.yaml`, and writes its events
   * down. Absent where policy or catalogue was made in code, so that no command can open it.
   */
  readonly command?: string;
}

/**
 * Rehearses a policy under random asks, faults and budgets, in virtual time and with providers in
 * this process, until an invariant breaks or `numRuns` have passed. What breaks is shrunk.
 *
 * @throws DocumentError for a policy or catalogue that is none
 */
export async function checkPolicy(
  policy: PolicyUnderTest,
  options: CheckOptions = {},
): Promise<PolicyCheck> {
  const { numRuns = 100, invariants: held = invariants, createAsk, seed } = options;
  const bundle = openPolicy(policy);
  const played = (scenario: ScenarioDocument): ReturnType<typeof play> =>
    play({ bundle, scenario, ...(createAsk !== undefined && { createAsk }) });
  const property = fc.asyncProperty(
    scenarios(bundle, options),
    async (scenario) => breachesOf(await played(scenario), held).length === 0,
  );
  const run = await fc.check(property, { numRuns, ...(seed !== undefined && { seed }) });
  const result = { ok: !run.failed, seed: run.seed, runs: run.numRuns };
  if (run.counterexample === null) return result;
  const breachesIn = async (tried: ScenarioDocument): Promise<readonly Breach[]> =>
    breachesOf(await played(tried), held);
  const [found] = run.counterexample;
  const scenario = await withoutNeedless(
    found,
    async (tried) => (await breachesIn(tried)).length > 0,
  );
  const breaches = await breachesIn(scenario);
  const opening = optionsOf(policy);
  const counterexample = {
    breaches,
    scenario,
    scenarioYaml: stringify(scenario),
    ...(opening !== undefined && { command: commandOf(opening) }),
  };
  return { ...result, counterexample };
}

/** Played in this process, as it was found. */
function commandOf(options: readonly string[]): string {
  const words = ["--scenario", "found.yaml", ...options, "--fidelity", "model"];
  const line = ["sim", "chaos", ...words, "--events", "found.jsonl", "--plain"];
  return line.map(shellWord).join(" ");
}

/**
 * Leaves out one ask or fault after the other, and puts the plainest in a fault's place, while it
 * still fails: which asks a fault hits hangs on their places, so the library's shrinking may stop
 * early.
 */
async function withoutNeedless(
  scenario: ScenarioDocument,
  fails: (scenario: ScenarioDocument) => Promise<boolean>,
): Promise<ScenarioDocument> {
  const { faults, workload } = scenario;
  const { asks = [] } = workload;
  const smaller: readonly Partial<ScenarioDocument>[] = [
    ...(asks.length > 1 ? asks : []).map((_, index) => ({
      workload: { asks: asks.toSpliced(index, 1) },
    })),
    ...faults.map((_, index) => ({ faults: faults.toSpliced(index, 1) })),
    ...faults.flatMap((fault, index) => {
      if (!("target" in fault)) return [];
      const { id, target, type, ...rest } = fault;
      if (type === "net.refused" && Object.keys(rest).length === 1) return [];
      const plain = { id, target, at: "0s", type: "net.refused" } as const;
      return { faults: faults.toSpliced(index, 1, plain) };
    }),
  ];
  for (const change of smaller) {
    const tried = { ...scenario, ...change };
    if (await fails(tried)) return await withoutNeedless(tried, fails);
  }
  return scenario;
}

/** A check's result for people, ending in a newline. */
export function formatCheck({ ok, seed, runs, counterexample }: PolicyCheck): string {
  const summary = `${runs} rehearsals, seed ${seed}`;
  if (ok || counterexample === undefined) return `Every invariant held: ${summary}.\n`;
  const { breaches, scenarioYaml, command } = counterexample;
  const lines = breaches.map(({ invariant, askId, message }) =>
    [invariant, ...(askId === undefined ? [] : [askId]), message].join(": "),
  );
  return [
    `An invariant broke (${summary}):`,
    ...lines.map((line) => `  ${line}`),
    ...(command === undefined
      ? ["The smallest rehearsal found; `play` plays it again:"]
      : ["The smallest rehearsal found; save it as found.yaml and run", `  ${command}`]),
    "",
    scenarioYaml,
  ].join("\n");
}
