import type { ConformanceCheck } from "@switchyard/contract";

/** The `test` of vitest, jest or `node:test`. */
export interface TestFunction {
  (name: string, run: () => Promise<void>): unknown;
  readonly skip: (name: string, run: () => Promise<void>) => unknown;
}

/** Makes a test of each check. One that is skipped has its reason in its name. */
export function registerConformance(
  checks: readonly ConformanceCheck[],
  register: TestFunction,
): void {
  for (const check of checks) {
    if ("run" in check) register(check.name, check.run);
    else register.skip(`${check.name} (skipped: ${check.skip})`, async () => {});
  }
}
