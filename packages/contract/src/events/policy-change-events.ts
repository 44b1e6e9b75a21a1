import type { EventBase } from "./event-base.ts";

/** Another bundle came into force between two asks; this event carries the new one. */
export interface PolicySwappedEvent extends EventBase {
  readonly type: "policy-swapped";
  readonly bundleHash: string;
  readonly previousHash: string;
  readonly name: string;
  readonly version: number;
  /** The source's name. */
  readonly source: string;
  readonly cause: string;
  /** Endpoints that cannot be called here, with the cause. */
  readonly absent: Readonly<Record<string, string>>;
  /** As on `policy-loaded`. */
  readonly qualityFloors?: Readonly<Record<string, number>>;
}

/** A source had a policy that cannot come into force; the bundle before it stays. */
export interface PolicyRefusedEvent extends EventBase {
  readonly type: "policy-refused";
  /** Of the bundle that stays in force. */
  readonly bundleHash: string;
  /** The source's name. */
  readonly source: string;
  readonly cause: string;
  /** The first mistakes, each with file, line and column where it has them. */
  readonly findings: readonly string[];
  /** How many mistakes there are. */
  readonly findingsCount: number;
}
