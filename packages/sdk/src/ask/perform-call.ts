import type {
  Clock,
  ModelCall,
  ModelFailure,
  ModelPort,
  ModelResult,
  ModelStreamPart,
  FailureKind,
} from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";
import { createAlarm } from "./create-alarm.ts";
import { toMicroseconds } from "../events/event-emitter.ts";
import type { StreamLimits } from "../health/stream-limits.ts";
import type { StreamTimes } from "../health/stream-book.ts";
import { createStreamTimer } from "./stream-timer.ts";

/** The reason that a provider sees. */
const OUTRUN = new DOMException("Another call of the ask answered first.", "AbortError");

export interface CallPorts {
  readonly clock: Clock;
  readonly providers: ModelPort;
}

/** How a call ended, and how long it took. */
export interface TimedResult {
  readonly result: ModelResult;
  readonly latencyMs: number;
  /** How its answer came. Absent: whole, or the call was never made. */
  readonly streamed?: StreamTimes;
}

/** How a call's answer is shown as it arrives, and how long it is waited for. */
export interface Streaming extends StreamLimits {
  readonly onText: (text: string) => void;
}

/** A call that was begun. */
export interface Flight {
  /** Gives it this much time from now, in place of what it had. */
  lengthen(timeoutMs: number): void;
  /** Ends it at once: another call has answered. */
  cut(): void;
}

/**
 * Makes one call, which ends with its result, its timeout, the caller's abort or a cut, whichever
 * comes first; the end is told once. A provider that does not heed the signal is left behind, not
 * waited for.
 */
export function performCall(
  { clock, providers }: CallPorts,
  call: Omit<ModelCall, "signal">,
  timeoutMs: number,
  caller: AbortSignal | undefined,
  streaming: Streaming | undefined,
  onEnd: (timed: TimedResult) => void,
): Flight {
  if (caller?.aborted === true) {
    onEnd(neverMade(call.provider));
    return { lengthen: () => {}, cut: () => {} };
  }
  const startedAtMs = clock.nowMs();
  const controller = new AbortController();
  const timeout = createAlarm(clock);
  const heard = streaming && { ...streaming, idle: createAlarm(clock), timer: createStreamTimer() };
  let isShown = false;
  let isOver = false;

  const elapsedMs = (): number => toMicroseconds(clock.nowMs() - startedAtMs);
  const end = (result: ModelResult): void => {
    if (isOver) return;
    isOver = true;
    timeout.cancel();
    heard?.idle.cancel();
    caller?.removeEventListener("abort", onAbort);
    const latencyMs = elapsedMs();
    onEnd({ result, latencyMs, ...(heard && { streamed: heard.timer.read(latencyMs) }) });
  };
  const stop = (kind: FailureKind, message: string, reason: unknown): void => {
    if (isOver) return;
    const failure = localFailure(kind, call.provider, message);
    end({ ok: false, failure: { ...failure, committed: isShown } });
    controller.abort(reason);
  };
  const onAbort = (): void =>
    stop("cancelled", "The caller ended the ask during the call.", caller?.reason);
  const timeOutIn = (durationMs: number): void =>
    timeout.set(durationMs, (reason) =>
      stop("timeout", `No answer within ${elapsedMs()} ms.`, reason),
    );
  const idleIn = (durationMs: number): void =>
    heard?.idle.set(durationMs, (reason) =>
      stop("timeout", `Nothing of the answer came for ${durationMs} ms.`, reason),
    );
  const onPart = (part: ModelStreamPart): void => {
    if (isOver || heard === undefined) return;
    heard.timer.hear(elapsedMs());
    idleIn(heard.idleMs);
    if (part.type !== "text") return;
    isShown = true;
    heard.onText(part.text);
  };

  caller?.addEventListener("abort", onAbort, { once: true });
  timeOutIn(timeoutMs);
  if (heard !== undefined) idleIn(heard.firstTokenMs);
  const made = { ...call, signal: controller.signal };
  const result = begin(() =>
    heard === undefined ? providers.generate(made) : providers.stream(made, onPart),
  );
  result.then(end, (error: unknown) => end(thrownResult(call.provider, error)));
  return {
    lengthen: timeOutIn,
    cut: () => stop("cancelled", "Another call of the ask answered first.", OUTRUN),
  };
}

function neverMade(provider: string): TimedResult {
  const failure = localFailure("cancelled", provider, "The caller ended the ask before the call.");
  return { result: { ok: false, failure: { ...failure, billed: "none" } }, latencyMs: 0 };
}

/** A port that throws at once rejects like one that throws later. */
function begin(call: () => Promise<ModelResult>): Promise<ModelResult> {
  try {
    return call();
  } catch (error) {
    return Promise.reject(error);
  }
}

function localFailure(kind: FailureKind, provider: string, message: string): ModelFailure {
  return {
    kind,
    ...failureRule(kind),
    billed: "unknown",
    committed: false,
    provider,
    message,
  };
}

/** A port promises not to throw. If one does, its own words are the best account there is. */
function thrownResult(provider: string, error: unknown): ModelResult {
  const words = error instanceof Error ? error.message : String(error);
  const message = `The provider's port threw: ${words}`;
  return { ok: false, failure: localFailure("server-error", provider, message) };
}
