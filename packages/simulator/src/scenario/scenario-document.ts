import { Count, DurationText, Fraction, Id, MoneyText, PercentText } from "@switchyard/contract";
import { z } from "zod";
import { Fault } from "../faults/fault.ts";
import { IncidentDocument } from "../incidents/incident-document.ts";
import { ArrivalsDocument } from "./arrivals-document.ts";
import { CheckDocument } from "./check-document.ts";
import { ComparisonDocument } from "./comparison-document.ts";
import { StopDocument } from "./stop-document.ts";

/** More clients for a while. */
export interface SurgeDocument {
  /** Requests in place of each recorded one. 2 to 20. */
  readonly times: number;
  /** Start, counted from the start of the rehearsal. */
  readonly at: DurationText;
  readonly for: DurationText;
}

/** One ask of a listed workload. */
export interface AskDocument {
  /** Counted from the start of the rehearsal. */
  readonly at: DurationText;
  readonly intent: string;
  readonly risk: string;
  /** Default: the policy's, like the two below. */
  readonly segment?: string;
  readonly locale?: string;
  readonly residency?: string;
  /** How long the caller waits. */
  readonly sla: DurationText;
  readonly inputTokens: number;
  /** How long the model's answer would be without a limit. */
  readonly outputTokens: number;
  /** True quality of an answer by a model that does not fail, 0 to 1. Default: 1. */
  readonly quality?: number;
  /** Whether the answer is streamed. Default: false. */
  readonly stream?: boolean;
  /** How long after the ask its caller gives up. Default: never. */
  readonly abortAfter?: DurationText;
}

/** Traffic: a recorded workload's arrivals and sizes, arrivals of a model, or a list of asks. */
export interface WorkloadDocument {
  /**
   * A shipped trace, or a CSV file's path as seen from the scenario's folder. Default: none; with
   * `arrivals`, `azure-2023-conversation`.
   */
  readonly trace?: string;
  /** In place of the trace's instants; the sizes stay the trace's. They need a `duration`. */
  readonly arrivals?: ArrivalsDocument;
  /** In place of a trace: the asks themselves. The other keys are for traces. */
  readonly asks?: readonly AskDocument[];
  /** Default: the whole trace. Counted after `speed`. */
  readonly duration?: DurationText;
  /** At most so many requests, the first ones. */
  readonly requests?: number;
  /** 2 = twice as many a second. 0.01 to 100. Default: 1. */
  readonly speed?: number;
  /** Requests before it stay as they are. Default: none. */
  readonly surge?: SurgeDocument;
  /**
   * So large a share of asks is the last turn of a conversation, its recorded input told over so
   * many turns; some of them speak of an earlier turn. Default: none.
   */
  readonly conversations?: { readonly share: PercentText; readonly turns: number };
  /** Share of the requests whose answers are streamed, each drawn by itself. Default: 0%. */
  readonly streams?: PercentText;
}

/** Relative frequencies by name; what is not named keeps the derived one. */
export type Weights = Readonly<Record<string, number>>;

/** Who asks for what, where the derived mix is not wanted. */
export interface MixDocument {
  readonly intents?: Weights;
  readonly risks?: Weights;
  readonly segments?: Weights;
  readonly locales?: Weights;
  readonly residencies?: Weights;
}

/** How a budget stands when the rehearsal begins. */
export type OpeningDocument =
  | { readonly spent: MoneyText }
  | { readonly spentShare: PercentText }
  | { readonly left: MoneyText }
  /** What is left is the expected spend of so much of the workload, with its faults. */
  | { readonly lasts: DurationText };

/** A rehearsal's inputs, as written in YAML. */
export interface ScenarioDocument {
  readonly schema: "switchyard/scenario/v1";
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** Equal seeds give equal bytes. */
  readonly seed: string | number;
  /** The wall clock's first instant: it decides prices and budget windows. */
  readonly start: string;
  /** The real incident that it plays. Default: none. */
  readonly incident?: IncidentDocument;
  /**
   * A shipped scenario whose faults are part of the world of this one, such as `calm-day`: they
   * are there in a rehearsal without an incident too, and no phase counts them. Default: no faults.
   */
  readonly world?: string;
  readonly workload: WorkloadDocument;
  readonly mix?: MixDocument;
  /** By budget id, or `@total` for the policy's first budget that covers everything. */
  readonly budgets?: Readonly<Record<string, OpeningDocument>>;
  readonly faults: readonly Fault[];
  readonly expect: readonly CheckDocument[];
  /** Ends the rehearsal early as soon as one of them is so: it has failed. Default: nothing does. */
  readonly stopWhen?: readonly StopDocument[];
  /** Further runs of the same, with the same seed. Default: none. */
  readonly compare?: readonly ComparisonDocument[];
}

/** Faults of a scenario, at most. */
export const FAULTS_MAX = 100;

const weights = z.record(z.string(), z.number().nonnegative());

const opening = z.union(
  [
    z.strictObject({ spent: MoneyText }),
    z.strictObject({ spentShare: PercentText }),
    z.strictObject({ left: MoneyText }),
    z.strictObject({ lasts: DurationText }),
  ],
  { error: "write one of { spent: $490 }, { spentShare: 98% }, { left: $6 }, { lasts: 17m }" },
);

const ask = z.strictObject({
  at: DurationText,
  intent: z.string().min(1),
  risk: z.string().min(1),
  segment: z.string().min(1).exactOptional(),
  locale: z.string().min(1).exactOptional(),
  residency: z.string().min(1).exactOptional(),
  sla: DurationText,
  inputTokens: Count,
  outputTokens: Count,
  quality: Fraction.exactOptional(),
  stream: z.boolean().exactOptional(),
  abortAfter: DurationText.exactOptional(),
});

/** Reports which keys of a workload do not go together. */
function reportWorkload(workload: WorkloadDocument, context: z.RefinementCtx): void {
  const { trace, arrivals, asks, ...rest } = workload;
  const report = (path: readonly string[], message: string): void =>
    context.addIssue({ code: "custom", path: [...path], message, input: workload });
  if (asks !== undefined) {
    if (trace !== undefined || arrivals !== undefined || Object.keys(rest).length > 0)
      report([], "asks that are listed are all of the traffic; give nothing beside them");
  } else if (trace === undefined && arrivals === undefined) {
    report([], "give one of trace, such as azure-2023-conversation, arrivals, or asks");
  }
  if (arrivals === undefined) return;
  if (rest.duration === undefined)
    report(["arrivals"], "arrivals do not end by themselves; say when, such as duration: 20m");
  if (rest.speed !== undefined)
    report(["speed"], "speed is of a trace's instants; change the arrivals, and leave speed out");
  if (arrivals.model === "closed" && rest.surge !== undefined)
    report(["surge"], "users come when they are answered; give more users, and leave surge out");
}

/** Parses a scenario. Strict: an unknown key is an error. */
export const ScenarioDocument: z.ZodType<ScenarioDocument> = z.strictObject({
  schema: z.literal("switchyard/scenario/v1"),
  name: Id,
  title: z.string().min(1).max(80),
  description: z.string().min(1),
  seed: z.union([z.string().min(1).max(64), z.int().nonnegative()], {
    error: "write a whole number, or a text of up to 64 characters",
  }),
  start: z.iso.datetime({ error: "write an instant in UTC, such as 2026-11-24T09:00:00Z" }),
  incident: IncidentDocument.exactOptional(),
  world: Id.exactOptional(),
  workload: z
    .strictObject({
      trace: z.string().min(1).exactOptional(),
      arrivals: ArrivalsDocument.exactOptional(),
      asks: z.array(ask).min(1).max(10_000).exactOptional(),
      duration: DurationText.exactOptional(),
      requests: Count.exactOptional(),
      speed: z.number().min(0.01).max(100).exactOptional(),
      conversations: z
        .strictObject({ share: PercentText, turns: z.int().min(2).max(100) })
        .exactOptional(),
      surge: z
        .strictObject({ times: z.int().min(2).max(20), at: DurationText, for: DurationText })
        .exactOptional(),
      streams: PercentText.exactOptional(),
    })
    .superRefine(reportWorkload),
  mix: z
    .strictObject({
      intents: weights.exactOptional(),
      risks: weights.exactOptional(),
      segments: weights.exactOptional(),
      locales: weights.exactOptional(),
      residencies: weights.exactOptional(),
    })
    .exactOptional(),
  budgets: z.record(z.string(), opening).exactOptional(),
  faults: z.array(Fault).max(FAULTS_MAX),
  expect: z.array(CheckDocument).min(1).max(200),
  stopWhen: z.array(StopDocument).max(20).exactOptional(),
  compare: z.array(ComparisonDocument).max(10).exactOptional(),
});
