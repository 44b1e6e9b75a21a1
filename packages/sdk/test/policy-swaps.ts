import type { CatalogDocument, PolicyInput } from "@switchyard/contract";
import { createCallbackSource } from "../src/source/create-callback-source.ts";
import { CATALOG, POLICY } from "./sample-bundle.ts";
import { createSampleRouter, type SampleOptions, type SampleRouter } from "./sample-router.ts";

/**
 * The sample as another version of it: one route's candidate, and the cap of the day. A calendar's
 * day would look its time zone up for every version, which is slow.
 */
export function versionOf(version: number, candidate: string, cap = "$1"): PolicyInput {
  const [quick, ...others] = POLICY.routes;
  const [, ...budgets] = POLICY.budgets;
  return {
    ...POLICY,
    version,
    routes: [{ ...quick, candidates: [candidate] }, ...others],
    budgets: [{ id: "day", cap, window: "rolling-24h" }, ...budgets],
  };
}

/** A version that names a model which is not there. */
export function invalidVersion(version: number): PolicyInput {
  return versionOf(version, "alpha/missing");
}

/** The sample with another policy to come. */
export interface SwappedRouter extends SampleRouter {
  /** Brings the sample with these changes into force. */
  readonly swap: (policy: Partial<PolicyInput>, catalog?: CatalogDocument) => void;
}

/** A sample router that follows what a test pushes. */
export function createSwappedRouter(options: SampleOptions = {}): SwappedRouter {
  const { policy, catalog = CATALOG } = options;
  const source = createCallbackSource({ policy: { ...POLICY, ...policy }, catalog });
  const sample = createSampleRouter({ ...options, source });
  return {
    ...sample,
    swap: (changes, next = catalog) =>
      source.push({ policy: { ...POLICY, ...changes }, catalog: next }),
  };
}
