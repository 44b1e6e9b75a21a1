import { loseDomains } from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { endpointsDown } from "../explain/endpoints-down.ts";
import type { CheckOptions } from "./add-check-command.ts";
import { withinNodeBudget } from "./within-node-budget.ts";

/**
 * What a policy's request classes lose with `--lose`, by route; JSON counts are decimal strings,
 * for they may be beyond 2^53. Throws `ConfigurationError` for a domain of no endpoint.
 */
export function lossReport(
  file: string,
  lose: readonly string[],
  { catalog, date, json }: CheckOptions,
): string {
  const { bundle } = openBundle({ policy: file, ...(catalog !== undefined && { catalog }) });
  endpointsDown(lose, bundle.catalog);
  const routes = withinNodeBudget(file, () => loseDomains(bundle, { atMs: date, lose }));
  if (json) {
    const asText = (_key: string, value: unknown): unknown =>
      typeof value === "bigint" ? `${value}` : value;
    return `${JSON.stringify({ version: 1, file, lose, routes }, asText)}\n`;
  }
  const lines = routes.map(
    ({ route, classes, otherChoice, lowerRung, unserved }) =>
      `  ${route}: of ${classes} classes, ${otherChoice} go to another model, ${lowerRung} to a lower rung, ${unserved} get no model`,
  );
  return [`policy ${file} without ${lose.join(" and ")}`, ...lines, ""].join("\n");
}
