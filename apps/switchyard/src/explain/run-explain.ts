import { endpointsDown, explain, formatExplanation, type Explanation } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../program.ts";
import type { ExplainOptions } from "./add-explain-command.ts";
import { readRequest } from "./read-request.ts";

/** Explains one request and prints it; returns the exit code. */
export function runExplain(options: ExplainOptions, shell: Shell): number {
  const { policy: file, catalog, down = [], date, json, remaining } = options;
  const { bundle, policy } = openBundle({
    policy: file,
    ...(catalog !== undefined && { catalog }),
  });
  const request = readRequest(options, bundle.policy);
  const state = {
    breakers: {},
    attempts: {},
    absent: endpointsDown(down, bundle.catalog),
    remainingMs: remaining ?? request.slaMs,
  };
  const explanation = explain(bundle, request, state, date);
  const text = json
    ? JSON.stringify({ version: 1, ...explanation })
    : formatExplanation(explanation, policy.locate);
  shell.write(`${text}\n`);
  return isServed(explanation) ? EXIT.ok : EXIT.findings;
}

function isServed({ rungs, endsStatic }: Explanation): boolean {
  return endsStatic || rungs.some(({ endpoints }) => endpoints.length > 0);
}
