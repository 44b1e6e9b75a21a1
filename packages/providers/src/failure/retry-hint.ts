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
  const limits = readLimits(wire.headers, epochMs);
  const usedUp = limits.filter(({ isUsedUp }) => isUsedUp);
  const binding = (usedUp.length > 0 ? usedUp : limits).toSorted((a, b) => b.resetMs - a.resetMs);
  return hint(binding[0]?.header ?? "", binding[0]?.resetMs);
}

/** Which limit the headers say is used up: `requests`, `tokens`, `tokens-in` or `tokens-out`. */
export function usedUpLimit(headers: Readonly<Record<string, string>>): string | undefined {
  const limit = readLimits(headers, 0).find(({ isUsedUp }) => isUsedUp);
  return limit?.scope;
}

interface LimitHeaders {
  readonly scope: string;
  readonly header: string;
  readonly isUsedUp: boolean;
  readonly resetMs: number;
}

const OPENAI_LIMITS: readonly (readonly [name: string, scope: string])[] = [
  ["requests", "requests"],
  ["tokens", "tokens"],
];
const ANTHROPIC_LIMITS: readonly (readonly [name: string, scope: string])[] = [
  ["requests", "requests"],
  ["input-tokens", "tokens-in"],
  ["output-tokens", "tokens-out"],
  ["tokens", "tokens"],
];

function readLimits(headers: Readonly<Record<string, string>>, epochMs: number): LimitHeaders[] {
  const openai = OPENAI_LIMITS.map(([name, scope]) => ({
    scope,
    header: `x-ratelimit-reset-${name}`,
    isUsedUp: headers[`x-ratelimit-remaining-${name}`] === "0",
    resetMs: parseWireDuration(headers[`x-ratelimit-reset-${name}`] ?? ""),
  }));
  const anthropic = ANTHROPIC_LIMITS.map(([name, scope]) => ({
    scope,
    header: `anthropic-ratelimit-${name}-reset`,
    isUsedUp: headers[`anthropic-ratelimit-${name}-remaining`] === "0",
    resetMs: untilInstant(headers[`anthropic-ratelimit-${name}-reset`] ?? "", epochMs),
  }));
  return [...openai, ...anthropic].flatMap(({ resetMs, ...limit }) =>
    resetMs === undefined ? [] : [{ ...limit, resetMs }],
  );
}

function hint(source: string, ms: number | undefined): RetryHint | undefined {
  if (ms === undefined || !Number.isFinite(ms)) return undefined;
  return { ms: Math.min(HINT_MS_MAX, Math.max(0, ceilMs(ms))), source };
}

function milliseconds(text: string | undefined): number | undefined {
  return text !== undefined && /^\d+(\.\d+)?$/.test(text) ? Number(text) : undefined;
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
