import { defineConfig } from "vitest/config";
import { LightestFirst } from "./lightest-first.ts";

// What Stryker runs in its copy of the repository; it names the test files of the part itself.
export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts"],
    sequence: { sequencer: LightestFirst },
    // A mutant that leaves a promise open ends so.
    testTimeout: 20_000,
    reporters: [],
    setupFiles: ["test/mutation/fixed-seed.ts"],
  },
});
