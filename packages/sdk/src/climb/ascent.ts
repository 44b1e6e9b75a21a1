import type {
  BudgetLine,
  Catalog,
  OutputFormat,
  Plan,
  Policy,
  RequestClass,
  Route,
} from "@switchyard/contract";
import type { BudgetCharge } from "@switchyard/policy";
import type { SchemaChecker } from "../judge/schema-checker.ts";
import type { SpendAdmission } from "../spend/create-spend-control.ts";
import type { AskRefusal } from "./ask-refusal.ts";
import type { ClosedRung } from "../ladder/rung-book.ts";

/** What stays as it is while one ask climbs its ladder. */
export interface Ascent {
  readonly askId: string;
  readonly taskId: string;
  readonly policy: Policy;
  readonly catalog: Catalog;
  /** Without the closed rungs. */
  readonly plan: Plan;
  /** Rungs of the route's plan that are closed to this ask. */
  readonly closed: readonly ClosedRung[];
  /** The route that took the request. */
  readonly route: Route;
  readonly request: RequestClass;
  /** Bound of the request's input by any tokenizer; a rung's instruction comes on top. */
  readonly inputTokensMax: number;
  /** The caller's own limit, if any. */
  readonly outputTokensMax: number | undefined;
  /** The JSON that the caller asked for. Undefined: text. */
  readonly output: OutputFormat | undefined;
  /** Whether the answer is shown as it arrives. Then calls are not hedged: one text is shown. */
  readonly streams: boolean;
  readonly schemas: SchemaChecker;
  /** What the policy's spend levels make of the ask. */
  readonly spend: SpendAdmission;
  /** Why it may call no model. Undefined: it may. */
  readonly refusal: AskRefusal | undefined;
  /** Whether the conversation was cut to the route's size: its scores say how that does. */
  readonly isPruned: boolean;
  /** Routes of the judges that are asked about this ask. */
  readonly judges: readonly string[];
  /** Monotonic, like the deadline. */
  readonly startedAtMs: number;
  readonly deadlineAtMs: number;
  /** The endpoint that the plan has first because it answered the conversation last. */
  readonly kept: string | undefined;
  /** Endpoints that cannot be called here, with the cause. */
  readonly absent: Readonly<Record<string, string>>;
  /** The budgets that a call is charged to. */
  readonly budgetLines: (charge: BudgetCharge, epochMs: number) => readonly BudgetLine[];
}

/** Live state, read anew before every step. */
export interface Live {
  /** Monotonic. */
  readonly nowMs: number;
  readonly epochMs: number;
  /** By endpoint id; half-open: a probe is free. */
  readonly breakers: Readonly<Record<string, "open" | "half-open">>;
  /** How much longer a used-up rate limit holds an endpoint back, in milliseconds. */
  readonly held: Readonly<Record<string, number>>;
  /** Observed p95 latencies by endpoint id, in levels. */
  readonly latencyMsP95: Readonly<Record<string, number>>;
  /** Endpoints whose retry budget is spent. */
  readonly retriesRefused: ReadonlySet<string>;
  /** Whether a call has ended that the machine was not told of yet. */
  readonly landed: boolean;
  /** Whether the caller has ended the ask. */
  readonly aborted: boolean;
}

/** Time left, to the microsecond: a float's last digit must not outlive the deadline. */
export function remainingMs(
  { deadlineAtMs }: Pick<Ascent, "deadlineAtMs">,
  { nowMs }: Pick<Live, "nowMs">,
): number {
  return Math.round((deadlineAtMs - nowMs) * 1_000) / 1_000;
}
