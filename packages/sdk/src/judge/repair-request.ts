import type { FailureKind, Message, ModelRequest } from "@switchyard/contract";
import type { GateFailure, JudgedAnswer } from "./check-gate.ts";

/** What a second try can mend: a model that sees its mistake makes another answer. */
const REPAIRABLE: ReadonlySet<FailureKind> = new Set([
  "malformed-output",
  "empty-output",
  "gate-failed",
]);

/**
 * Whether a model may be asked to mend an answer. Not a refused one: the router presses no model to
 * give in. Not a cut one: it would be cut again.
 */
export function canRepair(failures: readonly GateFailure[]): boolean {
  return failures.length > 0 && failures.every(({ kind }) => REPAIRABLE.has(kind));
}

/**
 * The request for a corrected answer: the one that was sent, the bad answer, and what the gates say
 * of it. Always built on the request as it was first sent: repairs do not pile up.
 */
export function repairRequest(
  request: ModelRequest,
  { text }: Pick<JudgedAnswer, "text">,
  failures: readonly GateFailure[],
): ModelRequest {
  // An empty turn is refused by providers, and there is nothing in it to mend.
  const said: readonly Message[] = text.trim() === "" ? [] : [{ role: "assistant", content: text }];
  return {
    ...request,
    messages: [...request.messages, ...said, { role: "user", content: complaint(failures) }],
  };
}

function complaint(failures: readonly GateFailure[]): string {
  const faults = failures.map(
    ({ message, reason }) => `- ${message}${reason === undefined ? "" : ` ${reason}`}`,
  );
  return [
    "Your last answer cannot be used:",
    ...faults,
    "Reply with the corrected answer only, complete, without an apology or a word about the change.",
  ].join("\n");
}
