import type { DocumentSource } from "@switchyard/policy";
import { DRAWN_INCIDENT, drawIncident } from "../incidents/draw-incident.ts";
import type { IncidentDocument } from "../incidents/incident-document.ts";
import { loadScenario } from "./load-scenario.ts";
import type { Scenario } from "./scenario.ts";
import { readShippedFile, shippedFiles, type ScenarioGroup } from "./shipped-files.ts";

/** A scenario that comes with the package. */
export interface ShippedScenario {
  readonly name: string;
  /** `incidents` happened; `drills` are made up. */
  readonly group: ScenarioGroup;
  readonly title: string;
  readonly description: string;
  /** Of one of `incidents`, but for `drawn-incident`, which is another one for each seed. */
  readonly incident?: IncidentDocument;
}

const DRAWN: ShippedScenario = {
  name: DRAWN_INCIDENT,
  group: "incidents",
  title: "Another incident for each seed, drawn from 294 records of status pages",
  description:
    "Provider, hour, weekday, length and impact of an incident that OpenAI or Anthropic recorded " +
    "from 2021 to 2024; what failed, and for how many, is drawn.",
};

/** The seed of `drawn-incident` where none is given. */
const USUAL_SEED = "7";

/** The scenarios that come with the package: drills, `default` first, then incidents, by name. */
export function listScenarios(): readonly ShippedScenario[] {
  const scenarios: ShippedScenario[] = [];
  for (const { name, group } of shippedFiles()) {
    const { title, description, incident } = shippedScenario(name);
    scenarios.push({ name, group, title, description, ...(incident && { incident }) });
  }
  return [...scenarios, DRAWN];
}

/**
 * Reads a scenario that comes with the package.
 *
 * @param seed decides which incident `drawn-incident` is; others are as they are for any seed
 * @throws ConfigurationError when there is none of that name
 */
export function shippedScenario(name: string, seed?: string): Scenario {
  return loadScenario(shippedScenarioSource(name, seed));
}

/**
 * The file of a scenario that comes with the package; that of `drawn-incident` is written anew for
 * each seed, and equal seeds give equal bytes.
 *
 * @throws ConfigurationError when there is none of that name
 */
export function shippedScenarioSource(name: string, seed: string = USUAL_SEED): DocumentSource {
  if (name !== DRAWN_INCIDENT) return readShippedFile(name, [DRAWN_INCIDENT]);
  return { text: drawIncident(seed), file: `${DRAWN_INCIDENT}.yaml` };
}
