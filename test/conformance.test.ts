import { Writable } from "node:stream";
import type { Clock, SwitchyardEvent } from "@switchyard/contract";
import { createFoldSink, createJournalWriter, summaryFold } from "@switchyard/journal";
import {
  createAskClassifier,
  createBatchingSink,
  createCallbackSink,
  createSystemClock,
  createWebhookSink,
  openBundle,
} from "@switchyard/sdk";
import { createOpenTelemetrySink } from "@switchyard/sdk/opentelemetry";
import { createVirtualClock } from "@switchyard/simulator";
import {
  classifierConformance,
  clockConformance,
  createComplianceChecker,
  modelConformance,
  registerConformance,
  sinkConformance,
  type SinkInHand,
} from "@switchyard/testkit";
import { afterEach, beforeEach, describe, test, vi } from "vitest";
import { EVENT_FIELDS } from "../packages/journal/src/lines/event-shapes.ts";
import { createSimulatedModels } from "../packages/simulator/src/model/create-simulated-models.ts";
import { createSimulatedProviders } from "../packages/simulator/src/model/create-simulated-providers.ts";
import { simulatedSubject } from "./conformance/simulated-subject.ts";

describe("the system clock", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const pass = async (durationMs: number): Promise<void> => {
    await vi.advanceTimersByTimeAsync(durationMs);
  };
  const open = () => ({ clock: createSystemClock(), pass });
  registerConformance(clockConformance({ open }), test);
});

describe("the virtual clock", () => {
  const open = (): { clock: Clock; pass: (durationMs: number) => Promise<void> } => {
    const clock = createVirtualClock({ epochMs: Date.parse("2026-11-24T12:00:00Z") });
    const pass = async (durationMs: number): Promise<void> => {
      let isOver = false;
      const lastOfInstant = "~";
      clock.schedule(clock.nowMs() + durationMs, lastOfInstant, () => (isOver = true));
      await clock.run(() => isOver);
    };
    return { clock, pass };
  };
  registerConformance(clockConformance({ open }), test);
});

/** A sink in front of somebody who takes events until they fail. */
function inHand(
  create: (take: (events: readonly SwitchyardEvent[]) => void) => SinkInHand["sink"],
): SinkInHand {
  const taken: SwitchyardEvent[] = [];
  let isFailing = false;
  const sink = create((events) => {
    if (isFailing) throw new Error("the disk is full");
    taken.push(...events);
  });
  const fail = (): void => {
    isFailing = true;
  };
  return { sink, delivered: () => taken, fail };
}

function openWebhook(): SinkInHand {
  const events = [...EVENT_FIELDS.keys()] as SwitchyardEvent["type"][];
  return inHand((take) =>
    createWebhookSink("https://hooks.example/in", {
      secret: "whsec_c2VjcmV0",
      attemptsMax: 1,
      events,
      fetch: async (_url, { body }) => {
        take([JSON.parse(body)]);
        return { status: 200 };
      },
    }),
  );
}

function openJournal(): SinkInHand {
  return inHand((take) => {
    const write = (chunk: Buffer, done: (cause?: Error) => void): void => {
      try {
        const lines = chunk.toString("utf8").trim().split("\n");
        take(lines.map((line) => JSON.parse(line)));
        done();
      } catch (cause) {
        done(Object(cause));
      }
    };
    const to = new Writable({ write: (chunk, _encoding, done) => write(chunk, done) });
    return createJournalWriter({ to });
  });
}

function openChecker(): SinkInHand {
  const { policy, catalog } = openBundle({ policy: "builtin/starter" });
  const documents = { policy: policy.document, catalog: catalog.document };
  return { sink: createComplianceChecker(documents) };
}

describe("a sink that", () => {
  const noFailure = "nothing lies behind it that could fail";
  const suites = {
    "calls back": sinkConformance({
      open: () => inHand((take) => createCallbackSink((event) => take([event]))),
    }),
    batches: sinkConformance({
      open: () => inHand((take) => createBatchingSink(async (batch) => take(batch))),
    }),
    "posts to a webhook": sinkConformance({ open: openWebhook }),
    "writes a journal": sinkConformance({ open: openJournal }),
    folds: sinkConformance({
      open: () => ({ sink: createFoldSink(summaryFold) }),
      noDelivery: "it keeps what the events come to, not the events",
      noFailure,
    }),
    "watches compliance": sinkConformance({
      open: openChecker,
      noDelivery: "it keeps what the policy forbids, not the events",
      noFailure,
    }),
    "tells OpenTelemetry": sinkConformance({
      open: () => ({ sink: createOpenTelemetrySink() }),
      noDelivery: "it makes spans and metrics of events",
      noFailure: "OpenTelemetry's own exporters answer for what they lose",
    }),
  };
  describe.each(Object.entries(suites))("%s", (_name, checks) => {
    registerConformance(checks, test);
  });
});

describe("providers over the simulated wire", () => {
  registerConformance(modelConformance(simulatedSubject(createSimulatedProviders)), test);
});

describe("providers that are played", () => {
  registerConformance(modelConformance(simulatedSubject(createSimulatedModels)), test);
});

describe("the router's own classifier", () => {
  const policy = openBundle({ policy: "builtin/support-platform" });
  const classify = createAskClassifier(policy.bundle.policy);
  registerConformance(classifierConformance({ policy, classify }, { numRuns: 50 }), test);
});
