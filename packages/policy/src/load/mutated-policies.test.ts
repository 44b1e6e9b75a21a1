import * as fc from "fast-check";
import { expect, test } from "vitest";
import { shippedCatalog } from "./arbitraries.ts";
import { aMutatedDocument } from "./fixtures/mutate-document.ts";
import { outcomeOf, type Outcome } from "./fixtures/outcome-of.ts";

const catalog = shippedCatalog();
const documentOf = (outcome: Outcome, otherwise: unknown): unknown =>
  outcome.kind === "bundle" ? outcome.loaded.policy.document : otherwise;

/** 20,000 of them: node packages/policy/scripts/fuzz-policies.ts */
test("a policy with parts changed is a bundle of exactly what is written, or mistakes with places", () => {
  fc.assert(
    fc.property(aMutatedDocument("policy.yaml"), (document) => {
      const outcome = outcomeOf(document, catalog);

      expect(documentOf(outcome, document)).toEqual(document);
    }),
    { numRuns: 100 },
  );
});

test("what a policy with a preset writes is never replaced by the preset's", () => {
  fc.assert(
    fc.property(aMutatedDocument("founding.yaml"), (document) => {
      const outcome = outcomeOf(document, catalog);

      const { extends: _preset, ...written } = Object(document);
      expect(documentOf(outcome, written)).toMatchObject(written);
    }),
    { numRuns: 100 },
  );
});
