import type { Answer, PolicyInput } from "@switchyard/contract";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createSwappedRouter, invalidVersion, versionOf } from "../../test/policy-swaps.ts";
import { eventsOf, REQUEST } from "../../test/sample-router.ts";
import { createMemoryLedger } from "@switchyard/ledger";

/** What is known of a followed policy: a number, and how often it moved. */
interface Model {
  /** Version in force. */
  inForce: number;
  swaps: number;
  refusals: number;
  isClosed: boolean;
  /** The version that was in force when each ask began. */
  readonly begun: number[];
}

interface Real extends ReturnType<typeof createSwappedRouter> {
  readonly asks: Promise<Answer>[];
}

type Command = fc.AsyncCommand<Model, Real>;

const CANDIDATES = ["alpha/quick", "beta/quick", "gamma/strong"] as const;
const VERSIONS = [1, 2, 3] as const;

/** The candidate of each version is another, so an answer shows by which it was planned. */
const candidateOf = (version: number): string => CANDIDATES[version - 1] ?? "";
const policyOf = (version: number): PolicyInput =>
  versionOf(version, candidateOf(version), `$${version}`);

/** A command by its name; each ends in a look at what is in force. */
function command(name: string, act: (model: Model, real: Real) => void | Promise<void>): Command {
  return {
    check: () => true,
    run: async (model, real) => {
      await act(model, real);
      expect(real.router.bundle.policy.version).toBe(model.inForce);
      expect(eventsOf(real.events, "policy-swapped")).toHaveLength(model.swaps);
      expect(eventsOf(real.events, "policy-refused")).toHaveLength(model.refusals);
    },
    toString: () => name,
  };
}

const push = (version: number): Command =>
  command(`push ${version}`, (model, { swap }) => {
    swap(policyOf(version));
    if (model.isClosed || version === model.inForce) return;
    model.inForce = version;
    model.swaps += 1;
  });
const pushInvalid = (version: number): Command =>
  command(`push an invalid ${version}`, (model, { swap }) => {
    swap(invalidVersion(version));
    if (!model.isClosed) model.refusals += 1;
  });
const ask = command("ask", (model, { router, asks }) => {
  model.begun.push(model.inForce);
  asks.push(router.ask(REQUEST));
});
const pass = (durationMs: number): Command =>
  command(`${durationMs} ms pass`, async (_, { clock }) => await clock.pass(durationMs));
const close = command("close", (model, { router }) => {
  router.close();
  model.isClosed = true;
});

const someCommands = fc.commands(
  [
    fc.constantFrom(...VERSIONS).map(push),
    fc.constantFrom(...VERSIONS).map(push),
    fc.constantFrom(...VERSIONS).map(pushInvalid),
    fc.constant(ask),
    fc.constant(ask),
    fc.constantFrom(0, 40, 250, 900).map(pass),
    fc.constant(close),
  ],
  { size: "+1" },
);

const act = fc.constantFrom({ afterMs: 100 }, { afterMs: 700 }, { fail: "server-error" } as const);
const someScripts = fc.record(
  Object.fromEntries(
    CANDIDATES.map((model) => [`${model}#us`, fc.array(act, { minLength: 1, maxLength: 4 })]),
  ),
);

test("whenever policies are pushed, each ask goes by the one it began with, and the books by all", async () => {
  let crossed = 0;
  await fc.assert(
    fc.asyncProperty(someCommands, someScripts, async (commands, script) => {
      const ledger = createMemoryLedger();
      const swapped = createSwappedRouter({ script, policy: policyOf(1), ledger });
      const real: Real = { ...swapped, asks: [] };
      const model: Model = { inForce: 1, swaps: 0, refusals: 0, isClosed: false, begun: [] };
      await fc.asyncModelRun(() => ({ model, real }), commands);

      const answers = await real.clock.finish(Promise.all(real.asks));
      const hashes = new Map<string, Set<string>>();
      for (const event of real.events) {
        if (!("askId" in event) || event.askId === undefined) continue;
        hashes.set(event.askId, (hashes.get(event.askId) ?? new Set()).add(event.bundle));
      }
      for (const [index, { askId, endpoint, policyHash }] of answers.entries()) {
        const version = model.begun[index] ?? 0;
        expect([undefined, `${candidateOf(version)}#us`]).toContain(endpoint);
        expect([...(hashes.get(askId) ?? [])]).toEqual([policyHash.slice(0, 12)]);
        crossed += version === model.inForce ? 0 : 1;
      }
      const window = { kind: "rolling", durationMs: 86_400_000 } as const;
      const line = { budgetId: "day", window, capMicroUsd: 1_000_000 };
      const [balance] = await ledger.snapshot([line], real.clock.epochMs());
      const spentMicroUsd = answers.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0);
      expect(balance).toMatchObject({ spentMicroUsd, reservedMicroUsd: 0 });
    }),
    { numRuns: 25 },
  );
  expect(crossed).toBeGreaterThan(5);
});
