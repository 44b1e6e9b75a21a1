import * as fc from "fast-check";
import { expect, test } from "vitest";
import { totalsOf, withCall, type CallWindow } from "./call-window.ts";

const WINDOW_MS = 1_000;

test("an hour of silence leaves nothing of the calls before it", () => {
  let window: CallWindow = [];
  for (let call = 0; call < 4; call += 1)
    window = withCall(window, { failed: true, slow: true }, call, WINDOW_MS);
  window = withCall(window, { failed: true, slow: false }, 3_600_000, WINDOW_MS);
  expect(totalsOf(window)).toEqual({ calls: 1, failures: 1, slow: 0 });
});

test("counts every call of the last nine tenths of the window and none older than all of it", () => {
  const someCalls = fc.array(
    fc.record({ afterMs: fc.nat(700), failed: fc.boolean(), slow: fc.boolean() }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(someCalls, (calls) => {
      let window: CallWindow = [];
      let nowMs = 12_345;
      const made: { readonly atMs: number; readonly failed: boolean }[] = [];
      for (const { afterMs, failed, slow } of calls) {
        nowMs += afterMs;
        made.push({ atMs: nowMs, failed });
        window = withCall(window, { failed, slow }, nowMs, WINDOW_MS);
        const { calls: counted, failures } = totalsOf(window);
        const since = (fromMs: number): typeof made => made.filter(({ atMs }) => atMs > fromMs);
        expect(counted).toBeGreaterThanOrEqual(since(nowMs - WINDOW_MS * 0.9).length);
        expect(counted).toBeLessThanOrEqual(since(nowMs - WINDOW_MS).length);
        expect(failures).toBeLessThanOrEqual(
          since(nowMs - WINDOW_MS).filter((call) => call.failed).length,
        );
        expect(window.length).toBeLessThanOrEqual(10);
      }
    }),
  );
});

test("counts the calls of the tenth that runs and of the nine before it, by what each was", () => {
  const someCalls = fc.array(
    fc.record({
      afterMs: fc.oneof(fc.nat(150), fc.constantFrom(0, 99, 100, 900, 1_000, 3_600_000)),
      failed: fc.boolean(),
      slow: fc.boolean(),
    }),
    { maxLength: 40 },
  );
  fc.assert(
    fc.property(someCalls, fc.constantFrom(0, 12_345, 12_345.678), (calls, startMs) => {
      let window: CallWindow = [];
      let nowMs = startMs;
      const made: { readonly tenth: number; readonly failed: boolean; readonly slow: boolean }[] =
        [];
      for (const { afterMs, failed, slow } of calls) {
        nowMs += afterMs;
        const tenth = Math.floor(nowMs / (WINDOW_MS / 10));
        made.push({ tenth, failed, slow });
        window = withCall(window, { failed, slow }, nowMs, WINDOW_MS);
        const recent = made.filter((call) => tenth - call.tenth < 10);
        expect(totalsOf(window)).toEqual({
          calls: recent.length,
          failures: recent.filter((call) => call.failed).length,
          slow: recent.filter((call) => call.slow).length,
        });
      }
    }),
  );
});
