import { openBundle } from "@switchyard/sdk";
import { rehearse, shippedScenario } from "@switchyard/simulator";
import type { Subject } from "../subject.ts";

/**
 * A request of the default incident in virtual time: workload, faults, the router, the AI SDK's
 * providers and simulated servers that answer in their wire formats.
 */
export const subject: Subject = {
  operations: 500,
  prepare: async () => {
    const bundle = openBundle();
    const scenario = shippedScenario("default");
    return async (requests) => {
      await rehearse({ scenario, bundle, requests });
    };
  },
};
