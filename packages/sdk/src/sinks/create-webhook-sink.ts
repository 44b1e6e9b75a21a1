import { ConfigurationError, type Clock, type SwitchyardEvent } from "@switchyard/contract";
import { createSystemClock } from "../system-clock.ts";
import { createRandomIds } from "../random.ts";
import { createBatchingSink, type BatchingSink } from "./create-batching-sink.ts";
import { signWebhook, webhookKey } from "./sign-webhook.ts";

/** What a webhook sink needs of `fetch`. */
export type WebhookFetch = (
  url: string,
  init: {
    readonly method: "POST";
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
    readonly redirect: "manual";
    readonly signal: AbortSignal;
  },
) => Promise<{
  readonly status: number;
  readonly body?: { cancel(): Promise<void> } | null;
}>;

export interface WebhookOptions {
  /** What the receiver verifies by: `whsec_` and base64, or any other text. Never empty. */
  readonly secret: string;
  /** Types of the events that are sent. Default: {@link WEBHOOK_EVENTS}. */
  readonly events?: readonly SwitchyardEvent["type"][];
  /** Must end when its signal aborts. Default: the platform's. */
  readonly fetch?: WebhookFetch;
  /** Tries of one event, at least 1. Default: 5. */
  readonly attemptsMax?: number;
  /** A try that takes longer has failed. Milliseconds; default 5,000. */
  readonly timeoutMs?: number;
  /** Wait before the second try; each wait is twice the last. Milliseconds; default 1,000. */
  readonly backoffMs?: number;
  /** Events that wait while one is sent. Default: 256. */
  readonly queueMax?: number;
  /** Default: the machine's time. */
  readonly clock?: Clock;
  /** Default: a random UUID. */
  readonly newId?: () => string;
}

/** What a webhook tells unless it is told what to tell: news of money, none of a single ask. */
export const WEBHOOK_EVENTS: readonly SwitchyardEvent["type"][] = [
  "budget-alert",
  "burn-alert",
  "spend-level-changed",
  "throttle-changed",
];

/** A wait between two tries is never longer. */
const BACKOFF_MS_MAX = 60_000;

/**
 * Posts each event of the chosen types as JSON, one at a time and in order, signed as Standard
 * Webhooks are: `webhook-id`, `webhook-timestamp` and `webhook-signature`. The id stays the same
 * over the tries of an event, so a receiver can tell what it has already.
 *
 * A try succeeds by a status of 200 to 299. Others, failed connections and those that take too long
 * are tried again with a doubling wait, but for 410 (Gone), which asks to be sent nothing more of
 * it. Then the event is dropped. No ask waits: what finds the queue full is dropped too, and
 * `dropped` counts all. A redirect is a failure: the secret's signature goes to `url` alone.
 *
 * `flush` waits for the tries of what was recorded: 40 seconds at most for an event by default.
 *
 * Throws `ConfigurationError` for a `url` that is not one of http or https, an empty secret, and no
 * tries.
 */
export function createWebhookSink(url: string, options: WebhookOptions): BatchingSink {
  const { secret, events = WEBHOOK_EVENTS, queueMax = 256, newId = createRandomIds() } = options;
  checkTarget(url, secret);
  const types: ReadonlySet<string> = new Set(events);
  const key = webhookKey(secret);
  const post = createPost(url, options);
  const sink = createBatchingSink(
    async (batch) => {
      for (const event of batch) {
        const id = newId();
        const body = JSON.stringify(event);
        await post((atSeconds) => signWebhook(key, id, atSeconds, body), body);
      }
    },
    { queueMax, batchMax: 1 },
  );
  return {
    get dropped() {
      return sink.dropped;
    },
    record: (event) => {
      if (types.has(event.type)) sink.record(event);
    },
    flush: sink.flush,
  };
}

type Post = (
  sign: (atSeconds: number) => Readonly<Record<string, string>>,
  body: string,
) => Promise<void>;

/** Throws when the tries are used up. */
function createPost(url: string, options: WebhookOptions): Post {
  const { fetch = globalThis.fetch, clock = createSystemClock() } = options;
  const { attemptsMax = 5, timeoutMs = 5_000, backoffMs = 1_000 } = options;
  if (!(attemptsMax >= 1))
    throw new ConfigurationError(
      `attemptsMax is ${attemptsMax}, so nothing would be sent; give at least 1.`,
    );
  const tryOnce = async (
    headers: Readonly<Record<string, string>>,
    body: string,
  ): Promise<number> => {
    const { signal, cancel } = clock.deadline(timeoutMs);
    try {
      const sent = { "content-type": "application/json", ...headers };
      const answer = await fetch(url, {
        method: "POST",
        headers: sent,
        body,
        redirect: "manual",
        signal,
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return UNREACHED;
    } finally {
      cancel();
    }
  };
  return async (sign, body) => {
    for (let attempt = 1; attempt <= attemptsMax; attempt += 1) {
      // Signed anew: a receiver refuses a timestamp that is minutes old.
      const status = await tryOnce(sign(Math.floor(clock.epochMs() / 1_000)), body);
      if (status >= 200 && status < 300) return;
      if (status === GONE) break;
      if (attempt < attemptsMax)
        await clock.sleep(Math.min(BACKOFF_MS_MAX, backoffMs * 2 ** (attempt - 1)));
    }
    throw new Error("The webhook took none of the tries.");
  };
}

/** No answer came. */
const UNREACHED = 0;
const GONE = 410;

function checkTarget(url: string, secret: string): void {
  const protocol = URL.canParse(url) ? new URL(url).protocol : "none";
  if (protocol !== "https:" && protocol !== "http:")
    throw new ConfigurationError(
      "A webhook's url is not an address of http or https; write one, as in `https://host/path`.",
    );
  if (webhookKey(secret).length === 0)
    throw new ConfigurationError(
      "A webhook's secret is empty, so anybody could sign; give the one that the receiver has.",
    );
}
