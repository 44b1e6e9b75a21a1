import { createOpenTelemetrySink } from "@switchyard/sdk/opentelemetry";
import { askInTurn, createInstantRouter } from "../instant-router.ts";
import type { Subject } from "../subject.ts";

/** The same with telemetry built in and no OpenTelemetry SDK to take it. */
export const subject: Subject = {
  operations: 2_000,
  prepare: async () => {
    const router = createInstantRouter([createOpenTelemetrySink()]);
    return (operations) => askInTurn(router, operations);
  },
};
