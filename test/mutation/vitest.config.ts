import { defineConfig } from "vitest/config";

// What Stryker runs in its copy of the repository; it names the test files of the part itself.
export default defineConfig({
  test: {
    include: ["packages/*/src/**/*.test.ts"],
    isolate: false,
    testTimeout: 60_000,
    reporters: [],
    setupFiles: ["test/mutation/fixed-seed.ts"],
  },
});
