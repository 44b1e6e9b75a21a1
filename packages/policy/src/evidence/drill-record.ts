import { Fraction, Id } from "@switchyard/contract";
import { z } from "zod";
import type { DocumentSource } from "../load/document-source.ts";
import { parseYaml } from "../load/parse-yaml.ts";
import { contentHash, Sha256Text, type Sealed } from "./content-hash.ts";

/**
 * How a loss begins. `cold`: it is there from the first request on, and each connection is refused,
 * so that no time is lost. `hot`: it begins amid traffic, and calls hang until they time out.
 */
export const DRILL_STARTS = ["cold", "hot"] as const;
export type DrillStart = (typeof DRILL_STARTS)[number];

/** How one route came through a drill, counted over the asks that came during the loss. */
export interface DrillRoute {
  readonly route: string;
  /** Asks it is judged by. */
  readonly requests: number;
  /** Further asks, left out because an entry of `contingency.accept` accepts their loss. */
  readonly accepted: number;
  /** Asks that a model answered inside their SLA, of all asks, 0 to 1. */
  readonly availability: number;
  /** The share it had to reach, 0 to 1. */
  readonly availabilityMin: number;
  /** Answers of a model that came after the SLA. */
  readonly late: number;
  /** Calls that the policy's envelope forbids. Must be 0. */
  readonly forbidden: number;
  readonly passed: boolean;
}

/** One loss that was rehearsed. */
export interface Drill {
  /** Failure domains that were lost together, sorted, as `provider:openai`. */
  readonly lose: readonly string[];
  readonly start: DrillStart;
  /** Risk classes whose asks are judged. */
  readonly risks: readonly string[];
  /** SHA-256 of the scenario that was played, as canonical JSON. */
  readonly scenarioSha256: string;
  /** SHA-256 of its events: the same seed gives the same. */
  readonly eventsSha256: string;
  /** Routes that got enough asks to be judged by; at least one. */
  readonly routes: readonly DrillRoute[];
  /** Whether every route passed. */
  readonly passed: boolean;
}

/** What `sim chaos --drill` came to, before it is sealed. */
export interface DrillContent {
  readonly schema: "switchyard/drill-record/v1";
  /** Version of Switchyard that ran it. */
  readonly switchyard: string;
  /** The policy and catalogue that were drilled. A record says nothing of any other. */
  readonly bundleHash: string;
  readonly seed: string;
  /** When it was run, by the wall clock, milliseconds since 1970 (UTC). */
  readonly startedAtMs: number;
  readonly drills: readonly Drill[];
}

/** Failover drills of one bundle. */
export interface DrillRecord extends DrillContent, Sealed {}

/** More than every failure domain of a large catalogue, cold and hot. */
const DRILLS_MAX = 2_000;
const ROUTES_MAX = 1_000;

const Route: z.ZodType<DrillRoute> = z
  .strictObject({
    route: Id,
    requests: z.int().positive(),
    accepted: z.int().nonnegative(),
    availability: Fraction,
    availabilityMin: Fraction,
    late: z.int().nonnegative(),
    forbidden: z.int().nonnegative(),
    passed: z.boolean(),
  })
  .refine((route) => route.passed === hasPassedDrill(route), {
    error:
      "`passed` must say whether availability reaches availabilityMin and nothing was forbidden; " +
      "run the drill again",
  });

const Lost: z.ZodType<string> = z
  .string()
  .regex(/^(model|provider|region|provider\/region|sharedEdge):\S+$/, {
    error: "write a failure domain, such as provider:openai",
  });

const OneDrill: z.ZodType<Drill> = z
  .strictObject({
    lose: z.array(Lost).min(1).max(2),
    start: z.enum(DRILL_STARTS),
    risks: z.array(z.string().min(1)).min(1),
    scenarioSha256: Sha256Text,
    eventsSha256: Sha256Text,
    routes: z.array(Route).min(1).max(ROUTES_MAX),
    passed: z.boolean(),
  })
  .refine(({ routes, passed }) => passed === routes.every((route) => route.passed), {
    error: "`passed` must say whether every route passed; run the drill again",
  });

const DrillRecordShape: z.ZodType<DrillRecord> = z.strictObject({
  schema: z.literal("switchyard/drill-record/v1"),
  switchyard: z.string().min(1).max(100),
  bundleHash: Sha256Text,
  seed: z.string().min(1).max(64),
  startedAtMs: z.int().nonnegative(),
  drills: z
    .array(OneDrill)
    .min(1)
    .max(DRILLS_MAX)
    .refine((drills) => new Set(drills.map(drillKey)).size === drills.length, {
      error: "a loss stands there twice with the same start; write one drill for each",
    }),
  sha256: Sha256Text,
});

/** Whether a route came through: as available as it had to be, and nothing forbidden was called. */
export function hasPassedDrill({
  availability,
  availabilityMin,
  forbidden,
}: Omit<DrillRoute, "passed">): boolean {
  return availability >= availabilityMin && forbidden === 0;
}

/** Equal for drills of the same loss and start. */
export function drillKey({ lose, start }: Pick<Drill, "lose" | "start">): string {
  return `${start} ${lose.toSorted().join(" ")}`;
}

/**
 * Reads a drill record, a JSON file. Whether it is intact, of this bundle and still counts is told
 * by `drillReadiness`.
 *
 * @throws DocumentError with every mistake and its position
 */
export function readDrillRecord(source: DocumentSource): DrillRecord {
  return parseYaml(source, DrillRecordShape, `drill record ${source.file}`).value;
}

/** Puts the hash of its content on a record, so that a later edit is told. */
export function sealDrillRecord(content: DrillContent): DrillRecord {
  return { ...content, sha256: contentHash(content) };
}
