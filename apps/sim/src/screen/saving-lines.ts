import { shownQuality, type ControlSaving, type MeanScore } from "@switchyard/journal";
import { formatCount, formatMoney, NOTHING } from "../format/quantity.ts";
import type { TableLines } from "./cost-lines.ts";
import type { Line } from "./line.ts";
import { COLORS } from "./marks.ts";
import { captionRule, tableLine, withFlexible, type Column } from "./table.ts";

const TITLE = "Saved (estimate)";

/** A column, and the width of the panel from which there is room for it. */
interface SavingColumn extends Column {
  readonly fromWidth: number;
  readonly cell: (saving: ControlSaving) => Line;
}

/** A saving, its quality and the floor always stand together. */
const COLUMNS: readonly SavingColumn[] = [
  { caption: TITLE, width: 0, fromWidth: 0, cell: nameCell },
  { caption: "saved", width: 8, align: "right", fromWidth: 0, cell: savedCell },
  { caption: "quality (n)", width: 13, align: "right", fromWidth: 0, cell: qualityCell },
  { caption: "others (n)", width: 13, align: "right", fromWidth: 64, cell: othersCell },
  { caption: "floor", width: 5, align: "right", fromWidth: 0, cell: floorCell },
  { caption: "scored by", width: 9, align: "right", fromWidth: 90, cell: sourceCell },
  { caption: "asks", width: 7, align: "right", fromWidth: 90, cell: ({ asks }) => count(asks) },
  {
    caption: "by a model",
    width: 10,
    align: "right",
    fromWidth: 90,
    cell: ({ answered }) => count(answered),
  },
];

/**
 * What each control saved on each route, the most first, beside the quality that it was saved at.
 *
 * @param height lines that there is room for; the last one says how many were left out
 */
export function savingLines(
  savings: readonly ControlSaving[],
  width: number,
  height: number,
): TableLines {
  const shown = COLUMNS.filter(({ fromWidth }) => width >= fromWidth);
  const columns = withFlexible(shown, 0, width);
  const sorted = savings.toSorted((a, b) => (b.savedMicroUsd ?? 0) - (a.savedMicroUsd ?? 0));
  const fit = sorted.length <= height ? sorted : sorted.slice(0, Math.max(0, height - 1));
  const left = sorted.length - fit.length;
  return {
    title: TITLE,
    rule: captionRule(columns, width),
    lines: [
      ...fit.map((saving) =>
        tableLine(
          columns,
          shown.map(({ cell }) => cell(saving)),
        ),
      ),
      ...(left > 0 ? [[{ text: `and ${left} more`, dim: true }]] : []),
      ...(savings.length === 0 ? [[{ text: "no control has touched an ask", dim: true }]] : []),
    ],
  };
}

function nameCell({ control, route }: ControlSaving): Line {
  return [{ text: control, bold: true }, { text: ` ${route}` }];
}

function savedCell({ savedMicroUsd }: ControlSaving): Line {
  const text = savedMicroUsd === null ? NOTHING : formatMoney(savedMicroUsd);
  return [{ text, color: COLORS.money }];
}

function qualityCell(saving: ControlSaving): Line {
  const { qualityFloor } = saving;
  const { touched } = shownQuality(saving);
  const isLow = qualityFloor !== null && touched.mean !== null && touched.mean < qualityFloor;
  return [{ text: scoreText(touched), ...(isLow && { color: COLORS.fail }) }];
}

function othersCell(saving: ControlSaving): Line {
  return [{ text: scoreText(shownQuality(saving).untouched) }];
}

function floorCell({ qualityFloor }: ControlSaving): Line {
  return [{ text: qualityFloor === null ? NOTHING : qualityFloor.toFixed(2) }];
}

function sourceCell(saving: ControlSaving): Line {
  return [{ text: shownQuality(saving).source ?? NOTHING }];
}

function count(value: number): Line {
  return [{ text: formatCount(value) }];
}

function scoreText({ mean, count: scores }: MeanScore): string {
  return mean === null ? "none" : `${mean.toFixed(2)} (${formatCount(scores)})`;
}
