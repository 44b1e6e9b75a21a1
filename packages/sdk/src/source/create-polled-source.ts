import type { PolicySource } from "@switchyard/contract";
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
  let isReading = false;

  const look = async (): Promise<void> => {
    // A reader slower than the poll is not asked twice at once.
    if (isReading) return;
    isReading = true;
    const { seen, load } = await read().then(
      (documents) => ({ seen: JSON.stringify(documents), load: () => loadBundle(documents) }),
      (error: unknown) => ({ seen: `unreadable: ${String(error)}`, load: () => raise(error) }),
    );
    isReading = false;
    const next = sight(sighting, seen);
    sighting = next.sighting;
    if (next.isTaken) desk.announce(() => load().bundle, "its content changed");
  };
  const desk = createNewsDesk(name, loadBundle(first).bundle, () =>
    ticker(pollMs, () => void look()),
  );
  return desk;
}

function raise(error: unknown): never {
  throw error;
}
