import type {
  Answer,
  AskRequest,
  Bundle,
  CatalogDocument,
  HealthPort,
  LedgerPort,
  QuotaPort,
  PolicyInput,
  PolicySource,
  Rng,
  SwitchyardEvent,
} from "@switchyard/contract";
import type { CostSink } from "@switchyard/journal";
import { createMemoryLedger, createMemoryQuota } from "@switchyard/ledger";
import { assembleRouter } from "../src/assemble-router.ts";
import type { Router } from "../src/router.ts";
import type { CustomGates } from "../src/judge/custom-gates.ts";
import { createSchemaChecker } from "../src/judge/schema-checker.ts";
import { createManualClock, type ManualClock } from "./manual-clock.ts";
import { SAMPLE, sampleBundle } from "./sample-bundle.ts";
import { createScriptedModels, type Script, type ScriptedModels } from "./scripted-models.ts";

export interface SampleRouter {
  readonly router: Router;
  readonly clock: ManualClock;
  readonly models: ScriptedModels;
  readonly events: readonly SwitchyardEvent[];
  /** Asks, and lets time pass until the ask has ended. */
  readonly ask: (request?: Partial<AskRequest>) => Promise<Answer>;
}

export interface SampleOptions {
  readonly script?: Script;
  readonly policy?: Partial<PolicyInput>;
  readonly catalog?: CatalogDocument;
  /** Followed, in place of `policy` and `catalog`. */
  readonly source?: PolicySource;
  readonly ledger?: LedgerPort;
  readonly health?: HealthPort;
  readonly quota?: QuotaPort;
  readonly absent?: Readonly<Record<string, string>>;
  readonly gates?: CustomGates;
  readonly costs?: CostSink;
  readonly waitUntil?: (pending: Promise<void>) => void;
  /** The number that every draw gives. Default: 0.5. */
  readonly draw?: number;
  /** Told the index of each event as it is recorded. */
  readonly onEvent?: (index: number) => void;
}

/**
 * A router over the sample bundle, a scripted provider port and a manual clock. Two characters
 * are a token.
 */
export function createSampleRouter(options: SampleOptions = {}): SampleRouter {
  const { script, source, absent, draw = 0.5, ledger = createMemoryLedger() } = options;
  const clock = createManualClock();
  const models = createScriptedModels(clock, script, absent);
  const events: SwitchyardEvent[] = [];
  const rng: Rng = { fork: () => rng, float: () => draw };
  const record = (event: SwitchyardEvent): void => {
    events.push(event);
    options.onEvent?.(events.length - 1);
  };
  let asks = 0;
  const router = assembleRouter({
    bundle: bundleOf(options),
    ...(source !== undefined && { followed: { source, providersOf: () => models } }),
    providers: models,
    clock,
    rng,
    ledger,
    quota: options.quota ?? createMemoryQuota(),
    countTokens: (text) => Math.ceil(text.length / 2),
    sinks: [{ record }],
    newAskId: () => `ask-${(asks += 1)}`,
    schemas: createSchemaChecker(),
    customGates: options.gates ?? {},
    ...(options.costs !== undefined && { costs: options.costs }),
    ...(options.health !== undefined && { health: options.health }),
    ...(options.waitUntil && { waitUntil: options.waitUntil }),
  });
  return {
    router,
    clock,
    models,
    events,
    ask: (request) => clock.finish(router.ask({ ...REQUEST, ...request })),
  };
}

function bundleOf({ source, policy, catalog }: SampleOptions): Bundle {
  if (source !== undefined) return source.current;
  if (policy === undefined && catalog === undefined) return SAMPLE.bundle;
  return sampleBundle(policy, catalog).bundle;
}

/** A request for route `quick`. */
export const REQUEST: AskRequest = { intent: "faq", risk: "low", slaMs: 10_000, input: "Why?" };

/** The kinds of events that an ask left, in order. */
export function typesOf(events: readonly SwitchyardEvent[]): readonly string[] {
  return events.map(({ type }) => type);
}

/** Events of one kind. */
export function eventsOf<Type extends SwitchyardEvent["type"]>(
  events: readonly SwitchyardEvent[],
  type: Type,
): readonly Extract<SwitchyardEvent, { readonly type: Type }>[] {
  return events.filter(
    (event): event is Extract<SwitchyardEvent, { readonly type: Type }> => event.type === type,
  );
}
