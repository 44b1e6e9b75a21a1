import type { Bundle, DecisionState, Operand } from "@switchyard/contract";
import { decide } from "../plan/decide.ts";
import { plan } from "../plan/plan.ts";
import type { AnalysisFinding, AnalysisKind, Witness } from "./analysis-finding.ts";
import type { NamedPart } from "./build-diagram.ts";
import { boxesOf } from "./class-boxes.ts";
import { classCube } from "./class-cube.ts";
import { requestOf } from "./class-fields.ts";
import type { Diagram, DiagramShape, NodeId } from "./diagram.ts";
import { countWanted, findClass, type Restriction } from "./walk-diagram.ts";

/** A bundle with its diagram on one day. */
export interface Analysis {
  readonly bundle: Bundle;
  /** Any instant of the day whose prices and sunsets hold. */
  readonly atMs: number;
  readonly day: string;
  readonly diagram: Diagram;
  readonly root: NodeId;
  readonly parts: readonly NamedPart[];
  /** Number of classes that lead to each leaf. */
  readonly counts: ReadonlyMap<NodeId, bigint>;
  /** One class that leads to each leaf, as positions of values. */
  readonly firstClasses: ReadonlyMap<NodeId, readonly number[]>;
}

/** What a finding says beside its classes and witness. */
export interface Claim {
  readonly kind: AnalysisKind;
  readonly message: string;
  readonly pointer: string;
  readonly routes?: readonly string[];
  readonly models?: readonly string[];
  readonly domains?: readonly string[];
  readonly have?: Operand;
  readonly need?: Operand;
  readonly acceptedBy?: string | undefined;
  /** The `slaMs` of the witness, within the interval of its class. Default: the interval's least. */
  readonly slaMs?: number;
  /** Live state under which the claim shows on its witness. */
  readonly stateOf?: (leaf: NodeId, slaMs: number) => DecisionState;
}

const CUBES_MAX = 8;
export const EVERYWHERE: Restriction = new Map();

/** Classes with how many they are, where, and one request of them. */
export type ShownClasses = Pick<AnalysisFinding, "classes" | "cubes" | "witness">;

/**
 * The finding that a claim holds for all classes of a restriction that lead to wanted leaves.
 * Undefined where there are none. Its witness is planned afresh, and must come to what the diagram
 * says: where it does not, the analysis itself is wrong, and this throws.
 */
export function makeFinding(
  analysis: Analysis,
  claim: Claim,
  restriction: Restriction,
  isWanted: (leaf: NodeId) => boolean,
): AnalysisFinding | undefined {
  const { stateOf, slaMs, acceptedBy, ...words } = claim;
  const shown = showClasses(analysis, restriction, isWanted, { stateOf, slaMs });
  if (shown === undefined) return undefined;
  const { kind, message, pointer } = words;
  const { routes = [], models = [], domains = [], have = null, need = null } = words;
  return {
    kind,
    message,
    pointer,
    routes,
    models,
    domains,
    have,
    need,
    ...shown,
    ...(acceptedBy !== undefined && { acceptedBy }),
  };
}

/** The classes of a restriction that lead to wanted leaves, with a witness; undefined: none do. */
export function showClasses(
  analysis: Analysis,
  restriction: Restriction,
  isWanted: (leaf: NodeId) => boolean,
  { stateOf, slaMs }: { readonly [K in "stateOf" | "slaMs"]?: Claim[K] | undefined },
): ShownClasses | undefined {
  const { diagram, root } = analysis;
  const wanted = memoised(isWanted);
  const at = findClass(diagram, root, restriction, wanted);
  if (at === undefined) return undefined;
  const boxes = boxesOf(diagram, root, restriction, wanted, CUBES_MAX);
  return {
    classes: countWanted(diagram, root, restriction, wanted),
    cubes: boxes.map((box) => classCube(diagram.values, box)),
    witness: replay(analysis, at, stateOf, slaMs),
  };
}

/** Many ways lead to one leaf, and all of them ask the same. */
function memoised(isWanted: (leaf: NodeId) => boolean): (leaf: NodeId) => boolean {
  const known = new Map<NodeId, boolean>();
  return (leaf) => {
    const found = known.get(leaf) ?? isWanted(leaf);
    known.set(leaf, found);
    return found;
  };
}

/** The leaf of a class, and its plan afresh under a state; throws where they differ. */
export function replay(
  { bundle, atMs, diagram, root }: Analysis,
  at: readonly number[],
  stateOf?: (leaf: NodeId, slaMs: number) => DecisionState,
  slaMs?: number,
): Witness {
  const least = requestOf(diagram.values, at);
  const request = slaMs === undefined ? least : { ...least, slaMs };
  const leaf = leafOf(diagram, root, at);
  const expected = diagram.outcome(leaf);
  const planned = plan(bundle, request, atMs);
  const said = JSON.stringify([expected.route ?? null, expected.rungs.map(idsOf)]);
  const made = JSON.stringify([planned.route, planned.rungs.map(idsOf)]);
  if (said !== made) {
    throw new Error(
      `the analysis says ${said} of ${JSON.stringify(request)}, and its plan is ${made}; ` +
        `this is a mistake of the analysis, please report it with the policy`,
    );
  }
  const state = stateOf?.(leaf, request.slaMs);
  const { perEndpoint } = bundle.policy.defaults.attempts;
  const rungs = planned.rungs.map((rung) => {
    const { endpoints } = state === undefined ? rung : decide(rung, state, perEndpoint);
    return { rung: rung.rung, endpoints: endpoints.map(({ id }) => id) };
  });
  return {
    request,
    atMs,
    route: planned.route,
    rungs,
    ...(state !== undefined && { state }),
  };
}

/** The leaf that the values at these positions lead to. */
export function leafOf({ nodes }: DiagramShape, root: NodeId, at: readonly number[]): NodeId {
  let id = root;
  for (let node = nodes[id]; node !== undefined; node = nodes[id]) {
    id = node.children[at[node.field] ?? 0] ?? 0;
  }
  return id;
}

function idsOf({
  endpoints,
}: {
  readonly endpoints: readonly { readonly id: string }[];
}): readonly string[] {
  return endpoints.map(({ id }) => id);
}
