import { readFileSync } from "node:fs";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/**
 * Tests that import least come first: they load fastest, and the first failure ends a mutant's run
 * before the tests that load a whole router.
 */
export class LightestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const weights = new Map(files.map((file) => [file, importsFromAfar(file.moduleId)]));
    return files.toSorted((a, b) => (weights.get(a) ?? 0) - (weights.get(b) ?? 0));
  }
}

function importsFromAfar(path: string): number {
  return readFileSync(path, "utf8").match(/from "(\.\.|@switchyard)\//g)?.length ?? 0;
}
