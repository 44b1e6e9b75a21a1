/** Sources that are mutated together, and the tests that have to notice. */
export interface MutationPart {
  /** What `--only` names: the package, and the folder or the idea within. */
  readonly name: string;
  /** Globs of the mutated files, relative to the repository. */
  readonly sources: readonly string[];
  /** Globs of the tests beside them: what only a distant test notices counts as a survivor. */
  readonly tests: readonly string[];
}

const SDK = "packages/sdk/src";
const LEDGER = "packages/ledger/src";

/** The health of endpoints without what carries it to other processes and out to the user. */
const HEALTH: MutationPart = {
  name: "sdk/health",
  sources: [`${SDK}/health/!(*.test|create-*|join-*|router-*).ts`],
  tests: [`${SDK}/health/!(create-*).test.ts`],
};

/** The memory ledger and its books. */
const LEDGER_BOOKS: MutationPart = {
  name: "ledger/books",
  sources: [
    `${LEDGER}/{memory-ledger,attempt-book,budget-books,window-book}.ts`,
    `${LEDGER}/{denial-of,newest-map,rolling-parts,assert-micro-usd,assert-reserve}.ts`,
  ],
  tests: [`${LEDGER}/{memory-ledger,newest-map,window-book}.test.ts`],
};

/** What a ledger owes while its store is down, and what processes tell each other of health. */
const LEDGER_OUTAGE: MutationPart = {
  name: "ledger/outage",
  sources: [
    `${LEDGER}/{with-ledger-down-policy,outage-book,create-reconcile,ledger-link}.ts`,
    `${LEDGER}/{health-book,health-record,latency-batch}.ts`,
  ],
  tests: [`${LEDGER}/{with-ledger-down-policy,health-book,health-record,latency-batch}.test.ts`],
};

/** The state machines and the decision first. */
const POLICY_FOLDERS =
  "spend plan price budget quota request compile explain evidence lint load analyse diff".split(
    " ",
  );

/** A folder without what only tests import, and without tests of hundreds of seeds. */
function wholeFolder(name: string, folder: string): MutationPart {
  return {
    name,
    sources: [`${folder}/**/!(*.test|*.test-d|arbitraries).ts`, `!${folder}/**/fixtures/**`],
    tests: [`${folder}/**/!(*-seeds).test.ts`],
  };
}

export const MUTATION_PARTS: readonly MutationPart[] = [
  HEALTH,
  ...["ladder", "climb"].map((folder) => wholeFolder(`sdk/${folder}`, `${SDK}/${folder}`)),
  LEDGER_BOOKS,
  LEDGER_OUTAGE,
  ...POLICY_FOLDERS.map((folder) =>
    wholeFolder(`policy/${folder}`, `packages/policy/src/${folder}`),
  ),
];
