import type { PolicyDocument, RouteDocument } from "@switchyard/contract";
import { reportUnknown, type Report } from "./report.ts";

/** Fallbacks: to routes that exist, of the same kind, and never in a circle. */
export function checkReferences({ routes }: PolicyDocument, report: Report): void {
  for (const [index, route] of routes.entries()) {
    const { id, fallback } = route;
    const path = ["routes", index, "fallback"];
    const target = routes.find((other) => other.id === fallback);
    const ids = routes.filter((other) => isSameKind(route, other) && other !== route);
    if (fallback === "none") continue;
    if (fallback === id) {
      report.as("R05")(
        path,
        `route \`${id}\` falls back to itself; write \`none\` or another route`,
      );
    } else if (target === undefined) {
      const names = ["none", ...ids.map((other) => other.id)];
      reportUnknown(report, path, "route", fallback, names);
    } else if (!isSameKind(route, target)) {
      const [own, other] = route.internal ? ["internal", "not"] : ["for callers", "internal"];
      report(path, `route \`${id}\` is ${own} and \`${fallback}\` is ${other}; write \`none\``);
    } else {
      const circle = circleFrom(route, routes);
      if (circle !== undefined) {
        const way = "end it with `none`";
        const message = `the fallbacks go in a circle, ${circle.join(" -> ")}; ${way}`;
        report.as("R05")(path, message, ["routes"]);
      }
    }
  }
}

function isSameKind(left: RouteDocument, right: RouteDocument): boolean {
  return (left.internal ?? false) === (right.internal ?? false);
}

/** The ids of a circle that comes back to `start`. Ends after as many steps as there are routes. */
function circleFrom(
  start: RouteDocument,
  routes: readonly RouteDocument[],
): readonly string[] | undefined {
  const ids = [start.id];
  let next = start.fallback;
  for (const _step of routes) {
    ids.push(next);
    if (next === start.id) return ids;
    const route = routes.find(({ id }) => id === next);
    if (route === undefined) return undefined;
    next = route.fallback;
  }
  return undefined;
}
