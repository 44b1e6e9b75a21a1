import {
  cubeWords,
  endpointsDown,
  loseDomains,
  type FirstChoice,
  type LossCase,
  type RouteLoss,
} from "@switchyard/policy";
import { openBundle } from "@switchyard/sdk";
import { jsonWithCounts } from "../json-with-counts.ts";
import type { CheckOptions } from "./add-check-command.ts";
import { explainCommand } from "./explain-command.ts";
import { withinNodeBudget } from "./within-node-budget.ts";

/** A case with the command that shows it. */
interface ShownCase extends LossCase {
  /** A `switchyard explain` command line whose request shows the case. */
  readonly explain: string;
}

/** What `switchyard check --lose --json` prints of a route. New keys may be added. */
interface RouteReport extends RouteLoss {
  readonly cases: readonly ShownCase[];
}

/** Cases shown of a route to a reader; JSON has more. */
const CASES_SHOWN = 3;

/**
 * What a policy's request classes lose with `--lose`, by route: which classes, where they go, and a
 * request of each that `explain` shows. JSON counts are decimal strings, for they may be beyond
 * 2^53. Throws `ConfigurationError` for a domain of no endpoint.
 */
export function lossReport(
  file: string,
  lose: readonly string[],
  { catalog, date, json }: CheckOptions,
): string {
  const named = { policy: file, ...(catalog !== undefined && { catalog }) };
  const { bundle } = openBundle(named);
  endpointsDown(lose, bundle.catalog);
  const losses = withinNodeBudget(file, () => loseDomains(bundle, { atMs: date, lose }));
  const commandOf = ({ witness: { request } }: LossCase): string =>
    explainCommand({ witness: request, loss: { down: lose } }, named, date) ?? "";
  const routes = losses.map((loss) => withCommands(loss, commandOf));
  if (json) return jsonWithCounts({ version: 1, file, lose, routes });
  return [`policy ${file} without ${lose.join(" and ")}`, ...routes.flatMap(linesOf), ""].join(
    "\n",
  );
}

function withCommands(loss: RouteLoss, commandOf: (one: LossCase) => string): RouteReport {
  return { ...loss, cases: loss.cases.map((one) => shownCase(one, commandOf(one))) };
}

function shownCase(one: LossCase, explain: string): ShownCase {
  return { ...one, explain };
}

function linesOf(loss: RouteReport): readonly string[] {
  const { route, classes, otherChoice, lowerRung, unserved, casesFound, cases } = loss;
  const hidden = casesFound - CASES_SHOWN;
  return [
    `  ${route}: of ${classes} classes, ${otherChoice} go to another model, ${lowerRung} to a lower rung, ${unserved} get no model`,
    ...cases.slice(0, CASES_SHOWN).flatMap(caseLines),
    ...(hidden > 0 ? [`    ${hidden} more of ${casesFound}: --json`] : []),
  ];
}

function caseLines({ before, after, classes, cubes, explain }: ShownCase): readonly string[] {
  const [first, ...others] = cubes.map(cubeWords);
  const more = others.length === 0 ? "" : ` (+${others.length} more)`;
  return [
    `    ${inWords(before)} -> ${after === null ? "an error" : inWords(after)} (${classes} classes)`,
    `      ${first}${more}`,
    `      see: ${explain}`,
  ];
}

function inWords({ rung, endpoint }: FirstChoice): string {
  return endpoint === null ? "the static answer" : `${endpoint} (${rung})`;
}
