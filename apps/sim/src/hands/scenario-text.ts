import type { Fault, Scenario } from "@switchyard/simulator";
import { stringify } from "yaml";

/** What was done to a rehearsal. */
export interface DoneByHand {
  readonly scenario: Scenario;
  readonly seed: string;
  /** All faults, as the run had them. */
  readonly faults: readonly Fault[];
  /** Spent when the run began, by budget id. */
  readonly openingMicroUsd: Readonly<Record<string, number>>;
  /** The file's name without its ending; the scenario's name too. */
  readonly name: string;
  /** The command that rehearses it again. */
  readonly command: string;
}

const LINE_COLUMNS = 100;

/**
 * A rehearsal with what was done to it, as a scenario that gives the same events again. What depends
 * on the faults, a balance that lasts for so long, is written as the money it was.
 */
export function scenarioText(done: DoneByHand): string {
  const { scenario, seed, faults, openingMicroUsd, name, command } = done;
  // The faults of its world are among all faults, each marked as ambient.
  const { world: _named, ...written } = scenario.written;
  const { workload, opening } = scenario;
  const isFixed = Object.values(opening).every(({ kind }) => kind !== "lasts");
  const spent = Object.entries(openingMicroUsd).map(([id, microUsd]) => [
    id,
    { spent: moneyText(microUsd) },
  ]);
  const document = {
    ...written,
    name,
    seed,
    workload: {
      ...written.workload,
      ...(workload.trace !== undefined && { trace: workload.trace }),
    },
    ...(!isFixed && { budgets: Object.fromEntries(spent) }),
    faults,
  };
  const head = `# A rehearsal with what was done to it by hand. The same again:\n#   ${command}\n`;
  return `${head}${stringify(document, { lineWidth: LINE_COLUMNS })}`;
}

/** Exact to the micro-dollar. */
function moneyText(microUsd: number): string {
  const digits = String(microUsd).padStart(7, "0");
  return `$${digits.slice(0, -6)}.${digits.slice(-6)}`;
}
