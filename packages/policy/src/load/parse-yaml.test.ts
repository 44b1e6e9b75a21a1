import {
  DocumentError,
  DurationText,
  MoneyText,
  PercentText,
  formatIssue,
} from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { z } from "zod";
import {
  aMutationOf,
  shippedCatalog,
  shippedLock,
  shippedSource,
  someCodeUnits,
} from "./arbitraries.ts";
import { createBundle } from "./create-bundle.ts";
import { loadCatalog } from "./load-catalog.ts";
import { loadPolicy } from "./load-policy.ts";
import { parseYaml } from "./parse-yaml.ts";

const fault = z.union([
  z.strictObject({ kind: z.literal("outage"), provider: z.string() }),
  z.strictObject({ kind: z.literal("slow"), factor: z.number().min(1) }),
]);
const plan = z.strictObject({
  name: z.string().min(1),
  lasts: DurationText,
  spend: MoneyText.exactOptional(),
  share: PercentText.exactOptional(),
  mode: z.enum(["steady", "burst"]).exactOptional(),
  clients: z.int().positive().exactOptional(),
  faults: z.array(fault).exactOptional(),
  after: z.union([z.literal("start"), DurationText]).exactOptional(),
});

function issuesOf(text: string): readonly string[] {
  try {
    parseYaml({ text, file: "plan.yaml" }, plan, "plan");
    return [];
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return error.issues.map(formatIssue);
  }
}

test("a document that fits comes back typed and with positions", () => {
  const text = "name: day\nlasts: 4m10s\n";

  const { value, locate } = parseYaml({ text, file: "plan.yaml" }, plan, "plan");

  expect(value).toEqual({ name: "day", lasts: "4m10s" });
  expect(locate("/lasts")).toEqual({ file: "plan.yaml", line: 2, column: 8 });
});

test.each([
  ["lasts: 9", "plan.yaml:2:8 /lasts: `9` has no unit; write it as in `lasts: 9s`"],
  ["lasts: 9 s", "`9 s` does not fit; write a duration with its unit, such as 250ms, 9s or 4m10s"],
  ["lasts:", "plan.yaml:2:7 /lasts: `lasts` has no value; write a duration such as 9s"],
  ["lasts: 1s\nspend: 50", "`50` has no unit; write it as in `spend: $50`"],
  ["lasts: 1s\nshare: 80", "`80` has no unit; write it as in `share: 80%`"],
  ["lasts: 1s\nshare: 0.8", "`0.8` has no unit; write it as in `share: 80%`"],
  ["lasts: 1s\nafter: 3", "`3` has no unit; write it as in `after: 3s`"],
  [
    "lasts: 1s\nmode: brust",
    "plan.yaml:3:7 /mode: `brust` does not fit; write one of steady or burst; did you mean `burst`?",
  ],
  ["lasts: 1s\nclients: 0", "`0` is out of range; write more than 0"],
  ["lasts: 1s\nclients: 1.5", "`1.5` does not fit; write a whole number"],
  ["lasts: 1s\nclients: many", "`many` does not fit; write a whole number"],
  ["lasts: 1s\nfaults: {}", "a map does not fit; write a list"],
  [
    "lasts: 1s\nfaults: [{ kind: slow, factor: 0 }]",
    "/faults/0/factor: `0` is out of range; write at least 1",
  ],
  [
    "lasts: 1s\nfaults: [{ kind: slow, facter: 2 }]",
    "/faults/0/facter: `facter` is not a key of an entry of `faults`; did you mean `factor`?",
  ],
  [
    "lasts: 1s\nfaults: [{ kind: outage }]",
    "plan.yaml:3:10 /faults/0/provider: `provider` is missing; write `provider` as text",
  ],
  [
    "lasts: 1s\nfaults: [slow]",
    "`slow` does not fit; write { kind, provider } or { kind, factor }",
  ],
  ["", "plan.yaml:1:1 /lasts: `lasts` is missing; write it, for example `lasts: 9s`"],
  [
    "lasts: 1s\nclents: 4",
    "plan.yaml:3:1 /clents: `clents` is not a key of the document; did you mean `clients`?",
  ],
  [
    "lasts: 1s\nzzzzzzzz: 4",
    "write one of name, lasts, spend, share, mode, clients, faults or after",
  ],
])("`%s` is explained in one sentence", (text, expected) => {
  const issues = issuesOf(`name: day\n${text}\n`);

  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain(expected);
});

test("a misspelled key is one mistake: what it stands for is not missing too", () => {
  expect(issuesOf("name: day\nlast: 9s\n")).toEqual([
    "plan.yaml:2:1 /last: `last` is not a key of the document; did you mean `lasts`?",
  ]);
});

test("mistakes are told in the order of the file", () => {
  const issues = issuesOf("clients: 0\nname: ''\nlasts: 3\n");

  expect(issues.map((issue) => issue.split(" ")[0])).toEqual([
    "plan.yaml:1:10",
    "plan.yaml:2:7",
    "plan.yaml:3:8",
  ]);
});

test("any text is read or refused with positions, and never breaks the reader", () => {
  const lock = shippedLock();
  const catalog = shippedCatalog();
  const texts = ["starter.yaml", "founding.yaml", "policy.yaml", "catalog.yaml"].map(
    (file) => shippedSource(file).text,
  );
  const aText = fc.oneof(
    { weight: 5, arbitrary: aMutationOf(texts) },
    { weight: 1, arbitrary: someCodeUnits(200) },
  );
  const refusalOf = (text: string): DocumentError | undefined => {
    const source = { text, file: "any.yaml" };
    try {
      if (text.includes("switchyard/catalog/v1")) loadCatalog(source, lock);
      else createBundle(loadPolicy(source), catalog);
      return undefined;
    } catch (error) {
      if (error instanceof DocumentError) return error;
      throw error;
    }
  };
  fc.assert(
    fc.property(aText, (text) => {
      const positions = refusalOf(text)?.issues.map(({ position }) => position);

      expect(positions).not.toEqual([]);
      expect(positions ?? []).not.toContain(undefined);
    }),
    { numRuns: 300 },
  );
});
