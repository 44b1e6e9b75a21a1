import {
  ConfigurationError,
  type Bundle,
  type Plan,
  type Policy,
  type RejectionCode,
} from "@switchyard/contract";
import { plan, type Locate } from "@switchyard/policy";
import type { MixDocument } from "../scenario/scenario-document.ts";
import { mixWeights } from "./mix-weights.ts";
import { requestNeeds } from "./request-needs.ts";
import { routeVisits, type ClassWords, type RouteVisit } from "./route-visits.ts";
import type { Mix, TrafficClass, UnservableClass } from "./traffic-class.ts";

/** More combinations of words are not told apart: the last locales, then segments, are left out. */
const CLASSES_MAX = 100_000;

export interface DeriveMixOptions {
  /** Weights in place of derived ones. */
  readonly overrides?: MixDocument;
  /** Where the overrides stand, for messages. */
  readonly locate?: Locate;
  /** Instant whose prices and sunsets hold. */
  readonly epochMs: number;
}

type WeightedClass = Omit<TrafficClass, "share"> & { readonly weight: number };

/**
 * Derives who asks for what from the policy's own words: every class that a route takes and that
 * rung `full` can serve in a healthy world. Intents are equally frequent unless `overrides` say
 * otherwise; inside an intent, weights are those of {@link mixWeights}. Of several routes that a
 * class reaches by different `slaMs`, each gets an equal part. Intended gaps, internal and retired
 * routes get no traffic.
 *
 * @throws DocumentError for an override of an unknown word
 * @throws ConfigurationError when no class at all can be served
 */
export function deriveMix(bundle: Bundle, options: DeriveMixOptions): Mix {
  const { policy } = bundle;
  const weights = mixWeights(policy, options.overrides, options.locate);
  const planOf = createVisitPlanner(bundle, options.epochMs);
  const classes: WeightedClass[] = [];
  const unservable = new Map<string, UnservableClass>();
  const { wordsOfAll, notices } = allWords(policy);
  for (const words of wordsOfAll) {
    const visits = routeVisits(policy, words);
    for (const visit of visits) {
      const { key, plan: planned } = planOf(words, visit);
      const weight =
        ((weights.risk.get(words.risk) ?? 0) *
          (weights.segment.get(words.segment) ?? 0) *
          (weights.locale.get(words.locale) ?? 0) *
          (weights.residency.get(words.residency) ?? 0)) /
        visits.length;
      const endpoints = planned.rungs.find(({ rung }) => rung === "full")?.endpoints ?? [];
      const { slaMs } = visit;
      const route = visit.route.id;
      if (endpoints.length > 0) classes.push({ ...words, route, slaMs, weight, endpoints });
      else {
        const { intent, risk, residency } = words;
        unservable.set(key, { route, intent, risk, residency, slaMs, codes: codesOf(planned) });
      }
    }
  }
  const shared = shareOut(classes, weights.intent);
  if (shared.length === 0) throw nothingToAsk(policy, [...unservable.values()]);
  return { classes: shared, unservable: [...unservable.values()], notices };
}

/** Turns weights into shares: first of intents that can be served, then inside each of them. */
function shareOut(
  classes: readonly WeightedClass[],
  intentWeights: ReadonlyMap<string, number>,
): readonly TrafficClass[] {
  const weightByIntent = new Map<string, number>();
  for (const { intent, weight } of classes)
    weightByIntent.set(intent, (weightByIntent.get(intent) ?? 0) + weight);
  let total = 0;
  for (const [intent, weight] of weightByIntent)
    if (weight > 0) total += intentWeights.get(intent) ?? 0;
  return classes.flatMap(({ weight, ...traffic }) => {
    const ofIntent = (intentWeights.get(traffic.intent) ?? 0) / total;
    const share = weight > 0 ? (ofIntent * weight) / (weightByIntent.get(traffic.intent) ?? 1) : 0;
    return share > 0 ? { ...traffic, share } : [];
  });
}

/** Plans each kind of visit once: a plan does not look at segment and locale. */
function createVisitPlanner(
  bundle: Bundle,
  epochMs: number,
): (words: ClassWords, visit: RouteVisit) => { readonly key: string; readonly plan: Plan } {
  const plans = new Map<string, Plan>();
  const [workload, size] = smallestWorkload(bundle.policy);
  return (words, { route, slaMs }) => {
    const { intent, risk, residency } = words;
    const key = JSON.stringify([route.id, intent, risk, residency, slaMs]);
    const known = plans.get(key);
    if (known !== undefined) return { key, plan: known };
    const { capabilities } = requestNeeds(route);
    const facts = { slaMs, workload, contextTokens: size, capabilities, overrides: {} };
    const planned = plan(bundle, { ...words, ...facts }, epochMs);
    plans.set(key, planned);
    return { key, plan: planned };
  };
}

function smallestWorkload({ domains }: Policy): readonly [string, number] {
  const sizes = Object.entries(domains.workloads).map(
    ([name, { inputTokens }]) => [name, inputTokens] as const,
  );
  return sizes.reduce((least, next) => (next[1] < least[1] ? next : least));
}

function codesOf({ rungs }: Plan): readonly RejectionCode[] {
  const rejections = rungs.find(({ rung }) => rung === "full")?.rejections ?? [];
  return [...new Set(rejections.flatMap(({ reasons }) => reasons.map(({ code }) => code)))];
}

/** Every combination of the policy's words, as far as the bound allows. */
function allWords({ domains }: Policy): {
  readonly wordsOfAll: readonly ClassWords[];
  readonly notices: readonly string[];
} {
  const { intents, risks, residencies } = domains;
  const fixed = intents.length * risks.length * residencies.length;
  const segments = domains.segments.slice(0, Math.max(1, Math.floor(CLASSES_MAX / fixed)));
  const localesMax = Math.floor(CLASSES_MAX / (fixed * segments.length));
  const locales = domains.locales.slice(0, Math.max(1, localesMax));
  const wordsOfAll = intents.flatMap((intent) =>
    risks.flatMap((risk) =>
      residencies.flatMap((residency) =>
        segments.flatMap((segment) =>
          locales.map((locale) => ({ intent, risk, segment, locale, residency })),
        ),
      ),
    ),
  );
  return {
    wordsOfAll,
    notices: [
      ...cutNotice("segments", segments.length, domains.segments.length),
      ...cutNotice("locales", locales.length, domains.locales.length),
    ],
  };
}

function cutNotice(what: string, kept: number, all: number): readonly string[] {
  if (kept === all) return [];
  return [`The derived mix uses the first ${kept} of the policy's ${all} ${what}.`];
}

function nothingToAsk(
  { name }: Policy,
  unservable: readonly UnservableClass[],
): ConfigurationError {
  const [first] = unservable;
  const why =
    first === undefined
      ? "No route takes any class to which the mix gives weight."
      : `Route ${first.route} takes ${first.intent} at risk ${first.risk}, but its candidates are ` +
        `out: ${first.codes.join(", ")}.`;
  return new ConfigurationError(
    `Policy ${name} has nothing to rehearse: no request can be served. ${why} ` +
      "`switchyard check` shows every candidate's reasons.",
  );
}
