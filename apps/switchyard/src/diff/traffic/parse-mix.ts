import { CAPABILITIES, DurationText } from "@switchyard/contract";
import {
  parseDurationMs,
  parseYaml,
  type DocumentSource,
  type TrafficRow,
} from "@switchyard/policy";
import { z } from "zod";

const name = z.string().min(1).exactOptional();

const Mix = z.strictObject({
  schema: z.literal("switchyard/traffic/v1"),
  rows: z
    .array(
      z.strictObject({
        weight: z.number().positive(),
        intent: z.string().min(1),
        risk: name,
        segment: name,
        locale: name,
        residency: name,
        workload: name,
        sla: DurationText.exactOptional(),
        capabilities: z.array(z.enum(CAPABILITIES)).exactOptional(),
        contextTokens: z.int().nonnegative().exactOptional(),
      }),
    )
    .min(1),
});

/** Reads a stated mix of traffic. Throws `DocumentError` with every mistake and its place. */
export function parseMix(source: DocumentSource): readonly TrafficRow[] {
  const { rows } = parseYaml(source, Mix, "traffic mix").value;
  return rows.map(({ sla, ...row }) =>
    sla === undefined ? row : Object.assign({}, row, { slaMs: parseDurationMs(sla) }),
  );
}
