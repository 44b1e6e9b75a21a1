import type { ClassBox } from "./class-boxes.ts";
import type { ClassCube, NumberRange } from "./analysis-finding.ts";
import { CLASS_FIELDS, fieldSizes, type ClassValues } from "./class-fields.ts";

/** A box of classes in the policy's own words. Fields with every value are left out. */
export function classCube(values: ClassValues, box: ClassBox): ClassCube {
  const sizes = fieldSizes(values);
  const entries = CLASS_FIELDS.flatMap((field, at) => {
    const held = box[at] ?? [];
    return held.length === sizes[at] ? [] : [[field, inWords(values, field, held)] as const];
  });
  return Object.fromEntries(entries);
}

function inWords(
  values: ClassValues,
  field: (typeof CLASS_FIELDS)[number],
  held: readonly number[],
): readonly unknown[] {
  if (field === "slaMs") {
    return joined(
      held.map((at) => ({
        from: at === 0 ? 0 : (values.slaMs[at] ?? 0),
        below: values.slaMs[at + 1] ?? null,
      })),
    );
  }
  if (field === "contextTokens") {
    const { contextTokens } = values;
    return joined(
      held.map((at) => ({
        from: at === 0 ? 0 : (contextTokens[at - 1] ?? 0) + 1,
        below: at === contextTokens.length - 1 ? null : (contextTokens[at] ?? 0) + 1,
      })),
    );
  }
  return held.map((at) => values[field][at]);
}

/** Ascending ranges, with those that touch made one. */
function joined(ranges: readonly NumberRange[]): readonly NumberRange[] {
  const whole: NumberRange[] = [];
  for (const range of ranges) {
    const last = whole.at(-1);
    if (last?.below === range.from) whole[whole.length - 1] = { ...last, below: range.below };
    else whole.push(range);
  }
  return whole;
}
