import type { Answer, SwitchyardEvent } from "@switchyard/contract";
import type { DocumentSource, LoadedBundle } from "@switchyard/policy";
import {
  askOfRouter,
  loadScenario,
  rehearse,
  type Ask,
  type RehearsalPorts,
  type ScenarioDocument,
} from "@switchyard/simulator";
import type { AskRecord, Trace } from "../invariants/trace.ts";
import { traceOf } from "../invariants/trace-of.ts";

/** Makes what is tested of the ports that it may use. */
export type AskOf = (ports: RehearsalPorts) => Ask;

export interface PlayOptions {
  readonly bundle: LoadedBundle;
  /** A scenario, or the text of a scenario's file. */
  readonly scenario: ScenarioDocument | DocumentSource;
  /** What is tested. Default: the SDK's router. */
  readonly createAsk?: AskOf;
}

/**
 * Plays a scenario in virtual time with providers in this process, and returns everything that
 * happened. Equal options give equal traces.
 *
 * @throws DocumentError for a scenario that is none
 */
export async function play(options: PlayOptions): Promise<Trace> {
  const { bundle, scenario, createAsk = askOfRouter } = options;
  const events: SwitchyardEvent[] = [];
  const asks: Record<string, AskRecord> = {};
  const rehearsal = rehearse({
    bundle,
    scenario: loadScenario(sourceOf(scenario)),
    fidelity: "model",
    sinks: [{ record: (event) => events.push(event) }],
    createAsk: (ports) => {
      const ask = createAsk(ports);
      return (request, isStreamed) => {
        const askId = ports.newAskId();
        const keep = (end: Pick<AskRecord, "answer" | "error">): void => {
          asks[askId] = { ...asks[askId], request, ...end };
        };
        request.signal?.addEventListener("abort", () => {
          asks[askId] = { request, abortedAtMs: ports.clock.epochMs() };
        });
        return watched(ask(request, isStreamed), keep);
      };
    },
  });
  try {
    await rehearsal;
  } catch (error) {
    // An ask that ended in an accident ends the traffic too, and is a breach like any other.
    if (!Object.values(asks).some((record) => record.error === error)) throw error;
  }
  return traceOf([bundle], events, asks);
}

/** What is made in code goes through the same loader as a file. */
function sourceOf(scenario: PlayOptions["scenario"]): DocumentSource {
  if ("text" in scenario) return scenario;
  return { file: "generated.yaml", text: JSON.stringify(scenario) };
}

async function watched(
  asked: Promise<Answer>,
  keep: (end: Pick<AskRecord, "answer" | "error">) => void,
): Promise<Answer> {
  try {
    const answer = await asked;
    keep({ answer });
    return answer;
  } catch (error) {
    keep({ error });
    throw error;
  }
}
