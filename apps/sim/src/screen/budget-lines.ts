import { formatMoneyShort, formatShare, formatSpan } from "../format/quantity.ts";
import type { BudgetReading, BudgetView } from "../view/budget-view.ts";
import { tightestFirst, type BudgetNow } from "../view/tightest-first.ts";
import type { ViewModel } from "../view/view-model.ts";
import { lineWidth, type Line, type Span } from "./line.ts";
import { COLORS } from "./marks.ts";
import { tableLine } from "./table.ts";

const NAME_COLUMNS_MIN = 8;
/** Ids take this much of a line at most: a quota is named by its budget and its route. */
const NAME_SHARE_MAX = 0.3;
const SHARE_COLUMNS = 6;
/** A budget that refused calls and holds less than this much burn is as good as spent. */
const NEARLY_OVER_MS = 60_000;

/**
 * What the budget panel shows: a bar per budget, tightest first, then how fast the tightest one
 * goes and when it ends.
 */
export function budgetLines(model: ViewModel, width: number, height: number): readonly Line[] {
  const budgets = tightestFirst(model);
  const [tightest] = budgets;
  if (tightest === undefined) {
    const why = model.hasPolicy
      ? "the policy sets no budget"
      : "not in a journal: --policy FILE shows them";
    return [[{ text: why, dim: true }]];
  }
  const details = detailLines(model, tightest, width);
  const bars = budgets.slice(0, Math.max(1, height - details.length));
  const moneyColumns = Math.max(...bars.map(({ reading }) => moneyText(reading).length));
  const longest = Math.max(...bars.map(({ view }) => view.budget.id.length));
  const names = Math.min(longest, Math.floor(width * NAME_SHARE_MAX));
  const columns = { name: Math.max(NAME_COLUMNS_MIN, names), money: moneyColumns };
  const lines = bars.map((now) => barLine(now, width, columns));
  return [...lines, ...details].slice(0, height);
}

function moneyText({ spentMicroUsd, capMicroUsd }: BudgetReading): string {
  return `${formatMoneyShort(spentMicroUsd)}/${formatMoneyShort(capMicroUsd)}`;
}

function barLine(
  { view, reading }: BudgetNow,
  width: number,
  columns: { readonly name: number; readonly money: number },
): Line {
  const { reservedMicroUsd, capMicroUsd, usedShare } = reading;
  const bar = Math.max(4, width - columns.name - columns.money - SHARE_COLUMNS - 3);
  const color = usedShare >= 1 ? COLORS.fail : view.alertedShare > 0 ? COLORS.warn : COLORS.money;
  return tableLine(
    [
      { caption: "", width: columns.name },
      { caption: "", width: bar },
      { caption: "", width: columns.money, align: "right" },
      { caption: "", width: SHARE_COLUMNS, align: "right" },
    ],
    [
      [{ text: view.budget.id, bold: true }],
      capBar(usedShare, reservedMicroUsd / Math.max(1, capMicroUsd), bar, color),
      [{ text: moneyText(reading) }],
      [{ text: formatShare(usedShare), color }],
    ],
  );
}

/** Spent, then held, then free. */
function capBar(usedShare: number, heldShare: number, width: number, color: string): Line {
  const spent = Math.min(width, Math.floor(usedShare * width));
  const held = Math.min(width - spent, Math.ceil(heldShare * width));
  return [
    { text: "█".repeat(spent), color },
    { text: "▒".repeat(held), color },
    { text: "░".repeat(width - spent - held), color: COLORS.quiet },
  ];
}

function detailLines(
  model: ViewModel,
  { view, reading }: BudgetNow,
  width: number,
): readonly Line[] {
  const { burnMicroUsdPerMinute, burnMultiple, reservedMicroUsd } = reading;
  const pace = `${formatMoneyShort(burnMicroUsdPerMinute)}/min (${burnMultiple.toFixed(1)}×)`;
  const held: Line = [{ text: `held ${formatMoneyShort(reservedMicroUsd)}` }];
  const denied: Span =
    view.denied === 0
      ? { text: "denied 0", dim: true }
      : { text: `denied ${view.denied}`, color: COLORS.fail };
  const first: Line = [exhaustion(model, view, reading), { text: " · ", dim: true }, denied];
  const second: Line = [{ text: `burn ${pace}` }, { text: " · ", dim: true }, ...held];
  const both: Line = [...first, { text: " · ", dim: true }, ...second];
  return lineWidth(both) <= width ? [both] : [first, second];
}

/** When the tightest budget ends, if it goes on like this. */
function exhaustion({ nowAtMs }: ViewModel, view: BudgetView, reading: BudgetReading): Span {
  const { exhaustedInMs, usedShare } = reading;
  const id = view.budget.id;
  const isOver = view.denied > 0 && (exhaustedInMs ?? 0) < NEARLY_OVER_MS;
  if (usedShare >= 1 || isOver) return { text: `✖ ${id} is spent`, color: COLORS.fail, bold: true };
  const windowEndsInMs = (view.windowEndsAtMs ?? Infinity) - nowAtMs;
  if (exhaustedInMs === undefined) return { text: `${id} is not drawn on`, dim: true };
  if (exhaustedInMs > windowEndsInMs) return { text: `${id} lasts its window` };
  return { text: `▲ ${id} ends in ${formatSpan(exhaustedInMs)}`, color: COLORS.warn };
}
