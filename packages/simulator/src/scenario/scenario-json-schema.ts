import { z } from "zod";
import { ScenarioDocument } from "./scenario-document.ts";

/**
 * The JSON Schema of scenarios, for completion in editors; the package ships it as
 * `schemas/scenario.v1.schema.json`. Rules over several keys are left to `loadScenario`.
 */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(ScenarioDocument, {
    io: "input",
    reused: "ref",
  });
  return { $schema, title: "Switchyard scenario, version 1", ...schema };
}
