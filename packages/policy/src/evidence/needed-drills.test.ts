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
  expect(neededDrills(bundleOf("starter.yaml"), ["openai"])).toEqual([
    { lose: ["provider:openai"], start: "cold", because: "first-choice" },
    { lose: ["provider:openai"], start: "hot", because: "first-choice" },
  ]);
});
