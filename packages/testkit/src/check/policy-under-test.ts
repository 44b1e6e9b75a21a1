import { openBundle, type BundleSources } from "@switchyard/sdk";
import type { LoadedBundle } from "@switchyard/policy";

/** A policy's path or `builtin/` name, what `openBundle` takes, or an open bundle. */
export type PolicyUnderTest = string | BundleSources | LoadedBundle;

/** @throws DocumentError for a policy or catalogue that is none */
export function openPolicy(policy: PolicyUnderTest): LoadedBundle {
  if (typeof policy === "string") return openBundle({ policy });
  return "bundle" in policy ? policy : openBundle(policy);
}

/**
 * The options by which a command opens the same policy and catalogue; undefined where one of them
 * was made in code, so that no command can.
 */
export function optionsOf(policy: PolicyUnderTest): readonly string[] | undefined {
  if (typeof policy === "string") return ["--policy", policy];
  if ("bundle" in policy) return undefined;
  const { policy: file, catalog } = policy;
  if (typeof file === "object" || typeof catalog === "object") return undefined;
  return [
    ...(file === undefined ? [] : ["--policy", file]),
    ...(catalog === undefined ? [] : ["--catalog", catalog]),
  ];
}
