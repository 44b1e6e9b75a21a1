import type { Deadline } from "@switchyard/contract";
import type { RehearsalPorts } from "../rehearse.ts";
import type { Ask } from "../run-traffic.ts";
import { isOn, type FaultStage, type LiveFault } from "./live-fault.ts";

export type LivePause = LiveFault<"router.pause">;

/** Holds whatever a process waits for until it runs again. */
export interface Pauses {
  /** The ports of a process that stands still at times. */
  readonly ports: RehearsalPorts;
  /** An ask that comes meanwhile is taken up afterwards. */
  readonly wrap: (ask: Ask) => Ask;
}

export function createPausingPorts(
  ports: RehearsalPorts,
  pauses: readonly LivePause[],
  { nowMs, onHit }: FaultStage,
): Pauses {
  if (pauses.length === 0) return { ports, wrap: (ask) => ask };
  const { clock, ledger, providers } = ports;
  const leftMs = (): number => {
    const pause = pauses.find((live) => isOn(live, nowMs()));
    if (pause === undefined) return 0;
    onHit(pause.fault.id);
    return pause.untilMs - nowMs();
  };
  const afterPause = async (): Promise<void> => {
    const waitMs = leftMs();
    if (waitMs > 0) await clock.sleep(waitMs);
  };
  const held = async <Result>(work: Promise<Result>): Promise<Result> => {
    try {
      return await work;
    } finally {
      await afterPause();
    }
  };
  const deadline = (durationMs: number): Deadline => {
    const late = new AbortController();
    const { signal, cancel } = clock.deadline(durationMs);
    const pass = (): void => void afterPause().then(() => late.abort(signal.reason));
    signal.addEventListener("abort", pass, { once: true });
    return { signal: late.signal, cancel };
  };
  let askId = "";
  return {
    ports: {
      ...ports,
      newAskId: () => askId,
      clock: {
        ...clock,
        deadline,
        sleep: (durationMs, signal) => held(clock.sleep(durationMs, signal)),
      },
      ledger: {
        ...ledger,
        reserve: (request) => held(ledger.reserve(request)),
        settle: (end) => held(ledger.settle(end)),
        release: (end) => held(ledger.release(end)),
        snapshot: (lines, atMs) => held(ledger.snapshot(lines, atMs)),
      },
      providers: {
        absent: providers.absent,
        generate: (call) => held(providers.generate(call)),
        stream: (call, onPart) => held(providers.stream(call, onPart)),
      },
    },
    wrap: (ask) => async (request, isStreamed) => {
      // Others come while this one waits, and each keeps its own id.
      const id = ports.newAskId();
      await afterPause();
      askId = id;
      return ask(request, isStreamed);
    },
  };
}
