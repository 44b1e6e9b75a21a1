/** Sources that are mutated together, and the tests that have to notice. */
export interface MutationPart {
  /** The folder that `--only` names. */
  readonly folder: string;
  /** Globs of the mutated files, relative to the repository. */
  readonly sources: readonly string[];
  /** Globs of the tests beside them: what only a distant test notices counts as a survivor. */
  readonly tests: readonly string[];
}

/** Files that only tests import. */
const NOT_MUTATED = ["*.test.ts", "*.test-d.ts", "arbitraries.ts", "fixtures/**"];

function wholeFolder(folder: string): MutationPart {
  return {
    folder,
    sources: [`${folder}/**/*.ts`, ...NOT_MUTATED.map((glob) => `!${folder}/**/${glob}`)],
    tests: [`${folder}/**/*.test.ts`],
  };
}

/** The health of endpoints without what carries it to other processes and out to the user. */
const HEALTH: MutationPart = {
  folder: "packages/sdk/src/health",
  sources: ["packages/sdk/src/health/!(*.test|create-*|join-*|router-*).ts"],
  tests: ["packages/sdk/src/health/!(create-*).test.ts"],
};

/** The ledger without the stores that a server or a file keeps. */
const MEMORY_LEDGER: MutationPart = {
  folder: "packages/ledger/src",
  sources: [
    "packages/ledger/src/!(*.test|index|ledger-file|redis*|sqlite*|numbers-of).ts",
    "packages/ledger/src/quota/{memory-quota,with-quota-down-policy}.ts",
  ],
  tests: [
    "packages/ledger/src/!(redis*|sqlite*|never*).test.ts",
    "packages/ledger/src/quota/{memory-quota,with-quota-down-policy}.test.ts",
  ],
};

export const MUTATION_PARTS: readonly MutationPart[] = [
  HEALTH,
  ...["ladder", "climb"].map((name) => wholeFolder(`packages/sdk/src/${name}`)),
  MEMORY_LEDGER,
  ...["spend", "quota", "budget", "price", "request", "plan", "compile"].map((name) =>
    wholeFolder(`packages/policy/src/${name}`),
  ),
  ...["explain", "evidence", "lint", "load", "analyse", "diff"].map((name) =>
    wholeFolder(`packages/policy/src/${name}`),
  ),
];
