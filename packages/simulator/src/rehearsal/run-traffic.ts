import { SwitchyardError, type Answer, type AskRequest } from "@switchyard/contract";
import type { VirtualClock } from "../time/create-virtual-clock.ts";
import { askIdOf } from "../workload/ask-number.ts";
import type { Workload, WorkloadRequest } from "../workload/create-workload.ts";
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
  /** Asks come no more once it is aborted; those in flight end as they would. */
  readonly signal: AbortSignal | undefined;
}

export interface TrafficEnd {
  /** Asks made. */
  readonly asked: number;
  /** Asks whose process died, or that found none. */
  readonly lost: number;
  readonly isInterrupted: boolean;
}

/**
 * Lets the requests of a workload come, each at its instant, and waits until every ask has ended.
 * Typed errors are ends like any other. Nothing of an ask is kept.
 *
 * @throws what an ask threw that is no `SwitchyardError`: a defect, which ends the traffic
 */
export async function runTraffic(options: TrafficOptions): Promise<TrafficEnd> {
  const { workload, clock, ask, callers, onAsk, signal } = options;
  let asked = 0;
  let lost = 0;
  let inFlight = 0;
  let isOver = false;
  let defect: { readonly error: unknown } | undefined;

  const arrive = (index: number): void => {
    const request = workload.at(index);
    const askId = askIdOf(index);
    if (request === undefined) isOver = true;
    else clock.schedule(request.atMs, askId, () => begin(index, askId, request));
  };
  const begin = (index: number, askId: string, planned: WorkloadRequest): void => {
    const request = workload.askAt(index);
    const { isStreamed, abortAfterMs } = planned;
    if (request === undefined || signal?.aborted === true) {
      isOver = true;
      return;
    }
    asked += 1;
    inFlight += 1;
    const patience = abortAfterMs === undefined ? undefined : givesUpAfter(abortAfterMs, askId);
    const called = callers(askId, request);
    const askNow = (): Promise<unknown> => {
      onAsk(askId);
      const signal = patience?.signal;
      return ask(signal === undefined ? called.request : { ...called.request, signal }, isStreamed);
    };
    const { delayMs } = called;
    const asking = delayMs === 0 ? askNow() : clock.sleep(delayMs).then(askNow);
    const end = (): void => {
      inFlight -= 1;
      patience?.cancel();
    };
    const failed = (error: unknown): void => {
      fail(error);
      end();
    };
    void clock.track(asking.then(end, failed), askId);
    arrive(index + 1);
  };
  const fail = (error: unknown): void => {
    if (error instanceof LostAsk) lost += 1;
    else if (!SwitchyardError.isInstance(error)) defect ??= { error };
  };

  const givesUpAfter = (durationMs: number, askId: string) => {
    const controller = new AbortController();
    const cancel = clock.schedule(clock.nowMs() + durationMs, askId, () =>
      controller.abort(new DOMException("The caller gave up.", "AbortError")),
    );
    return { signal: controller.signal, cancel };
  };

  arrive(0);
  await clock.run(
    () => defect !== undefined || ((isOver || signal?.aborted === true) && inFlight === 0),
  );
  if (defect !== undefined) throw defect.error;
  return { asked, lost, isInterrupted: signal?.aborted === true && !isComplete(asked, workload) };
}

function isComplete(asked: number, { requests }: Workload): boolean {
  return asked >= requests;
}
