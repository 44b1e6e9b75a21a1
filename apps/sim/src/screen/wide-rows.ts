import type { Frame } from "./frame.ts";

/** Rows of a panel's borders. */
export const BORDER_ROWS = 2;
const FAULT_ROWS_MAX = 3;
const EVENT_ROWS_MIN = 8;
const PANEL_ROWS_MIN = 4;
const BUDGETS_MAX = 4;
/** Rows from which there is room for more. */
const TALL_ROWS = 50;
const TALL_BUDGETS_MAX = 10;
const BUDGET_DETAIL_ROWS = 2;
/** Under the providers' charts. */
const FAULT_MARKS_ROWS = 1;
/** A blank line and the totals under the routes. */
const TOTALS_ROWS = 2;
/** Header, the blank line under it, and the footer. */
const SINGLE_ROWS = 3;

/** Heights of the wide layout's parts, borders included. They add up to the screen's; 0: left out. */
export interface WideRows {
  readonly faults: number;
  readonly providers: number;
  readonly routes: number;
  readonly budgets: number;
  readonly checks: number;
  readonly events: number;
}

/** Shares `rows` out: each panel gets what it has to say, events get the rest. */
export function wideRows({ model, checks }: Frame, rows: number): WideRows {
  const faults = Math.min(FAULT_ROWS_MAX, Math.max(1, model.faults.length));
  const providerRows = Object.keys(model.providers).length + FAULT_MARKS_ROWS + BORDER_ROWS;
  const routeRows = Object.keys(model.routes).length + TOTALS_ROWS + BORDER_ROWS;
  const budgetsMax = rows < TALL_ROWS ? BUDGETS_MAX : TALL_BUDGETS_MAX;
  const budgetCount = Math.min(budgetsMax, Object.keys(model.budgets).length);
  const budgetRows = budgetCount + BUDGET_DETAIL_ROWS + BORDER_ROWS;
  const checkRows = checks.length === 0 ? 0 : checks.length + BORDER_ROWS;
  const wanted = Math.max(providerRows + routeRows, budgetRows + checkRows);
  const middle = Math.min(wanted, rows - SINGLE_ROWS - faults - EVENT_ROWS_MIN);
  const providers = Math.min(providerRows, middle - PANEL_ROWS_MIN);
  const budgets = checkRows === 0 ? middle : Math.min(budgetRows, middle - PANEL_ROWS_MIN);
  return {
    faults,
    providers,
    routes: middle - providers,
    budgets,
    checks: middle - budgets,
    events: rows - SINGLE_ROWS - faults - middle,
  };
}
