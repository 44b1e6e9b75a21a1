import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createStreamTimer } from "./stream-timer.ts";

test("a stream's first part and its longest silence are told, that before its end too", () => {
  const gaps = fc.array(fc.nat(5_000), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(gaps, fc.nat(5_000), ([firstTokenMs = 0, ...later], lastMs) => {
      const timer = createStreamTimer();
      let atMs = firstTokenMs;
      timer.hear(atMs);
      for (const gapMs of later) timer.hear((atMs += gapMs));
      const silenceMs = Math.max(...later, lastMs);
      expect(timer.read(atMs + lastMs)).toEqual({ firstTokenMs, silenceMs });
    }),
  );
});

test("a stream of which nothing came has no first part", () => {
  expect(createStreamTimer().read(4_000)).toEqual({ silenceMs: 0 });
});
