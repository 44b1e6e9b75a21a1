import type { SwitchyardEvent } from "@switchyard/contract";

/** An event with its place among those of all writers. */
export interface JournalEntry {
  readonly event: SwitchyardEvent;
  /** The event's instant, or a later one of the same writer where its clock stepped back. */
  readonly orderMs: number;
  /** Its writer; empty where the line does not say. */
  readonly process: string;
  readonly sequence: number;
  /** The place of its chain among the chains. */
  readonly chain: number;
}

/** Orders entries by instant, writer and sequence; those of no writer by chain. */
export function compareEntries(a: JournalEntry, b: JournalEntry): number {
  if (a.orderMs !== b.orderMs) return a.orderMs - b.orderMs;
  if (a.process !== b.process) return a.process < b.process ? -1 : 1;
  if (a.process === "" && a.chain !== b.chain) return a.chain - b.chain;
  return a.sequence - b.sequence || a.chain - b.chain;
}

/**
 * Makes the entries of one chain's events, which must come in the chain's order. Within a writer
 * the order is that of its sequence, so an instant is never before the one that came before it.
 */
export function createEntryMaker(chain: number): (event: SwitchyardEvent) => JournalEntry {
  const latestMs = new Map<string, number>();
  let unstamped = 0;
  return (event) => {
    const { process = "", sequence = unstamped++ } = event;
    const orderMs = Math.max(event.atMs, latestMs.get(process) ?? event.atMs);
    latestMs.set(process, orderMs);
    return { event, orderMs, process, sequence, chain };
  };
}
