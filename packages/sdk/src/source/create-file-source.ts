import type { PolicySource } from "@switchyard/contract";
import { readBundle, type BundleSources } from "../open-bundle.ts";
import { createPolledSource, type PollOptions } from "./create-polled-source.ts";
import { systemTicker } from "./system-ticker.ts";

export interface FileSourceOptions extends PollOptions, Pick<BundleSources, "catalog"> {}

/**
 * A policy's file, its catalogue and lock, read again and again: edits in place, renames, swapped
 * symbolic links and network file systems are all seen alike.
 *
 * Throws as `openBundle` does when the first read fails.
 */
export function createFileSource(policy: string, options: FileSourceOptions = {}): PolicySource {
  const { catalog, pollMs = 1_000, ticker = systemTicker } = options;
  const sources = { policy, ...(catalog !== undefined && { catalog }) };
  return createPolledSource({
    name: policy,
    first: readBundle(sources),
    read: async () => readBundle(sources),
    pollMs,
    ticker,
  });
}
