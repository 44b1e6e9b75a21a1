import type { Shell } from "../cli/shell.ts";

/** What Ink and React read once, when they are loaded. */
export function settleScreen({ env }: Pick<Shell, "env">): void {
  // Ink's colours do not know NO_COLOR (https://no-color.org), only FORCE_COLOR.
  const isColourUnwanted = env["NO_COLOR"] !== undefined && env["NO_COLOR"] !== "";
  if (isColourUnwanted) env["FORCE_COLOR"] = "0";
  // React's development build draws at a fraction of the speed.
  env["NODE_ENV"] ??= "production";
}
