import {
  CAPABILITIES,
  type AskReceivedEvent,
  type DecisionState,
  type RejectionCode,
  type RequestClass,
  type RouteDecidedEvent,
} from "@switchyard/contract";
import { explain, reasonWords, type LoadedBundle } from "@switchyard/policy";
import type { AskStory } from "./ask-story.ts";

/** Why a candidate was left out, and which line of the documents says so. */
export interface LeftOut {
  readonly rung: string;
  readonly endpoint: string;
  /** In words, with both operands where the documents are at hand. */
  readonly why: string;
  /** Such as `policy.yaml:45`. Absent: live state, or the documents are not at hand. */
  readonly place?: string;
}

/** An ask's way through the policy. */
export interface StoryReasons {
  /** The route and where the policy defines it. */
  readonly route?: { readonly id: string; readonly place?: string };
  readonly leftOut: readonly LeftOut[];
  /** Why some reasons have no words of their own. */
  readonly note?: string;
}

/**
 * Explains a story by the documents. Their operands are those of the very request; live state, which
 * events tell by code alone, is told by code.
 *
 * @param loaded absent: only codes are known
 */
export function explainStory(story: AskStory, loaded: LoadedBundle | undefined): StoryReasons {
  const isInForce = loaded?.bundle.hash.startsWith(story.bundle) ?? false;
  const documents = isInForce ? loaded : undefined;
  const last = story.rungs.at(-1);
  const leftOut = story.rungs.flatMap((rung) => leftOutOf(story, rung, documents));
  const note = noteOf(loaded, isInForce);
  if (last === undefined) return { leftOut, ...(note !== undefined && { note }) };
  const place = documents === undefined ? undefined : routePlace(documents, last.route);
  return {
    route: { id: last.route, ...(place !== undefined && { place }) },
    leftOut,
    ...(note !== undefined && { note }),
  };
}

function noteOf(loaded: LoadedBundle | undefined, isInForce: boolean): string | undefined {
  if (loaded === undefined) return "--policy FILE tells the numbers and the policy's lines";
  return isInForce ? undefined : "another policy was in force than the one given";
}

function leftOutOf(
  story: AskStory,
  rung: RouteDecidedEvent,
  documents: LoadedBundle | undefined,
): readonly LeftOut[] {
  const known = documents === undefined ? [] : reasonsOf(story, rung, documents);
  return Object.entries(rung.rejected).flatMap(([endpoint, codes]) =>
    codes.map((code): LeftOut => {
      const found = known.find((each) => each.endpoint === endpoint && each.code === code);
      const base = { rung: rung.rung, endpoint };
      if (found === undefined)
        return { ...base, why: LIVE_WORDS[code] ?? code.replaceAll("-", " ") };
      return { ...base, why: found.why, ...(found.place !== undefined && { place: found.place }) };
    }),
  );
}

interface KnownReason {
  readonly endpoint: string;
  readonly code: RejectionCode;
  readonly why: string;
  readonly place: string | undefined;
}

/** The reasons of the documents for this very request, at the instant it was decided. */
function reasonsOf(
  { received, attempts, fromAtMs }: AskStory,
  rung: RouteDecidedEvent,
  documents: LoadedBundle,
): readonly KnownReason[] {
  if (received === undefined) return [];
  const request = requestOf(received);
  const made = attempts.filter(({ started }) => started.atMs < rung.atMs);
  const state: DecisionState = {
    breakers: Object.fromEntries(
      Object.entries(rung.rejected)
        .filter(([, codes]) => codes.includes("breaker-open"))
        .map(([endpoint]) => [endpoint, "open" as const]),
    ),
    attempts: countBy(made.map(({ started }) => started.endpoint)),
    absent: {},
    remainingMs: request.slaMs - (rung.atMs - fromAtMs),
  };
  const explained = explain(documents.bundle, request, state, rung.atMs);
  const decision = explained.rungs.find((each) => each.rung === rung.rung);
  return (decision?.rejections ?? []).flatMap(({ endpoint, reasons }) =>
    reasons.map((reason) => ({
      endpoint: endpoint.id,
      code: reason.code,
      why: reasonWords(reason, request),
      place: placeOf(reason.pointer, documents),
    })),
  );
}

/** What the request itself let or forbade is not in the events. */
function requestOf(received: AskReceivedEvent): RequestClass {
  const { intent, risk, segment, locale, residency, slaMs, contextTokens, workload } = received;
  const capabilities = CAPABILITIES.filter((each) => received.capabilities.includes(each));
  return {
    intent,
    risk,
    segment,
    locale,
    residency,
    slaMs,
    contextTokens,
    workload,
    capabilities,
    overrides: {},
  };
}

/** Live state that no document tells of. */
const LIVE_WORDS: Readonly<Partial<Record<RejectionCode, string>>> = {
  "breaker-open": "its breaker was open after failures",
  "endpoint-absent": "it could not be called here",
  "attempts-spent": "it was tried as often as the policy allows",
  "quota-exhausted": "its quota had no room",
  "budget-exhausted": "the budget had no money left for it",
  "tier-above-cap": "spend levels took its tier",
  "latency-over-limit": "too slow for the time left",
};

const CATALOG = "catalog:";

/** The place of a rule, such as `policy.yaml:45`; undefined: it is in no file. */
function placeOf(pointer: string, { policy, catalog }: LoadedBundle): string | undefined {
  if (pointer.startsWith("request:")) return "the request";
  const position = pointer.startsWith(CATALOG)
    ? catalog.locate(pointer.slice(CATALOG.length))
    : pointer.startsWith("/")
      ? policy.locate(pointer)
      : undefined;
  return position === undefined ? undefined : `${basename(position.file)}:${position.line}`;
}

function routePlace(loaded: LoadedBundle, id: string): string | undefined {
  const at = loaded.bundle.policy.routes.findIndex((route) => route.id === id);
  return at === -1 ? undefined : placeOf(`/routes/${at}`, loaded);
}

/** A path's last part: the whole of it fits no screen. */
function basename(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

function countBy(names: readonly string[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
