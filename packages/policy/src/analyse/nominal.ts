import { CAPABILITIES, type Capability, type Route } from "@switchyard/contract";
import { countBelow, countUpTo } from "../plan/thresholds.ts";
import type { Analysis } from "./analysis.ts";
import { CLASS_FIELDS, type ClassField } from "./class-fields.ts";
import { matchRestriction } from "./match-restriction.ts";
import type { Restriction } from "./walk-diagram.ts";

/** The requests over which the policy promises something, for one of its routes. */
export interface Nominal {
  readonly route: Route;
  /** How long callers of the route wait. */
  readonly slaMs: number;
  /** The classes; those of them that another route takes are not meant. */
  readonly restriction: Restriction;
}

/**
 * The nominal requests of each route in service: the policy's `contingency.nominal`, else the
 * route's own latency, its own capabilities and its least context, at every workload.
 */
export function nominalsOf({ bundle, diagram }: Analysis): readonly Nominal[] {
  const { routes, contingency, domains } = bundle.policy;
  const { values } = diagram;
  return routes.flatMap((route): readonly Nominal[] => {
    if (route.internal || route.lifecycle === "retired" || route.match === undefined) return [];
    const stated = contingency?.nominal;
    const slaMs = stated?.slaMs[route.id] ?? route.limits.latencyMsMax;
    const contextTokens = stated?.contextTokens ?? route.requires.contextTokensMin;
    const workloads = stated?.workloads ?? Object.keys(domains.workloads);
    const needed: readonly Capability[] =
      stated?.capabilities === "all" ? CAPABILITIES : route.requires.capabilities;
    const restriction = new Map(matchRestriction(diagram, route.match));
    const only = (field: ClassField, held: readonly number[]): void => {
      const at = CLASS_FIELDS.indexOf(field);
      const before = restriction.get(at);
      restriction.set(at, new Set(held.filter((value) => before?.has(value) ?? true)));
    };
    only("slaMs", [Math.max(0, countUpTo(values.slaMs, slaMs) - 1)]);
    const context = countBelow(values.contextTokens, contextTokens);
    only("contextTokens", [Math.min(context, values.contextTokens.length - 1)]);
    only("capabilities", [
      values.capabilities.findIndex(
        (held) => held.length === needed.length && needed.every((one) => held.includes(one)),
      ),
    ]);
    only(
      "workload",
      values.workload.flatMap((name, at) => (workloads.includes(name) ? at : [])),
    );
    return [{ route, slaMs, restriction }];
  });
}
