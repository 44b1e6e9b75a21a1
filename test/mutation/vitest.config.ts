import { defineConfig } from "vitest/config";
import { LightestFirst } from "./lightest-first.ts";

const tests: unknown = JSON.parse(process.env["MUTATION_TESTS"] ?? "[]");

// What Stryker runs in its copy of the repository: the tests of one part.
export default defineConfig({
  test: {
    include: Array.isArray(tests) ? tests.map(String) : [],
    sequence: { sequencer: LightestFirst },
    // A mutant that leaves a promise open ends so.
    testTimeout: 60_000,
    reporters: [],
    setupFiles: ["test/mutation/fixed-seed.ts"],
  },
});
