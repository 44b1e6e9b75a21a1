import type { Gate, JsonSchema } from "@switchyard/contract";

/** A gate that asks the outside: a model, or the application's own function. */
export type PendingGate = Extract<Gate, { readonly kind: "judge" | "custom" }>;

/** What a gate that asks the outside says of an answer. */
export type Judgement =
  /** `score`: a judge's, 0 to 1. */
  | { readonly outcome: "passed"; readonly score?: number }
  | {
      readonly outcome: "failed";
      readonly message: string;
      readonly score?: number;
      /** A judge's reason, for a repair. It may quote the answer, so no event carries it. */
      readonly reason?: string;
    }
  /** Nobody could say; the answer is not held back for it. */
  | { readonly outcome: "unjudged"; readonly message: string };

/** The schema that policies name `builtin/judgement`: what a judge answers. */
export const JUDGEMENT_SCHEMA: JsonSchema = {
  type: "object",
  properties: {
    reason: { type: "string", description: "Why, in one or two sentences." },
    score: {
      type: "number",
      minimum: 0,
      maximum: 1,
      description: "0: useless or harmful. 0.5: partly right. 1: right, complete and clear.",
    },
  },
  required: ["reason", "score"],
  additionalProperties: false,
};

/** Characters of a judge's reason that a repair passes on. */
const REASON_LENGTH_MAX = 500;

/**
 * Reads what a judge answered. `object` is its parsed answer; undefined where the judging route
 * gave none. What is no judgement leaves the answer unjudged: a judge's failure is not the
 * answer's.
 */
export function readJudgement(
  object: unknown,
  { route, scoreMin }: Extract<PendingGate, { readonly kind: "judge" }>,
): Judgement {
  if (typeof object !== "object" || object === null || !("score" in object))
    return { outcome: "unjudged", message: `Route ${route} gave no judgement.` };
  const { score } = object;
  if (typeof score !== "number" || !(score >= 0 && score <= 1)) {
    const message = `Route ${route} gave a score that is no number from 0 to 1.`;
    return { outcome: "unjudged", message };
  }
  if (score >= scoreMin) return { outcome: "passed", score };
  const said = "reason" in object && typeof object.reason === "string" ? object.reason.trim() : "";
  const message = `Route ${route} scores the answer ${score}; the least is ${scoreMin}.`;
  const reason = said.slice(0, REASON_LENGTH_MAX);
  return { outcome: "failed", score, message, ...(reason !== "" && { reason }) };
}
