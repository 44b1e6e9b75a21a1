import {
  ConfigurationError,
  type OutputFormat,
  type Policy,
  type RequestIssue,
} from "@switchyard/contract";
import { nearest } from "@switchyard/policy";
import type { CustomGates } from "./custom-gates.ts";
import type { SchemaChecker } from "./schema-checker.ts";

/**
 * Throws `ConfigurationError` if a gate of the policy could never be asked: a function that the
 * application did not give, or a schema in place that is none. Lists every mistake. A function that
 * no route names is none: a policy may be rolled back while the application stays.
 */
export function checkGateSetup(
  policy: Policy,
  customGates: CustomGates,
  schemas: SchemaChecker,
): void {
  const given = Object.keys(customGates);
  const mistakes: string[] = [];
  for (const { id, gates } of policy.routes) {
    for (const gate of gates) {
      if (gate.kind === "custom" && !Object.hasOwn(customGates, gate.name)) {
        mistakes.push(`route ${id} names the gate ${gate.name}; ${wayOut(gate.name, given)}`);
      }
      if (gate.kind !== "schema" || typeof gate.schema === "string") continue;
      const mistake = schemas.mistakeOfSchema(gate.schema);
      if (mistake !== undefined)
        mistakes.push(`route ${id} has a gate whose schema is no JSON Schema: ${mistake}`);
    }
  }
  if (mistakes.length === 0) return;
  throw new ConfigurationError(
    `The gates of policy ${policy.name} cannot be asked:\n` +
      mistakes.map((mistake) => `  ${mistake}`).join("\n"),
  );
}

function wayOut(name: string, given: readonly string[]): string {
  const near = nearest(name, given);
  const way = `give the router a function under that name, as in gates: { "${name}": … }`;
  return near === undefined ? way : `did you mean ${near}, which the router was given?`;
}

/** Why a request's output schema cannot be used, as an issue of the request. */
export function outputIssue(
  output: OutputFormat | undefined,
  schemas: SchemaChecker,
): RequestIssue | undefined {
  const mistake = output === undefined ? undefined : schemas.mistakeOfSchema(output.schema);
  if (mistake === undefined) return undefined;
  const message = `output.schema is no JSON Schema of draft 2020-12 or draft-07: ${mistake}.`;
  return { field: "output", message };
}
