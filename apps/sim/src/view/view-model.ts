import type { Bundle } from "@switchyard/contract";
import { emptyShardedMap, type ShardedMap } from "@switchyard/journal";
import { changeBudget, type BudgetView } from "./budget-view.ts";
import { createFaultView, type FaultView, type PlannedFault } from "./fault-view.ts";
import type { Notable } from "./notable.ts";
import type { AskStory } from "./ask-story.ts";
import type { OpenHold } from "./open-hold.ts";
import { createProviderView, type ProviderView } from "./provider-view.ts";
import { NO_ASKS, type RecentAsks } from "./recent-asks.ts";
import { createRouteView, type RouteView } from "./route-view.ts";

/** How asks ended so far. */
export interface AskTotals {
  readonly received: number;
  /** Answered on the full rung. */
  readonly answered: number;
  /** Answered on a lower rung, the static one too. */
  readonly degraded: number;
  /** No route took them, or the money was gone. */
  readonly refused: number;
  readonly failed: number;
}

/** Everything the screen and line mode show, folded from the events. Bounded in size. */
export interface ViewModel {
  readonly scenario: string;
  readonly seed: string;
  readonly policyName: string;
  readonly policyVersion: number;
  readonly bundleHash: string;
  /** Whether the policy's own words are at hand, and not only what events tell of it. */
  readonly hasPolicy: boolean;
  /** A bundle that came into force on the way, by its hash; undefined: only its name is known. */
  readonly bundleOf: (hash: string) => Bundle | undefined;
  /** Of a rehearsal its start, of a router's journal its first ask. */
  readonly startedAtMs: number;
  readonly nowAtMs: number;
  /** 0: nobody planned an end. */
  readonly durationMs: number;
  /** What one cell of the charts over the whole run stands for. */
  readonly cellMs: number;
  /** Asks the run will make; 0: nobody knows. */
  readonly requests: number;
  readonly state: "waiting" | "running" | "ended" | "interrupted";
  readonly asks: AskTotals;
  readonly faults: readonly FaultView[];
  readonly providers: Readonly<Record<string, ProviderView>>;
  readonly routes: Readonly<Record<string, RouteView>>;
  readonly budgets: Readonly<Record<string, BudgetView>>;
  /** The least quality that each route lets pass, by route. */
  readonly qualityFloors: Readonly<Record<string, number>>;
  /** Newest last. */
  readonly notables: readonly Notable[];
  /** Asks under way. */
  readonly openAsks: ShardedMap<AskStory>;
  readonly recentAsks: RecentAsks;
  readonly openHolds: ShardedMap<OpenHold>;
}

/** The run is divided into this many cells for whole-run charts. */
export const RUN_CELLS = 60;

/** A cell of a run without a planned end stands for this at first, and then for ever more. */
const CELL_MS_MIN = 1_000;

/** What is known of a run before its first event. */
export interface ViewPlan {
  /** Absent: routes and providers are learnt from the events, and budgets are not known. */
  readonly bundle?: Bundle;
  /** Bundles that may come into force on the way, by hash. Default: none is known. */
  readonly bundleOf?: ViewModel["bundleOf"];
  readonly scenario: string;
  readonly seed: string;
  readonly requests: number;
  readonly durationMs: number;
  readonly faults: readonly PlannedFault[];
}

export function createViewModel(plan: ViewPlan): ViewModel {
  const { bundle, bundleOf = () => undefined } = plan;
  return {
    scenario: plan.scenario,
    seed: plan.seed,
    policyName: bundle?.policy.name ?? "",
    policyVersion: bundle?.policy.version ?? 0,
    bundleHash: bundle?.hash ?? "",
    hasPolicy: bundle !== undefined,
    bundleOf,
    startedAtMs: 0,
    nowAtMs: 0,
    durationMs: plan.durationMs,
    cellMs: cellMsOf(plan.durationMs),
    requests: plan.requests,
    state: "waiting",
    asks: { received: 0, answered: 0, degraded: 0, refused: 0, failed: 0 },
    faults: plan.faults.map(createFaultView),
    ...(bundle === undefined ? NOTHING_KNOWN : partsOf(bundle, NOTHING_KNOWN)),
    qualityFloors: {},
    notables: [],
    openAsks: emptyShardedMap(),
    recentAsks: NO_ASKS,
    openHolds: emptyShardedMap(),
  };
}

/** What a policy's parts come to. */
type PolicyParts = Pick<ViewModel, "providers" | "routes" | "budgets">;

const NOTHING_KNOWN: PolicyParts = { providers: {}, routes: {}, budgets: {} };

/**
 * The parts of another bundle: those of both go on, providers and routes of the one before stay to be
 * read, and its budgets go.
 */
export function partsOf(bundle: Bundle, before: PolicyParts): PolicyParts {
  const { routes, budgets } = bundle.policy;
  const providers = [...endpointsByProvider(bundle)].map(([id, known]) =>
    createProviderView(id, known),
  );
  const callers = routes.filter(({ internal }) => !internal).map(({ id }) => createRouteView(id));
  return {
    providers: { ...byId(providers, ({ id }) => id), ...before.providers },
    routes: { ...byId(callers, ({ id }) => id), ...before.routes },
    budgets: byId(
      budgets.map((budget) => changeBudget(before.budgets[budget.id], budget)),
      ({ budget }) => budget.id,
    ),
  };
}

/** What a cell stands for in a run of that length. */
export function cellMsOf(durationMs: number): number {
  return durationMs === 0 ? CELL_MS_MIN : durationMs / RUN_CELLS;
}

/** The time that charts over the whole run cover, in milliseconds. */
export function chartMs({ cellMs }: ViewModel): number {
  return cellMs * RUN_CELLS;
}

function endpointsByProvider({ policy, catalog }: Bundle): ReadonlyMap<string, readonly string[]> {
  const providers = new Map<string, readonly string[]>();
  for (const id of new Set(policy.routes.flatMap(({ candidates }) => candidates))) {
    const model = catalog.models[id];
    if (model === undefined) continue;
    const endpoints = model.regions.map((region) => `${id}#${region}`);
    providers.set(model.provider, [...(providers.get(model.provider) ?? []), ...endpoints]);
  }
  return providers;
}

function byId<Item>(
  items: readonly Item[],
  idOf: (item: Item) => string,
): Readonly<Record<string, Item>> {
  return Object.fromEntries(items.map((item) => [idOf(item), item]));
}
