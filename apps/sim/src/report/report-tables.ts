import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import {
  formatCount,
  formatLatency,
  formatMoney,
  formatShare,
  NOTHING,
} from "../format/quantity.ts";
import { textTable, type TextColumn } from "../format/text-table.ts";
import { tightestFirst } from "../view/tightest-first.ts";

/** What callers of each route got. */
export function routeTable({ outcome, model }: RehearsalRun): readonly string[] {
  const rows = Object.entries(outcome.summary.byRoute).map(([id, route]) => {
    const { requests, byModel, byModelInsideSla, fellBack, costMicroUsd, p95Ms } = route;
    const slaMs = model.routes[id]?.slaMsMax ?? 0;
    return [
      id,
      formatCount(requests),
      formatShare(requests === 0 ? undefined : byModelInsideSla / requests),
      formatLatency(p95Ms ?? undefined),
      slaMs === 0 ? NOTHING : formatLatency(slaMs),
      formatShare(requests === 0 ? undefined : fellBack / requests),
      formatShare(requests === 0 ? undefined : route.degraded / requests),
      formatMoney(byModel === 0 ? undefined : costMicroUsd / byModel),
    ];
  });
  if (rows.length === 0) return [];
  return textTable(
    [
      left("route"),
      ...["asks", "in SLA", "p95", "SLA", "fallbacks", "degraded", "cost per success"].map(right),
    ],
    rows,
  );
}

/** What each provider was asked for and gave. */
export function providerTable({ outcome: { summary } }: RehearsalRun): readonly string[] {
  const all = Object.values(summary.byProvider).reduce((sum, { attempts }) => sum + attempts, 0);
  const rows = Object.entries(summary.byProvider).map(([id, provider]) => {
    const { attempts, ok, failed, outrun, costMicroUsd } = provider;
    return [
      id,
      formatCount(attempts),
      formatShare(attempts / all),
      formatShare(attempts === outrun ? undefined : ok / (attempts - outrun)),
      formatCount(failed),
      formatMoney(costMicroUsd),
    ];
  });
  if (rows.length === 0) return [];
  return textTable(
    [left("provider"), ...["calls", "share", "ok", "failed", "spend"].map(right)],
    rows,
  );
}

/** What is left of each budget. */
export function budgetTable({ model }: RehearsalRun): readonly string[] {
  const rows = tightestFirst(model).map(({ view, reading }) => [
    view.budget.id,
    formatMoney(view.openingMicroUsd),
    formatMoney(reading.spentMicroUsd),
    formatMoney(reading.capMicroUsd),
    formatShare(reading.usedShare),
    formatCount(view.denied),
  ]);
  if (rows.length === 0) return [];
  return textTable(
    [left("budget"), ...["opening", "spent", "cap", "used", "calls denied"].map(right)],
    rows,
  );
}

function left(caption: string): TextColumn {
  return { caption, align: "left" };
}

function right(caption: string): TextColumn {
  return { caption, align: "right" };
}
