import { readFileSync } from "node:fs";
import { loadPolicy } from "@switchyard/policy";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shippedBundle } from "../workload/arbitraries.ts";
import { changeDocument } from "./change-bundle.ts";
import { policyChanges } from "./policy-changes.ts";

const loaded = shippedBundle("policy.yaml");

/** The shipped policy as plain data, so that a part of it may be anything. */
function plainPolicy(): Record<string, unknown> {
  return JSON.parse(JSON.stringify(loaded.policy.document));
}

test("a policy that differs in a word is told by one pointer, through the ids of lists", () => {
  const text = readFileSync(new URL(import.meta.resolve("@switchyard/policy/shipped/policy.yaml")));
  const changed = String(text).replace("latencyMax: 15s", "latencyMax: 3s");
  const { document } = loadPolicy({ text: changed, file: "changed.yaml" });
  const set = policyChanges(loaded.policy.document, document);
  expect(Object.entries(set)).toEqual([
    [expect.stringMatching(/^\/routes\/[a-z-]+\/.*latencyMax$/), "3s"],
  ]);
});

test("nothing changes between equal policies", () => {
  expect(policyChanges(loaded.policy.document, plainPolicy())).toEqual({});
});

const aKey = fc.constantFrom("a", "b/c", "d~e", "", "__proto__", "id", "7");
const aPart = fc.letrec<{ readonly value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom<unknown>(1, "x", true, null),
    fc.dictionary(aKey, tie("value"), { maxKeys: 3 }),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.uniqueArray(fc.record({ id: fc.constantFrom("one", "two", "0"), rest: tie("value") }), {
      maxLength: 3,
      selector: ({ id }) => id,
    }),
  ),
})).value;

test("whatever two documents hold, the changes turn the one into the other", () => {
  fc.assert(
    fc.property(aPart, aPart, (before, after) => {
      const [had, has] = [{ part: { before } }, { part: { before: after } }];
      const set = policyChanges(had, has);
      expect(changeDocument(had, set)).toEqual(has);
    }),
  );
});
