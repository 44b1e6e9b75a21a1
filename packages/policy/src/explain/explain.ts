import type {
  Bundle,
  Decision,
  DecisionState,
  QuotaLimit,
  RequestClass,
  RungName,
} from "@switchyard/contract";
import { decide } from "../plan/decide.ts";
import { plan } from "../plan/plan.ts";

/** A rung that asks are kept from for now, after failures in a row. */
export interface ExplainedClosure {
  readonly rung: RungName;
  /** Why it closed. */
  readonly cause: string;
  /** How long it has been closed, in milliseconds. */
  readonly forMs: number;
  /** In how many milliseconds an ask may try it. 0: one is trying it now. */
  readonly leftMs: number;
}

/** What the last ask of a route was told of its quota. */
export interface ExplainedQuota {
  /** When it asked, epoch milliseconds. */
  readonly askedAtMs: number;
  /** The ask's. */
  readonly segment: string;
  /** The limit that had no room, what it is set to, and the wait it gave. Absent: it was let in. */
  readonly refusal?: {
    readonly limit: QuotaLimit;
    readonly value: number;
    readonly retryAfterMs: number;
  };
}

/** Why a request would go where it goes: everything a decision looked at, as data. */
export interface Explanation {
  readonly policy: { readonly name: string; readonly version: number };
  /** The bundle's hash. */
  readonly bundleHash: string;
  readonly request: RequestClass;
  /** Instant whose prices and sunsets hold, epoch milliseconds. */
  readonly atMs: number;
  /** Null: no route takes the class. */
  readonly route: string | null;
  /** Why there is no route, when the policy says so. */
  readonly gapReason?: string;
  /** Absent: the route limits neither asks nor tokens, or no ask has come yet. */
  readonly quota?: ExplainedQuota;
  /** Endpoint that answered the request's conversation last, put first where it is eligible. */
  readonly kept?: string;
  /** Every model rung of the route's ladder after live state, in order. */
  readonly rungs: readonly Decision[];
  /** Which of the rungs an ask would go past now, because they are closed. Absent: none. */
  readonly closed?: readonly ExplainedClosure[];
  /** Whether the ladder ends in the static answer. */
  readonly endsStatic: boolean;
}

/**
 * Plans and decides every rung of a request afresh, with the operands of this very request. Pure.
 *
 * @param state live state to take away; one without entries shows the plan itself
 * @param spendTierDown as of {@link plan}
 */
export function explain(
  bundle: Bundle,
  request: RequestClass,
  state: DecisionState,
  epochMs: number,
  spendTierDown: number = 0,
): Explanation {
  const { policy, hash } = bundle;
  const { perEndpoint } = policy.defaults.attempts;
  const planned = plan(bundle, request, epochMs, spendTierDown);
  const explanation: Explanation = {
    policy: { name: policy.name, version: policy.version },
    bundleHash: hash,
    request,
    atMs: epochMs,
    route: planned.route,
    rungs: planned.rungs.map((planned) => {
      // What is shown or written down has its rejections as data.
      const { rung, endpoints, rejections } = decide(planned, state, perEndpoint);
      return { rung, endpoints, rejections };
    }),
    endsStatic: planned.endsStatic,
  };
  return planned.gapReason === undefined
    ? explanation
    : { ...explanation, gapReason: planned.gapReason };
}
