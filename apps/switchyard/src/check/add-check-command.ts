import type { Command } from "commander";
import type { Shell } from "../program.ts";
import { readDate } from "../read-date.ts";
import { runCommand } from "../run-command.ts";

/** What `switchyard check` was asked to do. */
export interface CheckOptions {
  readonly catalog?: string;
  /** Instant that stands for now, epoch milliseconds. */
  readonly date: number;
  readonly json?: true;
  readonly markdown?: true;
  readonly sarif?: true;
  /** Id of a rule. */
  readonly explain?: string;
  readonly expanded?: true;
  /** Failure domains, such as `provider:openai`. */
  readonly lose?: readonly string[];
}

const HELP = `
Examples:
  switchyard check                                ./policy.yaml with the catalogue beside it
  switchyard check prod.yaml --catalog models.yaml
  switchyard check policy.yaml catalog.yaml --json | jq .errors
  switchyard check --sarif > findings.sarif       for code review
  switchyard check --explain R09                  what a rule is about
  switchyard check --lose provider:openai         what each route loses with it
  switchyard check --expanded                     the policy with its preset written out

Accept a finding for a time, in the policy:
  suppress: [{ rule: R15, about: openai/gpt-6-luna, reason: "...", expires: 2027-01-31 }]

Exit codes: 0 no error, 1 findings of severity error (mistakes of a document too),
2 bad usage or a file that cannot be read.
`;

/** Adds `switchyard check`. */
export function addCheckCommand(program: Command, shell: Shell): void {
  program
    .command("check")
    .description("find what is wrong with policies and catalogues, without running them")
    .argument("[files...]", "policies (a path or builtin/NAME) and catalogues", ["policy.yaml"])
    .option("--catalog <file>", "model catalogue; default: catalog.yaml beside the policy")
    .option("--date <day>", "the day that stands for today, YYYY-MM-DD", readDate, Date.now())
    .option("--json", "one JSON object on stdout, nothing else")
    .option("--markdown", "Markdown, for a comment on a change")
    .option("--sarif", "SARIF 2.1.0, for code scanning")
    .option("--explain <rule>", "explain a rule, such as R09")
    .option("--expanded", "print the policy with its preset and defaults written out")
    .option("--lose <domain...>", "what each route loses without, such as provider:openai")
    .addHelpText("after", HELP)
    .action((files: readonly string[], options: CheckOptions) =>
      runCommand(shell, async () => {
        const { runCheck } = await import("./run-check.ts");
        return runCheck(files, options, shell);
      }),
    );
}
