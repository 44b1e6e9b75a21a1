import { readFileSync } from "node:fs";
import { BaseSequencer, type Reporter, type TestSpecification } from "vitest/node";

interface LightestFirst {
  readonly Sequencer: typeof BaseSequencer;
  /** Learns how long the tests of each file take. */
  readonly reporter: Reporter;
}

/**
 * Files whose tests took least come first, and of unknown ones those that import least: the first
 * failure ends a mutant's run before the tests that load a whole router. The longest run of a file
 * counts, since most mutants end it early.
 */
export function lightestFirst(): LightestFirst {
  const longestMs = new Map<string, number>();
  return {
    Sequencer: class extends BaseSequencer {
      override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
        const weighed = files.map((file) => ({
          file,
          ms: longestMs.get(file.moduleId) ?? 0,
          imports: importsFromAfar(file.moduleId),
        }));
        weighed.sort((a, b) => a.ms - b.ms || a.imports - b.imports);
        return weighed.map(({ file }) => file);
      }
    },
    reporter: {
      onTestModuleEnd: (module) => {
        const { duration } = module.diagnostic();
        longestMs.set(module.moduleId, Math.max(longestMs.get(module.moduleId) ?? 0, duration));
      },
    },
  };
}

function importsFromAfar(path: string): number {
  return readFileSync(path, "utf8").match(/from "(\.\.|@switchyard)\//g)?.length ?? 0;
}
