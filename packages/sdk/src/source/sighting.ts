/** What a source that is looked at again and again has shown. */
export interface Sighting {
  /** What was loaded or refused last. */
  readonly taken: string;
  /** What was seen since, once. */
  readonly pending?: string;
}

/**
 * Looks once more. What is new is taken when two looks in a row see it: a file that is being
 * written, or missing between two renames, is on its way to something else.
 */
export function sight(
  { taken, pending }: Sighting,
  seen: string,
): { readonly sighting: Sighting; readonly isTaken: boolean } {
  if (seen === taken) return { sighting: { taken }, isTaken: false };
  if (seen === pending) return { sighting: { taken: seen }, isTaken: true };
  return { sighting: { taken, pending: seen }, isTaken: false };
}
