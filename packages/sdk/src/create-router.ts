import {
  ConfigurationError,
  type Bundle,
  type CatalogDocument,
  type Clock,
  type EventSink,
  type HealthPort,
  type IntentOf,
  type LedgerPort,
  type ModelPort,
  type PolicyInput,
  type PolicySource,
  type QuotaPort,
  type RiskOf,
  type Rng,
} from "@switchyard/contract";
import type { CostSink } from "@switchyard/journal";
import { createMemoryLedger, createMemoryQuota } from "@switchyard/ledger";
import type { LoadedBundle } from "@switchyard/policy";
import { createProviders } from "@switchyard/providers";
import { assembleRouter } from "./assemble-router.ts";
import type { Router } from "./router.ts";
import { checkCallable } from "./check-callable.ts";
import { createTokenCounter } from "./classify/token-counter.ts";
import { openBundle } from "./open-bundle.ts";
import { createRandomIds, createSystemRng } from "./random.ts";
import { checkGateSetup } from "./judge/check-gate-setup.ts";
import type { CustomGates } from "./judge/custom-gates.ts";
import { createSchemaChecker } from "./judge/schema-checker.ts";
import { createSystemClock } from "./system-clock.ts";

/**
 * Where a router's policy comes from: a path or `builtin/…` name, a document, or both loaded; or a
 * source, whose every later bundle comes into force too.
 */
export type RouterPolicy = string | PolicyInput | LoadedBundle | PolicySource;

export interface RouterOptions<Source extends RouterPolicy = RouterPolicy> {
  readonly policy: Source;
  /** As in {@link openBundle}. Not beside a loaded bundle or a source, which have their own. */
  readonly catalog?: string | CatalogDocument;
  /** Makes the calls. Default: the catalogue's providers, with keys from the environment. */
  readonly providers?: ModelPort;
  /** Holds the budgets. Default: the memory of this process. */
  readonly ledger?: LedgerPort;
  /** Shares breakers, used-up rate limits and latencies with other processes. Default: nothing is. */
  readonly health?: HealthPort;
  /** Counts what routes with a `quota` let in. Default: the memory of this process. */
  readonly quota?: QuotaPort;
  /** Default: the machine's time. */
  readonly clock?: Clock;
  /** Default: the machine's chance. */
  readonly rng?: Rng;
  /** The application's own gates, by the names that the policy's routes use. Default: none. */
  readonly gates?: CustomGates;
  /** Where every event goes. Default: nowhere. */
  readonly sinks?: readonly EventSink[];
  /** What `costs()` reads: a sink of `createCostSink`. Default: none, and costs are not kept. */
  readonly costs?: CostSink;
  /**
   * Given each promise of spend that is still being booked when its answer goes out, as the
   * function of that name on platforms that freeze after a response. One that throws, as some do
   * outside a request, changes nothing: booking goes on while the process runs, as by default.
   */
  readonly waitUntil?: (pending: Promise<void>) => void;
  /** Default: a random UUID. */
  readonly newAskId?: () => string;
}

/**
 * Makes a router. With a policy of `definePolicy`, or one written in place, `intent` and `risk` of
 * an ask are the policy's own words and nothing else compiles.
 *
 * Throws `DocumentError` for mistakes in policy or catalogue, and `ConfigurationError` for a file
 * that cannot be read, when no endpoint of any route can be called, or when a gate that the policy
 * names was not given.
 */
export function createRouter<const Source extends RouterPolicy>(
  options: RouterOptions<Source>,
): Router<IntentOf<Source>, RiskOf<Source>> {
  const source = isSource(options.policy) ? options.policy : undefined;
  const bundle = bundleOf(options.policy, options.catalog);
  const { gates: customGates = {} } = options;
  const schemas = createSchemaChecker();
  const providersOf = (next: Bundle): ModelPort => {
    const made = options.providers ?? createProviders({ catalog: next.catalog });
    checkCallable(next, made.absent);
    checkGateSetup(next.policy, customGates, schemas);
    return made;
  };
  const providers = providersOf(bundle);

  return assembleRouter({
    bundle,
    clock: options.clock ?? createSystemClock(),
    rng: options.rng ?? createSystemRng(),
    providers,
    ledger: options.ledger ?? createMemoryLedger(),
    ...(options.health !== undefined && { health: options.health }),
    quota: options.quota ?? createMemoryQuota(),
    sinks: options.sinks ?? [],
    ...(options.costs !== undefined && { costs: options.costs }),
    countTokens: createTokenCounter(),
    newAskId: options.newAskId ?? createRandomIds(),
    schemas,
    customGates,
    ...(source !== undefined && { followed: { source, providersOf } }),
    ...(options.waitUntil && { waitUntil: options.waitUntil }),
  });
}

function isSource(policy: RouterPolicy): policy is PolicySource {
  return typeof policy === "object" && "subscribe" in policy;
}

function bundleOf(policy: RouterPolicy, catalog: RouterOptions["catalog"]): Bundle {
  if (isSource(policy) || (typeof policy === "object" && "bundle" in policy)) {
    if (catalog === undefined) return isSource(policy) ? policy.current : policy.bundle;
    throw new ConfigurationError(
      "A loaded bundle or a source has a catalogue already. Give it alone, or a policy with `catalog`.",
    );
  }
  return openBundle({ policy, ...(catalog !== undefined && { catalog }) }).bundle;
}
