import { readFileSync } from "node:fs";
import type { PolicyInput } from "@switchyard/contract";
import {
  createBundle,
  loadCatalog,
  loadPolicy,
  parseCatalogLock,
  type DocumentSource,
  type LoadedBundle,
} from "@switchyard/policy";
import * as fc from "fast-check";

const SHIPPED = new URL("../../../policy/shipped/", import.meta.url);

function readShipped(file: string): DocumentSource {
  return { text: readFileSync(new URL(file, SHIPPED), "utf8"), file };
}

const CATALOG = loadCatalog(
  readShipped("catalog.yaml"),
  parseCatalogLock(readShipped("catalog.lock.json").text, "catalog.lock.json"),
);

/** A policy with the shipped catalogue. */
export function bundleOf(policy: PolicyInput | DocumentSource): LoadedBundle {
  return createBundle(loadPolicy(policy), CATALOG);
}

/** A shipped policy, by its file. */
export function shippedBundle(
  file: "policy.yaml" | "starter.yaml" | "founding.yaml",
): LoadedBundle {
  return bundleOf(readShipped(file));
}

const INTENTS = ["faq", "summarize", "plan-workflow"] as const;
const RISKS = ["low", "medium"] as const;
const SEGMENTS = ["free", "pro"] as const;
const RESIDENCIES = ["any", "eu"] as const;

/** Small policies whose routes overlap in every way a match can. */
export function aPolicyInput(): fc.Arbitrary<PolicyInput> {
  const route = fc.record(
    {
      intents: fc.subarray([...INTENTS], { minLength: 1 }),
      risks: fc.subarray([...RISKS], { minLength: 1 }),
      segments: fc.subarray([...SEGMENTS], { minLength: 1 }),
      residencies: fc.subarray([...RESIDENCIES], { minLength: 1 }),
      slaBelow: fc.constantFrom("2s", "3s", "20s"),
    },
    { requiredKeys: ["intents", "risks"] },
  );
  const candidates = fc.subarray(
    ["openai/gpt-6-luna", "anthropic/claude-haiku-4-5", "ollama/qwen3"],
    { minLength: 1 },
  );
  return fc
    .array(fc.tuple(route, candidates), { minLength: 1, maxLength: 5 })
    .map((routes): PolicyInput => ({
      schema: "switchyard/policy/v1",
      name: "arbitrary",
      extends: "builtin/starter@1",
      domains: {
        intents: INTENTS,
        risks: RISKS,
        segments: SEGMENTS,
        residencies: RESIDENCIES,
        defaults: { segment: "free", locale: "any", residency: "any" },
      },
      envelope: { residency: { eu: ["eu"] } },
      routes: routes.map(([match, models], index) => ({
        id: `route-${index}`,
        match,
        candidates: models,
        limits: { latencyMax: "2s", qualityFloor: 0.5 },
      })),
    }));
}
