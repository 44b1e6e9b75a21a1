import type { ConformanceCheck } from "@switchyard/contract";
import { describe, expect, test } from "vitest";

/** Makes a test of each check. Nothing of ours is skipped. */
export function describeChecks(name: string, port: string, all: readonly ConformanceCheck[]): void {
  const checks = all.filter((check) => "run" in check);
  describe(`${name} as ${port}`, () => {
    test.each(checks)("$name", async ({ run }) => {
      await expect(run()).resolves.toBeUndefined();
    });
  });
}
