import type { ClassCube, NumberRange } from "@switchyard/policy";

/** Names shown of one field: a reader takes in no more. */
const NAMES_MAX = 6;

/** A set of request classes in words; a field with every value is left out. */
export function cubeWords(cube: ClassCube): string {
  const { slaMs, capabilities, contextTokens, ...names } = cube;
  const words = Object.entries(names).map(([field, held]) => `${field} ${listed(held)}`);
  if (slaMs !== undefined)
    words.push(`sla ${slaMs.map((range) => inRange(range, " ms")).join(", ")}`);
  if (capabilities !== undefined) {
    words.push(`capabilities ${listed(capabilities.map((held) => held.join("+") || "none"))}`);
  }
  if (contextTokens !== undefined) {
    const ranges = contextTokens.map((range) => inRange(range, " tokens"));
    words.push(`context ${ranges.join(", ")}`);
  }
  return words.length === 0 ? "all requests" : words.join("; ");
}

function listed(names: readonly string[]): string {
  const more = names.length - NAMES_MAX;
  const shown = names.slice(0, NAMES_MAX).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

function inRange({ from, below }: NumberRange, unit: string): string {
  if (below === null) return `from ${from}${unit}`;
  return from === 0 ? `below ${below}${unit}` : `${from} to below ${below}${unit}`;
}
