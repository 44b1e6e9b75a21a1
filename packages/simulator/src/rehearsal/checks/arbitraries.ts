import type { AskReceivedEvent, SwitchyardEvent } from "@switchyard/contract";
import * as fc from "fast-check";

const BASE = { bundle: "0123456789ab" };

/** An ask as it went: when it came, who took it and how it ended. */
export interface MadeAsk {
  readonly askId: string;
  readonly atMs: number;
  readonly route: string;
  readonly latencyMs: number;
  readonly isByModel: boolean;
  readonly isInsideSla: boolean;
  readonly fellBack: boolean;
  readonly costMicroUsd: number;
  readonly rung: "full" | "constrained" | "static";
}

/** A fault's time in force. */
export interface MadeFault {
  readonly fault: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

export function receivedEvent({ askId, atMs }: Pick<MadeAsk, "askId" | "atMs">): AskReceivedEvent {
  return {
    ...BASE,
    type: "ask-received",
    atMs,
    askId,
    taskId: askId,
    intent: "faq",
    risk: "low",
    segment: "free",
    locale: "en",
    residency: "any",
    slaMs: 2000,
    contextTokens: 100,
    workload: "small",
    capabilities: [],
  };
}

function eventsOfAsk(ask: MadeAsk): readonly SwitchyardEvent[] {
  const { askId, atMs, route, rung, latencyMs, costMicroUsd } = ask;
  const endAtMs = atMs + latencyMs;
  const call = {
    attemptId: `${askId}/1`,
    endpoint: "openai/gpt-6-luna#us",
    model: "openai/gpt-6-luna",
  };
  const place = { provider: "openai", region: "us" };
  return [
    receivedEvent(ask),
    {
      ...BASE,
      type: "route-decided",
      atMs,
      askId,
      route,
      rung: "full",
      endpoints: [],
      rejected: {},
    },
    {
      ...BASE,
      ...call,
      ...place,
      type: "attempt-started",
      atMs,
      askId,
      kind: ask.fellBack ? "fallback" : "first",
      rung: "full",
      route,
      timeoutMs: 2000,
    },
    {
      ...BASE,
      type: "ask-answered",
      atMs: endAtMs,
      askId,
      taskId: askId,
      route,
      rung,
      ...(ask.isByModel && { endpoint: call.endpoint }),
      latencyMs,
      slaMs: 2000,
      insideSla: ask.isInsideSla,
      costMicroUsd,
      attempts: 1,
      why: ask.isByModel ? "first-choice" : "deadline",
      unmeasured: false,
    },
  ];
}

function eventsOfFault({ fault, fromMs, untilMs }: MadeFault): readonly SwitchyardEvent[] {
  const facts = { kind: "net.refused", target: "openai", durationMs: untilMs - fromMs };
  return [
    { ...BASE, type: "fault-started", atMs: fromMs, fault, ...facts },
    { ...BASE, type: "fault-ended", atMs: untilMs, fault },
  ];
}

/** What happened, as a stream in order of time; faults go before asks of the same instant. */
export function streamOf(
  asks: readonly MadeAsk[],
  faults: readonly MadeFault[],
): readonly SwitchyardEvent[] {
  const events = [...faults.flatMap(eventsOfFault), ...asks.flatMap(eventsOfAsk)];
  return events.toSorted((a, b) => a.atMs - b.atMs);
}

export function someAsks(): fc.Arbitrary<readonly MadeAsk[]> {
  const ask = fc.record({
    atMs: fc.nat(60),
    route: fc.constantFrom("quick", "planning"),
    latencyMs: fc.integer({ min: 1, max: 40 }),
    isByModel: fc.boolean(),
    isInsideSla: fc.boolean(),
    fellBack: fc.boolean(),
    costMicroUsd: fc.nat(1000),
    rung: fc.constantFrom("full" as const, "constrained" as const, "static" as const),
  });
  return fc
    .array(ask, { maxLength: 40 })
    .map((asks) => asks.map((made, index) => Object.assign({ askId: `r-${index}` }, made)));
}

export function someFaults(): fc.Arbitrary<readonly MadeFault[]> {
  const fault = fc.record({ fromMs: fc.nat(60), forMs: fc.integer({ min: 1, max: 25 }) });
  return fc.array(fault, { maxLength: 3 }).map((faults) =>
    faults.map(({ fromMs, forMs }, index) => ({
      fault: `fault-${index}`,
      fromMs,
      untilMs: fromMs + forMs,
    })),
  );
}
