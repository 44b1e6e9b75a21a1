import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import { pickWeighted } from "../chance/pick-weighted.ts";
import { INCIDENT_KINDS } from "./incident-kinds.ts";
import { recordedIncidents, type RecordedIncident } from "./recorded-incidents.ts";
import { scenarioOfIncident } from "./scenario-of-incident.ts";

/** The scenario that is another incident for each seed. */
export const DRAWN_INCIDENT = "drawn-incident";

/** What the page's word for an impact means in shares of calls: lowest and highest. An assumption. */
const SHARES: Readonly<Record<number, readonly [number, number]>> = {
  0: [0.02, 0.05],
  1: [0.05, 0.25],
  2: [0.25, 0.75],
  3: [0.75, 1],
};

/**
 * Draws an incident and writes the scenario that plays it, as YAML.
 *
 * Provider, hour, weekday, length, time to the remedy and impact are those of one of the recorded
 * incidents of an API, each as likely as the next: their tails are heavy, and no formula has them.
 * The records do not say what failed nor for how many, so kind and share are drawn: the kind by the
 * dated incidents that are shipped, the share inside the range of the impact.
 *
 * @param seed equal seeds give equal bytes
 */
export function drawIncident(seed: string): string {
  const rng = createKeyedRng(seed).fork(DRAWN_INCIDENT);
  const recorded = pickWeighted(
    rng.fork("incident"),
    playableIncidents().map((incident) => [incident, 1]),
  );
  const kind = pickWeighted(
    rng.fork("kind"),
    INCIDENT_KINDS.map((known) => [known, known.weight]),
  );
  const [lowest, highest] = SHARES[recorded.impact] ?? [0, 1];
  const share = Math.round(100 * (lowest + (highest - lowest) * rng.fork("share").float())) / 100;
  return scenarioOfIncident({ recorded, kind, share }, DRAWN_INCIDENT, seed);
}

/** Those that a router can feel: of an API, no maintenance, and longer than nothing. */
export function playableIncidents(): readonly RecordedIncident[] {
  return recordedIncidents().filter(
    ({ isOfApi, minutes, impact }) => isOfApi && minutes > 0 && SHARES[impact] !== undefined,
  );
}
