import type { Bundle, Rng } from "@switchyard/contract";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import type { Scenario } from "../scenario/scenario.ts";
import type { Workload } from "../workload/create-workload.ts";
import type { Mix } from "../workload/traffic-class.ts";
import { checkNames } from "./check-names.ts";
import { openingBalances } from "./opening-balances.ts";
import { isCallFault } from "../faults/fault.ts";
import { planTraffic } from "./plan-traffic.ts";
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
  return {
    seed,
    rng,
    mix,
    workload,
    roles,
    faults: faults.engine,
    openingMicroUsd: opening.microUsd,
    notices: [
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
