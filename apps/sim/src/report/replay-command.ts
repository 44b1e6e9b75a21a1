import type { ChaosOptions } from "../cli/program.ts";

/** The command that makes the same events again. */
export function replayCommand(options: ChaosOptions, seed: string): string {
  const { scenario, policy, catalog, requests, fidelity } = options;
  const parts = [
    `--scenario ${quote(scenario)}`,
    `--policy ${quote(policy)}`,
    ...(catalog === undefined ? [] : [`--catalog ${quote(catalog)}`]),
    `--seed ${quote(seed)}`,
    ...(requests === undefined ? [] : [`--requests ${requests}`]),
    ...(fidelity === undefined ? [] : [`--fidelity ${fidelity}`]),
  ];
  return `sim chaos ${parts.join(" ")}`;
}

/** A word that a POSIX shell takes as it is, or the same in quotes. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
