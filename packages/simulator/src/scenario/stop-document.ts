import { DurationText, Id } from "@switchyard/contract";
import { z } from "zod";
import { PHASES, reportCheck, type CheckDocument } from "./check-document.ts";
import { METRICS } from "./metric.ts";

/** What ends a rehearsal before its time, as written: `is` says when, not what is hoped for. */
export interface StopDocument extends Omit<CheckDocument, "per"> {
  /** How long it has to be so without a break. Default: not at all, the first time ends it. */
  readonly for?: DurationText;
}

const STOPPING = METRICS.filter((metric) => metric !== "time-to-recover");

/** Parses one stop condition. Strict. */
export const StopDocument: z.ZodType<StopDocument> = z
  .strictObject({
    metric: z.enum(STOPPING),
    is: z.string("write a comparison and a bound, such as < 90%, > 9s, > $6 or > 0"),
    for: DurationText.exactOptional(),
    phase: z.enum([...PHASES, "all"]).exactOptional(),
    fault: Id.exactOptional(),
    route: z.string().min(1).exactOptional(),
    budget: z.string().min(1).exactOptional(),
    why: z.string().min(1).exactOptional(),
  })
  .superRefine(reportCheck);
