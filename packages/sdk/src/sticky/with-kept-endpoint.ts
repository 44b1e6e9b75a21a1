import type { PlannedEndpoint } from "@switchyard/contract";

/**
 * The rungs, planned or decided, with one endpoint put first wherever it is among them. It is never
 * added, so nothing is called that the plan does not have.
 */
export function withKeptEndpoint<Rung extends { readonly endpoints: readonly PlannedEndpoint[] }>(
  rungs: readonly Rung[],
  kept: string,
): readonly Rung[] {
  return rungs.map((rung) => {
    const first = rung.endpoints.find(({ id }) => id === kept);
    if (first === undefined) return rung;
    return { ...rung, endpoints: [first, ...rung.endpoints.filter(({ id }) => id !== kept)] };
  });
}
