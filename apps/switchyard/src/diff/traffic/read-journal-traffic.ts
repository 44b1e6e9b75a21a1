import { CAPABILITIES } from "@switchyard/contract";
import { readJournal } from "@switchyard/journal";
import type { TrafficRow } from "@switchyard/policy";
import type { TrafficReading } from "./read-traffic.ts";

/** Kinds of asks that are told apart; a day of a busy service has some ten thousand. */
const KINDS_MAX = 1_000_000;

/**
 * The asks of journals, each kind with how many there were. Asks of the router's own, to judges,
 * are none; asks that an application routed by itself leave workload and capabilities open.
 */
export async function readJournalTraffic(sources: readonly string[]): Promise<TrafficReading> {
  const problems: string[] = [];
  const kinds = new Map<string, { readonly row: TrafficRow; count: number }>();
  let untold = 0;
  const journal = readJournal({ sources, onProblem: ({ message }) => problems.push(message) });
  for await (const event of journal) {
    if (event.type !== "ask-received" && event.type !== "ask-observed") continue;
    if (event.type === "ask-received" && event.judgesAskId !== undefined) continue;
    const { intent, risk, segment, locale, residency, slaMs, contextTokens } = event;
    const row: TrafficRow = {
      weight: 1,
      intent,
      risk,
      segment,
      locale,
      residency,
      slaMs,
      contextTokens,
      ...(event.type === "ask-received" && {
        workload: event.workload,
        capabilities: CAPABILITIES.filter((one) => event.capabilities.includes(one)),
      }),
    };
    const key = JSON.stringify(row);
    const known = kinds.get(key);
    if (known !== undefined) known.count += 1;
    else if (kinds.size < KINDS_MAX) kinds.set(key, { row, count: 1 });
    else untold += 1;
  }
  if (untold > 0) problems.push(`${untold} asks of further kinds are left out`);
  return {
    rows: [...kinds.values()].map(({ row, count }) => Object.assign({}, row, { weight: count })),
    problems,
  };
}
