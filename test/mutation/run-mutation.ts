/**
 * `pnpm mutate [--only PART] [--force] [--concurrency N]`: changes the sources one place at a time
 * and says which changes no test beside them notices.
 *
 * A part is a folder, or an idea within one, with the tests beside it; `--only policy` takes all
 * of one package. Its score is the share of mutants that a test or the time limit caught. One that
 * survives is either listed in `explained-survivors.ts` or printed. Exit code 1 when a score is
 * below 85 %, a survivor is not explained, or a listed one does not survive. What was found before
 * is kept in `node_modules/.cache/mutation`, and only mutants of changed files and tests run again;
 * `--force` runs them all. An HTML report of each part lies there too.
 */
import { readFileSync } from "node:fs";
import { constants, setPriority, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { Stryker } from "@stryker-mutator/core";
import { reconcileSurvivors } from "./explained-survivor.ts";
import { EXPLAINED_SURVIVORS } from "./explained-survivors.ts";
import { forgetStaticSurvivors } from "./forget-static-survivors.ts";
import { MUTATION_PARTS, type MutationPart } from "./mutation-parts.ts";
import { survivorOf, type MutantResult } from "./survivor.ts";

const SCORE_MIN = 85;
const CACHE = "node_modules/.cache/mutation";

const { values } = parseArgs({
  options: {
    only: { type: "string", default: "" },
    force: { type: "boolean", default: false },
    concurrency: { type: "string", default: "1" },
  },
});
const parts = MUTATION_PARTS.filter(({ name }) => name.startsWith(values.only));
if (parts.length === 0) {
  const names = MUTATION_PARTS.map(({ name }) => name).join(", ");
  throw new Error(`--only ${values.only}: no part's name begins so; the parts are ${names}`);
}
setPriority(constants.priority.PRIORITY_LOW);
let isMissed = false;
for (const part of parts) isMissed = !reportPart(part, await mutatePart(part)) || isMissed;
process.exitCode = isMissed ? 1 : 0;

function mutatePart({ name, sources, tests }: MutationPart): Promise<readonly MutantResult[]> {
  const report = `${CACHE}/${name.replace("/", "-")}`;
  forgetStaticSurvivors(`${report}.json`);
  // By Stryker's own option `testFiles`, version 10.1.1 never turns on what a module's loading runs.
  process.env["MUTATION_TESTS"] = JSON.stringify(tests);
  return new Stryker({
    configFile: "test/mutation/stryker.config.json",
    mutate: [...sources],
    incrementalFile: `${report}.json`,
    force: values.force,
    concurrency: Number(values.concurrency),
    reporters: ["html", process.stdout.isTTY ? "progress" : "progress-append-only"],
    htmlReporter: { fileName: `${report}.html` },
    tempDirName: join(tmpdir(), "switchyard-mutation"),
  }).runMutationTest();
}

/** Prints the part's score and open survivors. Whether the part is as it should be. */
function reportPart({ name }: MutationPart, results: readonly MutantResult[]): boolean {
  const count = (...statuses: readonly string[]): number =>
    results.filter(({ status }) => statuses.includes(status)).length;
  const survivors = results
    .filter(({ status }) => status === "Survived" || status === "NoCoverage")
    .map((result) => {
      const file = relative(process.cwd(), result.fileName);
      return survivorOf(result, file, readFileSync(file, "utf8"));
    });
  const listed = EXPLAINED_SURVIVORS.filter(({ file }) =>
    results.some(({ fileName }) => fileName.endsWith(`/${file}`)),
  );
  const { unexplained, stale } = reconcileSurvivors(survivors, listed);
  const caught = count("Killed", "Timeout");
  const score = (100 * caught) / Math.max(1, caught + survivors.length);
  console.log(
    `${name}: ${score.toFixed(1)} %, ${caught} of ${caught + survivors.length} caught, ` +
      `${count("Timeout")} of them by time; ${survivors.length - unexplained.length} explained`,
  );
  for (const { file, line, mutant } of unexplained) console.log(`  ${file}:${line}  ${mutant}`);
  for (const entry of stale) console.log(`  no longer survives: ${entry}`);
  return score >= SCORE_MIN && unexplained.length === 0 && stale.length === 0;
}
