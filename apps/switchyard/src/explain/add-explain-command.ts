import { InvalidArgumentError, Option, type Command } from "commander";
import type { Shell } from "../program.ts";
import { readDate } from "../read-date.ts";
import { runCommand } from "../run-command.ts";

/** What `switchyard explain` was asked to do. */
export interface ExplainOptions {
  readonly policy: string;
  readonly catalog?: string;
  readonly request?: string;
  readonly intent?: string;
  readonly risk?: string;
  /** Milliseconds. */
  readonly sla?: number;
  readonly input?: string;
  readonly segment?: string;
  readonly locale?: string;
  readonly residency?: string;
  readonly contextTokens?: number;
  readonly workload?: string;
  readonly capability?: readonly string[];
  readonly only?: readonly string[];
  readonly exclude?: readonly string[];
  /** Failure domains, such as `provider:openai`. */
  readonly down?: readonly string[];
  /** Milliseconds left of `sla`. */
  readonly remaining?: number;
  /** Instant that stands for now, epoch milliseconds. */
  readonly date: number;
  readonly json?: true;
}

const HELP = `
Examples:
  switchyard explain --intent faq --risk low --sla 2s
  switchyard explain --intent faq --risk low --sla 2s --input "Where is my order?"
  switchyard explain --intent faq --risk low --sla 2s --down provider:openai
  switchyard explain --request '{"intent":"faq","risk":"low","slaMs":2000}' --json
  switchyard explain --request request.json --residency eu      a flag wins over the file

A request that leaves its size open is one of the smallest workload.

Exit codes: 0 a model or the static answer serves the request, 1 nothing does, 2 bad usage,
a bad file or a request that the policy does not know.
`;

/** Adds `switchyard explain`. */
export function addExplainCommand(program: Command, shell: Shell): void {
  program
    .command("explain")
    .description("why a request goes where it goes, and why not elsewhere")
    .option("--policy <file>", "policy file or builtin/NAME", "policy.yaml")
    .option("--catalog <file>", "model catalogue; default: catalog.yaml beside the policy")
    .option("--request <json>", "the request as JSON, its file, or - for stdin")
    .option("--intent <name>", "what is wanted")
    .option("--risk <class>", "harm of a wrong answer")
    .option("--sla <time>", "how long the caller waits, such as 2s", readSla)
    .option("--input <text>", "the prompt: its size is counted as the router counts it")
    .option("--segment <name>", "who asks; default: the policy's")
    .option("--locale <name>", "in which language; default: the policy's")
    .option("--residency <name>", "where data may go; default: the policy's")
    .option("--context-tokens <n>", "input tokens, in place of --input", readTokens)
    .option("--workload <name>", "size class; default: the smallest that holds the input")
    .addOption(
      new Option("--capability <name...>", "what the model must offer").choices([
        "tools",
        "structured-output",
        "vision",
      ]),
    )
    .option("--only <name...>", "models or providers; everything else is out")
    .option("--exclude <name...>", "models or providers that are out")
    .option("--down <what...>", "suppose lost, such as provider:openai or region:eu")
    .option("--remaining <time>", "what is left of --sla after earlier attempts", readSla)
    .option("--date <day>", "the day whose prices hold, YYYY-MM-DD", readDate, Date.now())
    .option("--json", "one JSON object on stdout, nothing else")
    .allowExcessArguments(false)
    .addHelpText("after", HELP)
    .action((options: ExplainOptions) =>
      runCommand(shell, async () => {
        const { runExplain } = await import("./run-explain.ts");
        return runExplain(options, shell);
      }),
    );
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };

/** Reads a waiting time; the policy's own reader is not loaded for it. */
function readSla(text: string): number {
  const [, amount = "", unit = ""] = /^(\d{1,7}(?:\.\d{1,3})?)(ms|s|m)$/.exec(text) ?? [];
  const slaMs = Math.round(Number(amount) * (UNITS_MS[unit] ?? Number.NaN));
  if (slaMs > 0) return slaMs;
  throw new InvalidArgumentError("Give a time above 0 with its unit, such as 800ms or 2s.");
}

function readTokens(text: string): number {
  const tokens = Number(text);
  if (/^\d{1,9}$/.test(text)) return tokens;
  throw new InvalidArgumentError("Give a whole number from 0 up, such as 8000.");
}
