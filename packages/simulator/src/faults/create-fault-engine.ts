import { ConfigurationError, type Rng } from "@switchyard/contract";
import { parseDurationMs, parseShare } from "@switchyard/policy";
import { drawEffect } from "./draw-effect.ts";
import { USUAL_REQUESTS_PER_MINUTE, type AppliedFault, type RateWindow } from "./fault-effect.ts";
import type { Fault, FaultTarget, FaultType } from "./fault.ts";
import { createSlidingWindow, type SlidingWindow } from "./sliding-window.ts";

/** One call as the network sees it. */
export interface FaultCall {
  readonly attemptId: string;
  readonly provider: string;
  /** Catalogue id, with its variant. */
  readonly model: string;
  readonly region: string;
  /** Virtual milliseconds since the start of the rehearsal. */
  readonly atMs: number;
}

/** A fault with its times read and its roles resolved. */
export interface ScheduledFault {
  readonly id: string;
  readonly type: FaultType;
  /** First virtual millisecond in force. */
  readonly fromMs: number;
  /** First virtual millisecond no longer in force; infinite: never. */
  readonly untilMs: number;
  /** Plain names only. */
  readonly target: FaultTarget;
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
   * the call; the first status fault, which ends it too; every body fault; every stream fault.
   * Inside a stage the scenario's order holds. Each fault draws from its own stream of (fault id, attempt id), so
   * adding one never reshuffles another.
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
  /** Puts plain names in place of roles such as `@primary`. Default: there are no roles. */
  readonly resolve?: (target: FaultTarget) => FaultTarget;
}

interface ActiveFault extends ScheduledFault {
  readonly fault: Fault;
  readonly stage: number;
  readonly share: number;
  readonly rampMs: number;
  readonly rng: Rng;
  /** One request window per provider. */
  readonly windows: Map<string, SlidingWindow>;
}

/** What happens to a call that no fault hits. */
export const NO_FAULTS: FaultVerdict = { applied: [], showsLimits: true };

/** Families of fault types in the order in which their effects compose. */
const FAMILIES: readonly string[] = ["latency", "net", "http", "body", "stream"];

/** How a limit that lets nothing through stands: full, and open again in a second, it says. */
const SHUT: RateWindow = {
  requestsPerMinute: USUAL_REQUESTS_PER_MINUTE,
  remaining: 0,
  resetMs: 1000,
};

/**
 * Makes the fault engine of one rehearsal.
 *
 * @throws {ConfigurationError} an id stands twice, or a role is left unresolved
 */
export function createFaultEngine(options: FaultEngineOptions): LiveFaultEngine {
  const { rng, resolve = (target) => target } = options;
  const faults: ScheduledFault[] = [];
  let inOrder: readonly ActiveFault[] = [];
  const replan = (next: readonly Fault[]): void => {
    checkIds(next);
    const active = next.map(
      (fault) =>
        inOrder.find((known) => known.fault === fault) ??
        activate(fault, resolve(fault.target), rng),
    );
    inOrder = active.toSorted((left, right) => left.stage - right.stage);
    const scheduled = active.map(({ id, type, fromMs, untilMs, target }) => ({
      id,
      type,
      fromMs,
      untilMs,
      target,
    }));
    faults.splice(0, faults.length, ...scheduled);
  };
  replan(options.faults);

  return {
    faults,
    replan,
    decide(call) {
      const inForce = inOrder.filter((fault) => isAimedAt(fault, call));
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

function activate(fault: Fault, target: FaultTarget, rng: Rng): ActiveFault {
  for (const name of [target.provider, target.model, target.region]) {
    if (name?.startsWith("@") === true) {
      throw new ConfigurationError(
        `fault "${fault.id}" targets the role "${name}", which nobody resolved; ` +
          "write a name of the catalogue or a role that the runner knows",
      );
    }
  }
  const fromMs = parseDurationMs(fault.at);
  return {
    id: fault.id,
    type: fault.type,
    fromMs,
    untilMs:
      fault.for === undefined ? Number.POSITIVE_INFINITY : fromMs + parseDurationMs(fault.for),
    target,
    fault,
    stage: FAMILIES.findIndex((family) => fault.type.startsWith(`${family}.`)),
    share: fault.share === undefined ? 1 : parseShare(fault.share),
    rampMs: fault.ramp === undefined ? 0 : parseDurationMs(fault.ramp),
    rng: rng.fork(`fault/${fault.id}`),
    windows: new Map(),
  };
}

function isAimedAt({ fromMs, untilMs, target }: ActiveFault, call: FaultCall): boolean {
  if (call.atMs < fromMs || call.atMs >= untilMs) return false;
  if (target.provider !== undefined && target.provider !== call.provider) return false;
  if (target.region !== undefined && target.region !== call.region) return false;
  return (
    target.model === undefined ||
    target.model === call.model ||
    call.model.startsWith(`${target.model}@`)
  );
}

function decideCall(inForce: readonly ActiveFault[], call: FaultCall): FaultVerdict {
  const applied: AppliedFault[] = [];
  let limit: Pick<FaultVerdict, "window" | "showsLimits"> = { showsLimits: true };
  for (const active of inForce) {
    const { fault } = active;
    const rng = active.rng.fork(call.attemptId);
    if (rng.float() >= shareAt(active, call.atMs)) continue;
    let window = SHUT;
    if (fault.type === "http.rate-limit") {
      const requests = windowOf(active, fault.requestsPerMinute, call.provider);
      const isLetThrough = requests?.admit(call.atMs) ?? false;
      window = requests?.standing(call.atMs) ?? SHUT;
      limit = { window, showsLimits: fault.headers !== false };
      if (isLetThrough) continue;
    }
    const effect = drawEffect(fault, rng, window.resetMs);
    applied.push({ fault: fault.id, effect });
    if (effect.stage === "connection" || effect.stage === "status") break;
  }
  return { applied, ...limit };
}

/** The request window of a provider; none where the limit lets nothing through. */
function windowOf(
  { windows }: ActiveFault,
  requestsPerMinute: number | undefined,
  provider: string,
): SlidingWindow | undefined {
  if (requestsPerMinute === undefined) return undefined;
  let window = windows.get(provider);
  if (window === undefined) {
    window = createSlidingWindow(requestsPerMinute);
    windows.set(provider, window);
  }
  return window;
}

/** Share of calls hit now: in a ramp it grows in a straight line. */
function shareAt({ share, fromMs, rampMs }: ActiveFault, atMs: number): number {
  return rampMs === 0 ? share : share * Math.min(1, (atMs - fromMs) / rampMs);
}
