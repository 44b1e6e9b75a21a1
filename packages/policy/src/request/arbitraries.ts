import {
  CAPABILITIES,
  type Bundle,
  type Capability,
  type Catalog,
  type DecisionState,
  type Overrides,
  type RequestClass,
} from "@switchyard/contract";
import * as fc from "fast-check";
import { endpointId } from "../plan/endpoint-id.ts";
import { mostly, mostlyEmpty, sparse } from "../price/arbitraries.ts";

/** Instant around which dated prices and sunsets fall: 2026-11-24T12:00:00Z. */
export const NOON_MS = 1_795_521_600_000;

export function anInstant(): fc.Arbitrary<number> {
  return fc.integer({ min: -3, max: 10 }).map((days) => NOON_MS + days * 86_400_000);
}

/** A request of the policy's domains, often right at one of the catalogue's thresholds. */
export function aRequestOf({ policy, catalog }: Bundle): fc.Arbitrary<RequestClass> {
  const { domains } = policy;
  const models = Object.values(catalog.models);
  const p95s = models.map(({ latency }) => latency.msP95);
  return fc.record({
    intent: fc.constantFrom(...domains.intents),
    risk: fc.constantFrom(...domains.risks),
    segment: fc.constantFrom(...domains.segments),
    locale: fc.constantFrom(...domains.locales),
    residency: fc.constantFrom(...domains.residencies),
    slaMs: fc.oneof(
      { weight: 3, arbitrary: fc.constant(60_000) },
      fc.constantFrom(...p95s),
      fc.constantFrom(...p95s.map((p95) => p95 - 0.5)),
      fc.integer({ min: 1, max: 20_000 }),
    ),
    contextTokens: fc.oneof(
      { weight: 3, arbitrary: fc.integer({ min: 0, max: 900 }) },
      fc.integer({ min: 0, max: 33_000 }),
    ),
    workload: fc.constantFrom(...Object.keys(domains.workloads)),
    capabilities: mostly<readonly Capability[]>([], ["tools"], ["vision", "tools"], CAPABILITIES),
    overrides: someOverrides(catalog),
  });
}

/** Live state over a bundle's endpoints: breakers, attempts, absence and the time left. */
export function aStateOf({ catalog }: Bundle): fc.Arbitrary<DecisionState> {
  const ids = endpointIdsOf(catalog);
  const byEndpoint = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<Readonly<Record<string, T>>> =>
    fc
      .subarray(ids)
      .chain((some) => fc.tuple(...some.map((id) => value.map((held) => [id, held] as const))))
      .map((entries) => Object.fromEntries(entries));
  return fc.record({
    breakers: byEndpoint(fc.constantFrom<"open" | "half-open">("open", "half-open")),
    attempts: byEndpoint(fc.integer({ min: 0, max: 3 })),
    absent: mostlyEmpty(byEndpoint(fc.constant("no key"))),
    remainingMs: fc.oneof(fc.constant(60_000), fc.integer({ min: 0, max: 20_000 })),
  });
}

function endpointIdsOf(catalog: Catalog): string[] {
  return Object.values(catalog.models).flatMap(({ id, regions }) =>
    regions.map((region) => endpointId(id, region)),
  );
}

function someOverrides(catalog: Catalog): fc.Arbitrary<Overrides> {
  const names = [
    ...Object.keys(catalog.models),
    ...Object.keys(catalog.models).map((id) => id.replace(/@.*$/, "")),
    ...Object.keys(catalog.providers),
    "nobody",
  ];
  const some = fc.subarray(names, { minLength: 1, maxLength: 3 });
  return sparse(
    {},
    {
      only: some,
      exclude: some,
      costMicroUsdMax: fc.integer({ min: 0, max: 1_000_000 }),
      noFallback: fc.boolean(),
    },
  );
}
