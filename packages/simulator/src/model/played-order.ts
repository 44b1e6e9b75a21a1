import type { ModelCall, Rng } from "@switchyard/contract";
import type { FaultVerdict } from "../faults/create-fault-engine.ts";
import type { FaultEffect } from "../faults/fault-effect.ts";
import { groupEffects, type EffectGroups } from "../faults/group-effects.ts";
import type { CallScript } from "../wire/call-script.ts";
import type { WireRequest } from "../wire/dialect.ts";
import type { Served } from "../wire/wire-order.ts";
import type { PlayedEndpoint } from "./played-endpoint.ts";

/** One call that is played without a wire, with the faults that it meets. */
export interface PlayedOrder {
  readonly call: ModelCall;
  readonly endpoint: PlayedEndpoint;
  readonly request: WireRequest;
  readonly script: CallScript;
  readonly verdict: FaultVerdict;
  readonly effects: EffectGroups;
  /** The call's own stream. */
  readonly rng: Rng;
  readonly served: Served;
}

/**
 * Groups the effects of a verdict. Undefined where one of them is known by its bytes alone: a body
 * or a stream that breaks, and refusals of whole answers, are read by the adapters of each format.
 */
export function playableEffects({ applied }: FaultVerdict): EffectGroups | undefined {
  return applied.every(({ effect }) => isPlayable(effect)) ? groupEffects(applied) : undefined;
}

function isPlayable(effect: FaultEffect): boolean {
  switch (effect.stage) {
    case "latency":
    case "connection":
      return true;
    case "status":
      return isPlayedStatus(effect);
    case "body":
      return effect.how === "quality-drop" || effect.how === "longer" || effect.how === "truncated";
    case "stream":
      return effect.how === "slow" || effect.how === "stalled";
    default:
      return false;
  }
}

/** Statuses after which a key of the provider rests: who has keys has to see them. */
const KEY_STATUSES: ReadonlySet<number | undefined> = new Set([401, 402, 403]);

/** Who is asked to wait so long has met a quota, and its key rests too. */
const QUOTA_WAIT_MS_MIN = 3_600_000;

function isPlayedStatus({
  cause,
  status,
  retryAfter,
}: Extract<FaultEffect, { readonly stage: "status" }>): boolean {
  if (cause !== "status" && cause !== "rate-limit" && cause !== "overloaded") return false;
  if (retryAfter.kind === "wait" && retryAfter.ms >= QUOTA_WAIT_MS_MIN) return false;
  return !KEY_STATUSES.has(status);
}
