import { ConfigurationError, type Gate, type Policy, type Route } from "@switchyard/contract";
import { expect, test } from "vitest";
import { SAMPLE } from "../../test/sample-bundle.ts";
import { checkGateSetup, outputIssue } from "./check-gate-setup.ts";
import { createSchemaChecker } from "./schema-checker.ts";

const schemas = createSchemaChecker();

function policyWith(...gates: readonly Gate[]): Policy {
  const { policy } = SAMPLE.bundle;
  const withGates = (route: Route): Route => ({ ...route, gates });
  return { ...policy, routes: policy.routes.map(withGates) };
}

function mistakesOf(policy: Policy, names: readonly string[]): string {
  const gates = Object.fromEntries(names.map((name) => [name, () => true]));
  try {
    checkGateSetup(policy, gates, schemas);
    return "";
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    return error.message;
  }
}

test("a gate that nobody gave stops the router, route by route", () => {
  const policy = policyWith({ kind: "custom", name: "tone" });

  const message = mistakesOf(policy, []);

  expect(message).toContain("route quick names the gate tone; give the router a function under");
  expect(message).toContain("route strict names the gate tone");
  expect(mistakesOf(policy, ["tnoe"])).toContain("did you mean tnoe");
});

test("a name that every object has is not a given gate", () => {
  const policy = policyWith({ kind: "custom", name: "constructor" });

  expect(mistakesOf(policy, [])).toContain("names the gate constructor");
});

test("a gate that was given is fine, and so is one that no route names", () => {
  expect(mistakesOf(policyWith({ kind: "custom", name: "tone" }), ["tone", "spare"])).toBe("");
});

test("a schema in place that is none stops the router", () => {
  const broken = policyWith({ kind: "schema", schema: { type: "nope" } });
  expect(mistakesOf(broken, [])).toContain("whose schema is no JSON Schema: `/type` must be");
  expect(mistakesOf(policyWith({ kind: "schema", schema: { type: "null" } }), [])).toBe("");
});

test("a caller's schema that is none is an issue of the request", () => {
  expect(outputIssue({ schema: { type: "nope" } }, schemas)).toMatchObject({
    field: "output",
    message: expect.stringContaining("output.schema is no JSON Schema"),
  });
  expect(outputIssue({ schema: { type: "object" } }, schemas)).toBeUndefined();
  expect(outputIssue(undefined, schemas)).toBeUndefined();
});
