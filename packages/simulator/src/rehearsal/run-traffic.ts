import { SwitchyardError, type Answer, type AskRequest } from "@switchyard/contract";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import { askIdOf, reaskIdOf } from "../workload/ask-number.ts";
import type { Workload } from "../workload/create-workload.ts";
import { letClientsAsk, type Begin, type Comers } from "./let-clients-ask.ts";
import type { Callers } from "./world/create-callers.ts";
import { LostAsk } from "./world/lost-ask.ts";

/** What is rehearsed: `router.ask` and `router.stream`, or another router of the same shape. */
export type Ask = (request: AskRequest, isStreamed: boolean) => Promise<Answer>;

export interface TrafficOptions {
  readonly workload: Workload;
  readonly clock: VirtualClock;
  readonly ask: Ask;
  /** What the application makes of each request. */
  readonly callers: Callers;
  /** Told the id of the next ask, just before it is made. */
  readonly onAsk: (askId: string) => void;
  /** Asks come no more once it is so; those in flight end as they would. */
  readonly isStopped: () => boolean;
}

export interface TrafficEnd {
  /** Asks made, re-asks among them. */
  readonly asked: number;
  /** Asks of a task that was asked for before. */
  readonly reasked: number;
  /** Asks whose process died, or that found none. */
  readonly lost: number;
  readonly isInterrupted: boolean;
}

/**
 * Lets the requests of a workload come, each at its instant or when its user asks for it, and waits
 * until every ask has ended. Typed errors are ends like any other. Nothing of an ask is kept.
 *
 * @throws what an ask threw that is no `SwitchyardError`: a defect, which ends the traffic
 */
export async function runTraffic(options: TrafficOptions): Promise<TrafficEnd> {
  const { workload, clock, ask, callers, onAsk, isStopped } = options;
  let asked = 0;
  let lost = 0;
  let reasked = 0;
  let inFlight = 0;
  let defect: { readonly error: unknown } | undefined;

  const begin: Begin = (index, again = 0) => {
    const request = workload.askAt(index);
    const { isStreamed = false, abortAfterMs } = workload.at(index) ?? {};
    if (request === undefined || isStopped()) return undefined;
    asked += 1;
    inFlight += 1;
    if (again > 0) reasked += 1;
    const firstId = askIdOf(index);
    const askId = again === 0 ? firstId : reaskIdOf(index, again);
    const patience = abortAfterMs === undefined ? undefined : givesUpAfter(abortAfterMs, askId);
    const called = callers(askId, again === 0 ? request : { ...request, taskId: firstId });
    const askNow = (): Promise<Answer> => {
      onAsk(askId);
      const signal = patience?.signal;
      return ask(signal === undefined ? called.request : { ...called.request, signal }, isStreamed);
    };
    const { delayMs } = called;
    const asking = delayMs === 0 ? askNow() : clock.sleep(delayMs).then(askNow);
    const ended = asking.then(isOfModel, fail).then((isAnswered) => {
      inFlight -= 1;
      patience?.cancel();
      return isAnswered;
    });
    return clock.track(ended, askId);
  };
  const fail = (error: unknown): false => {
    if (error instanceof LostAsk) lost += 1;
    else if (!SwitchyardError.isInstance(error)) defect ??= { error };
    return false;
  };

  const givesUpAfter = (durationMs: number, askId: string) => {
    const controller = new AbortController();
    const cancel = clock.schedule(clock.nowMs() + durationMs, askId, () =>
      controller.abort(new DOMException("The caller gave up.", "AbortError")),
    );
    return { signal: controller.signal, cancel };
  };

  const { clients, durationMs } = workload;
  const comers =
    clients === undefined
      ? letRequestsCome(workload, clock, begin)
      : letClientsAsk(clients, durationMs, clock, begin);
  await clock.run(
    () => defect !== undefined || ((comers.isOver() || isStopped()) && inFlight === 0),
  );
  if (defect !== undefined) throw defect.error;
  return { asked, reasked, lost, isInterrupted: isStopped() && !comers.isOver() };
}

function isOfModel({ endpoint }: Answer): boolean {
  return endpoint !== undefined;
}

/** Each request at its instant, whatever becomes of the ones before. */
function letRequestsCome(workload: Workload, clock: VirtualClock, begin: Begin): Comers {
  let isOver = false;
  const arrive = (index: number): void => {
    const request = workload.at(index);
    if (request === undefined) {
      isOver = true;
      return;
    }
    clock.schedule(request.atMs, askIdOf(index), () => {
      if (begin(index) !== undefined) arrive(index + 1);
    });
  };
  arrive(0);
  return { isOver: () => isOver };
}
