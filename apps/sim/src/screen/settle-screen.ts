import type { Shell } from "../cli/shell.ts";

/** Whether no colour is wanted, whatever else is asked for (https://no-color.org). */
export function isColourUnwanted({ env }: Pick<Shell, "env">): boolean {
  return env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";
}

/** What Ink and React read once, when they are loaded. */
export function settleScreen({ env }: Pick<Shell, "env">): void {
  // Ink's colours do not know NO_COLOR, only FORCE_COLOR.
  if (isColourUnwanted({ env })) env["FORCE_COLOR"] = "0";
  // React's development build draws at a fraction of the speed.
  env["NODE_ENV"] ??= "production";
}
