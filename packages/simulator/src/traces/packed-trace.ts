import { gunzipSync, gzipSync } from "node:zlib";
import { z } from "zod";
import type { Trace, TraceRow } from "./trace.ts";

const numbers = z.array(z.int().nonnegative());

/** Columns of whole numbers; arrivals as microseconds since the arrival before. */
const PackedTrace = z.strictObject({
  name: z.string(),
  arrivalUsSteps: numbers,
  inputTokens: numbers,
  outputTokens: numbers,
});

/** A trace in little room: gzipped JSON of columns. */
export function packTrace({ name, rows }: Trace): Uint8Array {
  const arrivalsUs = rows.map(({ atMs }) => Math.round(atMs * 1000));
  const packed: z.infer<typeof PackedTrace> = {
    name,
    arrivalUsSteps: arrivalsUs.map((atUs, index) => atUs - (arrivalsUs[index - 1] ?? 0)),
    inputTokens: rows.map(({ inputTokens }) => inputTokens),
    outputTokens: rows.map(({ outputTokens }) => outputTokens),
  };
  return gzipSync(JSON.stringify(packed), { level: 9 });
}

/** The trace that {@link packTrace} packed. Throws when `bytes` are something else. */
export function unpackTrace(bytes: Uint8Array): Trace {
  const text = gunzipSync(bytes).toString("utf8");
  const { name, arrivalUsSteps, inputTokens, outputTokens } = PackedTrace.parse(JSON.parse(text));
  const rows: TraceRow[] = [];
  let atUs = 0;
  for (const [index, stepUs] of arrivalUsSteps.entries()) {
    atUs += stepUs;
    rows.push({
      atMs: atUs / 1000,
      inputTokens: inputTokens[index] ?? 0,
      outputTokens: outputTokens[index] ?? 0,
    });
  }
  return { name, rows };
}
