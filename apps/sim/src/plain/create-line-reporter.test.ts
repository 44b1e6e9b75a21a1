import type { SwitchyardEvent } from "@switchyard/contract";
import { expect, test } from "vitest";
import { createRunView } from "../chaos/view-of-run.ts";
import { at, outageEvents } from "../fixtures/outage-events.ts";
import { SMALL_BUNDLE } from "../fixtures/small-bundle.ts";
import { createViewModel } from "../view/view-model.ts";
import { createLineReporter } from "./create-line-reporter.ts";

function report(nowMs: () => number, events = outageEvents()): readonly string[] {
  const lines: string[] = [];
  const model = createViewModel({
    bundle: SMALL_BUNDLE,
    scenario: "openai-outage",
    seed: "42",
    requests: 600,
    durationMs: 600_000,
    faults: [],
  });
  const view = createRunView(
    model,
    createLineReporter({ write: (line) => lines.push(line), nowMs }),
  );
  for (const event of events) view.record(event);
  return lines;
}

test("tells faults, breakers and budgets when they change, and nothing twice", () => {
  const changes = report(() => 0).filter((line) => !line.includes("progress"));
  expect(changes).toEqual([
    "03:00  FAULT       openai-down: net.refused on openai for 3m 00s",
    "03:10  breaker     openai opens: 5 failures in a row",
    "06:00  fault over  openai-down",
    "06:07  breaker     openai is closed again",
    "06:39  budget      day passed 80.0% of its cap",
  ]);
});

test("tells when and why a rung closes, goes on trial and opens", () => {
  const rung = {
    type: "rung-changed",
    bundle: "4be1c2d3a0ff",
    route: "quick",
    rung: "full",
  } as const;
  const lines = report(
    () => 0,
    [
      ...outageEvents().slice(0, 2),
      { ...rung, atMs: at(61_000), to: "closed", cause: "3 asks in a row failed on it" },
      { ...rung, atMs: at(121_000), to: "trial", cause: "it was closed for its time" },
      { ...rung, atMs: at(122_000), to: "open", cause: "an ask was answered on trial" },
    ],
  );
  expect(lines).toEqual([
    "01:01  rung        quick: full closes: 3 asks in a row failed on it",
    "02:01  rung        quick: full goes on trial: it was closed for its time",
    "02:02  rung        quick: full opens: an ask was answered on trial",
  ]);
});

test("a fast run still shows progress every ten virtual minutes", () => {
  const slower: SwitchyardEvent[] = [];
  for (const event of outageEvents()) {
    slower.push({ ...event, atMs: at((event.atMs - at(0)) * 3) });
  }
  const progress = report(() => 0, slower).filter((line) => line.includes("progress"));
  expect(progress.map((line) => line.slice(0, 5))).toEqual(["10:00", "20:00"]);
});

test("a slow run shows progress every two real seconds", () => {
  let looks = 0;
  // Every look at the real clock finds it half a second on.
  const progress = report(() => (looks += 1) * 500).filter((line) => line.includes("progress"));
  expect(progress.length).toBeGreaterThan(10);
  expect(progress.at(-1)).toMatch(
    /^09:\d\d {2}progress .* full 100%, degraded 0%, failed 0%, day \$4/,
  );
});
