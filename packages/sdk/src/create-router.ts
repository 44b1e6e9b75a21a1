import {
  ConfigurationError,
  type Bundle,
  type CatalogDocument,
  type Clock,
  type EventSink,
  type IntentOf,
  type LedgerPort,
  type ModelPort,
  type PolicyInput,
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
import { createSystemRng, newAskId } from "./random.ts";
import { checkGateSetup } from "./judge/check-gate-setup.ts";
import type { CustomGates } from "./judge/custom-gates.ts";
import { createSchemaChecker } from "./judge/schema-checker.ts";
import { createSystemClock } from "./system-clock.ts";

/** Where a router's policy comes from: a path or `builtin/…` name, a document, or both loaded. */
export type PolicySource = string | PolicyInput | LoadedBundle;

export interface RouterOptions<Source extends PolicySource = PolicySource> {
  readonly policy: Source;
  /** As in {@link openBundle}. Not beside a loaded bundle, which has its own. */
  readonly catalog?: string | CatalogDocument;
  /** Makes the calls. Default: the catalogue's providers, with keys from the environment. */
  readonly providers?: ModelPort;
  /** Holds the budgets. Default: the memory of this process. */
  readonly ledger?: LedgerPort;
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
   * function of that name on platforms that freeze after a response. It must not throw. Default:
   * booking goes on while the process runs.
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
export function createRouter<const Source extends PolicySource>(
  options: RouterOptions<Source>,
): Router<IntentOf<Source>, RiskOf<Source>> {
  const bundle = bundleOf(options.policy, options.catalog);
  const providers = options.providers ?? createProviders({ catalog: bundle.catalog });
  checkCallable(bundle, providers.absent);
  const { gates: customGates = {} } = options;
  const schemas = createSchemaChecker();
  checkGateSetup(bundle.policy, customGates, schemas);

  return assembleRouter({
    bundle,
    clock: options.clock ?? createSystemClock(),
    rng: options.rng ?? createSystemRng(),
    providers,
    ledger: options.ledger ?? createMemoryLedger(),
    quota: options.quota ?? createMemoryQuota(),
    sinks: options.sinks ?? [],
    ...(options.costs !== undefined && { costs: options.costs }),
    countTokens: createTokenCounter(),
    newAskId: options.newAskId ?? newAskId,
    schemas,
    customGates,
    ...(options.waitUntil && { waitUntil: options.waitUntil }),
  });
}

function bundleOf(policy: PolicySource, catalog: RouterOptions["catalog"]): Bundle {
  if (typeof policy === "object" && "bundle" in policy) {
    if (catalog === undefined) return policy.bundle;
    throw new ConfigurationError(
      "A loaded bundle has a catalogue already. Give it alone, or a policy with `catalog`.",
    );
  }
  return openBundle({ policy, ...(catalog !== undefined && { catalog }) }).bundle;
}
