import { strict as assert } from "node:assert";
import type {
  ConformanceCheck,
  ModelCall,
  ModelResult,
  ModelStreamPart,
} from "@switchyard/contract";
import { createSystemClock } from "@switchyard/sdk";
import type { ModelInHand, ModelSubject, NotTried, OpenModel } from "./model-conformance.ts";

/** Both ways of making a call. */
export const WAYS = ["generate", "stream"] as const;
export type Way = (typeof WAYS)[number];

/** A call that was begun. */
export interface Begun {
  readonly result: Promise<ModelResult>;
  /** What came so far of a stream. */
  readonly parts: readonly ModelStreamPart[];
}

/** How long a call may take to end that has nothing more to wait for: milliseconds. */
const PATIENCE_MS = 5_000;

export function begin(
  { port }: ModelInHand,
  way: Way,
  call: ModelCall,
  onPart: (part: ModelStreamPart) => void = () => {},
): Begun {
  const parts: ModelStreamPart[] = [];
  const take = (part: ModelStreamPart): void => {
    parts.push(part);
    onPart(part);
  };
  const result = way === "generate" ? port.generate(call) : port.stream(call, take);
  return { result, parts };
}

/** The end of a call, which has to come. */
export async function ended({ pass }: ModelInHand, { result }: Begun): Promise<ModelResult> {
  const patience = new AbortController();
  const late = createSystemClock()
    .sleep(PATIENCE_MS, patience.signal)
    .then(() => assert.fail(`The call did not end within ${PATIENCE_MS} ms.`));
  // Whoever is told of the end is not told of the patience that was no longer needed.
  late.catch(() => {});
  try {
    await pass?.();
    return await Promise.race([result, late]);
  } finally {
    patience.abort();
  }
}

export function callOf(subject: ModelSubject, signal?: AbortSignal): ModelCall {
  const { call } = subject;
  return { ...call, attemptId: "attempt-1", signal: signal ?? new AbortController().signal };
}

/** A check of each way, in a world that may be out of reach. */
export function checksOf(
  world: OpenModel | NotTried,
  name: (way: string) => string,
  run: (hand: ModelInHand, way: Way) => Promise<void>,
  ways: readonly Way[] = WAYS,
): readonly ConformanceCheck[] {
  return ways.map((way) => {
    const words = name(way === "stream" ? "a stream" : "a call");
    if (typeof world !== "function") return { name: words, skip: world.skip };
    return { name: words, run: async () => await run(await world(), way) };
  });
}
