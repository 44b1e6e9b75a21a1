import { listAt, textAt } from "../wire/json-fields.ts";
import type { WireError } from "../wire/wire-error.ts";
import { nextPacificMidnight } from "./next-pacific-midnight.ts";
import type { RetryHint } from "./retry-hint.ts";

/** Gemini's limits by the minute ask for seconds; who asks for an hour means a spent quota. */
const QUOTA_HINT_MS_MIN = 3_600_000;

/**
 * Spend limits that have no code of their own. Anthropic: a limit set in its console and a spent
 * prepayment, both 400 `invalid_request_error`. Gemini: a tier without any quota for the model.
 */
const SPEND_LIMIT_WORDS: readonly RegExp[] = [
  /reached your specified (?:workspace )?API usage limits/,
  /credit balance is too low/,
  /\blimit: 0\b/,
];

const SPEND_LIMIT_STATUSES: ReadonlySet<number> = new Set([400, 402, 403, 429]);

/** Whether the provider's words are those of a spend limit that carries no code. */
export function saysSpendLimit({ status, message }: WireError): boolean {
  return SPEND_LIMIT_STATUSES.has(status) && SPEND_LIMIT_WORDS.some((words) => words.test(message));
}

/**
 * Whether Gemini's `RESOURCE_EXHAUSTED`, its one name for every limit, means money or a daily
 * quota: prepaid credit is gone (402), a daily quota is among the violations, or the wait asked
 * for is an hour or more.
 */
export function isGeminiQuotaSpent(wire: WireError, hint: RetryHint | undefined): boolean {
  if (wire.type !== "RESOURCE_EXHAUSTED") return false;
  return (
    wire.status === 402 ||
    quotaIds(wire).some((id) => id.includes("PerDay")) ||
    (hint !== undefined && hint.ms >= QUOTA_HINT_MS_MIN)
  );
}

/** The limit by the minute that Gemini's violations name first. */
export function geminiLimit(wire: WireError): string | undefined {
  const id = quotaIds(wire)[0] ?? "";
  if (id.includes("InputTokens")) return "tokens-in";
  if (id.includes("OutputTokens")) return "tokens-out";
  return id.includes("Requests") ? "requests" : undefined;
}

/**
 * When a spent quota starts anew, in epoch milliseconds: the hint of an hour or more; the instant
 * Anthropic names in words; the first of the next month (UTC) for Anthropic's cap of a usage tier;
 * midnight Pacific for a daily quota of Gemini. Undefined where nobody says.
 */
export function quotaResetsAtMs(
  wire: WireError,
  hint: RetryHint | undefined,
  epochMs: number,
): number | undefined {
  if (hint !== undefined && hint.ms >= QUOTA_HINT_MS_MIN) return Math.ceil(epochMs) + hint.ms;
  const named = /regain access on (\d{4}-\d\d-\d\d) at (\d\d:\d\d) UTC/.exec(wire.message);
  if (named !== null) return validInstant(`${named[1]}T${named[2]}:00Z`);
  if (wire.code === "enforced_spend_limit_reached") return nextUtcMonth(epochMs);
  const isDaily =
    wire.code === "quota_exceeded" || quotaIds(wire).some((id) => id.includes("PerDay"));
  return isDaily ? nextPacificMidnight(epochMs) : undefined;
}

function quotaIds(wire: WireError): readonly string[] {
  const violations = wire.details.flatMap((detail) => listAt(detail, "violations"));
  return violations.flatMap((violation) => textAt(violation, "quotaId") ?? []);
}

function validInstant(text: string): number | undefined {
  const instantMs = Date.parse(text);
  return Number.isNaN(instantMs) ? undefined : instantMs;
}

function nextUtcMonth(epochMs: number): number {
  const now = new Date(epochMs);
  return Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1);
}
