import type { EventSink, SwitchyardEvent } from "@switchyard/contract";

/** What answers were truly worth, and truly cost. Both are simulated. */
export interface AnswerReading {
  /** Mean true quality of the answers that providers gave, 0 to 1. Null: they gave none. */
  readonly quality: number | null;
  /** What providers charge beyond what was booked, in micro-US-dollars. */
  readonly unbookedMicroUsd: number;
}

export interface AnswerWatch extends EventSink {
  read(): AnswerReading;
}

/** Follows answers through events. Remembers calls that are billed otherwise while in flight. */
export function watchAnswers(): AnswerWatch {
  const invoices = new Map<string, number>();
  let answers = 0;
  let quality = 0;
  let unbookedMicroUsd = 0;
  return {
    record(event: SwitchyardEvent) {
      if (event.type === "wire-served") {
        const { attemptId, invoiceMicroUsd } = event;
        if (event.quality !== null) {
          answers += 1;
          quality += event.quality;
        }
        if (invoiceMicroUsd !== undefined) invoices.set(attemptId, invoiceMicroUsd);
      } else if (event.type === "budget-settled") {
        const invoice = invoices.get(event.attemptId);
        if (invoice === undefined) return;
        invoices.delete(event.attemptId);
        unbookedMicroUsd += invoice - event.amountMicroUsd;
      }
    },
    read: () => ({ quality: answers === 0 ? null : quality / answers, unbookedMicroUsd }),
  };
}
