import type { AnswerStreamPart } from "@switchyard/contract";

/** Parts that wait for their reader. Bounded by the length of an answer. */
export interface PartQueue {
  push(part: AnswerStreamPart): void;
  /** Nothing follows; with a cause, the reader is thrown it after the parts. */
  end(cause?: { readonly thrown: unknown }): void;
  /** The parts, as they come. To be read once. */
  read(): AsyncGenerator<AnswerStreamPart>;
}

/** An empty queue that has not ended. */
export function createPartQueue(): PartQueue {
  const parts: AnswerStreamPart[] = [];
  let ended: { readonly cause?: { readonly thrown: unknown } } | undefined;
  let wake = (): void => {};

  return {
    push: (part) => {
      parts.push(part);
      wake();
    },
    end: (cause) => {
      ended = cause === undefined ? {} : { cause };
      wake();
    },
    async *read() {
      while (true) {
        const part = parts.shift();
        if (part !== undefined) yield part;
        else if (ended?.cause !== undefined) throw ended.cause.thrown;
        else if (ended !== undefined) return;
        else await new Promise<void>((resolve) => (wake = resolve));
      }
    },
  };
}
