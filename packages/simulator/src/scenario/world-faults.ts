import { parseYaml } from "@switchyard/policy";
import type { Fault } from "../faults/fault.ts";
import { ScenarioDocument } from "./scenario-document.ts";
import { readShippedFile } from "./shipped-files.ts";

/**
 * The faults of a shipped scenario as part of another one's world. The world's own world is left
 * out, so that none comes back to itself.
 *
 * @throws ConfigurationError when no scenario of that name is shipped
 */
export function worldFaults(name: string): readonly Fault[] {
  const { value } = parseYaml(readShippedFile(name), ScenarioDocument, "scenario");
  const faults: Fault[] = [];
  for (const fault of value.faults) faults.push({ ...fault, ambient: true });
  return faults;
}
