import type { SwitchyardEvent } from "@switchyard/contract";

const base = { atMs: 0, bundle: "0123456789ab" };
const ask = { ...base, askId: "r-1" };
const attempt = { ...ask, attemptId: "r-1/1" };
const askClass = {
  ...ask,
  taskId: "t-1",
  intent: "faq",
  risk: "low",
  segment: "free",
  locale: "en",
  residency: "any",
  slaMs: 2_000,
  contextTokens: 120,
};
const where = { route: "quick", rung: "full" } as const;
const end = { taskId: "t-1", latencyMs: 410.5, costMicroUsd: 90, attempts: 1 };
const hash = "0123456789abcdef";
const loaded = { bundleHash: hash, name: "sample", version: 3, absent: {} };
const money = { budget: "day", spentMicroUsd: 900, reservedMicroUsd: 90, capMicroUsd: 1_000 };

/** One event of each kind. */
const EVENTS: {
  readonly [Type in SwitchyardEvent["type"]]: Extract<SwitchyardEvent, { readonly type: Type }>;
} = {
  "rehearsal-started": {
    ...base,
    type: "rehearsal-started",
    scenario: "outage",
    seed: "1",
    requests: 2,
    durationMs: 60_000,
    openingMicroUsd: { day: 0 },
  },
  "policy-loaded": { ...base, type: "policy-loaded", ...loaded },
  "ask-received": { ...askClass, type: "ask-received", workload: "small", capabilities: ["tools"] },
  "context-pruned": {
    ...ask,
    type: "context-pruned",
    route: "quick",
    messagesDropped: 2,
    tokensBefore: 900,
    tokensAfter: 120,
    tokensMax: 200,
  },
  "tier-lowered": {
    ...ask,
    type: "tier-lowered",
    route: "quick",
    tiers: 1,
    from: "a/able#us",
    to: "a/plain#us",
    fromMicroUsd: 400,
    toMicroUsd: 90,
  },
  "route-decided": {
    ...ask,
    type: "route-decided",
    ...where,
    endpoints: ["a/plain#us"],
    rejected: { "b/plain#us": ["breaker-open"] },
  },
  "budget-denied": {
    ...attempt,
    type: "budget-denied",
    endpoint: "a/able#us",
    budget: "day",
    neededMicroUsd: 400,
    leftMicroUsd: 100,
  },
  "budget-reserved": {
    ...attempt,
    type: "budget-reserved",
    amountMicroUsd: 100,
    budgets: ["day"],
    windows: ["day:2026-11-24:UTC"],
    leaseMs: 10_000,
  },
  "fault-started": {
    ...base,
    type: "fault-started",
    fault: "f-1",
    kind: "latency.added",
    target: "provider a",
    durationMs: 30_000,
  },
  "attempt-started": {
    ...attempt,
    type: "attempt-started",
    kind: "first",
    ...where,
    endpoint: "a/plain#us",
    model: "a/plain",
    provider: "a",
    region: "us",
    timeoutMs: 1_500,
  },
  "wire-served": {
    ...base,
    type: "wire-served",
    attemptId: "r-1/1",
    faults: ["f-1"],
    status: 200,
    quality: 0.9,
  },
  "fault-ended": { ...base, type: "fault-ended", fault: "f-1" },
  "attempt-ended": {
    ...attempt,
    type: "attempt-ended",
    endpoint: "a/plain#us",
    provider: "a",
    outcome: "ok",
    latencyMs: 400,
    costMicroUsd: 90,
    message: "two lines\nand a “quote”",
  },
  "answer-judged": {
    ...attempt,
    type: "answer-judged",
    route: "quick",
    model: "a/plain",
    outcome: "passed",
    score: 1,
    scoredBy: "gate",
    failed: [],
  },
  "lease-expired": { ...attempt, type: "lease-expired", amountMicroUsd: 90 },
  "budget-settled": {
    ...attempt,
    type: "budget-settled",
    amountMicroUsd: 90,
    source: "usage",
    excessMicroUsd: 0,
  },
  "budget-released": { ...attempt, type: "budget-released" },
  "settlement-failed": { ...attempt, type: "settlement-failed", amountMicroUsd: 0, cause: "slow" },
  "ask-answered": {
    ...ask,
    type: "ask-answered",
    ...where,
    ...end,
    endpoint: "a/plain#us",
    slaMs: 2_000,
    insideSla: true,
    why: "first-choice",
    unmeasured: false,
  },
  "ask-failed": {
    ...ask,
    type: "ask-failed",
    ...end,
    code: "budget-exhausted",
    message: "No budget has room.",
  },
  "ask-observed": { ...askClass, type: "ask-observed", used: "a/plain" },
  "feedback-received": { ...base, type: "feedback-received", askId: "r-1", success: true },
  "breaker-changed": {
    ...base,
    type: "breaker-changed",
    endpoint: "a/plain#us",
    from: "closed",
    to: "open",
    cause: "5 of 5 calls failed",
  },
  "rung-changed": { ...base, type: "rung-changed", ...where, to: "closed", cause: "3 in a row" },
  "pruning-changed": {
    ...base,
    type: "pruning-changed",
    route: "quick",
    to: "off",
    cause: "quality",
  },
  "health-link-lost": { ...base, type: "health-link-lost", cause: "connection closed" },
  "health-link-back": { ...base, type: "health-link-back" },
  "ledger-changed": {
    ...base,
    type: "ledger-changed",
    to: "down",
    cause: "connection closed",
    allowancesMicroUsd: { day: 100 },
  },
  "quota-changed": { ...base, type: "quota-changed", to: "down", cause: "connection closed" },
  "allowance-changed": {
    ...base,
    type: "allowance-changed",
    attemptId: "r-1/1",
    to: "used",
    amountMicroUsd: 90,
  },
  "budget-alert": { ...base, type: "budget-alert", ...money, share: 0.9 },
  "burn-alert": {
    ...base,
    type: "burn-alert",
    ...money,
    to: "firing",
    windowMs: 300_000,
    longWindowMs: 3_600_000,
    alertRate: 14,
    rate: 20,
    longRate: 15,
  },
  "spend-level-changed": { ...base, type: "spend-level-changed", ...money, from: 0, to: 1 },
  "throttle-changed": {
    ...base,
    type: "throttle-changed",
    route: "quick",
    budget: "day",
    to: "throttled",
    share: 0.5,
  },
  "policy-swapped": {
    ...base,
    type: "policy-swapped",
    ...loaded,
    previousHash: hash,
    source: "policy.yaml",
    cause: "the file changed",
  },
  "policy-refused": {
    ...base,
    type: "policy-refused",
    bundleHash: hash,
    source: "policy.yaml",
    cause: "the file changed",
    findings: ["policy.yaml:3:1 unknown key"],
    findingsCount: 1,
  },
  "rehearsal-ended": { ...base, type: "rehearsal-ended", requests: 2, interrupted: false },
};

/** 2026-11-24T12:00:00Z. */
const START_MS = 1_795_521_600_000;

/** One event of each kind, a millisecond apart. */
export function sampleEvents(): readonly SwitchyardEvent[] {
  return Object.values(EVENTS).map((event, index) => at(event, START_MS + index));
}

/** Events of one kind, a millisecond apart. */
export function plainEvents(count: number): readonly SwitchyardEvent[] {
  const event = EVENTS["feedback-received"];
  return Array.from({ length: count }, (_, index) => at(event, START_MS + index));
}

function at(event: SwitchyardEvent, atMs: number): SwitchyardEvent {
  return { ...event, atMs };
}
