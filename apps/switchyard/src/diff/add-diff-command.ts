import type { Command } from "commander";
import type { Shell } from "../program.ts";
import { readDate } from "../read-date.ts";
import { runCommand } from "../run-command.ts";

/** What `switchyard diff` was asked to do. */
export interface DiffCommandOptions {
  /** Path of the policy inside a folder or a revision. */
  readonly policy: string;
  readonly catalog?: string;
  readonly traffic?: readonly string[];
  readonly evidence?: readonly string[];
  /** First instant of the day that stands for today, epoch milliseconds. Absent: it is now. */
  readonly date?: number;
  readonly json?: true;
  readonly markdown?: true;
}

const HELP = `
Examples:
  switchyard diff main                            branch main against the files as they are
  switchyard diff main HEAD --policy policies/prod.yaml
  switchyard diff old.yaml new.yaml               two files, each with the catalogue beside it
  switchyard diff main HEAD --traffic "journal/*.jsonl"
  switchyard diff main HEAD --evidence evals/*.json drills/*.json
  switchyard diff main HEAD --markdown            a comment for a pull request

A side is a file, a folder, or else a git revision, also as REVISION:path/to/policy.yaml.

Traffic weighs classes; without it every class counts alike. It is one of
  journals       of the router (.jsonl, patterns, - for standard input)
  a mix          .yaml: schema: switchyard/traffic/v1 and rows: [{ weight: 70, intent: faq, sla: 2s }]
  a spend log    .csv or .json, one request a row: columns weight, intent, risk, segment, locale,
                 residency, workload, slaMs, capabilities, contextTokens; of LiteLLM's spend log,
                 prompt_tokens and request_tags such as ["intent:faq", "risk:low"]
Every row needs an intent; what else it leaves open is spread evenly. Bad rows are told.

Exit codes: 0 equivalent, or every question is answered yes; 1 changes requested; 2 bad usage or
a bad file; 3 a human has to decide.
`;

/** Adds `switchyard diff`. */
export function addDiffCommand(program: Command, shell: Shell): void {
  program
    .command("diff")
    .description("what a change of policy really changes, and whether it may go in")
    .argument("<before>", "file, folder or git revision")
    .argument("[after]", "file, folder or git revision; default: the policy file as it is")
    .option("--policy <path>", "the policy inside a folder or revision", "policy.yaml")
    .option("--catalog <path>", "the catalogue there; default: catalog.yaml beside the policy")
    .option("--traffic <files...>", "what is asked: journals, a mix, or a spend log")
    .option("--evidence <files...>", "eval artefacts and drill records")
    .option("--date <day>", "the day that stands for today, YYYY-MM-DD", readDate)
    .option("--json", "one JSON object on stdout, nothing else")
    .option("--markdown", "Markdown, for a comment on a change")
    .allowExcessArguments(false)
    .addHelpText("after", HELP)
    .action((before: string, after: string | undefined, options: DiffCommandOptions) =>
      runCommand(shell, async () => {
        const { runDiff } = await import("./run-diff.ts");
        return runDiff(before, after, options, shell);
      }),
    );
}
