import { dirname, resolve } from "node:path";
import { DocumentError, type DocumentIssue } from "@switchyard/contract";
import {
  nearest,
  parseDurationMs,
  parseMicroUsd,
  parseShare,
  parseYaml,
  type DocumentSource,
  type Locate,
} from "@switchyard/policy";
import { SHIPPED_TRACES } from "../traces/load-trace.ts";
import type { Surge } from "../workload/with-surge.ts";
import type { ListedAsk } from "../workload/create-listed-workload.ts";
import { readCheck } from "./read-check.ts";
import {
  ScenarioDocument,
  type AskDocument,
  type OpeningDocument,
  type SurgeDocument,
} from "./scenario-document.ts";
import type { Opening, Scenario } from "./scenario.ts";

/**
 * Reads a scenario.
 *
 * @throws DocumentError with every mistake, its file, line and column
 */
export function loadScenario(source: DocumentSource): Scenario {
  const { value, locate } = parseYaml(source, ScenarioDocument, "scenario");
  const issues = faultIssues(value, locate);
  if (issues.length > 0) throw new DocumentError("scenario", issues);
  const { name, title, description, seed, start, workload, mix = {}, budgets = {} } = value;
  const { trace, asks, duration, requests, surge, conversations, streams } = workload;
  const { speed = 1 } = workload;
  return {
    name,
    title,
    description: description.trim(),
    seed: String(seed),
    startAtMs: Date.parse(start),
    workload: {
      ...(trace !== undefined && { trace: tracePath(trace, source.file) }),
      ...(asks !== undefined && { asks: asks.map(readAsk) }),
      ...(duration !== undefined && { durationMs: parseDurationMs(duration) }),
      ...(requests !== undefined && { requests }),
      ...(surge !== undefined && { surge: readSurge(surge) }),
      ...(conversations && {
        conversations: { ...conversations, share: parseShare(conversations.share) },
      }),
      speed,
      streamShare: streams === undefined ? 0 : parseShare(streams),
    },
    mix,
    opening: Object.fromEntries(
      Object.entries(budgets).map(([budget, opening]) => [budget, readOpening(opening)]),
    ),
    faults: value.faults,
    checks: value.expect.map(readCheck),
    written: value,
    locate,
  };
}

function readAsk({
  at,
  sla,
  quality = 1,
  stream = false,
  abortAfter,
  ...ask
}: AskDocument): ListedAsk {
  return {
    ...ask,
    atMs: parseDurationMs(at),
    slaMs: parseDurationMs(sla),
    quality,
    isStreamed: stream,
    ...(abortAfter !== undefined && { abortAfterMs: parseDurationMs(abortAfter) }),
  };
}

/** A file is named as seen from the scenario's own folder. */
function tracePath(trace: string, scenarioFile: string): string {
  const isShipped = SHIPPED_TRACES.some((known) => known === trace);
  return isShipped ? trace : resolve(dirname(scenarioFile), trace);
}

function readSurge(surge: SurgeDocument): Surge {
  const fromMs = parseDurationMs(surge.at);
  return { times: surge.times, fromMs, untilMs: fromMs + parseDurationMs(surge.for) };
}

function readOpening(opening: OpeningDocument): Opening {
  if ("spent" in opening) return { kind: "spent", microUsd: parseMicroUsd(opening.spent) };
  if ("spentShare" in opening)
    return { kind: "spent-share", share: parseShare(opening.spentShare) };
  if ("left" in opening) return { kind: "left", microUsd: parseMicroUsd(opening.left) };
  return { kind: "lasts", durationMs: parseDurationMs(opening.lasts) };
}

/** Mistakes that only show when faults and expectations are read together. */
function faultIssues(
  { faults, expect }: ScenarioDocument,
  locate: Locate,
): readonly DocumentIssue[] {
  const issues: DocumentIssue[] = [];
  const report = (pointer: string, message: string): void => {
    const position = locate(pointer);
    issues.push({ ...(position !== undefined && { position }), pointer, message });
  };
  const ids = faults.map(({ id }) => id);
  for (const [index, id] of ids.entries())
    if (ids.indexOf(id) !== index)
      report(`/faults/${index}/id`, `fault "${id}" stands twice; give each its own id`);
  for (const [index, { fault }] of expect.entries()) {
    if (fault === undefined || ids.includes(fault)) continue;
    const meant = nearest(fault, ids);
    const known = ids.length === 0 ? "the scenario has none" : `use one of ${ids.join(", ")}`;
    const wayOut = meant === undefined ? known : `did you mean "${meant}"?`;
    report(`/expect/${index}/fault`, `there is no fault "${fault}"; ${wayOut}`);
  }
  return issues;
}
