import type { LiveRehearsal } from "@switchyard/simulator";
import type { Documents } from "../chaos/open-documents.ts";
import type { ChaosOptions } from "../cli/program.ts";
import { replayCommand } from "../report/replay-command.ts";
import { scenarioText } from "./scenario-text.ts";
import { writeNewFile } from "./write-new-file.ts";

/** Leaves room for what is added to a scenario's name, which has 63 characters at most. */
const NAME_LENGTH_MAX = 48;

/**
 * Saves a rehearsal with what was done to it as a scenario in the current folder.
 *
 * @returns its path
 * @throws ConfigurationError where nothing can be written
 */
export function saveScenario(
  {
    documents: { scenario },
    options,
  }: { readonly documents: Documents; readonly options: ChaosOptions },
  { liveFaults, openingMicroUsd }: Pick<LiveRehearsal, "liveFaults" | "openingMicroUsd">,
): string {
  const { seed = scenario.seed } = options;
  return writeNewFile(`${scenario.name.slice(0, NAME_LENGTH_MAX)}-by-hand`, (name) =>
    scenarioText({
      scenario,
      seed,
      faults: liveFaults.written(),
      openingMicroUsd,
      name,
      command: replayCommand({ ...options, scenario: `./${name}.yaml` }, seed),
    }),
  );
}
