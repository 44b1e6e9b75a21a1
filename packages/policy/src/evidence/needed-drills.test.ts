import { expect, test } from "vitest";
import { shippedCatalog, shippedSource } from "../load/arbitraries.ts";
import { createBundle } from "../load/create-bundle.ts";
import { loadPolicy } from "../load/load-policy.ts";
import { neededDrills } from "./needed-drills.ts";

const bundleOf = (file: string): ReturnType<typeof createBundle>["bundle"] =>
  createBundle(loadPolicy(shippedSource(file)), shippedCatalog()).bundle;

test("a bundle needs its top providers drilled, and each single loss it claims to survive", () => {
  const drills = neededDrills(bundleOf("policy.yaml"), ["openai", "anthropic"]);

  expect(drills.map(({ lose, start, because }) => `${lose.join()} ${start} ${because}`)).toEqual([
    "provider:openai cold first-choice",
    "provider:openai hot first-choice",
    "provider:anthropic cold first-choice",
    "provider:anthropic hot first-choice",
    "provider:google cold claimed",
    "provider:google hot claimed",
    "provider:mistral cold claimed",
    "provider:mistral hot claimed",
  ]);
});

test("a policy without claims needs its top providers drilled only", () => {
  const needed = { lose: ["provider:openai"], risks: ["low"], because: "first-choice" };

  expect(neededDrills(bundleOf("starter.yaml"), ["openai"])).toEqual([
    { ...needed, start: "cold" },
    { ...needed, start: "hot" },
  ]);
});

test("losses that are asked for come last, of every risk class, and none is drilled twice", () => {
  const asked = ["region:eu", "provider:google"];
  const drills = neededDrills(bundleOf("starter.yaml"), ["openai"], asked);

  expect(drills.map(({ lose, start, because }) => `${lose.join()} ${start} ${because}`)).toEqual([
    "provider:openai cold first-choice",
    "provider:openai hot first-choice",
    "region:eu cold asked",
    "region:eu hot asked",
    "provider:google cold asked",
    "provider:google hot asked",
  ]);
  expect(drills.every(({ risks }) => risks.join() === "low")).toBe(true);
  expect(neededDrills(bundleOf("starter.yaml"), ["openai"], ["provider:openai"])).toEqual(
    neededDrills(bundleOf("starter.yaml"), ["openai"]),
  );
});

test("claims name the kind of loss and the risks; of two claims both are judged", () => {
  const { policy, catalog, hash } = bundleOf("policy.yaml");
  const of = "region";
  const then = "served-at-floor";
  const require = [
    { lose: 1, of, risks: ["high"], then },
    { lose: 1, of, risks: ["low"], then },
    { lose: 1, of: "model", risks: ["low"], then: "rung-defined" },
    { lose: 2, of: "provider", risks: ["low"], then },
  ] as const;
  const contingency = policy.contingency && { ...policy.contingency, require };
  const claiming = { ...policy, ...(contingency && { contingency }) };

  const drills = neededDrills({ policy: claiming, catalog, hash }, []);
  expect(drills.filter(({ start }) => start === "hot")).toEqual(
    ["region:eu", "region:us"].map((lost) => ({
      lose: [lost],
      start: "hot",
      risks: ["low", "high"],
      because: "claimed",
    })),
  );
});
