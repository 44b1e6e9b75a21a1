import type { Answer, Clock, ToolCallPart } from "@switchyard/contract";
import type { Judgement } from "./judgement.ts";

/** What an application's own gate is shown. */
export interface GatedAnswer {
  readonly askId: string;
  readonly route: string;
  readonly intent: string;
  readonly risk: string;
  readonly text: string;
  /** The parsed JSON, where a format was asked for. */
  readonly object?: Answer["object"];
  readonly toolCalls: readonly ToolCallPart[];
}

/** What it says: whether the answer passes, and if not, why. */
export type GateVerdict =
  | boolean
  | {
      readonly passed: boolean;
      /** Reaches events and, in a repair, the model: keep the answer out of it. */
      readonly message?: string;
    };

/**
 * A check of the application's own, known to the policy by name. It is asked about every complete
 * answer of a route that lists it, within the time the ask has left.
 *
 * It fails closed: an answer passes only if the function says so. One that throws, rejects, takes
 * too long or gives something else fails the answer.
 */
export type CustomGate = (answer: GatedAnswer) => GateVerdict | Promise<GateVerdict>;

/** Custom gates by the names that the policy uses. */
export type CustomGates = Readonly<Record<string, CustomGate>>;

/** Asks a custom gate. Never rejects; ends when the time is over, whatever the function does. */
export async function askCustomGate(
  name: string,
  gate: CustomGate,
  answer: GatedAnswer,
  clock: Clock,
  timeoutMs: number,
): Promise<Judgement> {
  const deadline = clock.deadline(timeoutMs);
  const overdue = new Promise<Judgement>((resolve) => {
    const end = (): void => resolve(failed(name, `did not answer within ${timeoutMs} ms`));
    if (deadline.signal.aborted) end();
    deadline.signal.addEventListener("abort", end, { once: true });
  });
  try {
    return await Promise.race([ask(name, gate, answer), overdue]);
  } finally {
    deadline.cancel();
  }
}

async function ask(name: string, gate: CustomGate, answer: GatedAnswer): Promise<Judgement> {
  try {
    return toJudgement(name, await gate(answer));
  } catch (error) {
    return failed(name, `threw: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Applications are not all typed, so what a gate gives is looked at. */
function toJudgement(name: string, verdict: unknown): Judgement {
  if (verdict === true) return { outcome: "passed" };
  if (verdict === false) return failed(name, "does not let the answer through");
  if (typeof verdict !== "object" || verdict === null || !("passed" in verdict))
    return failed(name, "gave neither a boolean nor { passed, message }");
  if (verdict.passed === true) return { outcome: "passed" };
  if ("message" in verdict && typeof verdict.message === "string")
    return failed(name, `says: ${verdict.message}`);
  return failed(name, "does not let the answer through");
}

function failed(name: string, what: string): Judgement {
  return { outcome: "failed", message: `Gate ${name} ${what}.` };
}
