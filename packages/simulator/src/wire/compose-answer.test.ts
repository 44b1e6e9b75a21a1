import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createKeyedRng } from "../chance/create-keyed-rng.ts";
import type { BodyEffect } from "../faults/fault-effect.ts";
import { aCatalog } from "./arbitraries.ts";
import type { CallScript } from "./call-script.ts";
import { composeAnswer, type AnswerOrder } from "./compose-answer.ts";
import type { WireRequest } from "./dialect.ts";

const [model] = Object.values(aCatalog.models);

function anOrder(script: CallScript, rest: Partial<AnswerOrder> = {}): AnswerOrder {
  if (model === undefined) throw new Error("the catalogue has no model");
  const request: WireRequest = {
    wireName: model.wireName,
    reasoningEffort: undefined,
    outputTokensMax: undefined,
    isStream: false,
    promptText: "",
    isAskedShort: false,
    schema: undefined,
    tools: [],
    forcedTool: undefined,
  };
  const rng = createKeyedRng("seed");
  return {
    request,
    model,
    inputTokensEstimated: 1,
    script,
    effects: [],
    isCold: false,
    rng,
    ...rest,
  };
}

const aScript = fc.record({
  inputTokens: fc.nat(100_000),
  outputTokens: fc.integer({ min: 1, max: 3000 }),
  reasoningTokens: fc.nat(3000),
  quality: fc.double({ min: 0, max: 1, noNaN: true }),
});

const truncated: BodyEffect = { stage: "body", how: "truncated", isTold: true };

test("an answer never exceeds the request's output limit, and a cut one says so", () => {
  fc.assert(
    fc.property(aScript, fc.integer({ min: 1, max: 3000 }), (script, outputTokensMax) => {
      const order = anOrder(script);
      const { completion, quality } = composeAnswer({
        ...order,
        request: { ...order.request, outputTokensMax },
      });
      const { outputTokens = 0, reasoningTokens = 0 } = completion.usage ?? {};

      expect(outputTokens).toBe(Math.min(outputTokensMax, script.outputTokens));
      expect(reasoningTokens <= outputTokens).toBe(true);
      expect(completion.text.length <= 4 * outputTokens || script.quality < 0.5).toBe(true);
      expect(completion.finish).toBe(outputTokensMax < script.outputTokens ? "length" : "stop");
      expect(quality <= script.quality + 0.001 && quality >= 0).toBe(true);
    }),
  );
});

test("a model that is asked to be short ends by itself, within its limit", () => {
  fc.assert(
    fc.property(aScript, fc.integer({ min: 2, max: 3000 }), (script, outputTokensMax) => {
      const order = anOrder(script);
      const request = { ...order.request, outputTokensMax, isAskedShort: true };
      const { completion } = composeAnswer({ ...order, request });

      expect(completion.finish).toBe("stop");
      expect(completion.usage?.outputTokens).toBe(
        Math.min(script.outputTokens, Math.floor(outputTokensMax * 0.75)),
      );
    }),
  );
});

test("a truncated answer ends at its limit even where there is nothing to halve", () => {
  const script = { inputTokens: 10, outputTokens: 1, quality: 1 };
  const { completion } = composeAnswer(anOrder(script, { effects: [truncated] }));

  expect(completion).toMatchObject({ finish: "length", usage: { outputTokens: 1 } });
});

test("a longer answer is as much longer, and ends at the request's limit all the same", () => {
  const longer: BodyEffect = { stage: "body", how: "longer", times: 3 };
  const script = { inputTokens: 10, outputTokens: 100, quality: 0.9 };
  const lengthOf = (outputTokensMax?: number): unknown => {
    const order = anOrder(script, { effects: [longer] });
    const request =
      outputTokensMax === undefined ? order.request : { ...order.request, outputTokensMax };
    return composeAnswer({ ...order, request }).completion;
  };
  expect(lengthOf()).toMatchObject({ finish: "stop", usage: { outputTokens: 300 } });
  expect(lengthOf(200)).toMatchObject({ finish: "length", usage: { outputTokens: 200 } });
});

test("faults only ever lower the quality, whatever their order", () => {
  const drop: BodyEffect = { stage: "body", how: "quality-drop", to: 0.6 };
  const worse: BodyEffect = { ...drop, to: 0.2 };
  const script = { inputTokens: 10, outputTokens: 100, quality: 0.9 };
  const qualityUnder = (...effects: readonly BodyEffect[]): number =>
    composeAnswer(anOrder(script, { effects })).quality;

  expect(qualityUnder(drop)).toBe(0.6);
  expect(qualityUnder(drop, worse)).toBe(qualityUnder(worse, drop));
  expect(qualityUnder(truncated, drop)).toBe(0.3);
});
