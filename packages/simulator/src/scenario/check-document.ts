import { DurationText, Id, MoneyText, PercentText } from "@switchyard/contract";
import { z } from "zod";
import { METRIC_FACTS, METRICS, UNIT_EXAMPLE, type Metric, type MetricUnit } from "./metric.ts";

/**
 * When an ask came: `baseline` before the first fault, `fault` while one is in force, `recovery`
 * at all other times.
 */
export const PHASES = ["baseline", "fault", "recovery"] as const;
export type Phase = (typeof PHASES)[number];

/** What a rehearsal is expected to show, as written. */
export interface CheckDocument {
  readonly metric: Metric;
  /** A comparison and a bound, such as `>= 97%`, `<= 9s`, `<= $6` or `== 0`. */
  readonly is: string;
  /** Only asks that came in this phase. Default: all. */
  readonly phase?: Phase | "all";
  /** Only asks that came while this fault was in force; of `time-to-recover`, the fault itself. */
  readonly fault?: string;
  /** Only asks of this route. */
  readonly route?: string;
  /** `route`: the bound holds for each route by itself. */
  readonly per?: "route";
  /**
   * Only this budget, its opening balance included: `spend` is then a share of its cap. A budget's
   * id, or `@total` for the first one that covers everything.
   */
  readonly budget?: string;
  /** Why it matters; shown when it fails. */
  readonly why?: string;
}

/** Splits `>= 97%` into its comparison and its bound. */
export const COMPARISON: RegExp = /^(>=|<=|==|>|<)\s*(\S+)$/;

const BOUNDS: Readonly<Record<MetricUnit, z.ZodType<string>>> = {
  share: PercentText,
  duration: DurationText,
  money: MoneyText,
  count: z.string().regex(/^\d+$/),
  ratio: z.string().regex(/^\d+(\.\d+)?$/),
};

/** The unit a check's bound is written in. */
export function unitOf({ metric, budget }: Pick<CheckDocument, "metric" | "budget">): MetricUnit {
  return metric === "spend" && budget !== undefined ? "share" : METRIC_FACTS[metric].unit;
}

/** Parses one expectation. Strict. */
export const CheckDocument: z.ZodType<CheckDocument> = z
  .strictObject({
    metric: z.enum(METRICS),
    is: z.string("write a comparison and a bound, such as >= 97%, <= 9s, <= $6 or == 0"),
    phase: z.enum([...PHASES, "all"]).exactOptional(),
    fault: Id.exactOptional(),
    route: z.string().min(1).exactOptional(),
    per: z.literal("route").exactOptional(),
    budget: z.string().min(1).exactOptional(),
    why: z.string().min(1).exactOptional(),
  })
  .superRefine(reportCheck);

/** Reports what does not go together in an expectation. */
export function reportCheck(check: CheckDocument, context: z.RefinementCtx): void {
  const report = (key: string, message: string): void => {
    context.addIssue({ code: "custom", path: [key], message, input: check });
  };
  const unit = unitOf(check);
  const bound = COMPARISON.exec(check.is)?.[2];
  if (bound === undefined || !BOUNDS[unit].safeParse(bound).success)
    report(
      "is",
      `write a comparison and a bound for ${check.metric}, such as ${UNIT_EXAMPLE[unit]}`,
    );
  if (check.phase !== undefined && check.fault !== undefined)
    report("fault", "give phase or fault, not both: a fault is a phase of its own");
  if (check.route !== undefined && check.per !== undefined)
    report("per", "give route or per, not both");
  if (check.budget !== undefined && check.metric !== "spend" && check.metric !== "overspend")
    report("budget", `${check.metric} has no budget; only spend and overspend have`);
  if (isOfAsks(check)) return;
  if (check.metric === "time-to-recover") {
    if (check.fault === undefined)
      report("metric", "name the fault that is recovered from, such as fault: outage");
    for (const key of ["phase", "route", "per"] as const)
      if (check[key] !== undefined) report(key, `a recovery is of a fault; leave ${key} out`);
    return;
  }
  for (const key of ["phase", "fault", "route", "per"] as const)
    if (check[key] !== undefined)
      report(key, `a budget is measured over the whole rehearsal; leave ${key} out`);
}

function isOfAsks({ metric, budget }: CheckDocument): boolean {
  return METRIC_FACTS[metric].isOfAsks && budget === undefined;
}
