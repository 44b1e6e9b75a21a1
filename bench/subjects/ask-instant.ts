import { askInTurn, createInstantRouter } from "../instant-router.ts";
import type { Subject } from "../subject.ts";

/** What routing itself costs. */
export const subject: Subject = {
  operations: 2_000,
  prepare: async () => {
    const router = createInstantRouter([]);
    return (operations) => askInTurn(router, operations);
  },
};
