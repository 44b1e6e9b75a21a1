import { openBundle, type BundleSources } from "@switchyard/sdk";
import type { LoadedBundle } from "@switchyard/policy";

/** A policy's path or `builtin/` name, what `openBundle` takes, or an open bundle. */
export type PolicyUnderTest = string | BundleSources | LoadedBundle;

/** @throws DocumentError for a policy or catalogue that is none */
export function openPolicy(policy: PolicyUnderTest): LoadedBundle {
  if (typeof policy === "string") return openBundle({ policy });
  return "bundle" in policy ? policy : openBundle(policy);
}

/** The policy's file or `builtin/` name, where it was given as one. */
export function fileOf(policy: PolicyUnderTest): string | undefined {
  if (typeof policy === "string") return policy;
  return "bundle" in policy || typeof policy.policy !== "string" ? undefined : policy.policy;
}
