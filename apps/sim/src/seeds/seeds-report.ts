import type { Fidelity } from "@switchyard/simulator";
import { formatShare } from "../format/quantity.ts";
import { textTable } from "../format/text-table.ts";
import { compareSeeds, summariseSeeds, type FigureDifference } from "./compare-seeds.ts";
import { differenceCells, intervalCells } from "./figure-text.ts";
import type { MeanInterval } from "./mean-interval.ts";
import { FIGURE_FACTS, type FigureFacts, type FigureName } from "./seed-figures.ts";
import type { SeedRun } from "./seed-run.ts";

/** Many seeds of one scenario. */
export interface SeedStudy {
  readonly scenario: string;
  readonly policy: string;
  readonly fidelity: Fidelity;
  /** In the order of the seeds; without those that were interrupted. */
  readonly runs: readonly SeedRun[];
  /** The other policy on the same seeds. */
  readonly against?: { readonly policy: string; readonly runs: readonly SeedRun[] };
  /** Share of the valid seeds that must pass, 0 to 1. */
  readonly passingNeeded: number;
}

/** How many seeds passed. */
export interface Passing {
  readonly passed: number;
  /** Those that a stop condition ended are among them. */
  readonly failed: number;
  /** Rehearsals that show nothing, such as one whose fault hit nobody. */
  readonly notValid: number;
  /** Of the valid ones; null without one. */
  readonly share: number | null;
}

export function passingOf(runs: readonly SeedRun[]): Passing {
  const count = (kind: SeedRun["verdict"]): number =>
    runs.filter(({ verdict }) => verdict === kind).length;
  const [passed, notValid] = [count("pass"), count("not-valid")];
  const failed = count("fail") + count("stopped");
  const share = passed + failed === 0 ? null : passed / (passed + failed);
  return { passed, failed, notValid, share };
}

/** What quality means here, wherever it is shown. */
export const QUALITY_NOTE =
  "Quality is simulated: drawn from the catalogue's scores, not measured on any text.";

const INTERVAL_NOTE =
  "Intervals are 95% by Student's t over seeds, each figure by itself; differences are paired.";

/** The whole study as plain lines; the last one is the verdict. */
export function seedsReport(study: SeedStudy): readonly string[] {
  const { scenario, policy, fidelity, runs, against } = study;
  const table = summaryTable(runs);
  return [
    `${scenario}: ${runs.length} seeds at fidelity ${fidelity}`,
    "",
    `policy ${policy}`,
    ...table,
    ...(against === undefined
      ? []
      : [
          "",
          `against ${against.policy}`,
          ...summaryTable(against.runs),
          "",
          "what the policy changes, on the same seeds",
          ...differenceTable(compareSeeds(runs, against.runs)),
        ]),
    "",
    INTERVAL_NOTE,
    QUALITY_NOTE,
    ...failingLines(runs),
    "",
    passingText(study),
  ];
}

function summaryTable(runs: readonly SeedRun[]): readonly string[] {
  const rows = summariseSeeds(runs).map(({ figure, interval }) => {
    const { caption, unit } = FIGURE_FACTS[figure];
    return [`  ${caption}`].concat(intervalCells(unit, interval));
  });
  return textTable([FIRST, { caption: "mean", align: "right" }, RANGE], rows);
}

function differenceTable(differences: readonly FigureDifference[]): readonly string[] {
  const rows = differences.map(({ figure, interval, change }) => {
    const { caption, unit } = FIGURE_FACTS[figure];
    return [`  ${caption}`].concat(differenceCells(unit, interval), change);
  });
  const change = { caption: "", align: "left" } as const;
  return textTable([FIRST, { caption: "change", align: "right" }, RANGE, change], rows);
}

const FIRST = { caption: "", align: "left" } as const;
const RANGE = { caption: "95% interval", align: "left" } as const;

/** Seeds to look at by themselves. */
function failingLines(runs: readonly SeedRun[]): readonly string[] {
  const failing = runs.filter(({ verdict }) => verdict !== "pass");
  if (failing.length === 0) return [];
  return ["", ...failing.map(({ seed, text }) => `seed ${seed}: ${text}`)];
}

function passingText({ runs, passingNeeded }: SeedStudy): string {
  const { passed, failed, notValid, share } = passingOf(runs);
  const others = notValid === 0 ? "" : `, ${notValid} were not valid`;
  if (share === null) return `NOT VALID: no seed showed anything${others}`;
  const count = `${passed} of ${passed + failed} seeds pass${others}`;
  const isEnough = share >= passingNeeded;
  return `${isEnough ? "PASS" : "FAIL"}: ${count}; ${formatShare(passingNeeded)} must`;
}

/** What `sim chaos --seeds N --json` prints. Version 1; keys may be added, never change meaning. */
export interface SeedsJson {
  readonly version: 1;
  readonly scenario: string;
  readonly policy: string;
  readonly fidelity: Fidelity;
  readonly passing: Passing & { readonly needed: number };
  readonly note: string;
  readonly figures: readonly JsonFigure[];
  readonly seeds: readonly SeedRun[];
  readonly against?: {
    readonly policy: string;
    readonly figures: readonly JsonFigure[];
    readonly seeds: readonly SeedRun[];
    /** This policy's figures less the other's. */
    readonly differences: readonly (JsonFigure & Pick<FigureDifference, "change">)[];
  };
}

interface JsonFigure extends Partial<MeanInterval> {
  readonly figure: FigureName;
  readonly unit: FigureFacts["unit"];
  readonly count: number;
}

export function seedsJson(study: SeedStudy): SeedsJson {
  const { scenario, policy, fidelity, runs, against, passingNeeded } = study;
  return {
    version: 1,
    scenario,
    policy,
    fidelity,
    passing: { ...passingOf(runs), needed: passingNeeded },
    note: QUALITY_NOTE,
    figures: summariseSeeds(runs).map(jsonFigure),
    seeds: runs,
    ...(against !== undefined && {
      against: {
        policy: against.policy,
        figures: summariseSeeds(against.runs).map(jsonFigure),
        seeds: against.runs,
        differences: compareSeeds(runs, against.runs).map(jsonDifference),
      },
    }),
  };
}

function jsonFigure({
  figure,
  seeds,
  interval,
}: ReturnType<typeof summariseSeeds>[number]): JsonFigure {
  return { figure, unit: FIGURE_FACTS[figure].unit, count: seeds, ...interval };
}

function jsonDifference(
  difference: FigureDifference,
): JsonFigure & Pick<FigureDifference, "change"> {
  return { ...jsonFigure(difference), change: difference.change };
}
