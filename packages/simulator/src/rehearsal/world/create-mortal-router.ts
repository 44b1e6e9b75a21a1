import type { Clock } from "@switchyard/contract";
import type { CrashPoint } from "../../faults/families/router-fault.ts";
import type { RehearsalPorts } from "../rehearse.ts";
import type { Ask } from "../run-traffic.ts";
import { isOn, type FaultStage, type LiveFault } from "./live-fault.ts";
import { LostAsk } from "./lost-ask.ts";

export type LiveCrash = LiveFault<"router.crash">;

export interface MortalRouterOptions {
  readonly ports: RehearsalPorts;
  /** Opens a router over ports: the first, and one after each crash. */
  readonly createAsk: (ports: RehearsalPorts) => Ask;
  readonly crashes: readonly LiveCrash[];
  readonly stage: FaultStage;
}

/** One process: what is in flight in it, and whether it still runs. */
interface Life {
  isOver: boolean;
  /** Told of its end, by asks in flight. */
  readonly mourners: Set<(error: LostAsk) => void>;
}

/**
 * A router that dies where a fault says so, with all it has in flight, and begins anew over the
 * same ledger. What a dead one waits for it never hears; what it did at providers stays done.
 */
export function createMortalRouter(options: MortalRouterOptions): Ask {
  const { ports, createAsk, crashes, stage } = options;
  if (crashes.length === 0) return createAsk(ports);
  const due = new Set(crashes);
  let backAtMs = 0;
  let life: Life = { isOver: false, mourners: new Set() };

  /** Dies when a crash at this point is due. */
  const pass = (point: CrashPoint, owner: Life): void => {
    for (const crash of due) {
      if (owner.isOver || crash.fault.point !== point || !isOn(crash, stage.nowMs())) continue;
      due.delete(crash);
      stage.onHit(crash.fault.id);
      owner.isOver = true;
      backAtMs = crash.fault.for === undefined ? 0 : crash.untilMs;
      for (const mourn of owner.mourners) mourn(new LostAsk(`The router died ${point}.`));
      life = { isOver: false, mourners: new Set() };
      ask = createAsk(mortalPorts(ports, life, pass));
    }
  };
  let ask = createAsk(mortalPorts(ports, life, pass));

  return (request, isStreamed) => {
    if (stage.nowMs() < backAtMs) return Promise.reject(new LostAsk("The router is not up yet."));
    const { mourners } = life;
    return new Promise((resolve, reject) => {
      mourners.add(reject);
      void ask(request, isStreamed)
        .then(resolve, reject)
        .finally(() => mourners.delete(reject));
    });
  };
}

/** Ports of one process: after its end nothing is done or heard through them. */
function mortalPorts(
  ports: RehearsalPorts,
  life: Life,
  pass: (point: CrashPoint, owner: Life) => void,
): RehearsalPorts {
  const { ledger, providers, sinks, clock } = ports;
  const heard = async <Result>(
    work: () => Promise<Result>,
    after?: CrashPoint,
  ): Promise<Result> => {
    if (life.isOver) return new Promise<never>(() => {});
    const result = await work();
    if (after !== undefined) pass(after, life);
    return life.isOver ? new Promise<never>(() => {}) : result;
  };
  const midCall = <Result>(result: Promise<Result>): Promise<Result> => {
    void clock.sleep(MID_CALL_MS).then(() => pass("mid-call", life));
    return result;
  };
  return {
    ...ports,
    clock: mortalClock(clock, heard),
    ledger: {
      reserve: (request) => {
        pass("before-reserve", life);
        return heard(() => ledger.reserve(request), "after-reserve");
      },
      settle: (end) => heard(() => ledger.settle(end), "after-settle"),
      release: (end) => heard(() => ledger.release(end)),
      snapshot: (lines, atMs) => heard(() => ledger.snapshot(lines, atMs)),
      ...(ledger.isLocal === true && { isLocal: true }),
    },
    providers: {
      absent: providers.absent,
      generate: (call) => heard(() => midCall(providers.generate(call)), "after-call"),
      stream: (call, onPart) =>
        heard(
          () =>
            midCall(
              providers.stream(call, (part) => {
                if (!life.isOver) onPart(part);
              }),
            ),
          "after-call",
        ),
    },
    sinks: sinks.map((sink) => ({
      record: (event) => {
        if (!life.isOver) sink.record(event);
      },
    })),
  };
}

/** So long after a call began it is on its way for certain, and not answered. */
const MID_CALL_MS = 1;

function mortalClock(
  clock: Clock,
  heard: <Result>(work: () => Promise<Result>) => Promise<Result>,
): Clock {
  return { ...clock, sleep: (durationMs, signal) => heard(() => clock.sleep(durationMs, signal)) };
}
