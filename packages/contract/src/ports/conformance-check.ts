/**
 * One rule of a port, to hold an implementation to: `run` rejects where it is broken. A rule that
 * cannot be tried says why in `skip`.
 */
export type ConformanceCheck =
  | { readonly name: string; readonly run: () => Promise<void> }
  | { readonly name: string; readonly skip: string };
