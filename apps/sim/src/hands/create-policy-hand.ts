import type { LoadedBundle } from "@switchyard/policy";
import type { LiveRehearsal } from "@switchyard/simulator";
import type { Deed } from "./create-hands.ts";
import { freeId, slugOf } from "./free-id.ts";
import { readPolicy, type PolicyReading } from "./read-policy.ts";

/** What a viewer can do to the policy of a rehearsal. */
export interface PolicyHand {
  /** Policies that need not be typed: the first, the one given beside it, and those that were read. */
  known(): readonly string[];
  read(path: string): PolicyReading;
  /** Brings what was read into force, or has the router refuse it. */
  push(reading: PolicyReading): Deed;
  /** The policy as its file has it, by the start of its hash; undefined: it was not read here. */
  loadedOf(hashStart: string): LoadedBundle | undefined;
}

export interface PolicyHandOptions {
  readonly live: Pick<LiveRehearsal, "liveFaults" | "policies">;
  /** What the rehearsal began with. */
  readonly first: LoadedBundle;
  /** As it was named. */
  readonly firstPath: string;
  /** A policy to switch to. Absent: none was given. */
  readonly against?: string;
  /** The day whose prices count in a comparison. */
  readonly atMs: number;
}

/** Paths that are offered, at most: the newest of those that were typed. */
const KNOWN_MAX = 8;

/** At most one policy is pushed by hand at a time: the next one takes its place. */
export function createPolicyHand(options: PolicyHandOptions): PolicyHand {
  const { live, first, firstPath, against, atMs } = options;
  const { liveFaults, policies } = live;
  const given = [firstPath, ...(against === undefined ? [] : [against])];
  let typed: readonly string[] = [];
  let read: readonly LoadedBundle[] = [first];
  /** The push that stands. Absent: the first policy does. */
  let standing: { readonly id: string; readonly hash: string } | undefined;

  const idOf = (path: string): string => {
    const name = path.split(/[\\/]/).at(-1) ?? path;
    const taken = liveFaults.written().map(({ id }) => id);
    return freeId(`policy-${slugOf(name.replace(/\.ya?ml$/, ""))}`, taken);
  };
  const bringIn = (path: string, { bundle }: LoadedBundle, set: Push["set"]): Deed => {
    const { hash, policy } = bundle;
    if (hash === (standing?.hash ?? first.bundle.hash))
      return { text: `${path} is in force already` };
    const isFirst = hash === first.bundle.hash;
    const next = isFirst ? undefined : { id: idOf(path), set };
    liveFaults.push(next, standing?.id);
    standing = next === undefined ? undefined : { id: next.id, hash };
    const text = `${policy.name} v${policy.version} (${path}) comes into force`;
    // Taking back what had no time to come into force is no event.
    const isEvent = policies.current.hash !== hash;
    return isEvent ? { text, isDone: ({ type }) => type === "policy-swapped" } : { text };
  };

  return {
    known: () => [...given, ...typed],
    loadedOf: (hashStart) => read.find(({ bundle }) => bundle.hash.startsWith(hashStart)),
    read: (path) => {
      const reading = readPolicy(path, { first, inForce: policies.current, atMs });
      if (reading.kind === "unreadable") return reading;
      if (![...given, ...typed].includes(path)) typed = [path, ...typed].slice(0, KNOWN_MAX);
      if (reading.kind === "valid")
        read = [first, reading.loaded, ...read.slice(1)].slice(0, KNOWN_MAX);
      return reading;
    },
    push: (reading) => {
      const { path } = reading;
      switch (reading.kind) {
        case "valid":
          return bringIn(path, reading.loaded, reading.set);
        case "invalid":
          liveFaults.push({ id: idOf(path), set: reading.set });
          return {
            text: `${path} is pushed, and refused: what is in force stays`,
            isDone: ({ type }) => type === "policy-refused",
          };
        case "unreadable":
          return { text: `${path} is no policy: there is nothing to push` };
      }
    },
  };
}

type Push = Extract<PolicyReading, { readonly kind: "valid" }>;
