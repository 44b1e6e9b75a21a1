import type { Policy } from "@switchyard/contract";

/** The floors of the routes that have a measured one, 0 to 1, by route. */
export function qualityFloorsOf({
  routes,
}: Pick<Policy, "routes">): Readonly<Record<string, number>> {
  return Object.fromEntries(
    routes.flatMap(({ id, limits: { qualityFloor } }) =>
      qualityFloor === "unmeasured" ? [] : [[id, qualityFloor]],
    ),
  );
}
