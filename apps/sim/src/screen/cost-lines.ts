import { WASTE_CAUSES, type CostFigures, type Costs } from "@switchyard/journal";
import { formatCount, formatMoney, formatShare, NOTHING } from "../format/quantity.ts";
import { lineWidth, type Line } from "./line.ts";
import { COLORS } from "./marks.ts";
import { captionRule, tableLine, withFlexible, type Column } from "./table.ts";

const TITLE = "Cost per success";
const CAUSES_MAX = 4;

/** The last ones give way where there is little room; the first takes what is left. */
const COLUMNS: readonly Column[] = [
  { caption: TITLE, width: 0 },
  { caption: "each", width: 9, align: "right" },
  { caption: "spend", width: 9, align: "right" },
  { caption: "wasted", width: 7, align: "right" },
  { caption: "tasks", width: 7, align: "right" },
  { caption: "succeeded", width: 9, align: "right" },
];
const COLUMNS_OF_NARROW = 4;
/** From this width on the table has all columns. */
const WIDE_COLUMNS = 70;

/** A table in a panel: its captions stand in the panel's border. */
export interface TableLines {
  readonly title: string;
  readonly rule: string;
  readonly lines: readonly Line[];
}

/** What a success costs by route, the dearest route first, then in all, and what was wasted on. */
export function costLines(costs: Costs, width: number): TableLines {
  const shown = width >= WIDE_COLUMNS ? COLUMNS : COLUMNS.slice(0, COLUMNS_OF_NARROW);
  const columns = withFlexible(shown, 0, width);
  const routes = Object.entries(costs.byRoute).sort(
    ([, a], [, b]) => b.spentMicroUsd - a.spentMicroUsd,
  );
  return {
    title: TITLE,
    rule: captionRule(columns, width),
    lines: [
      ...routes.map(([route, figures]) => tableLine(columns, costCells(route, figures))),
      tableLine(columns, costCells("all, judging too", costs.total)),
      wasteLine(costs, width),
    ],
  };
}

function costCells(name: string, figures: CostFigures): readonly Line[] {
  const { spentMicroUsd, wasteMicroUsd, tasks, successes, costPerSuccessMicroUsd } = figures;
  const each = costPerSuccessMicroUsd === null ? NOTHING : formatMoney(costPerSuccessMicroUsd);
  return [
    [{ text: name, bold: true }],
    [{ text: each, color: COLORS.money }],
    [{ text: formatMoney(spentMicroUsd) }],
    [{ text: formatShare(spentMicroUsd === 0 ? undefined : wasteMicroUsd / spentMicroUsd) }],
    [{ text: formatCount(tasks) }],
    [{ text: formatShare(tasks === 0 ? undefined : successes / tasks) }],
  ];
}

/** The causes that cost the most, as many as there is room for. */
function wasteLine({ waste }: Costs, width: number): Line {
  const causes = WASTE_CAUSES.filter((cause) => waste[cause] > 0)
    .sort((a, b) => waste[b] - waste[a])
    .slice(0, CAUSES_MAX);
  if (causes.length === 0) return [{ text: "nothing was wasted", dim: true }];
  const line: { text: string; dim?: boolean }[] = [{ text: "waste  ", dim: true }];
  for (const cause of causes) {
    const word = { text: `${cause} ${formatMoney(waste[cause])}  ` };
    if (lineWidth([...line, word]) > width) break;
    line.push(word);
  }
  return line;
}
