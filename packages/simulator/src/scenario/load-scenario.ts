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
import { isCallFault } from "../faults/fault.ts";
import { INCIDENT } from "../rehearsal/provider-roles.ts";
import { SHIPPED_TRACES } from "../traces/load-trace.ts";
import type { Surge } from "../workload/with-surge.ts";
import type { ListedAsk } from "../workload/create-listed-workload.ts";
import type { PolicySet } from "./change-bundle.ts";
import { worldFaults } from "./world-faults.ts";
import type { ComparisonDocument } from "./comparison-document.ts";
import { arrivalIssues, readArrivals } from "./read-arrivals.ts";
import { readCheck } from "./read-check.ts";
import { readStop } from "./read-stop.ts";
import {
  ScenarioDocument,
  type AskDocument,
  type OpeningDocument,
  type SurgeDocument,
} from "./scenario-document.ts";
import type { Comparison, Opening, Scenario } from "./scenario.ts";

/** The trace whose sizes arrivals of a model have, where none is named. */
const SIZES_OF = "azure-2023-conversation";

/**
 * Reads a scenario.
 *
 * @throws DocumentError with every mistake, its file, line and column
 * @throws ConfigurationError when its `world` is no shipped scenario
 */
export function loadScenario(source: DocumentSource): Scenario {
  const { value, locate } = parseYaml(source, ScenarioDocument, "scenario");
  const issues = [...trafficIssues(value, locate), ...faultIssues(value, locate)];
  if (issues.length > 0) throw new DocumentError("scenario", issues);
  const { name, title, description, seed, start, workload, mix = {}, budgets = {} } = value;
  const { incident, world } = value;
  const { arrivals, asks, duration, requests, surge, conversations, streams } = workload;
  const { trace = arrivals && SIZES_OF, speed = 1 } = workload;
  return {
    name,
    title,
    description: description.trim(),
    seed: String(seed),
    ...(incident !== undefined && { incident }),
    startAtMs: Date.parse(start),
    workload: {
      ...(trace !== undefined && { trace: tracePath(trace, source.file) }),
      ...(arrivals !== undefined && { arrivals: readArrivals(arrivals) }),
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
    faults: world === undefined ? value.faults : [...value.faults, ...worldFaults(world)],
    checks: value.expect.map(readCheck),
    stops: (value.stopWhen ?? []).map(readStop),
    comparisons: readComparisons(value.compare ?? []),
    written: value,
    locate,
  };
}

function readComparisons(documents: readonly ComparisonDocument[]): readonly Comparison[] {
  const sets = new Map<string, PolicySet>();
  return documents.map(({ name, from = "", policy, expect = [] }) => {
    const set = { ...sets.get(from), ...policy };
    sets.set(name, set);
    return { name, set, checks: expect.map(readCheck) };
  });
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

type Mistake = Pick<DocumentIssue, "pointer" | "message">;

function issueAt(locate: Locate, mistake: Mistake): DocumentIssue {
  const position = locate(mistake.pointer);
  return { ...(position !== undefined && { position }), ...mistake };
}

/** Mistakes that only show when the traffic is read with what hangs on it. */
function trafficIssues(
  { workload, faults, budgets = {} }: ScenarioDocument,
  locate: Locate,
): readonly DocumentIssue[] {
  const { arrivals, asks, duration } = workload;
  const mistakes: Mistake[] =
    arrivals === undefined || duration === undefined
      ? []
      : [...arrivalIssues(arrivals, parseDurationMs(duration))];
  const isClosed = arrivals?.model === "closed";
  for (const [index, { id, type }] of faults.entries()) {
    if (type !== "load.surge" || (asks === undefined && !isClosed)) continue;
    const why = isClosed
      ? "but users come when they are answered; give more users"
      : "but the asks are listed; list more asks";
    const message = `fault "${id}" multiplies the requests of a trace, ${why}`;
    mistakes.push({ pointer: `/faults/${index}/type`, message });
  }
  for (const [budget, opening] of Object.entries(budgets)) {
    if (!isClosed || !("lasts" in opening)) continue;
    const message = "what users will ask hangs on their answers; write spent, spentShare or left";
    mistakes.push({ pointer: `/budgets/${budget}/lasts`, message });
  }
  return mistakes.map((mistake) => issueAt(locate, mistake));
}

/** Mistakes that only show when faults and expectations are read together. */
function faultIssues(
  { faults, expect, stopWhen = [], incident, compare = [] }: ScenarioDocument,
  locate: Locate,
): readonly DocumentIssue[] {
  const issues: DocumentIssue[] = [];
  const report = (pointer: string, message: string): void =>
    void issues.push(issueAt(locate, { pointer, message }));
  const ids = faults.map(({ id }) => id);
  for (const [index, id] of ids.entries())
    if (ids.indexOf(id) !== index)
      report(`/faults/${index}/id`, `fault "${id}" stands twice; give each its own id`);
  const checkName = (
    pointer: string,
    name: string | undefined,
    known: readonly string[],
    what = "fault",
  ) => {
    if (name === undefined || known.includes(name)) return;
    const meant = nearest(name, known);
    const all = known.length === 0 ? "there is none to name" : `use one of ${known.join(", ")}`;
    const wayOut = meant === undefined ? all : `did you mean "${meant}"?`;
    report(pointer, `there is no ${what} "${name}"; ${wayOut}`);
  };
  for (const [index, fault] of faults.entries())
    if (incident === undefined && isCallFault(fault) && fault.target.provider === INCIDENT)
      report(
        `/faults/${index}/target/provider`,
        `"${INCIDENT}" is the provider of the scenario's incident, and it tells of none; ` +
          "write incident, or name a provider",
      );
  for (const [index, { afterFault }] of faults.entries()) {
    const earlier = faults.slice(0, index).filter((fault) => fault.for !== undefined);
    checkName(
      `/faults/${index}/afterFault`,
      afterFault,
      earlier.map(({ id }) => id),
    );
  }
  for (const [index, { fault }] of expect.entries())
    checkName(`/expect/${index}/fault`, fault, ids);
  for (const [index, { fault }] of stopWhen.entries())
    checkName(`/stopWhen/${index}/fault`, fault, ids);
  for (const [run, { from }] of compare.entries()) {
    const earlier = compare.slice(0, run).map(({ name }) => name);
    checkName(`/compare/${run}/from`, from, earlier, "comparison before it");
  }
  for (const [run, { expect: checks = [] }] of compare.entries())
    for (const [index, { fault }] of checks.entries())
      checkName(`/compare/${run}/expect/${index}/fault`, fault, ids);
  return issues;
}
