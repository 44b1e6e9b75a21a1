import { ConfigurationError, type Rng } from "@switchyard/contract";
import { activate, isInForce, type ActiveFault } from "./active-fault.ts";
import { drawEffect } from "./draw-effect.ts";
import type { AppliedFault, RateWindow } from "./fault-effect.ts";
import { isAt, type AimedTarget, type CallTraffic, type FaultTarget } from "./fault-target.ts";
import { faultTimes } from "./fault-times.ts";
import { isCallFault, type Fault, type FaultType } from "./fault.ts";
import { passLimits } from "./pass-limits.ts";

/** One call as the network sees it. */
export interface FaultCall {
  /** Its ask's id, a slash and a number. */
  readonly attemptId: string;
  readonly provider: string;
  /** Catalogue id, with its variant. */
  readonly model: string;
  readonly region: string;
  /** Virtual milliseconds since the start of the rehearsal. */
  readonly atMs: number;
  /** Absent: not known, and no fault aimed at a route or a segment hits. */
  readonly traffic?: CallTraffic;
  /** Default: 0. */
  readonly inputTokens?: number;
  /** Of the request's body. Default: 0. */
  readonly bytes?: number;
}

/** A fault with its times read and its roles resolved. */
export interface ScheduledFault {
  readonly id: string;
  readonly type: FaultType;
  /** First virtual millisecond in force. */
  readonly fromMs: number;
  /** First virtual millisecond no longer in force; infinite: never. */
  readonly untilMs: number;
  /** Plain names only. Absent: it is not aimed at calls. */
  readonly target?: AimedTarget;
  /** No phase counts it. */
  readonly isAmbient?: true;
}

/** What happens to a call. */
export interface FaultVerdict {
  /** Faults that take effect, in the order in which they compose. */
  readonly applied: readonly AppliedFault[];
  /** The request limit in force after this call. Absent: the provider's usual one. */
  readonly window?: RateWindow;
  /** Whether the provider's headers tell of its limit. */
  readonly showsLimits: boolean;
}

export interface FaultEngine {
  /** In the scenario's order. Always the same array, also after {@link LiveFaultEngine.replan}. */
  readonly faults: readonly ScheduledFault[];
  /**
   * Decides one call; asked once per call, with instants that do not go back.
   *
   * Effects compose in this order: every latency fault; the first connection fault, which ends
   * the call; the first status fault, which ends it too; every body fault; every stream fault;
   * what is charged. Inside a stage the scenario's order holds. Each fault draws from its own stream
   * of its id and the call, ask or segment, so adding one never reshuffles another.
   */
  decide(call: FaultCall): FaultVerdict;
}

/** A fault engine whose faults may change on the way. */
export interface LiveFaultEngine extends FaultEngine {
  /**
   * Puts other faults in the place of all. One that is the same object as before goes on as it is.
   *
   * @throws {ConfigurationError} as when the engine is made; then nothing has changed
   */
  replan(faults: readonly Fault[]): void;
}

export interface FaultEngineOptions {
  readonly faults: readonly Fault[];
  readonly rng: Rng;
  /** Puts plain names in place of roles and edges. Default: there are none. */
  readonly resolve?: (target: FaultTarget) => AimedTarget;
}

/** What happens to a call that no fault hits. */
export const NO_FAULTS: FaultVerdict = { applied: [], showsLimits: true };

/**
 * Makes the fault engine of one rehearsal. Faults that are not of calls are only scheduled by it.
 *
 * @throws {ConfigurationError} an id stands twice, a role is left unresolved, or a fault comes
 *   after one that has no end
 */
export function createFaultEngine(options: FaultEngineOptions): LiveFaultEngine {
  const { rng, resolve = plainTarget } = options;
  const faults: ScheduledFault[] = [];
  let active: readonly ActiveFault[] = [];
  const replan = (next: readonly Fault[]): void => {
    checkIds(next);
    const scheduled = schedule(next, resolve);
    active = scheduled
      .flatMap((plan, index) => {
        const fault = next[index];
        if (fault === undefined || !isCallFault(fault)) return [];
        const known = active.find((each) => each.fault === fault);
        return known ?? activate(fault, { ...plan, target: plan.target ?? {} }, rng);
      })
      .toSorted((left, right) => left.stage - right.stage);
    faults.splice(0, faults.length, ...scheduled);
  };
  replan(options.faults);

  return {
    faults,
    replan,
    decide(call) {
      const inForce = active.filter((fault) => isAimedAt(fault, call));
      return inForce.length === 0 ? NO_FAULTS : decideCall(inForce, call);
    },
  };
}

function checkIds(faults: readonly Fault[]): void {
  const ids = new Set<string>();
  for (const { id } of faults) {
    if (ids.has(id)) throw new ConfigurationError(`fault "${id}" stands twice; ids are unique`);
    ids.add(id);
  }
}

/** The faults with their times read and their targets resolved. */
function schedule(
  faults: readonly Fault[],
  resolve: (target: FaultTarget) => AimedTarget,
): readonly ScheduledFault[] {
  const times = faultTimes(faults);
  return faults.map((fault, index) => {
    const { id, type, ambient = false } = fault;
    const { fromMs = 0, untilMs = 0 } = times[index] ?? {};
    const target = isCallFault(fault) ? aimed(id, resolve(fault.target)) : undefined;
    return {
      id,
      type,
      fromMs,
      untilMs,
      ...(target !== undefined && { target }),
      ...(ambient && { isAmbient: true }),
    };
  });
}

function plainTarget({ edge, ...target }: FaultTarget): AimedTarget {
  return edge === undefined ? target : { ...target, provider: `@${edge}` };
}

function aimed(id: string, target: AimedTarget): AimedTarget {
  for (const name of [target.provider, target.model, target.region]) {
    if (name?.startsWith("@") === true) {
      throw new ConfigurationError(
        `fault "${id}" targets the role "${name}", which nobody resolved; ` +
          "write a name of the catalogue or a role that the runner knows",
      );
    }
  }
  return target;
}

function isAimedAt(fault: ActiveFault, call: FaultCall): boolean {
  const { target } = fault;
  if (target.route !== undefined && target.route !== call.traffic?.route) return false;
  if (target.segment !== undefined && target.segment !== call.traffic?.segment) return false;
  return isAt(target, call) && isInForce(fault, call.atMs);
}

function decideCall(inForce: readonly ActiveFault[], call: FaultCall): FaultVerdict {
  const applied: AppliedFault[] = [];
  let limit: Pick<FaultVerdict, "window" | "showsLimits"> = { showsLimits: true };
  for (const active of inForce) {
    const { fault } = active;
    const passed = passLimits(active, call);
    if (passed.window !== undefined)
      limit = { window: passed.window, showsLimits: passed.showsLimits };
    if (passed.isLetThrough) continue;
    const effect = drawEffect(fault, passed.rng, passed.window?.resetMs ?? 0);
    applied.push({ fault: fault.id, effect });
    if (effect.stage === "connection" || effect.stage === "status") break;
  }
  return { applied, ...limit };
}
