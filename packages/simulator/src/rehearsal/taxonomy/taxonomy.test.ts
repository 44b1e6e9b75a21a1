import { FAILURE_KINDS, type EventSink, type SwitchyardEvent } from "@switchyard/contract";
import { createRouter } from "@switchyard/sdk";
import { expect, test } from "vitest";
import type { Scenario } from "../../scenario/scenario.ts";
import { shippedScenario } from "../../scenario/shipped-scenarios.ts";
import { shippedBundle } from "../../workload/arbitraries.ts";
import { rehearse, type RehearsalPorts } from "../rehearse.ts";
import type { Ask } from "../run-traffic.ts";

const scenario = shippedScenario("taxonomy");
const bundle = shippedBundle("policy.yaml");

/** Kinds that no provider sends: they are found here, or belong to streams and callers. */
const LOCAL: readonly string[] = [
  "stream-interrupted",
  "gate-failed",
  "unsupported-capability",
  "budget-denied",
  "cancelled",
];

test("every kind of failure is seen as what it is, and every ask ends once", async () => {
  const ends = new Map<string, number>();
  const tainted = new Set<string>();
  const passedOff: string[] = [];
  const unreadable = new Set(
    scenario.faults.flatMap(({ id, type }) => (HIDES_ANSWER.has(type) ? id : [])),
  );
  const sink: EventSink = {
    record(event: SwitchyardEvent) {
      const isEnd = event.type === "ask-answered" || event.type === "ask-failed";
      if (isEnd && event.judgesAskId === undefined)
        ends.set(event.askId, (ends.get(event.askId) ?? 0) + 1);
      if (event.type === "wire-served" && event.faults.some((id) => unreadable.has(id)))
        tainted.add(event.attemptId);
      if (event.type === "attempt-ended" && event.outcome === "ok" && tainted.has(event.attemptId))
        passedOff.push(event.attemptId);
    },
  };
  const { checks, requests, taxonomy } = await rehearse({ scenario, bundle, sinks: [sink] });

  expect(checks.map(({ status }) => status)).toEqual(checks.map(() => "passed"));
  expect(taxonomy).toMatchObject({ misread: 0, examples: [] });
  const injected = new Set<string>(taxonomy.cells.map((cell) => cell.injected));
  expect(FAILURE_KINDS.filter((kind) => !injected.has(kind))).toEqual(LOCAL);
  const providers = new Set(taxonomy.cells.map(({ provider }) => provider));
  expect([...providers].toSorted()).toEqual(["anthropic", "google", "mistral", "openai"]);
  expect([ends.size, Math.max(...ends.values())]).toEqual([requests, 1]);
  expect(passedOff).toEqual([]);
});

/** Faults that leave no complete answer in the body. */
const HIDES_ANSWER: ReadonlySet<string> = new Set([
  "body.stalled",
  "body.cut",
  "body.malformed",
  "body.wrong-shape",
  "body.empty",
  "body.refusal",
]);

/** A router whose providers call every refused connection a server error. */
function confusedRouter({ bundle: policy, providers, ...ports }: RehearsalPorts): Ask {
  return createRouter({
    policy,
    ...ports,
    providers: {
      ...providers,
      async generate(call) {
        const result = await providers.generate(call);
        return result.ok || result.failure.kind !== "network"
          ? result
          : { ok: false, failure: { ...result.failure, kind: "server-error" } };
      },
    },
  }).ask;
}

test("a router that mistakes one kind for another fails, and the calls are named", async () => {
  const [first, ...rest] = scenario.faults.filter(({ type }) => type === "net.refused");
  const short: Scenario = {
    ...scenario,
    workload: { ...scenario.workload, durationMs: 30_000 },
    faults: first === undefined ? rest : [{ ...first, at: "10s" }],
  };
  const { checks, taxonomy } = await rehearse({
    scenario: short,
    bundle,
    createAsk: confusedRouter,
  });
  expect(checks.find(({ check }) => check.metric === "misread")?.status).toBe("failed");
  expect(taxonomy.misread).toBe(taxonomy.calls);
  expect(taxonomy.examples[0]).toMatchObject({ injected: "network", seen: "server-error" });
});
