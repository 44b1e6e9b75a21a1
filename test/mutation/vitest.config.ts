import { defineConfig } from "vitest/config";
import { keptWorker } from "./kept-worker.ts";
import { lightestFirst } from "./lightest-first.ts";

const tests: unknown = JSON.parse(process.env["MUTATION_TESTS"] ?? "[]");
const { Sequencer, reporter } = lightestFirst();

// What Stryker runs in its copy of the repository: the tests of one part.
export default defineConfig({
  plugins: [
    {
      name: "kept-worker",
      // Stryker sets the pool by itself, and knows none but Vitest's own.
      configureVitest: ({ project }) => {
        project.config.poolRunner = keptWorker();
        project.config.pool = project.config.poolRunner.name;
      },
    },
  ],
  test: {
    include: Array.isArray(tests) ? tests.map(String) : [],
    // Files that one mutant meets share what they import; `kept-worker.ts` says how long.
    isolate: false,
    sequence: { sequencer: Sequencer },
    // A mutant that leaves a promise open ends so.
    testTimeout: 60_000,
    reporters: [reporter],
    setupFiles: ["test/mutation/mutant-run.ts"],
  },
});
