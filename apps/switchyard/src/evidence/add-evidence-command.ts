import type { Command } from "commander";
import type { Shell } from "../program.ts";
import { readDate } from "../read-date.ts";
import { runCommand } from "../run-command.ts";

/** What `switchyard evidence check` was asked to do. */
export interface EvidenceOptions {
  /** First instant of the day that stands for today, epoch milliseconds. Absent: it is now. */
  readonly date?: number;
  readonly json?: true;
}

const HELP = `
Examples:
  switchyard evidence check evals/*.json drill-record.json

An eval artefact carries benchmark deltas of a change, a drill record the failover drills of one
policy and catalogue; \`switchyard diff --evidence\` reads both. A file is refused when it was
changed after it was sealed, is older than 90 days or is dated ahead.

Exit codes: 0 every file counts, 1 some do not, 2 bad usage or a bad file.
`;

/** Adds `switchyard evidence` with its command. */
export function addEvidenceCommand(program: Command, shell: Shell): void {
  const evidence = program.command("evidence").description("eval artefacts and drill records");
  evidence.addHelpText("after", HELP);
  evidence
    .command("check")
    .description("what evidence says, and whether a review would believe it")
    .argument("<files...>", "eval artefacts and drill records")
    .option("--date <day>", "the day that stands for today, YYYY-MM-DD", readDate)
    .option("--json", "one JSON object on stdout, nothing else")
    .addHelpText("after", HELP)
    .action((files: readonly string[], options: EvidenceOptions) =>
      runCommand(shell, async () => {
        const { checkEvidence } = await import("./check-evidence.ts");
        return checkEvidence(files, options, shell);
      }),
    );
}
