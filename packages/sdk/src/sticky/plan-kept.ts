import type { Plan } from "@switchyard/contract";
import { keptFirst } from "./kept-first.ts";

/** The plan with one endpoint first on every rung that has it. */
export function planKept(plan: Plan, kept: string): Plan {
  const rungs = plan.rungs.map((planned) => {
    const endpoints = keptFirst(planned.endpoints, kept);
    if (endpoints === planned.endpoints) return planned;
    return {
      rung: planned.rung,
      endpoints,
      // A compiled rung counts its rejections when they are looked at, and a copy would not have it.
      get rejections() {
        return planned.rejections;
      },
    };
  });
  return { ...plan, rungs };
}
