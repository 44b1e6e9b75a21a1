import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { SwitchyardEvent } from "@switchyard/contract";
import { readJournal } from "@switchyard/journal";
import { openBundle } from "@switchyard/sdk";
import { breachesOf, checkPolicy, traceOf, type Invariant } from "@switchyard/testkit";
import { afterAll, expect, test } from "vitest";
import { runProgram } from "../apps/sim/src/cli/program.ts";
import { captureShell } from "../apps/sim/src/fixtures/captured-shell.ts";

const folder = mkdtempSync(join(tmpdir(), "switchyard-found-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** What an application may ask of its policy beyond the kit's own invariants. */
const neverStatic: Invariant = {
  name: "never-static",
  guards: "A model answers whatever happens.",
  check: ({ events }) =>
    events.flatMap((event) =>
      event.type === "ask-answered" && event.rung === "static"
        ? [{ invariant: "never-static", askId: event.askId, message: event.why }]
        : [],
    ),
};

test("the command of a counterexample plays what was found: sim writes the events that break it", async () => {
  const policy = "builtin/starter";
  const invariants = [neverStatic];
  const check = await checkPolicy(policy, { numRuns: 50, seed: 2, asksMax: 3, invariants });
  const { breaches, scenarioYaml = "", command = "" } = check.counterexample ?? {};
  expect(breaches).toHaveLength(1);
  const events = join(folder, "found.jsonl");
  writeFileSync(join(folder, "found.yaml"), scenarioYaml);

  const args = command.split(" ").map((word) => word.replace(/^found\./, `${folder}/found.`));
  expect(args.slice(0, 2)).toEqual(["sim", "chaos"]);
  const captured = captureShell();
  const code = await runProgram(args.slice(1), captured.shell);
  expect({ code, stderr: captured.stderr() }).toEqual({ code: 0, stderr: "" });
  const told: SwitchyardEvent[] = [];
  for await (const event of readJournal({ sources: [events] })) told.push(event);
  expect(breachesOf(traceOf([openBundle({ policy })], told), [neverStatic])).toEqual(breaches);
});
