import type {
  Clock,
  ModelCall,
  ModelFailure,
  ModelPort,
  ModelResult,
  FailureKind,
} from "@switchyard/contract";
import { failureRule } from "@switchyard/providers";
import { toMicroseconds } from "../events/event-emitter.ts";

export interface CallPorts {
  readonly clock: Clock;
  readonly providers: ModelPort;
}

/** How a call ended, and how long it took. */
export interface TimedResult {
  readonly result: ModelResult;
  readonly latencyMs: number;
}

/**
 * Makes one call and ends with its result, its timeout or the caller's abort, whichever comes
 * first. A provider that does not heed the signal is left behind, not waited for.
 */
export function performCall(
  { clock, providers }: CallPorts,
  call: Omit<ModelCall, "signal">,
  timeoutMs: number,
  caller: AbortSignal | undefined,
): Promise<TimedResult> {
  if (caller?.aborted === true) return Promise.resolve(neverMade(call.provider));
  return new Promise((resolve) => {
    const startedAtMs = clock.nowMs();
    const controller = new AbortController();
    const deadline = clock.deadline(timeoutMs);
    let isOver = false;

    const end = (result: ModelResult): void => {
      if (isOver) return;
      isOver = true;
      deadline.cancel();
      caller?.removeEventListener("abort", onAbort);
      resolve({ result, latencyMs: toMicroseconds(clock.nowMs() - startedAtMs) });
    };
    const cut = (kind: FailureKind, message: string, reason: unknown): void => {
      end({ ok: false, failure: localFailure(kind, call.provider, message) });
      controller.abort(reason);
    };
    const onAbort = (): void =>
      cut("cancelled", "The caller ended the ask during the call.", caller?.reason);

    caller?.addEventListener("abort", onAbort, { once: true });
    deadline.signal.addEventListener(
      "abort",
      () => cut("timeout", `No answer within ${timeoutMs} ms.`, deadline.signal.reason),
      { once: true },
    );
    generate(providers, { ...call, signal: controller.signal }).then(end, (error: unknown) =>
      end({
        ok: false,
        failure: localFailure("server-error", call.provider, thrownMessage(error)),
      }),
    );
  });
}

function neverMade(provider: string): TimedResult {
  const failure = localFailure("cancelled", provider, "The caller ended the ask before the call.");
  return { result: { ok: false, failure: { ...failure, billed: "none" } }, latencyMs: 0 };
}

/** A port that throws at once rejects like one that throws later. */
async function generate(providers: ModelPort, call: ModelCall): Promise<ModelResult> {
  return await providers.generate(call);
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
function thrownMessage(error: unknown): string {
  return `The provider's port threw: ${error instanceof Error ? error.message : String(error)}`;
}
