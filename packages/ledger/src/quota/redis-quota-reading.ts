import { strict as assert } from "node:assert";
import { createRouteQuota, type QuotaSeat, type RouteQuota } from "@switchyard/policy";

/** How the scripts keep a route: numbers as text with all their digits. */
interface KeptState {
  readonly clock: string;
  readonly segments: readonly Readonly<Record<KeptName | "name", string>>[];
}
type KeptName = "asked" | "seats" | "requests" | "tokens";

/** The quota of a route as Redis has it, to be read only: its seats are those that are due. */
export function readRouteQuota(answer: unknown): RouteQuota {
  assert(Array.isArray(answer), `Redis answered ${String(answer)} for a route's quota.`);
  const [state, ...seats] = answer.map(String);
  if (state === undefined || state === "") return createRouteQuota();
  // Written by the scripts alone.
  const { clock, segments }: KeptState = JSON.parse(state);
  const kept = {
    clockMs: Number(clock),
    segments: segments.map(({ name, asked, seats: taken, requests, tokens }) => ({
      name,
      askedAtMs: Number(asked),
      levels: { requests: Number(requests), tokens: Number(tokens) },
      seats: Number(taken),
    })),
  };
  return createRouteQuota(kept, {
    due: () => seats.map((seat) => ["", seatOf(seat)]),
    find: () => undefined,
    add: () => {},
    remove: () => {},
  });
}

function seatOf(text: string): QuotaSeat {
  const { segment, tokens }: { readonly segment: string; readonly tokens: string } =
    JSON.parse(text);
  return { segment, tokens: Number(tokens), endsAtMs: 0 };
}
