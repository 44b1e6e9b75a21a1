import type { AskRequest, Bundle, Policy, Rng, Route } from "@switchyard/contract";
import { outputTokensLimit } from "@switchyard/policy";
import type { Trace } from "../traces/trace.ts";
import type { ClosedArrivals } from "./arrivals.ts";
import {
  drawConversation,
  tellOverTurns,
  type Conversations,
  type ConversationScript,
} from "./conversation.ts";
import { createClassPicker } from "./pick-class.ts";
import { createPromptPool, promptTokens } from "./prompt-pool.ts";
import { extrasOf, type RequestExtras } from "./request-needs.ts";
import type { Mix, TrafficClass } from "./traffic-class.ts";
import { withSurge, type Surge } from "./with-surge.ts";

/** Longer inputs of a trace are cut: a rehearsal's memory stays bounded. */
const INPUT_TOKENS_MAX = 100_000;
/** Part of the largest context window that an input may fill: token counts are upper estimates. */
const CONTEXT_SHARE_MAX = 0.5;
/** An assumption: answers of models that do not fail are this good at least. */
const QUALITY_MIN = 0.8;

export interface WorkloadOptions {
  readonly bundle: Bundle;
  readonly mix: Mix;
  readonly trace: Trace;
  /** All draws are keyed by the request's index: more requests never change earlier ones. */
  readonly rng: Rng;
  /** At most so many, the first ones. Default: all. */
  readonly requests?: number;
  /** Whether a trace with fewer than `requests` begins anew at its end. Default: false. */
  readonly repeats?: boolean;
  /** Later arrivals are left out. Default: none. */
  readonly durationMs?: number;
  /** 2 = twice as many a second. Default: 1. */
  readonly speed?: number;
  /** Default: none. */
  readonly surges?: readonly Surge[];
  /** Default: every ask is one message. */
  readonly conversations?: Conversations;
  /** Share of the requests whose answers are streamed, 0 to 1. Default: 0. */
  readonly streamShare?: number;
}

/** A request before it is asked. */
export interface WorkloadRequest {
  readonly atMs: number;
  readonly traffic: TrafficClass;
  /** Size of the prompt in tokens: as recorded, rounded to whole parts of prompts. */
  readonly inputTokens: number;
  /** Absent: the input is one message. */
  readonly conversation?: ConversationScript;
  /** How long the model's answer would be: as recorded, up to the route's own limit. */
  readonly outputTokens: number;
  /** True quality of an answer by a model that does not fail, 0 to 1. */
  readonly quality: number;
  /** Whether its answer is shown as it arrives. */
  readonly isStreamed: boolean;
  /** How long after the ask its caller gives up. Absent: never. */
  readonly abortAfterMs?: number;
}

/** Users whose next ask hangs on how their last one ended. */
export interface Clients extends ClosedArrivals {
  /** At most so many asks, re-asks among them. */
  readonly asksMax: number;
  /** Keyed by user. */
  readonly rng: Rng;
}

/** Requests in order of arrival, made when they are asked for; only the latest are kept. */
export interface Workload {
  /** 0: clients decide on the way. */
  readonly requests: number;
  /** To the end of the traffic. */
  readonly durationMs: number;
  /** Who asks for what is here, one task after the other. Absent: each comes at its instant. */
  readonly clients?: Clients;
  /** Undefined beyond the last one. */
  at(index: number): WorkloadRequest | undefined;
  /** The request as an application would write it. */
  askAt(index: number): AskRequest | undefined;
}

/** Joins a trace's instants and sizes with a mix's classes. */
export function createWorkload(options: WorkloadOptions): Workload {
  const { bundle, mix, rng, speed = 1, surges = [], conversations, streamShare = 0 } = options;
  const rows = surges.reduce<Trace["rows"]>(
    (sum, surge) => withSurge(sum, surge, speed),
    options.trace.rows,
  );
  const pick = createClassPicker(mix);
  const pool = createPromptPool(rng.fork("pool"));
  const shapes = shapesOf(bundle, mix);
  const requests = countRequests(rows, options);
  // The gap from the last row to the first anew is the mean one.
  const lapMs = ((rows.at(-1)?.atMs ?? 0) * rows.length) / Math.max(1, rows.length - 1);
  const instantOf = (index: number): number => {
    const lap = Math.floor(index / rows.length);
    return ((rows[index % rows.length]?.atMs ?? 0) + lap * lapMs) / speed;
  };
  const lastMs = requests === 0 ? 0 : instantOf(requests - 1);

  const at = remembering((index) => {
    const row = index < requests ? rows[index % rows.length] : undefined;
    if (row === undefined) return undefined;
    const traffic = pick(rng.fork(`class/${index}`).float());
    const shape = shapes.get(traffic);
    const conversation =
      conversations && drawConversation(conversations, rng.fork(`conversation/${index}`));
    return {
      atMs: roundUs(instantOf(index)),
      traffic,
      inputTokens: promptTokens(Math.min(row.inputTokens, shape?.inputTokensMax ?? 1)),
      outputTokens: Math.max(1, Math.min(row.outputTokens, shape?.outputTokensMax ?? 1)),
      ...(conversation && { conversation }),
      quality: QUALITY_MIN + (1 - QUALITY_MIN) * rng.fork(`quality/${index}`).float(),
      isStreamed: streamShare > 0 && rng.fork(`stream/${index}`).float() < streamShare,
    };
  });
  return {
    requests,
    durationMs: options.durationMs ?? roundUs(lastMs),
    at,
    askAt(index) {
      const request = at(index);
      if (request === undefined) return undefined;
      const { intent, risk, segment, locale, residency, slaMs } = request.traffic;
      const content = pool.prompt(request.inputTokens, rng.fork(`prompt/${index}`));
      const extras = shapes.get(request.traffic)?.extras;
      const words = { intent, risk, segment, locale, residency };
      const input: AskRequest["input"] =
        request.conversation === undefined
          ? [{ role: "user", content }]
          : tellOverTurns(content, request.conversation.turns);
      return { ...words, slaMs, input, ...extras };
    },
  };
}

/** A request is read when it arrives, when it is asked and at each of its calls. */
const REMEMBERED = 1024;

/** Makes the latest requests once. */
function remembering(make: (index: number) => WorkloadRequest | undefined): Workload["at"] {
  const made = new Map<number, { readonly index: number; readonly request: WorkloadRequest }>();
  return (index) => {
    const known = made.get(index % REMEMBERED);
    if (known?.index === index) return known.request;
    const request = make(index);
    if (request !== undefined) made.set(index % REMEMBERED, { index, request });
    return request;
  };
}

/** What all requests of a class have in common. */
interface RequestShape {
  readonly inputTokensMax: number;
  readonly outputTokensMax: number;
  readonly extras: RequestExtras;
}

function shapesOf(
  { policy, catalog }: Bundle,
  { classes }: Mix,
): ReadonlyMap<TrafficClass, RequestShape> {
  const routes = new Map(policy.routes.map((route) => [route.id, route]));
  return new Map(
    classes.flatMap((traffic) => {
      const route = routes.get(traffic.route);
      if (route === undefined) return [];
      const contexts = traffic.endpoints.map(
        ({ model }) => catalog.models[model]?.contextTokens ?? 0,
      );
      const fits = Math.floor(Math.max(...contexts) * CONTEXT_SHARE_MAX);
      return [[traffic, shapeOf(policy, route, Math.min(INPUT_TOKENS_MAX, fits))] as const];
    }),
  );
}

function shapeOf(policy: Policy, route: Route, inputTokensMax: number): RequestShape {
  return {
    inputTokensMax,
    outputTokensMax: outputTokensLimit(policy, route, policy.ladder.full),
    extras: extrasOf(route),
  };
}

function countRequests(
  rows: Trace["rows"],
  { requests = rows.length, repeats = false, durationMs = Infinity, speed = 1 }: WorkloadOptions,
): number {
  if (repeats) return requests;
  const late = rows.findIndex(({ atMs }) => atMs / speed >= durationMs);
  return Math.min(requests, late === -1 ? rows.length : late);
}

function roundUs(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}
