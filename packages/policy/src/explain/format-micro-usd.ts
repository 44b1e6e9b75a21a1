const MICRO_USD = 1_000_000;

/** Micro-US-dollars as dollars to the last micro-dollar, without idle zeros: `$0.25`, `$0.000612`. */
export function formatMicroUsd(microUsd: number): string {
  const sign = microUsd < 0 ? "-" : "";
  const size = Math.abs(microUsd);
  const dollars = Math.floor(size / MICRO_USD);
  const decimals = String(size % MICRO_USD).padStart(6, "0");
  return `${sign}$${dollars}.${decimals.replace(/0{1,4}$/, "")}`;
}
