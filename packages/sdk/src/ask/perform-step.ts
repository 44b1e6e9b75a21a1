import type {
  AskRequest,
  Clock,
  ModelFailure,
  ModelPort,
  RateLimit,
  Rng,
} from "@switchyard/contract";
import type { LedgerDownLedger, QuotaDownQuota } from "@switchyard/ledger";
import type { CountTokens } from "../classify/token-counter.ts";
import { remainingMs, type Ascent } from "../climb/ascent.ts";
import type { Attempt, Denial } from "../climb/climb-state.ts";
import type { AttemptEnd, Outcome, Step } from "../climb/step.ts";
import type { EventEmitter } from "../events/event-emitter.ts";
import type { CallPlaces } from "../health/call-places.ts";
import type { EndpointHealth } from "../health/endpoint-health.ts";
import { streamLimits } from "../health/stream-limits.ts";
import type { StreamOutlet } from "../stream/create-stream-outlet.ts";
import type { Judgement } from "../judge/judgement.ts";
import type { ScoreBook } from "../judge/score-book.ts";
import { noteScore } from "../judge/note-score.ts";
import { scoreOfVerdict } from "../judge/score-of-verdict.ts";
import {
  answerJudged,
  attemptEnded,
  attemptStarted,
  budgetDenied,
  budgetReserved,
} from "./attempt-events.ts";
import { createAttemptSeats } from "./attempt-seats.ts";
import type { Bookkeeper } from "./bookkeeper.ts";
import { callEnd, NEVER_CALLED } from "./call-end.ts";
import type { ContextPruner } from "../context/create-context-pruner.ts";
import type { SpendControl } from "../spend/create-spend-control.ts";
import { createCallsInFlight, type CallsInFlight, type Landing } from "./calls-in-flight.ts";
import { countedResult } from "./counted-result.ts";
import { modelRequest } from "./model-request.ts";
import { performCall } from "./perform-call.ts";

/**
 * How long an endpoint rests after a rate limit that names no time: limits are counted by the
 * second at the shortest.
 */
const UNHINTED_REST_MS = 1_000;

/** Everything an ask acts through. */
export interface AskPorts {
  readonly clock: Clock;
  readonly rng: Rng;
  readonly providers: ModelPort;
  readonly ledger: LedgerDownLedger;
  /** Ends what the ledger holds. */
  readonly books: Bookkeeper;
  readonly health: EndpointHealth;
  readonly places: CallPlaces;
  readonly events: EventEmitter;
  readonly countTokens: CountTokens;
  readonly scores: ScoreBook;
  readonly pruner: Pick<ContextPruner, "score">;
  readonly spend: SpendControl;
  readonly quota: QuotaDownQuota;
}

/** Every step but the last, which leaves nothing to do. */
export type WorkStep = Exclude<Step, { readonly kind: "finish" }>;

type StepOf<Kind extends WorkStep["kind"]> = WorkStep & { readonly kind: Kind };

const CROWDED: Outcome = { kind: "crowded" };
const RESERVED: Outcome = { kind: "reserved" };
const CLOSED: Outcome = { kind: "closed" };

/** Asks those that a verdict is pending on, in their order. */
export type JudgeAnswer = (step: StepOf<"judge">) => Promise<readonly (Judgement | undefined)[]>;

/** Performs the steps of one ask, one after the other. */
export interface Performer {
  /** What is done at once is not waited for. */
  perform(step: WorkStep): Outcome | Promise<Outcome>;
  /** Whether a call has ended whose outcome was not given yet. */
  hasLanded(): boolean;
}

/** Joins an ask's steps with the ports, and tells each one's events. */
export function createPerformer(
  ports: AskPorts,
  ascent: Ascent,
  request: AskRequest,
  judgeAnswer: JudgeAnswer,
  outlet: StreamOutlet | undefined,
): Performer {
  const { clock, events, health, places } = ports;
  const { askId } = ascent;
  const seats = createAttemptSeats(clock, health, places);
  const flights = createCallsInFlight(clock);
  const landing = async (patienceMs?: number): Promise<Outcome> => {
    const landed = await flights.next(patienceMs);
    return landed === undefined
      ? { kind: "unanswered" }
      : callOutcome(ports, ascent.request.contextTokens, landed, outlet);
  };
  const reserve = async ({
    attempt,
    leaseMs,
    placeWaitMs,
  }: StepOf<"reserve">): Promise<Outcome> => {
    const seat = seats.take(attempt, placeWaitMs, request.signal);
    if (seat !== true && !(await seat)) return CROWDED;
    const denial = await askLedger(ports, ascent, attempt, leaseMs);
    if (denial === undefined) {
      events.emit(budgetReserved(askId, attempt, leaseMs));
      return RESERVED;
    }
    seats.leave(attempt, NEVER_CALLED);
    events.emit(budgetDenied(askId, attempt, denial));
    return { kind: "denied", denial };
  };
  const close = (step: StepOf<"close">): Outcome | Promise<Outcome> => {
    const { attempt, ended, cuts = [] } = step;
    for (const attemptId of cuts) flights.cut(attemptId);
    if (ended !== undefined) tellEnd(ports, ascent, attempt, ended, outlet);
    const end = ended === undefined ? NEVER_CALLED : callEnd(ended, clock.epochMs());
    seats.leave(attempt, end);
    const booking = ports.books.close(events, askId, attempt, step.settlement);
    return booking === undefined ? CLOSED : booking.then(() => CLOSED);
  };
  const judge = async (step: StepOf<"judge">): Promise<Outcome> => {
    // The call is over: who waits for its place need not wait for the judges.
    seats.leavePlace(step.attempt);
    return { kind: "judged", judgements: await judgeAnswer(step) };
  };
  const perform = (step: WorkStep): Outcome | Promise<Outcome> => {
    switch (step.kind) {
      case "reserve":
        return reserve(step);
      case "call":
        startCall(ports, flights, ascent, request, step, outlet);
        return landing(step.patienceMs);
      case "await":
        return landing();
      case "close":
        return close(step);
      case "judge":
        return judge(step);
      case "wait":
        return waitUnlessAborted(clock, step.durationMs, request.signal);
      default:
        return step satisfies never;
    }
  };
  return { perform, hasLanded: flights.hasLanded };
}

function tellEnd(
  ports: AskPorts,
  ascent: Ascent,
  attempt: Attempt,
  ended: AttemptEnd,
  outlet: StreamOutlet | undefined,
): void {
  const { events } = ports;
  outlet?.noteEnd(ended.summary);
  events.emit(attemptEnded(ascent.askId, attempt, ended));
  const { verdict } = ended;
  if (verdict === undefined) return;
  const judged = answerJudged(ascent, attempt, verdict);
  if (judged !== undefined) events.emit(judged);
  const score = scoreOfVerdict(verdict, ascent.route.id, attempt.endpoint.model);
  if (score !== undefined) noteScore(ports, score, ascent.isPruned);
}

/**
 * What no budget covers needs no book. A ledger that cannot be asked has no room: no call is made
 * that its books do not hold.
 */
async function askLedger(
  { ledger, clock }: AskPorts,
  ascent: Ascent,
  { attemptId, amountMicroUsd, lines }: Attempt,
  leaseMs: number,
): Promise<Denial | undefined> {
  const [first] = lines;
  if (first === undefined) return undefined;
  try {
    const request = { attemptId, amountMicroUsd, lines, atMs: clock.epochMs(), leaseMs };
    // A slow ledger takes half of the time at most: the other half is the call's.
    const leftMs = remainingMs(ascent, { nowMs: clock.nowMs() });
    const outcome = await ledger.reserve(request, leftMs / 2);
    if (outcome.ok) return undefined;
    const { budgetId, neededMicroUsd, leftMicroUsd } = outcome;
    return { budgetId, neededMicroUsd, leftMicroUsd };
  } catch (error) {
    return {
      budgetId: first.budgetId,
      neededMicroUsd: amountMicroUsd,
      leftMicroUsd: 0,
      ledgerFailure: error instanceof Error ? error.message : String(error),
    };
  }
}

function startCall(
  ports: AskPorts,
  flights: CallsInFlight,
  ascent: Ascent,
  request: AskRequest,
  { attempt, timeoutMs, lengthened = {} }: StepOf<"call">,
  outlet: StreamOutlet | undefined,
): void {
  for (const [attemptId, ms] of Object.entries(lengthened)) flights.lengthen(attemptId, ms);
  ports.events.emit(attemptStarted(ascent, attempt, timeoutMs));
  const { attemptId, endpoint } = attempt;
  const { id, model, provider, region } = endpoint;
  const body = modelRequest(request, ascent.route, attempt);
  const call = { attemptId, endpoint: id, model, provider, region, request: body };
  const nowMs = ports.clock.nowMs();
  // To give up early pays only where another endpoint has the time to answer.
  const observed = attempt.keptBackMs > 0 ? ports.health.streams(id, nowMs) : {};
  const { firstTokenMs, idleMs } = streamLimits(ascent.policy.defaults.timeouts, observed);
  const streaming = outlet && {
    onText: (text: string) => outlet.show(attempt, text),
    firstTokenMs: Math.min(firstTokenMs, outlet.firstContentMs(nowMs)),
    idleMs,
  };
  flights.start(call, (onEnd) =>
    performCall(ports, call, timeoutMs, request.signal, streaming, onEnd),
  );
}

/** What a call's end tells the ask; what it tells of the provider's limits is learnt at once. */
function callOutcome(
  { clock, countTokens, health, rng }: AskPorts,
  inputTokens: number,
  { call: { attemptId, endpoint, request }, timed }: Landing,
  outlet: StreamOutlet | undefined,
): Outcome {
  const { latencyMs, streamed } = timed;
  const shownText = outlet?.textOf(attemptId) ?? "";
  const beginning = request.continuesLast === true ? request.messages.at(-1)?.content : undefined;
  const sentTokens = typeof beginning === "string" ? countTokens(beginning) : 0;
  const result = countedResult(timed.result, inputTokens + sentTokens, countTokens, shownText);
  if (!result.ok) {
    const limit = limitBehind(result.failure);
    if (limit !== undefined) health.limit(endpoint, limit, clock.nowMs());
    const jitter = rng.fork(`${attemptId}/backoff`).float();
    const all = outlet?.text ?? "";
    const { failure } = result;
    return { kind: "failed", attemptId, failure, latencyMs, streamed, shownText: all, jitter };
  }
  const { rateLimit } = result.response;
  if (rateLimit !== undefined) health.limit(endpoint, rateLimit, clock.nowMs());
  return {
    kind: "responded",
    attemptId,
    response: result.response,
    latencyMs,
    streamed,
    isShown: shownText !== "",
  };
}

/** A 429 is said to one ask and means all: without this, each would be refused on its own. */
function limitBehind({ kind, retryAfterMs }: ModelFailure): RateLimit | undefined {
  if (kind !== "rate-limited") return undefined;
  return { remainingRequests: 0, resetsInMs: retryAfterMs ?? UNHINTED_REST_MS };
}

/** An abort ends the wait at once; the next step sees it for itself. */
async function waitUnlessAborted(
  clock: Clock,
  durationMs: number,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  try {
    await clock.sleep(durationMs, signal);
  } catch (error) {
    if (signal?.aborted !== true) throw error;
  }
  return { kind: "waited" };
}
