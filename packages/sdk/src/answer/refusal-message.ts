import type { Plan, Policy, RequestClass, Route } from "@switchyard/contract";

/** Why a request has no route, and what would have one. */
export function refusalMessage(
  { routes }: Pick<Policy, "routes">,
  request: RequestClass,
  { gapReason }: Pick<Plan, "gapReason">,
): string {
  const { intent, risk, segment, locale, residency, slaMs } = request;
  const cause = gapReason === undefined ? "" : ` The policy says why: ${gapReason}.`;
  return (
    `No route takes intent ${intent} at risk ${risk} (segment ${segment}, locale ${locale}, ` +
    `residency ${residency}, slaMs ${slaMs}).${cause} ${wayOut(routes, intent)}`
  );
}

function wayOut(routes: readonly Route[], intent: string): string {
  const callable = routes.filter(
    ({ match, internal, lifecycle }) => match !== undefined && !internal && lifecycle !== "retired",
  );
  const near = callable.filter(({ match }) => match?.intents.includes(intent));
  if (near.length > 0) return `Routes for ${intent}: ${near.map(conditionsOf).join("; ")}.`;
  const intents = new Set(callable.flatMap(({ match }) => match?.intents ?? []));
  return `No route is for ${intent}; routes are for ${[...intents].join(", ")}.`;
}

function conditionsOf({ id, match }: Route): string {
  const conditions = [
    `risk ${match?.risks.join(" or ")}`,
    listed("segment", match?.segments),
    listed("locale", match?.locales),
    listed("residency", match?.residencies),
    match?.slaMsBelow === undefined ? "" : `slaMs below ${match.slaMsBelow}`,
  ];
  return `${id} takes ${conditions.filter((condition) => condition !== "").join(", ")}`;
}

function listed(name: string, values: readonly string[] | undefined): string {
  return values === undefined ? "" : `${name} ${values.join(" or ")}`;
}
