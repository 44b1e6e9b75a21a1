/** Events that a journal lacks. Their sequence numbers are missing, so a reader knows too. */
export interface JournalLoss {
  /** `not-synced`: nothing is known to be lost, but the disk did not promise to keep it. */
  readonly reason: "buffer-full" | "write-failed" | "not-synced";
  readonly events: number;
  /** What happened, and the way out. */
  readonly message: string;
}

/** A loss in words. `name` is the journal's, `detail` the cause that the system gives. */
export function createLoss(
  name: string,
  reason: JournalLoss["reason"],
  events: number,
  detail: string,
): JournalLoss {
  return { reason, events, message: `The journal ${name} ${inWords(reason, events, detail)}` };
}

function inWords(reason: JournalLoss["reason"], events: number, detail: string): string {
  switch (reason) {
    case "buffer-full":
      return (
        `lost ${events} events: they came faster than they could be written. ` +
        "Give it a faster disk or a greater `bufferBytesMax`."
      );
    case "write-failed":
      return (
        `lost ${events} events (${detail}). ` +
        "Free some space or make it writable; the next events are tried again."
      );
    case "not-synced":
      return `is written, but the disk does not promise to keep it (${detail}).`;
    default:
      return reason satisfies never;
  }
}
