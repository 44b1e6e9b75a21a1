import { createHash } from "node:crypto";
import type { EventSink, SwitchyardEvent } from "@switchyard/contract";
import { eventLine } from "./event-line.ts";
import { createLineBuffer } from "./line-buffer.ts";

/** A sink that fingerprints a run. */
export interface EventHash extends EventSink {
  /**
   * SHA-256 of the journal so far, 64 hex digits: what `sha256sum` says of the file that
   * `createTraceWriter` writes of the same events.
   */
  digest(): string;
}

/** A hash of all recorded events, in order. It holds one chunk of lines, never the run. */
export function createEventHash(): EventHash {
  const hash = createHash("sha256");
  const buffer = createLineBuffer((chunk) => {
    hash.update(chunk);
  });
  return {
    record: (event: SwitchyardEvent): void => buffer.push(eventLine(event)),
    digest: (): string => {
      buffer.flush();
      return hash.copy().digest("hex");
    },
  };
}
