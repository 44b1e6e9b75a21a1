import type { RateLimit } from "@switchyard/contract";
import { textAt } from "../wire/json-fields.ts";
import { ceilMs, parseWireDuration } from "../wire/parse-wire-duration.ts";
import type { WireError } from "../wire/wire-error.ts";

/** No provider's quota lasts longer than a month; a longer hint is cut to this. */
const HINT_MS_MAX = 31 * 86_400_000;

/** How long a provider asks its callers to wait. */
export interface RetryHint {
  /** Whole milliseconds from now, from 0 to 31 days. */
  readonly ms: number;
  /** The header it was read from, or `google.rpc.RetryInfo`. */
  readonly source: string;
}

/**
 * The wait that an answer asks for, in the order of precision: `retry-after-ms` and
 * `x-ms-retry-after-ms` (Azure), `retry-after` in seconds or as an HTTP date (RFC 9110 10.2.3),
 * Gemini's `RetryInfo.retryDelay`.
 *
 * @param epochMs wall clock, for dates
 */
export function readRetryHint(wire: WireError, epochMs: number): RetryHint | undefined {
  return (
    hint("retry-after-ms", milliseconds(wire.headers["retry-after-ms"])) ??
    hint("x-ms-retry-after-ms", milliseconds(wire.headers["x-ms-retry-after-ms"])) ??
    hint("retry-after", secondsOrDate(wire.headers["retry-after"], epochMs)) ??
    hint("google.rpc.RetryInfo", retryDelay(wire.details))
  );
}

/**
 * When a rate limit is full again, for an answer that asks for no wait: OpenAI's
 * `x-ratelimit-reset-*` are durations, Anthropic's `anthropic-ratelimit-*-reset` RFC 3339 instants.
 * Of the limits that are used up, or of all when none says so, the last to be full again counts.
 */
export function readLimitReset(wire: WireError, epochMs: number): RetryHint | undefined {
  const binding = bindingLimit(readLimits(wire.headers, epochMs));
  return hint(binding?.header ?? "", binding?.resetMs);
}

function bindingLimit(limits: readonly LimitHeaders[]): LimitHeaders | undefined {
  const usedUp = limits.filter(({ isUsedUp }) => isUsedUp);
  return (usedUp.length > 0 ? usedUp : limits).toSorted((a, b) => b.resetMs - a.resetMs)[0];
}

/** What an answer's headers say is left of the rate limits, by the same names. */
export function readRateLimit(
  headers: Readonly<Record<string, string>>,
  epochMs: number,
): RateLimit | undefined {
  const told = readLimits(headers, epochMs).filter(({ remaining }) => !Number.isNaN(remaining));
  if (told.length === 0) return undefined;
  const leastOf = (limits: readonly LimitHeaders[]): number | undefined =>
    limits.length === 0 ? undefined : Math.min(...limits.map(({ remaining }) => remaining));
  const remainingRequests = leastOf(told.filter(({ scope }) => scope === "requests"));
  const remainingTokens = leastOf(told.filter(({ scope }) => scope !== "requests"));
  return {
    ...(remainingRequests !== undefined && { remainingRequests }),
    ...(remainingTokens !== undefined && { remainingTokens }),
    resetsInMs: Math.min(HINT_MS_MAX, bindingLimit(told)?.resetMs ?? 0),
  };
}

/** Which limit the headers say is used up: `requests`, `tokens`, `tokens-in` or `tokens-out`. */
export function usedUpLimit(headers: Readonly<Record<string, string>>): string | undefined {
  const limit = readLimits(headers, 0).find(({ isUsedUp }) => isUsedUp);
  return limit?.scope;
}

interface LimitHeaders {
  readonly scope: string;
  readonly header: string;
  /** NaN where the provider does not say. */
  readonly remaining: number;
  readonly isUsedUp: boolean;
  readonly resetMs: number;
}

/** Where a provider writes one of its limits. */
interface LimitNames {
  readonly scope: string;
  readonly remaining: string;
  readonly reset: string;
  readonly resetMsOf: (text: string, epochMs: number) => number | undefined;
}

const LIMITS: readonly LimitNames[] = [
  openaiLimit("requests"),
  openaiLimit("tokens"),
  anthropicLimit("requests", "requests"),
  anthropicLimit("input-tokens", "tokens-in"),
  anthropicLimit("output-tokens", "tokens-out"),
  anthropicLimit("tokens", "tokens"),
];

function openaiLimit(name: string): LimitNames {
  const [remaining, reset] = [`x-ratelimit-remaining-${name}`, `x-ratelimit-reset-${name}`];
  return { scope: name, remaining, reset, resetMsOf: parseWireDuration };
}

function anthropicLimit(name: string, scope: string): LimitNames {
  const limit = `anthropic-ratelimit-${name}`;
  return {
    scope,
    remaining: `${limit}-remaining`,
    reset: `${limit}-reset`,
    resetMsOf: untilInstant,
  };
}

function readLimits(
  headers: Readonly<Record<string, string>>,
  epochMs: number,
): readonly LimitHeaders[] {
  const limits: LimitHeaders[] = [];
  for (const { scope, remaining, reset, resetMsOf } of LIMITS) {
    const text = headers[reset];
    const resetMs = text === undefined ? undefined : resetMsOf(text, epochMs);
    if (resetMs === undefined) continue;
    const left = wholeNumber(headers[remaining]);
    limits.push({ scope, header: reset, remaining: left, isUsedUp: left === 0, resetMs });
  }
  return limits;
}

function hint(source: string, ms: number | undefined): RetryHint | undefined {
  if (ms === undefined || !Number.isFinite(ms)) return undefined;
  return { ms: Math.min(HINT_MS_MAX, Math.max(0, ceilMs(ms))), source };
}

function milliseconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
}

function wholeNumber(text = ""): number {
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
}

function secondsOrDate(text: string | undefined, epochMs: number): number | undefined {
  if (text === undefined) return undefined;
  const seconds = milliseconds(text);
  return seconds === undefined ? untilInstant(text, epochMs) : seconds * 1000;
}

/** A date without a zone would be read in the machine's own, so it is not read. */
function untilInstant(text: string, epochMs: number): number | undefined {
  if (!/(GMT|Z|[+-]\d\d:\d\d)$/.test(text)) return undefined;
  const instantMs = Date.parse(text);
  return Number.isNaN(instantMs) ? undefined : Math.max(0, instantMs - epochMs);
}

function retryDelay(details: readonly unknown[]): number | undefined {
  for (const detail of details) {
    const delay = textAt(detail, "retryDelay");
    if (delay !== undefined) return parseWireDuration(delay);
  }
  return undefined;
}
