import { shellWord } from "@switchyard/policy";
import type { ChaosOptions } from "../cli/program.ts";

/** The command that makes the same events again. */
export function replayCommand(options: ChaosOptions, seed: string): string {
  const { drill, lose, scenario, policy, catalog, requests, fidelity } = options;
  const parts = [
    ...(drill === true ? ["--drill"] : []),
    `--scenario ${shellWord(scenario)}`,
    `--policy ${shellWord(policy)}`,
    ...(catalog === undefined ? [] : [`--catalog ${shellWord(catalog)}`]),
    `--seed ${shellWord(seed)}`,
    ...(requests === undefined ? [] : [`--requests ${requests}`]),
    ...(fidelity === undefined ? [] : [`--fidelity ${fidelity}`]),
    ...(lose === undefined ? [] : [`--lose ${lose.map(shellWord).join(" ")}`]),
  ];
  return `sim chaos ${parts.join(" ")}`;
}
