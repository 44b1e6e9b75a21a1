import { ConfigurationError, type PolicySource } from "@switchyard/contract";
import type { DocumentSource } from "@switchyard/policy";
import { readBundle } from "../open-bundle.ts";
import { createPolledSource, type PollOptions } from "./create-polled-source.ts";
import type { BundleDocuments } from "./load-bundle.ts";
import { systemTicker } from "./system-ticker.ts";

/** What the source needs of an `ioredis` or `redis` client. */
export interface RedisReader {
  get(key: string): Promise<string | null>;
}

export interface RedisSourceOptions extends PollOptions {
  readonly client: RedisReader;
  /**
   * Key whose value is the key of the bundle in force, so that a roll-out and a rollback are one
   * `SET` each. Default: `switchyard:policy`.
   */
  readonly pointer?: string;
}

/**
 * A policy that a pointer in Redis names, for many processes at once. The bundle's key holds JSON:
 * `{ "policy": "<YAML>", "catalog": "<YAML>", "lock": "<JSON>" }`; `lock` may be absent, and
 * without `catalog` it is `builtin/catalog`. Redis away, the last good bundle stays.
 *
 * Throws `ConfigurationError` when the first read finds no bundle, `DocumentError` for its
 * mistakes, and what the client throws.
 */
export async function createRedisSource(options: RedisSourceOptions): Promise<PolicySource> {
  const { client, pointer = "switchyard:policy", pollMs = 1_000, ticker = systemTicker } = options;
  const read = (): Promise<BundleDocuments> => readPointed(client, pointer);
  return createPolledSource({
    name: `redis ${pointer}`,
    first: await read(),
    read,
    pollMs,
    ticker,
  });
}

async function readPointed(client: RedisReader, pointer: string): Promise<BundleDocuments> {
  const key = await client.get(pointer);
  if (key === null)
    throw new ConfigurationError(`Redis has no key ${pointer}. SET it to the key of a bundle.`);
  const text = await client.get(key);
  if (text === null)
    throw new ConfigurationError(
      `Redis key ${pointer} names ${key}, which is not there. SET that one first.`,
    );
  return documentsOf(text, key);
}

function documentsOf(text: string, key: string): BundleDocuments {
  const stored = parse(text, key);
  const document = (name: string): DocumentSource | undefined => {
    const value: unknown = stored[name];
    if (value === undefined) return undefined;
    if (typeof value !== "string")
      throw new ConfigurationError(`${name} of Redis key ${key} is no text. Store the document.`);
    return { text: value, file: `${key}/${name}` };
  };
  const policy = document("policy");
  const catalog = document("catalog");
  const lock = document("lock");
  if (policy === undefined)
    throw new ConfigurationError(`Redis key ${key} has no policy. Store { "policy": "<YAML>" }.`);
  if (catalog === undefined) return { ...readBundle({}), policy };
  return { policy, catalog, ...(lock !== undefined && { lock }) };
}

function parse(text: string, key: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return { ...value };
  } catch (error) {
    throw new ConfigurationError(`Redis key ${key} is no JSON (${String(error)}). Store it anew.`, {
      cause: error,
    });
  }
  throw new ConfigurationError(`Redis key ${key} is no JSON object. Store { "policy": "<YAML>" }.`);
}
