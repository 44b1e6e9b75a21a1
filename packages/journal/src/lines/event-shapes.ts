import type { EventBase, SwitchyardEvent } from "@switchyard/contract";

/** What a reader makes sure of before it hands a field on. */
const FIELD_KINDS = [
  "string",
  "number",
  "boolean",
  "strings",
  "object",
  "number-or-null",
  "number-or-string",
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

type KindOf<Value> = [Value] extends [string]
  ? "string"
  : [Value] extends [number]
    ? "number"
    : [Value] extends [boolean]
      ? "boolean"
      : [Value] extends [readonly string[]]
        ? "strings"
        : [Value] extends [number | null]
          ? "number-or-null"
          : [Value] extends [number | string]
            ? "number-or-string"
            : "object";

type OptionalKeys<Event> = {
  [Key in keyof Event]-?: Event extends Required<Pick<Event, Key>> ? never : Key;
}[keyof Event];

/** Every field of an event beside the base; of the optional ones those that a fold reads. */
type ShapeOf<Event> = {
  readonly [Key in Exclude<keyof Event, OptionalKeys<Event> | keyof EventBase | "type">]: KindOf<
    Event[Key]
  >;
} & {
  readonly [Key in Exclude<OptionalKeys<Event>, keyof EventBase>]?: `${KindOf<
    Exclude<Event[Key], undefined>
  >}?`;
};

type Shapes = {
  readonly [Type in SwitchyardEvent["type"]]: ShapeOf<
    Extract<SwitchyardEvent, { readonly type: Type }>
  >;
};

const ask = { askId: "string" } as const;
const askClass = {
  ...ask,
  taskId: "string",
  intent: "string",
  risk: "string",
  segment: "string",
  locale: "string",
  residency: "string",
  slaMs: "number",
  contextTokens: "number",
} as const;
const attempt = { ...ask, attemptId: "string" } as const;
const budget = {
  budget: "string",
  spentMicroUsd: "number",
  reservedMicroUsd: "number",
  capMicroUsd: "number",
  exhaustsAtMs: "number?",
} as const;
const ending = {
  ...ask,
  taskId: "string",
  latencyMs: "number",
  costMicroUsd: "number",
  attempts: "number",
  judgesAskId: "string?",
} as const;

const SHAPES: Shapes = {
  "policy-loaded": {
    bundleHash: "string",
    name: "string",
    version: "number",
    absent: "object",
    qualityFloors: "object?",
  },
  "policy-swapped": {
    bundleHash: "string",
    previousHash: "string",
    name: "string",
    version: "number",
    source: "string",
    cause: "string",
    absent: "object",
    qualityFloors: "object?",
  },
  "policy-refused": {
    bundleHash: "string",
    source: "string",
    cause: "string",
    findings: "strings",
    findingsCount: "number",
  },
  "ask-received": {
    ...askClass,
    workload: "string",
    capabilities: "strings",
    judgesAskId: "string?",
    tags: "object?",
  },
  "context-pruned": {
    ...ask,
    route: "string",
    messagesDropped: "number",
    tokensBefore: "number",
    tokensAfter: "number",
    tokensMax: "number",
  },
  "tier-lowered": {
    ...ask,
    route: "string",
    tiers: "number",
    from: "string",
    to: "string",
    fromMicroUsd: "number",
    toMicroUsd: "number",
  },
  "pruning-changed": { route: "string", to: "string", cause: "string" },
  "route-decided": {
    ...ask,
    route: "string",
    rung: "string",
    endpoints: "strings",
    rejected: "object",
  },
  "budget-reserved": {
    ...attempt,
    amountMicroUsd: "number",
    budgets: "strings",
    windows: "strings?",
    leaseMs: "number?",
  },
  "budget-denied": {
    ...attempt,
    endpoint: "string",
    budget: "string",
    neededMicroUsd: "number",
    leftMicroUsd: "number",
  },
  "budget-settled": {
    ...attempt,
    amountMicroUsd: "number",
    source: "string",
    excessMicroUsd: "number",
  },
  "budget-released": attempt,
  "ledger-changed": { to: "string", cause: "string", allowancesMicroUsd: "object" },
  "quota-changed": { to: "string", cause: "string" },
  "allowance-changed": {
    attemptId: "string",
    to: "string",
    amountMicroUsd: "number",
    budget: "string?",
  },
  "lease-expired": { ...attempt, amountMicroUsd: "number" },
  "settlement-failed": { ...attempt, amountMicroUsd: "number", cause: "string" },
  "attempt-started": {
    ...attempt,
    kind: "string",
    rung: "string",
    route: "string",
    endpoint: "string",
    model: "string",
    provider: "string",
    region: "string",
    timeoutMs: "number",
  },
  "attempt-ended": {
    ...attempt,
    endpoint: "string",
    provider: "string",
    outcome: "string",
    latencyMs: "number",
    costMicroUsd: "number",
    firstTokenMs: "number?",
    usage: "object?",
    rates: "object?",
    atOutputLimit: "boolean?",
    status: "number?",
    message: "string?",
    retryAfterMs: "number?",
  },
  "answer-judged": {
    ...attempt,
    route: "string",
    model: "string",
    outcome: "string",
    score: "number?",
    scoredBy: "string?",
    failed: "strings",
  },
  "feedback-received": {
    askId: "string?",
    taskId: "string?",
    success: "boolean?",
    score: "number?",
    route: "string?",
    model: "string?",
  },
  "budget-alert": { ...budget, share: "number" },
  "burn-alert": {
    ...budget,
    to: "string",
    windowMs: "number",
    longWindowMs: "number",
    alertRate: "number",
    rate: "number",
    longRate: "number",
  },
  "throttle-changed": { route: "string", budget: "string", to: "string", share: "number" },
  "spend-level-changed": { ...budget, from: "number", to: "number" },
  "rung-changed": { route: "string", rung: "string", to: "string", cause: "string" },
  "ask-observed": {
    ...askClass,
    route: "string?",
    decided: "string?",
    used: "string",
    allowed: "boolean?",
    rejected: "strings?",
    latencyMs: "number?",
    costMicroUsd: "number?",
    success: "boolean?",
  },
  "health-link-lost": { cause: "string" },
  "health-link-back": {},
  "breaker-changed": { endpoint: "string", from: "string", to: "string", cause: "string" },
  "ask-answered": {
    ...ending,
    route: "string",
    rung: "string",
    endpoint: "string?",
    continuedFrom: "strings?",
    slaMs: "number",
    insideSla: "boolean",
    why: "string",
    contextTokensOver: "number?",
    unmeasured: "boolean",
  },
  "ask-failed": { ...ending, code: "string", message: "string", why: "string?" },
  "rehearsal-started": {
    scenario: "string",
    seed: "string",
    requests: "number",
    durationMs: "number",
    openingMicroUsd: "object",
  },
  "fault-started": { fault: "string", kind: "string", target: "string", durationMs: "number" },
  "fault-ended": { fault: "string" },
  "wire-served": {
    attemptId: "string",
    faults: "strings",
    status: "number-or-string",
    quality: "number-or-null",
  },
  "rehearsal-ended": { requests: "number", interrupted: "boolean", stoppedBy: "string?" },
};

/** One field that an event's line must have, or may. */
export interface EventField {
  readonly name: string;
  readonly kind: FieldKind;
  readonly isOptional: boolean;
}

/** The fields of each known type of event, by type. */
export const EVENT_FIELDS: ReadonlyMap<string, readonly EventField[]> = new Map(
  Object.entries(SHAPES).map(([type, shape]) => [type, Object.entries(shape).map(fieldOf)]),
);

function fieldOf([name, word]: [string, FieldKind | `${FieldKind}?`]): EventField {
  const kind = FIELD_KINDS.find((each) => word === each || word === `${each}?`) ?? "object";
  return { name, kind, isOptional: word !== kind };
}
