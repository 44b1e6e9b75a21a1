import type { Locate } from "@switchyard/policy";
import type { Fault } from "../faults/fault.ts";
import type { IncidentDocument } from "../incidents/incident-document.ts";
import type { PolicySet } from "./change-bundle.ts";
import type { CheckDocument, Phase } from "./check-document.ts";
import type { Metric, MetricUnit } from "./metric.ts";
import type { Arrivals } from "../workload/arrivals.ts";
import type { ListedAsk } from "../workload/create-listed-workload.ts";
import type { Conversations } from "../workload/conversation.ts";
import type { Surge } from "../workload/with-surge.ts";
import type { MixDocument, ScenarioDocument } from "./scenario-document.ts";

/** Which asks a check is about. */
export type CheckScope =
  | { readonly kind: "all" }
  | { readonly kind: "phase"; readonly phase: Phase }
  | { readonly kind: "fault"; readonly fault: string };

/** One expectation with its bound read. */
export interface Check {
  /** Position in the scenario's `expect`, from 0: `/expect/N` points to it. */
  readonly index: number;
  readonly metric: Metric;
  readonly unit: MetricUnit;
  readonly comparison: ">=" | "<=" | "==" | ">" | "<";
  /** Share 0 to 1, milliseconds, micro-US-dollars, a count or a ratio, by `unit`. */
  readonly bound: number;
  readonly scope: CheckScope;
  readonly route?: string;
  /** Whether the bound holds for each route by itself. */
  readonly perRoute: boolean;
  readonly budget?: string;
  readonly written: CheckDocument;
}

/** What ends a rehearsal before its time. */
export interface StopCondition {
  /** It is so when the check holds. */
  readonly check: Check;
  /** How long it has to be so without a break. 0: the first time ends it. */
  readonly forMs: number;
  /** Such as `availability < 90% for 30s`. */
  readonly text: string;
}

/** The same rehearsal with a changed policy. */
export interface Comparison {
  readonly name: string;
  /** Empty: the policy as it is. */
  readonly set: PolicySet;
  readonly checks: readonly Check[];
}

/** How a budget stands when the rehearsal begins. */
export type Opening =
  | { readonly kind: "spent"; readonly microUsd: number }
  | { readonly kind: "spent-share"; readonly share: number }
  | { readonly kind: "left"; readonly microUsd: number }
  | { readonly kind: "lasts"; readonly durationMs: number };

/** A rehearsal's inputs with every quantity read. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly seed: string;
  /** The real incident that it plays. */
  readonly incident?: IncidentDocument;
  /** Wall clock at the start, milliseconds since 1970 (UTC). */
  readonly startAtMs: number;
  readonly workload: {
    /** A shipped trace, or a CSV file's path. Absent: `asks` are listed. */
    readonly trace?: string;
    /** When requests come. Absent: at the trace's own instants. */
    readonly arrivals?: Arrivals;
    /** The traffic, ask by ask. Absent: it follows the trace. */
    readonly asks?: readonly ListedAsk[];
    readonly durationMs?: number;
    readonly requests?: number;
    readonly speed: number;
    readonly surge?: Surge;
    readonly conversations?: Conversations;
    /** Share of the requests whose answers are streamed, 0 to 1. */
    readonly streamShare: number;
  };
  readonly mix: MixDocument;
  /** By budget id or `@total`. */
  readonly opening: Readonly<Record<string, Opening>>;
  /** Those of the scenario, and after them those of its world. */
  readonly faults: readonly Fault[];
  readonly checks: readonly Check[];
  /** Each of them ends the rehearsal early. */
  readonly stops: readonly StopCondition[];
  readonly comparisons: readonly Comparison[];
  /** The document that it was read from. */
  readonly written: ScenarioDocument;
  /** Where a value stands in the scenario's file. */
  readonly locate: Locate;
}
