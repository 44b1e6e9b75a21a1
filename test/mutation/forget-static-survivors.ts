import { existsSync, readFileSync, writeFileSync } from "node:fs";

interface Report {
  readonly files: Readonly<
    Record<string, { mutants: readonly { readonly static?: boolean; readonly status: string }[] }>
  >;
}

/**
 * Takes survivors of code that runs while it is loaded out of the results that are kept. Stryker
 * knows no tests of theirs, so by itself it would not run them again for a new test.
 */
export function forgetStaticSurvivors(path: string): void {
  if (!existsSync(path)) return;
  const report: Report = JSON.parse(readFileSync(path, "utf8"));
  for (const file of Object.values(report.files))
    file.mutants = file.mutants.filter((mutant) => !mutant.static || mutant.status !== "Survived");
  writeFileSync(path, JSON.stringify(report));
}
