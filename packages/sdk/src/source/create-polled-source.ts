import { ConfigurationError, type Bundle, type PolicySource } from "@switchyard/contract";
import { loadBundle, type BundleDocuments } from "./load-bundle.ts";
import { createNewsDesk } from "./news-desk.ts";
import { sight, type Sighting } from "./sighting.ts";
import type { Ticker } from "./system-ticker.ts";

export interface PollOptions {
  /**
   * Time between two looks, in milliseconds. A change is in force after two looks that see the
   * same. Default: 1,000.
   */
  readonly pollMs?: number;
  /** Calls again and again. Default: the machine's time; it does not keep the process alive. */
  readonly ticker?: Ticker;
}

/**
 * Ticks that a read may take. Then it counts as failed and another begins: one that hangs for good,
 * as on a connection that nobody closed, must not end the looking.
 */
export const READ_TICKS_MAX = 5;

interface Polled extends Required<PollOptions> {
  readonly name: string;
  /** What {@link Polled.read} gave at first. */
  readonly first: BundleDocuments;
  readonly read: () => Promise<BundleDocuments>;
}

/**
 * A source that reads everything at each look and compares it: whichever way a change was made,
 * it shows. Throws `DocumentError` for mistakes of the first documents.
 */
export function createPolledSource({ name, first, read, pollMs, ticker }: Polled): PolicySource {
  let sighting: Sighting = { taken: JSON.stringify(first) };
  let reading: { ticks: number } | undefined;

  const see = (seen: string, load: () => Bundle): void => {
    const next = sight(sighting, seen);
    sighting = next.sighting;
    if (next.isTaken) desk.announce(load, "its content changed");
  };
  const miss = (error: unknown): void => see(`unreadable: ${String(error)}`, () => raise(error));
  const look = async (): Promise<void> => {
    const mine = { ticks: 0 };
    reading = mine;
    const tell = await read().then(
      (documents) => () => see(JSON.stringify(documents), () => loadBundle(documents).bundle),
      (error: unknown) => () => miss(error),
    );
    // What was given up comes too late: a later read may have told what is newer.
    if (reading !== mine) return;
    reading = undefined;
    tell();
  };
  const tick = (): void => {
    if (reading !== undefined) {
      reading.ticks += 1;
      if (reading.ticks < READ_TICKS_MAX) return;
      miss(unanswered(name, pollMs));
    }
    void look();
  };
  const desk = createNewsDesk(name, loadBundle(first).bundle, () => ticker(pollMs, tick));
  return desk;
}

function unanswered(name: string, pollMs: number): ConfigurationError {
  return new ConfigurationError(
    `${name} gave no answer within ${READ_TICKS_MAX * pollMs} ms. It is asked again; check that it is up.`,
  );
}

function raise(error: unknown): never {
  throw error;
}
