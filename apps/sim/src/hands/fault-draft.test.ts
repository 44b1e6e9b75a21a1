import { Fault } from "@switchyard/simulator";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  changeDraft,
  choicesOf,
  DRAFT_ROWS,
  draftOf,
  faultOf,
  FIRST_DRAFT,
  type FaultDraft,
  type TargetChoice,
} from "./fault-draft.ts";

const TARGETS: readonly TargetChoice[] = [
  { words: "@primary, openai", target: { provider: "@primary" } },
  { words: "provider openai", target: { provider: "openai" } },
  { words: "model openai/GPT-6_sol", target: { model: "openai/GPT-6_sol" } },
];

const aDraft = fc
  .array(fc.tuple(fc.constantFrom(...DRAFT_ROWS), fc.constantFrom(1 as const, -1 as const)))
  .map((changes) =>
    changes.reduce((draft, [row, by]) => changeDraft(draft, row, by, TARGETS), FIRST_DRAFT),
  );

function made(draft: FaultDraft, taken: readonly string[] = []) {
  const fault = faultOf(draft, TARGETS, taken);
  if (fault === undefined) throw new Error("a draft among these targets is a fault");
  return fault;
}

test("whatever is chosen is a fault that a scenario may hold", () => {
  fc.assert(
    fc.property(aDraft, (draft) => {
      expect(Fault.safeParse({ ...made(draft), at: "1s" }).success).toBe(true);
    }),
  );
});

test("a fault in force is edited from what it is", () => {
  fc.assert(
    fc.property(aDraft, aDraft, (draft, other) => {
      const { length } = other;
      expect(draftOf(made(draft), other, TARGETS)).toEqual({ ...draft, length });
    }),
  );
});

test("going on through all choices of a row comes back to the first, one way and the other", () => {
  fc.assert(
    fc.property(aDraft, fc.constantFrom(...DRAFT_ROWS), (draft, row) => {
      const steps = choicesOf(draft, row, TARGETS).map(() => row);
      for (const by of [1, -1] as const) {
        const end = steps.reduce((now, each) => changeDraft(now, each, by, TARGETS), draft);
        expect(end[row]).toBe(draft[row]);
      }
    }),
  );
});

test("a fault is named by what it does to whom, and never by a name that is taken", () => {
  expect(made(FIRST_DRAFT).id).toBe("outage-primary");
  expect(made({ ...FIRST_DRAFT, target: 2 }).id).toBe("outage-openai-gpt-6-sol");
  expect(made(FIRST_DRAFT, ["outage-primary", "outage-primary-2"]).id).toBe("outage-primary-3");
});

test("the palette offers outage, latency, errors and quality, each with its strength in words", () => {
  const kinds = choicesOf(FIRST_DRAFT, "kind", TARGETS);
  expect(kinds.map((words) => words.split(":")[0])).toEqual([
    "outage",
    "latency",
    "errors",
    "quality",
  ]);
  const strengths = kinds.map((_, kind) =>
    choicesOf({ ...FIRST_DRAFT, kind }, "strength", TARGETS),
  );
  expect(strengths.map(([first]) => first)).toEqual([
    "100% of calls",
    "1.5×",
    "100% of calls",
    "0.8",
  ]);
});
