import type { Bundle, Rng } from "@switchyard/contract";
import { faultTimes } from "../faults/fault-times.ts";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import type { Scenario } from "../scenario/scenario.ts";
import { loadTrace } from "../traces/load-trace.ts";
import { createListedWorkload } from "../workload/create-listed-workload.ts";
import { createWorkload, type Workload } from "../workload/create-workload.ts";
import type { Surge } from "../workload/with-surge.ts";
import { deriveMix } from "../workload/derive-mix.ts";
import type { Mix } from "../workload/traffic-class.ts";
import { checkNames } from "./check-names.ts";
import { openingBalances } from "./opening-balances.ts";
import { isCallFault } from "../faults/fault.ts";
import { INCIDENT, providerRoles, type Cast, type ProviderRoles } from "./provider-roles.ts";
import { aimFaults, type RehearsalFaults } from "./rehearsal-faults.ts";

/** Everything that is decided before time starts. */
export interface RehearsalPlan {
  readonly seed: string;
  readonly rng: Rng;
  readonly mix: Mix;
  readonly workload: Workload;
  readonly roles: ProviderRoles;
  readonly faults: RehearsalFaults["engine"];
  /** Spent when the rehearsal begins, by budget id. */
  readonly openingMicroUsd: Readonly<Record<string, number>>;
  readonly notices: readonly string[];
}

/** Faults that are more asks. */
function surgesOf({ faults }: Scenario): readonly Surge[] {
  const times = faultTimes(faults);
  return faults.flatMap((fault, index) => {
    const when = times[index];
    return fault.type === "load.surge" && when ? [{ times: fault.times, ...when }] : [];
  });
}

/**
 * Decides everything that does not need time: traffic, roles, faults, balances.
 *
 * @param seed default: the scenario's own
 * @param requests as many requests, in place of the scenario's duration
 * @throws DocumentError for names that exist neither in the policy nor in the catalogue
 */
export function planRehearsal(
  bundle: Bundle,
  scenario: Scenario,
  seed: string = scenario.seed,
  requests?: number,
): RehearsalPlan {
  checkNames(bundle, scenario);
  const rng = createKeyedRng(seed);
  const { mix, workload } = planTraffic(bundle, scenario, rng.fork("workload"), requests);
  const roles = providerRoles(mix);
  const cast = castOf(bundle, scenario, roles);
  const faults = aimFaults(scenario.faults, cast, rng.fork("faults"));
  const opening = openingBalances(bundle, scenario, { workload, faults: faults.engine.faults });
  const missing = (requests ?? 0) - workload.requests;
  const shortage = `The trace has ${workload.requests} requests, ${missing} fewer than asked for.`;
  return {
    seed,
    rng,
    mix,
    workload,
    roles,
    faults: faults.engine,
    openingMicroUsd: opening.microUsd,
    notices: [
      ...(missing > 0 ? [shortage] : []),
      ...mix.notices,
      ...standInNotices(scenario, cast),
      ...faults.notices,
      ...opening.notices,
    ],
  };
}

function castOf({ catalog }: Bundle, { incident }: Scenario, roles: ProviderRoles): Cast {
  const { providers, sharedEdges } = catalog;
  if (incident === undefined) return { roles, sharedEdges };
  const isKnown = Object.values(providers).some(({ id }) => id === incident.provider);
  return { roles, sharedEdges, incident: isKnown ? incident.provider : roles["@primary"].provider };
}

function standInNotices(
  { incident, faults }: Scenario,
  { incident: player }: Cast,
): readonly string[] {
  const isPlayed = faults.some((fault) => isCallFault(fault) && fault.target.provider === INCIDENT);
  if (!isPlayed || incident === undefined || incident.provider === player) return [];
  return [
    `The incident happened to ${incident.provider}, which the catalogue lacks; ` +
      `${player}, called first most often, stands in.`,
  ];
}

/** Who asks for what, and when: listed ask by ask, or drawn over a trace. */
function planTraffic(
  bundle: Bundle,
  scenario: Scenario,
  rng: Rng,
  requests: number | undefined,
): Pick<RehearsalPlan, "mix" | "workload"> {
  const { workload: traffic, mix: overrides, startAtMs, locate } = scenario;
  if (traffic.trace === undefined)
    return createListedWorkload(bundle, traffic.asks ?? [], rng, startAtMs, requests);
  const mix = deriveMix(bundle, { overrides, locate, epochMs: startAtMs });
  const { durationMs, speed, surge, conversations, streamShare } = traffic;
  const surges = [...(surge === undefined ? [] : [surge]), ...surgesOf(scenario)];
  const trace = loadTrace(traffic.trace);
  const requestsMax = requests ?? traffic.requests;
  const workload = createWorkload({
    bundle,
    mix,
    trace,
    rng,
    speed,
    streamShare,
    surges,
    ...(conversations !== undefined && { conversations }),
    ...(requestsMax !== undefined && { requests: requestsMax }),
    ...(requests !== undefined && { repeats: true }),
    ...(requests === undefined && durationMs !== undefined && { durationMs }),
  });
  const { length } = trace.rows;
  if (surges.length > 0 || (requests ?? 0) <= length) return { mix, workload };
  const repetition = `The trace has ${length} requests and begins anew after them.`;
  return { mix: { ...mix, notices: [repetition, ...mix.notices] }, workload };
}
