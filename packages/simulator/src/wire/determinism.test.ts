import type { ModelStreamPart } from "@switchyard/contract";
import { expect, test } from "vitest";
import { aCall, aFault, aWorld, modelOfFormat } from "./arbitraries.ts";

const models = Object.values(modelOfFormat);

/**
 * Two hundred calls at once over every format and many faults, as lines of text; of the streams
 * every part with its instant.
 */
async function record(seed: string, turnsPerEvent = 1): Promise<string> {
  const world = aWorld({
    seed,
    turnsPerEvent,
    faults: [
      aFault({ type: "http.status", mix: { "503": 2, "500": 1 } }, { id: "errors", share: "20%" }),
      aFault({ type: "latency.added", times: 4 }, { id: "slow", share: "30%" }),
      aFault({ type: "net.reset" }, { id: "reset", share: "10%" }),
      aFault({ type: "net.blackhole" }, { id: "silence", share: "10%" }),
      aFault({ type: "body.cut" }, { id: "cut", share: "10%" }),
      aFault({ type: "http.rate-limit", requestsPerMinute: 60 }, { id: "limit" }),
      aFault({ type: "stream.cut" }, { id: "broken", share: "10%" }),
      aFault({ type: "stream.early-end" }, { id: "short", share: "10%" }),
      aFault({ type: "stream.error", after: "30%" }, { id: "told", share: "10%" }),
      aFault({ type: "stream.slow-tokens", times: 3 }, { id: "drip", share: "20%" }),
      aFault({ type: "stream.first-token-stall", wait: "1s" }, { id: "late", share: "10%" }),
    ],
  });
  const { clock, port } = world;
  const lines: string[] = [];
  for (let number = 0; number < 200; number += 1) {
    const attemptId = `ask-${number}/1`;
    const start = (): void => {
      const { signal, cancel } = clock.deadline(2000);
      const model = models[number % models.length] ?? modelOfFormat.google;
      const call = aCall(model, { attemptId, signal });
      const onPart = (part: ModelStreamPart): void =>
        void lines.push(JSON.stringify([clock.nowMs(), attemptId, part]));
      // Formats take turns in fives, so each is asked both ways.
      const isStream = Math.floor(number / 5) % 2 === 1;
      const result = isStream ? port.stream(call, onPart) : port.generate(call);
      const answering = result.then((ended) => {
        cancel();
        lines.push(JSON.stringify([clock.nowMs(), attemptId, ended]));
      });
      void clock.track(answering);
    };
    // Twenty calls share an instant, so that ties are part of what is recorded.
    clock.schedule(Math.floor(number / 20) * 100, attemptId, start);
  }
  await clock.run();
  expect(clock.scheduled()).toBe(0);
  return [...lines, ...world.served.map((call) => JSON.stringify(call))].join("\n");
}

test("one seed gives one log, another seed another", async () => {
  const first = await record("one");

  expect(first.split("\n").length).toBeGreaterThan(400);
  expect(await record("one")).toBe(first);
  expect(await record("two")).not.toBe(first);
});

test("one turn of the event loop settles everything: more turns change nothing", async () => {
  expect(await record("one", 4)).toBe(await record("one"));
});
