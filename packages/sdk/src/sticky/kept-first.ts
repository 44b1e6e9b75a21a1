import type { PlannedEndpoint } from "@switchyard/contract";

/**
 * A rung's endpoints with one put first, the same list where it is not among them. It is never
 * added, so nothing is called that the plan does not have.
 */
export function keptFirst(
  endpoints: readonly PlannedEndpoint[],
  kept: string,
): readonly PlannedEndpoint[] {
  const first = endpoints.find(({ id }) => id === kept);
  return first === undefined ? endpoints : [first, ...endpoints.filter(({ id }) => id !== kept)];
}
