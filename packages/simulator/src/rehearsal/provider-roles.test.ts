import { expect, test } from "vitest";
import { shippedBundle } from "../workload/arbitraries.ts";
import { deriveMix } from "../workload/derive-mix.ts";
import { providerRoles, resolveTarget } from "./provider-roles.ts";

function rolesOf(file: "policy.yaml" | "starter.yaml") {
  return providerRoles(deriveMix(shippedBundle(file).bundle, { epochMs: Date.UTC(2026, 10, 24) }));
}

test("the primary is the provider with the most first choices, the second the next one", () => {
  expect(rolesOf("policy.yaml")).toEqual({
    "@primary": { provider: "openai", share: 0.6 },
    "@second": { provider: "anthropic", share: 0.4 },
  });
  expect(rolesOf("starter.yaml")).toEqual({ "@primary": { provider: "openai", share: 1 } });
});

test("a target's role becomes a name, its other words stay, and a role that nobody plays is told", () => {
  const cast = { roles: rolesOf("starter.yaml"), sharedEdges: {}, incident: "anthropic" };
  expect(resolveTarget({ provider: "@primary", region: "eu" }, cast)).toEqual({
    target: { provider: "openai", region: "eu" },
  });
  expect(resolveTarget({ provider: "@each", region: "eu" }, cast)).toEqual({
    target: { region: "eu" },
  });
  expect(resolveTarget({ provider: "@incident", region: "us" }, cast)).toEqual({
    target: { provider: "anthropic", region: "us" },
  });
  expect(resolveTarget({ provider: "@second" }, cast)).toEqual({ missing: "@second" });
  expect(resolveTarget({ provider: "@third" }, cast)).toEqual({ missing: "@third" });
  expect(resolveTarget({ model: "openai/gpt-6-sol" }, cast)).toEqual({
    target: { model: "openai/gpt-6-sol" },
  });
});
