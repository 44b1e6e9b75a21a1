import { expect, test } from "vitest";
import { shippedLock, type Edit } from "../load/arbitraries.ts";
import { createBundle, type LoadedBundle } from "../load/create-bundle.ts";
import { loadCatalog } from "../load/load-catalog.ts";
import { loadPolicy } from "../load/load-policy.ts";
import { changeWords, variablesWords } from "./change-words.ts";
import { supportBundle, SUPPORT_MS } from "./fixtures/support-bundle.ts";
import { makeDiff } from "./make-diff.ts";
import { semanticChanges } from "./semantic-changes.ts";

const plain = supportBundle(0.8);

/** What a change of policy or catalogue is in words. */
function wordsOf(...edits: readonly Edit[]): readonly string[] {
  const inCatalog = (pointer: string): boolean => pointer.startsWith("catalog:");
  const changed = supportBundle(0.8, {
    policy: edits.filter(([pointer]) => !inCatalog(pointer)),
    catalog: edits
      .filter(([pointer]) => inCatalog(pointer))
      .map(([pointer, value]): Edit => [pointer.slice("catalog:".length), value]),
  });
  const changes = semanticChanges(plain.bundle, changed.bundle);
  return [variablesWords(changes), ...changes.map(changeWords)];
}

test("one threshold, two, an order, and prices alone are told apart", () => {
  expect(wordsOf(["/routes/3/limits/qualityFloor", 0.82])).toEqual([
    "one threshold changes: `limits.qualityFloor` of route `quick`",
    "`limits.qualityFloor` of route `quick`: 0.8 → 0.82",
  ]);
  expect(
    wordsOf(
      ["/routes/3/limits/latencyMax", "4500ms"],
      ["/routes/3/limits/costPerTaskMax", "$0.05"],
    ),
  ).toEqual([
    "2 thresholds change",
    "`limits.latencyMax` of route `quick`: 6s → 4.5s",
    "`limits.costPerTaskMax` of route `quick`: $0.04 → $0.05",
  ]);
  expect(wordsOf(["/routes/3/order", ["p95", "model"]])).toEqual([
    "one variable changes: the order of candidates on route `quick`",
    "the order of candidates on route `quick`: [costPerSuccess, p95, model, region] → [p95, model]",
  ]);
  expect(
    wordsOf([
      "catalog:/models/openai~1gpt-6-luna/price",
      { inputPerMTok: "$9", outputPerMTok: "$9" },
    ]),
  ).toEqual([
    "only prices of the catalogue change: 1 model",
    expect.stringMatching(
      /^price of model `openai\/gpt-6-luna`: .* → \$9 in and \$9 out per million/,
    ),
  ]);
});

test("what comes, what goes and what moves is one variable each", () => {
  const routes = plain.policy.document.routes;
  const quickFirst = routes.toSorted((left) => (left.id === "quick" ? -1 : 0));

  expect(wordsOf(["/routes", quickFirst])).toEqual([
    "one variable changes: the order in which routes are matched",
    expect.stringMatching(/^the order in which routes are matched: \[regulated.* → \[quick, /),
  ]);
  expect(wordsOf(["/defaults/order", ["p95", "model", "region"]])).toEqual([
    "one variable changes: the order of candidates on every route",
    expect.any(String),
  ]);
  const fallbackGone = routes
    .filter(({ id }) => id !== "last")
    .map((route) =>
      route.id === "quick" ? Object.assign({}, route, { fallback: "none" }) : route,
    );
  expect(wordsOf(["/routes", fallbackGone])).toEqual([
    "2 variables change",
    "`fallback` of route `quick`: last → none",
    "route `last` is gone",
  ]);
});

/** The same documents with every key in another place, sets turned round, and another version. */
function rewritten({ policy, catalog }: LoadedBundle): LoadedBundle {
  const turned = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(turned);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value)
        .toReversed()
        .map(([key, held]) => [
          key,
          SETS.has(key) && Array.isArray(held) ? held.toReversed() : turned(held),
        ]),
    );
  };
  const text = (document: object): string =>
    `# another comment\n${JSON.stringify(turned(document))}`;
  const renamed = { ...policy.document, version: 99, change: "nothing" };
  return createBundle(
    loadPolicy({ text: text(renamed), file: "policy.yaml" }),
    loadCatalog({ text: text(catalog.document), file: "catalog.yaml" }, shippedLock()),
  );
}

const SETS: ReadonlySet<string> = new Set(["intents", "capabilities", "retryOn"]);

test("the order of candidates says something only where the route lists them by it", () => {
  const { routes } = plain.policy.document;
  const turned = (id: string): readonly string[] =>
    routes.find((route) => route.id === id)?.candidates.toReversed() ?? [];

  expect(wordsOf(["/routes/3/candidates", turned("quick")])).toEqual(["no variable changes"]);
  expect(wordsOf(["/routes/4/candidates", turned("last")])[0]).toBe(
    "one variable changes: `candidates` of route `last`",
  );
});

test("documents that differ in nothing but writing are equivalent, also when made in code", () => {
  const made = createBundle(loadPolicy(plain.policy.document), plain.catalog);

  for (const other of [rewritten(plain), made]) {
    const { diff } = makeDiff(plain.bundle, other.bundle, { atMs: SUPPORT_MS });
    expect(diff).toMatchObject({ verdict: "equivalent", changed: 0n, variables: [], groups: [] });
  }
  expect(made.bundle.hash).toBe(plain.bundle.hash);
});
