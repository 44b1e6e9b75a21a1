import type { AskRequest, Clock } from "@switchyard/contract";
import { askCustomGate, type CustomGates, type GatedAnswer } from "./custom-gates.ts";
import { judgeRequest, type JudgeRequest } from "./judge-request.ts";
import { readJudgement, type Judgement, type PendingGate } from "./judgement.ts";

/** The gate that a model decides, on an internal route. */
export type JudgeGate = Extract<PendingGate, { readonly kind: "judge" }>;

/** What pending gates are asked through. */
export interface JudgementPorts {
  readonly clock: Clock;
  readonly gates: CustomGates;
  /**
   * Asks the gate's route within the time, and gives the parsed answer; undefined, or a rejection,
   * where the route has none.
   */
  readonly askJudge: (
    gate: JudgeGate,
    request: JudgeRequest,
    timeoutMs: number,
  ) => Promise<unknown>;
}

/** An answer, and what it answers. */
export interface AskedAnswer {
  readonly answer: GatedAnswer;
  readonly input: AskRequest["input"];
}

/**
 * Asks the pending gates of a verdict, each once, and gives what they say in the same order. The
 * application's own come first, for they cost nothing; after one that fails no further is asked,
 * and what was not asked is undefined. Never rejects.
 *
 * @param deadlineAtMs monotonic; with the time over, an own gate fails and a judge is not asked
 */
export async function askPending(
  pending: readonly PendingGate[],
  asked: AskedAnswer,
  ports: JudgementPorts,
  deadlineAtMs: number,
): Promise<readonly (Judgement | undefined)[]> {
  const judgements = pending.map((): Judgement | undefined => undefined);
  const own = [...pending.keys()].filter((index) => pending[index]?.kind === "custom");
  const judges = [...pending.keys()].filter((index) => pending[index]?.kind === "judge");
  for (const index of [...own, ...judges]) {
    const gate = pending[index];
    if (gate === undefined) continue;
    const timeoutMs = Math.max(0, deadlineAtMs - ports.clock.nowMs());
    const judgement =
      gate.kind === "custom"
        ? await askOwn(gate.name, asked.answer, ports, timeoutMs)
        : await askRoute(gate, asked, ports, timeoutMs);
    judgements[index] = judgement;
    if (judgement.outcome === "failed") break;
  }
  return judgements;
}

/** The router checks at its start that each name has a function; one without fails closed. */
async function askOwn(
  name: string,
  answer: GatedAnswer,
  { gates, clock }: JudgementPorts,
  timeoutMs: number,
): Promise<Judgement> {
  const gate = Object.hasOwn(gates, name) ? gates[name] : undefined;
  if (gate === undefined)
    return { outcome: "failed", message: `Gate ${name} is none of the router's.` };
  return await askCustomGate(name, gate, answer, clock, timeoutMs);
}

async function askRoute(
  gate: JudgeGate,
  { input, answer }: AskedAnswer,
  { askJudge }: JudgementPorts,
  timeoutMs: number,
): Promise<Judgement> {
  if (timeoutMs <= 0)
    return { outcome: "unjudged", message: `No time was left to ask route ${gate.route}.` };
  try {
    return readJudgement(await askJudge(gate, judgeRequest(input, answer.text), timeoutMs), gate);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { outcome: "unjudged", message: `Route ${gate.route} could not be asked: ${why}` };
  }
}
