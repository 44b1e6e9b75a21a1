import type { Rng } from "@switchyard/contract";
import { shareAt, type ActiveFault } from "./active-fault.ts";
import type { FaultCall } from "./create-fault-engine.ts";
import { USUAL_REQUESTS_PER_MINUTE, type RateWindow } from "./fault-effect.ts";
import { createSlidingWindow, type SlidingWindow } from "./sliding-window.ts";

/** Whether a fault leaves a call alone. */
export interface Passage {
  readonly isLetThrough: boolean;
  /** How a request limit stands after the call. Absent: the fault is none. */
  readonly window?: RateWindow;
  readonly showsLimits: boolean;
  /** The call's own stream of this fault. */
  readonly rng: Rng;
}

/** How a limit that lets nothing through stands: full, and open again in a second, it says. */
const SHUT: RateWindow = {
  requestsPerMinute: USUAL_REQUESTS_PER_MINUTE,
  remaining: 0,
  resetMs: 1000,
};

/** Takes a call through the fault's turn, share and limits, in this order; counts what it hits. */
export function passLimits(active: ActiveFault, call: FaultCall): Passage {
  const { fault, progress } = active;
  const rng = active.rng.fork(keyOf(active, call));
  const passed: Passage = { isLetThrough: true, showsLimits: true, rng };
  if (isSpared(active)) return passed;
  if (rng.float() >= shareAt(active, call.atMs)) return passed;
  if (fault.callsMax !== undefined && progress.hits >= fault.callsMax) return passed;
  const passage = passWindow(active, call, passed);
  if (!passage.isLetThrough) progress.hits += 1;
  return passage;
}

/** What is drawn together has one stream. */
function keyOf({ fault }: ActiveFault, { attemptId, traffic }: FaultCall): string {
  switch (fault.sticky ?? "call") {
    case "call":
      return attemptId;
    case "ask":
      return attemptId.split("/", 1).join();
    default:
      return `segment/${traffic?.segment ?? ""}`;
  }
}

/** Whether it is the turn of a call that a sequence lets through. */
function isSpared({ fault: { sequence }, progress }: ActiveFault): boolean {
  if (sequence === undefined) return false;
  const turn = progress.aimed % sequence.length;
  progress.aimed += 1;
  return sequence[turn] === "ok";
}

function passWindow(active: ActiveFault, call: FaultCall, passed: Passage): Passage {
  const { fault } = active;
  const { atMs, provider, bytes = 0, inputTokens = 0 } = call;
  if (fault.type === "http.payload-too-large")
    return { ...passed, isLetThrough: bytes <= (fault.bytesMax ?? -1) };
  if (fault.type !== "http.rate-limit") return { ...passed, isLetThrough: false };
  const { requestsPerMinute, inputTokensPerMinute, headers = true } = fault;
  const requests = windowOf(active, `requests/${provider}`, requestsPerMinute);
  const tokens = windowOf(active, `tokens/${provider}`, inputTokensPerMinute);
  const hasRoom =
    (requests?.hasRoom(atMs, 1) ?? tokens !== undefined) &&
    (tokens?.hasRoom(atMs, inputTokens) ?? true);
  if (hasRoom) {
    requests?.admit(atMs);
    tokens?.admit(atMs, inputTokens);
  }
  const full = hasRoom ? (requests ?? tokens) : fuller(requests, tokens, atMs);
  const standing = full?.standing(atMs);
  const window = standing === undefined ? SHUT : asRequests(standing, full === requests);
  return { ...passed, isLetThrough: hasRoom, window, showsLimits: headers };
}

/** The limit that opens last. */
function fuller(
  requests: SlidingWindow | undefined,
  tokens: SlidingWindow | undefined,
  atMs: number,
): SlidingWindow | undefined {
  if (requests === undefined || tokens === undefined) return requests ?? tokens;
  const isTokens = tokens.standing(atMs).resetMs > requests.standing(atMs).resetMs;
  return isTokens ? tokens : requests;
}

/** Headers tell of requests; a limit of tokens shows there as its reset only. */
function asRequests(standing: RateWindow, isOfRequests: boolean): RateWindow {
  if (isOfRequests) return standing;
  const remaining = standing.remaining > 0 ? 1 : 0;
  return { requestsPerMinute: USUAL_REQUESTS_PER_MINUTE, remaining, resetMs: standing.resetMs };
}

/** The provider's window of a limit; none where there is no limit. */
function windowOf(
  { windows }: ActiveFault,
  key: string,
  limit: number | undefined,
): SlidingWindow | undefined {
  if (limit === undefined) return undefined;
  const window = windows.get(key) ?? createSlidingWindow(limit);
  windows.set(key, window);
  return window;
}
