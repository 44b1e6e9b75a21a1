import type { FailureKind, Gate } from "@switchyard/contract";
import {
  checkGate,
  nameOfGate,
  type GateFacts,
  type GateFailure,
  type JudgedAnswer,
  type LocalGate,
  type ParsedAnswer,
} from "./check-gate.ts";
import type { Judgement, PendingGate } from "./judgement.ts";

/** The joint outcome of a route's gates. */
export interface Verdict {
  /**
   * `failed` exactly when a gate failed. `unjudged`: none failed, and one was not or could not be
   * asked.
   */
  readonly outcome: "passed" | "failed" | "unjudged";
  /**
   * Quality, 0 to 1: 0 when a gate failed that gives no score; else the least score of the judges
   * that gave one; else 1. The least, because an answer is no better than its worst fault; an
   * average would let one good judge outvote the one who saw it.
   */
  readonly score: number;
  /** Whose score it is. Absent: no gate was asked, so the score means nothing. */
  readonly scoredBy?: "gate" | "judge";
  /** The first one names the kind of failure that the attempt ends in. */
  readonly failures: readonly GateFailure[];
  /** The parsed JSON, where a format was asked for or a gate holds the answer to a schema. */
  readonly object?: unknown;
  /** Gates still to be asked, in the policy's order. None when a gate has failed already. */
  readonly pending: readonly PendingGate[];
}

/** What a verdict needs besides gates and answer. */
export interface VerdictFacts extends GateFacts {
  /** Routes of the judges that are asked about this ask, as `sampleJudges` drew them. */
  readonly judges: readonly string[];
}

/** A cut, empty or refused answer explains why it is malformed, so it is named first. */
const FIRST_KINDS: readonly FailureKind[] = ["output-truncated", "empty-output", "refusal"];

/**
 * Judges a complete answer by the gates that need nothing but the answer, and names those that do.
 * Pure. Every gate reads the whole text, so a stream is judged at its end.
 *
 * Where the caller asked for JSON and no tool was called, the answer must be JSON whatever the
 * gates are; that it fits the caller's schema is for the gate `schema: request` to say.
 */
export function judge(gates: readonly Gate[], answer: JudgedAnswer, facts: VerdictFacts): Verdict {
  const wantsJson =
    facts.output !== undefined ||
    gates.some((gate) => gate.kind === "schema" && gate.schema !== "request");
  const isParsed = wantsJson && answer.toolCalls.length === 0;
  const parsed: ParsedAnswer = isParsed ? parse(answer.text) : { ok: false };
  const local = gates.filter(isLocal);
  const failures = local.flatMap((gate) => checkGate(gate, answer, parsed, facts) ?? []);
  const isToldMalformed = failures.some(({ kind }) => kind === "malformed-output");
  if (isParsed && !parsed.ok && !isToldMalformed)
    failures.push({ gate: "output", kind: "malformed-output", message: NOT_JSON });
  const pending = failures.length > 0 ? [] : gates.filter((gate) => isAsked(gate, answer, facts));
  return {
    outcome: outcomeOf(failures, pending.length > 0),
    score: failures.length > 0 ? 0 : 1,
    ...((local.length > 0 || isParsed) && { scoredBy: "gate" }),
    failures: failures.toSorted((left, right) => rankOf(left) - rankOf(right)),
    ...(parsed.ok && { object: parsed.value }),
    pending,
  };
}

const NOT_JSON = "The answer is not the JSON that was asked for.";

/**
 * The verdict once its pending gates were asked. `judgements` are in the order of
 * `verdict.pending`; a gate without one was not asked, as need not be after one that failed.
 */
export function withJudgements(verdict: Verdict, judgements: readonly Judgement[]): Verdict {
  const failures: GateFailure[] = [];
  const scores: number[] = [];
  let isComplete = true;
  let isScoreless = false;
  for (const [index, gate] of verdict.pending.entries()) {
    const judgement = judgements[index];
    if (judgement === undefined || judgement.outcome === "unjudged") {
      isComplete = false;
      continue;
    }
    if (judgement.score !== undefined) scores.push(judgement.score);
    if (judgement.outcome === "passed") continue;
    const { score, message, reason } = judgement;
    isScoreless ||= score === undefined;
    const told = { message, ...(reason !== undefined && { reason }) };
    failures.push({ gate: nameOfGate(gate), kind: "gate-failed", ...told });
  }
  const all = [...verdict.failures, ...failures];
  return {
    ...verdict,
    outcome: outcomeOf(all, !isComplete),
    ...scoring(verdict, scores, isScoreless, judgements.length > 0),
    failures: all,
    pending: [],
  };
}

/** A gate that fails without a score outweighs every judge: nothing says how bad it is. */
function scoring(
  verdict: Verdict,
  scores: readonly number[],
  isScoreless: boolean,
  isAnyAsked: boolean,
): Pick<Verdict, "score" | "scoredBy"> {
  if (isScoreless) return { score: 0, scoredBy: "gate" };
  if (scores.length > 0) return { score: Math.min(verdict.score, ...scores), scoredBy: "judge" };
  const scoredBy = verdict.scoredBy ?? (isAnyAsked ? "gate" : undefined);
  return { score: verdict.score, ...(scoredBy !== undefined && { scoredBy }) };
}

function outcomeOf(failures: readonly GateFailure[], isOpen: boolean): Verdict["outcome"] {
  if (failures.length > 0) return "failed";
  return isOpen ? "unjudged" : "passed";
}

function isLocal(gate: Gate): gate is LocalGate {
  return gate.kind !== "judge" && gate.kind !== "custom";
}

/** A judge reads answers, not calls of tools; an application's own gate sees those too. */
function isAsked(
  gate: Gate,
  { toolCalls }: JudgedAnswer,
  { judges }: VerdictFacts,
): gate is PendingGate {
  if (gate.kind === "custom") return true;
  return gate.kind === "judge" && toolCalls.length === 0 && judges.includes(gate.route);
}

function parse(text: string): ParsedAnswer {
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    return { ok: false };
  }
}

function rankOf({ kind }: GateFailure): number {
  const rank = FIRST_KINDS.indexOf(kind);
  return rank === -1 ? FIRST_KINDS.length : rank;
}
