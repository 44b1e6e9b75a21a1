import type { IncidentKind } from "./incident-kinds.ts";
import type { RecordedIncident } from "./recorded-incidents.ts";

/** An incident as it may happen: a recorded one, and what its record leaves open. */
export interface DrawnIncident {
  readonly recorded: RecordedIncident;
  readonly kind: IncidentKind;
  /** Share of calls that are hit, 0 to 1, in whole hundredths. */
  readonly share: number;
}

const MINUTES_PER_DAY = 1440;
const MINUTES_PER_WEEK = 7 * MINUTES_PER_DAY;

/** 1970 began on a Thursday, three days after a Monday. */
const MONDAY_OFFSET = 3 * MINUTES_PER_DAY;

/** 2026-11-23T00:00Z, a Monday: all drawn incidents are played in this week, at today's prices. */
const PLAYED_MONDAY_MINUTE = 29_923_200;

/** Of a longer incident the beginning is played. Nineteen in twenty are shorter. */
const PLAYED_MINUTES_MAX = 12 * 60;

/** Time before and after, at least and at most; a quarter of the incident in between. */
const MARGIN_MINUTES = [10, 120] as const;

/** Requests of a rehearsal, in the mean, and the trace's own in a minute. */
const REQUESTS = 600;
const TRACE_REQUESTS_PER_MINUTE = 332;

const SPEED_MIN = 0.01;

/** Once the remedy is in, so many of the calls that failed before still do. An assumption. */
const SHARE_AFTER_REMEDY = 0.25;

const IMPACTS = ["no", "a minor", "a major", "a critical"] as const;

const PAGES = {
  openai: "https://status.openai.com/incidents/",
  anthropic: "https://status.anthropic.com/incidents/",
  character: "https://status.character.ai/incidents/",
} as const;

/** Lengths of the parts of a rehearsal, in whole minutes. */
interface Parts {
  /** Before the incident, and after it. */
  readonly margin: number;
  readonly outage: number;
  /** 0 where nothing is known of a remedy. */
  readonly afterRemedy: number;
}

/** Writes the scenario that plays a drawn incident, as YAML. */
export function scenarioOfIncident(drawn: DrawnIncident, name: string, seed: string): string {
  const { recorded, kind, share } = drawn;
  const { id, provider, minutes, impact, beganAtMs } = recorded;
  const parts = partsOf(drawn);
  const { margin } = parts;
  const total = 2 * margin + parts.outage + parts.afterRemedy;
  const speed = Math.max(SPEED_MIN, REQUESTS / (TRACE_REQUESTS_PER_MINUTE * total));
  const percent = `${Math.round(share * 100)}%`;
  return `# Drawn from recorded incidents: the same seed gives the same bytes.
schema: switchyard/scenario/v1
name: ${name}
title: Drawn from the records of ${provider}, ${IMPACTS[impact] ?? "an unknown"} impact, ${durationText(minutes)}
description: >
  For ${durationText(parts.outage + parts.afterRemedy)}, ${percent} of the provider's calls are ${kind.inWords}${parts.afterRemedy === 0 ? "" : "; fewer once the remedy is in"}.
seed: ${JSON.stringify(seed)}
start: ${isoOfMs(playedStartMs(beganAtMs, margin))}
incident:
  provider: ${provider}
  began: ${isoOfMs(beganAtMs)}
  lasted: ${durationText(minutes)}
  facts:
${listOf(factsOf(drawn))}
  assumed:
${listOf(assumptionsOf(drawn, parts))}
  evidence: provider
  sources:
    - ${PAGES[provider]}${id}
world: calm-day
workload:
  trace: azure-2023-conversation
  duration: ${durationText(total)}
  speed: ${speed.toFixed(3)}
${kind.isOfStreams === true ? "  streams: 20%\n" : ""}faults:
${faultText(drawn, "", { at: margin, minutes: parts.outage, share })}${
    parts.afterRemedy === 0
      ? ""
      : faultText(drawn, "-after-remedy", {
          at: margin + parts.outage,
          minutes: parts.afterRemedy,
          share: share * SHARE_AFTER_REMEDY,
        })
  }${expectationsOf(kind)}`;
}

function partsOf({ recorded: { minutes, minutesToRemedy = minutes } }: DrawnIncident): Parts {
  const played = Math.min(PLAYED_MINUTES_MAX, minutes);
  const outage = Math.min(played, minutesToRemedy);
  const [least, most] = MARGIN_MINUTES;
  const margin = Math.max(least, Math.min(most, Math.round(played / 4)));
  return { margin, outage, afterRemedy: played - outage };
}

/** The weekday and the hour are the record's own. */
function playedStartMs(beganAtMs: number, marginMinutes: number): number {
  const minuteOfWeek = (beganAtMs / 60_000 + MONDAY_OFFSET) % MINUTES_PER_WEEK;
  return (PLAYED_MONDAY_MINUTE + minuteOfWeek - marginMinutes) * 60_000;
}

function factsOf({ recorded }: DrawnIncident): readonly string[] {
  const { minutes, minutesToRemedy, impact } = recorded;
  return [
    `The status page lists the API and gives the incident ${IMPACTS[impact] ?? "an unknown"} impact; ` +
      `it was closed after ${durationText(minutes)}.`,
    ...(minutesToRemedy === undefined
      ? []
      : [`After ${durationText(minutesToRemedy)} a remedy was in and was watched.`]),
  ];
}

function assumptionsOf({ recorded, kind, share }: DrawnIncident, parts: Parts): readonly string[] {
  const isCut = recorded.minutes > PLAYED_MINUTES_MAX;
  return [
    `Calls are ${kind.inWords}: the record does not say what failed. It is drawn by the dated ` +
      "incidents of this package.",
    `${Math.round(share * 100)}% of calls are hit: drawn inside a range for the impact, as the ` +
      "record has no share.",
    ...(parts.afterRemedy === 0 ? [] : ["A quarter of them is still hit once the remedy is in."]),
    ...(isCut ? [`Its first ${durationText(PLAYED_MINUTES_MAX)} are played.`] : []),
  ];
}

function listOf(sentences: readonly string[]): string {
  return sentences.map((sentence) => `    - ${JSON.stringify(sentence)}`).join("\n");
}

function faultText(
  { kind }: DrawnIncident,
  suffix: string,
  { at, minutes, share }: { readonly at: number; readonly minutes: number; readonly share: number },
): string {
  const { type, ...settings } = kind.behaviour;
  const lines = [
    `  - id: ${kind.id}${suffix}`,
    `    type: ${type}`,
    ...Object.entries(settings).map(([key, value]) => `    ${key}: ${JSON.stringify(value)}`),
    `    at: ${durationText(at)}`,
    `    for: ${durationText(minutes)}`,
    '    target: { provider: "@incident" }',
    `    share: ${Number((share * 100).toFixed(2))}%`,
  ];
  return `${lines.join("\n")}\n`;
}

function isoOfMs(epochMs: number): string {
  return new Date(epochMs).toISOString().replace(".000Z", "Z");
}

function durationText(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (hours === 0) return `${rest}m`;
  return rest === 0 ? `${hours}h` : `${hours}h${rest}m`;
}

/**
 * A stream that has begun cannot be taken back: one that breaks a gate on its way is lost on a calm
 * day too. So less is claimed of streams than where all answers come whole.
 */
function expectationsOf({ isOfStreams = false }: IncidentKind): string {
  const calm = isOfStreams ? ">= 90%" : ">= 95%";
  const failed = `  - metric: failed-share
    is: "== 0%"
    why: "An ask that no model can answer has a fixed text, not an error."
`;
  return `expect:
  - metric: availability
    is: "${calm}"
    phase: baseline
    why: "What does not hold before the incident says nothing about it."
  - metric: availability
    is: ">= 90%"
    phase: fault
    why: "No route may depend on one provider: another one answers meanwhile."
  - metric: availability
    is: "${calm}"
    phase: recovery
    why: "When the provider is well again, so is the service."
  - metric: calls-per-ask
    is: "<= 1.6"
    phase: fault
    why: "Calls that fail are load too: an outage met with retries does not end."
${isOfStreams ? "" : failed}  - metric: violations
    is: "== 0"
    why: "No fallback may widen what the policy allows."
  - metric: overspend
    is: "== $0"
    why: "A cap is a cap, also when the dearer provider answers."
`;
}
