import { DocumentError, type Bundle, type DocumentIssue } from "@switchyard/contract";
import { nearest } from "@switchyard/policy";
import { isCallFault } from "../faults/fault.ts";
import type { Scenario } from "../scenario/scenario.ts";

/**
 * Checks that the names in a scenario exist where it is rehearsed. Roles such as `@primary` and
 * names of budgets are left to others: a policy may lack them.
 *
 * @throws DocumentError for a provider, model, region or route that does not exist
 */
export function checkNames(
  { policy, catalog }: Bundle,
  { faults, checks, stops, locate }: Scenario,
): void {
  const issues: DocumentIssue[] = [];
  const check = (
    pointer: string,
    what: string,
    name: string | undefined,
    names: readonly string[],
  ) => {
    if (name === undefined || name.startsWith("@") || names.includes(name)) return;
    const meant = nearest(name, names);
    const wayOut =
      meant === undefined ? `use one of ${names.join(", ")}` : `did you mean "${meant}"?`;
    const position = locate(pointer);
    const message = `there is no ${what} "${name}" here; ${wayOut}`;
    issues.push({ ...(position !== undefined && { position }), pointer, message });
  };
  const providers = Object.values(catalog.providers);
  const providerIds = providers.map(({ id }) => id);
  const models = Object.keys(catalog.models);
  const regions = [...new Set(providers.flatMap(({ endpoints }) => Object.keys(endpoints)))];
  const routes = policy.routes.map(({ id }) => id);
  for (const [index, fault] of faults.entries()) {
    if (fault.type === "classifier.drift") {
      const place = `/faults/${index}/confusion`;
      for (const [meant, taken] of Object.entries(fault.confusion))
        for (const intent of [meant, ...Object.keys(taken)])
          check(place, "intent", intent, policy.domains.intents);
    }
    if (!isCallFault(fault)) continue;
    const { target } = fault;
    const pointer = `/faults/${index}/target`;
    check(`${pointer}/provider`, "provider", target.provider, providerIds);
    check(`${pointer}/model`, "model", target.model, models);
    check(`${pointer}/region`, "region", target.region, regions);
    check(`${pointer}/edge`, "shared edge", target.edge, Object.keys(catalog.sharedEdges));
    check(`${pointer}/route`, "route", target.route, routes);
    check(`${pointer}/segment`, "segment", target.segment, policy.domains.segments);
    if (fault.type === "body.wrong-model")
      check(`/faults/${index}/serves`, "model", fault.serves, models);
  }
  for (const { index, route } of checks) check(`/expect/${index}/route`, "route", route, routes);
  for (const { index, route } of stops.map((stop) => stop.check))
    check(`/stopWhen/${index}/route`, "route", route, routes);
  if (issues.length > 0) throw new DocumentError("scenario", issues);
}
