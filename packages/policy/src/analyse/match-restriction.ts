import type { RouteMatch } from "@switchyard/contract";
import { CLASS_FIELDS, type ClassField } from "./class-fields.ts";
import type { Diagram } from "./diagram.ts";
import type { Restriction } from "./walk-diagram.ts";

/** The positions of values that a route takes, were it alone. */
export function matchRestriction({ values }: Diagram, match: RouteMatch | undefined): Restriction {
  const restriction = new Map<number, ReadonlySet<number>>();
  const allow = (field: ClassField, isAllowed: (value: unknown) => boolean): void => {
    const held = values[field].flatMap((value: unknown, at: number) =>
      isAllowed(value) ? at : [],
    );
    restriction.set(CLASS_FIELDS.indexOf(field), new Set(held));
  };
  const names = (field: ClassField, allowed: readonly string[] | undefined): void => {
    if (allowed !== undefined) allow(field, (value) => allowed.some((name) => name === value));
  };
  names("intent", match?.intents);
  names("risk", match?.risks);
  names("segment", match?.segments);
  names("locale", match?.locales);
  names("residency", match?.residencies);
  const slaMsBelow = match?.slaMsBelow;
  if (slaMsBelow !== undefined) allow("slaMs", (value) => Number(value) < slaMsBelow);
  return restriction;
}
