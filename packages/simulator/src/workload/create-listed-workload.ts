import type { Bundle, Policy, RequestClass, Rng } from "@switchyard/contract";
import { plan } from "@switchyard/policy";
import type { Workload, WorkloadRequest } from "./create-workload.ts";
import { createPromptPool, promptTokens } from "./prompt-pool.ts";
import type { Mix } from "./traffic-class.ts";
import { extrasOf } from "./request-needs.ts";

/** One ask of a listed workload. */
export interface ListedAsk {
  /** Virtual milliseconds since the start of the rehearsal. */
  readonly atMs: number;
  readonly intent: string;
  readonly risk: string;
  /** Default: the policy's, like the two below. */
  readonly segment?: string;
  readonly locale?: string;
  readonly residency?: string;
  readonly slaMs: number;
  readonly inputTokens: number;
  /** How long the model's answer would be without a limit. */
  readonly outputTokens: number;
  /** True quality of an answer by a model that does not fail, 0 to 1. */
  readonly quality: number;
  readonly isStreamed: boolean;
  /** How long after the ask its caller gives up. Absent: never. */
  readonly abortAfterMs?: number;
}

/**
 * A workload of given asks, each as written, and their mix; those that no route takes are asked too.
 *
 * @param epochMs instant whose prices and sunsets hold for what they are expected to cost
 * @param requests at most so many, the first ones in time. Default: all
 */
export function createListedWorkload(
  bundle: Bundle,
  listed: readonly ListedAsk[],
  rng: Rng,
  epochMs: number,
  requests?: number,
): { readonly workload: Workload; readonly mix: Mix } {
  const asks = listed.toSorted((left, right) => left.atMs - right.atMs).slice(0, requests);
  const pool = createPromptPool(rng.fork("pool"));
  const requestOf = (ask: ListedAsk): WorkloadRequest => {
    const { atMs, inputTokens, outputTokens, quality, isStreamed, abortAfterMs } = ask;
    const { segment, locale, residency } = { ...bundle.policy.domains.defaults, ...ask };
    const words = { intent: ask.intent, risk: ask.risk, segment, locale, residency };
    const { slaMs } = ask;
    const planned = plan(bundle, classOf(bundle.policy, { ...words, slaMs, inputTokens }), epochMs);
    const endpoints = planned.rungs.find(({ rung }) => rung === "full")?.endpoints ?? [];
    const place = { route: planned.route ?? "", share: 1 / asks.length };
    return {
      atMs,
      traffic: { ...words, slaMs, ...place, endpoints },
      inputTokens: promptTokens(inputTokens),
      outputTokens,
      quality,
      isStreamed,
      ...(abortAfterMs !== undefined && { abortAfterMs }),
    };
  };
  const made = asks.map(requestOf);
  const workload: Workload = {
    requests: asks.length,
    durationMs: asks.at(-1)?.atMs ?? 0,
    at: (index) => made[index],
    askAt(index) {
      const request = made[index];
      if (request === undefined) return undefined;
      const content = pool.prompt(request.inputTokens, rng.fork(`prompt/${index}`));
      const { route, intent, risk, segment, locale, residency, slaMs } = request.traffic;
      const taking = bundle.policy.routes.find(({ id }) => id === route);
      const extras = taking === undefined ? {} : extrasOf(taking);
      const words = { intent, risk, segment, locale, residency };
      return { ...words, slaMs, input: [{ role: "user", content }], ...extras };
    },
  };
  const classes = made
    .map(({ traffic }) => traffic)
    .filter(({ endpoints }) => endpoints.length > 0);
  return { workload, mix: { classes, unservable: [], notices: [] } };
}

/** Enough of the class for its route and what that has first. */
function classOf(
  { domains }: Policy,
  { inputTokens, ...words }: Required<Pick<ListedAsk, ClassWord | "inputTokens">>,
): RequestClass {
  const [workload = ""] = Object.keys(domains.workloads);
  return { ...words, contextTokens: inputTokens, workload, capabilities: [], overrides: {} };
}

type ClassWord = "intent" | "risk" | "segment" | "locale" | "residency" | "slaMs";
