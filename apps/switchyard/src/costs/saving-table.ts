import {
  shownQuality,
  type ControlSaving,
  type MeanScore,
  type SavingControl,
} from "@switchyard/journal";
import type { CostTable } from "./cost-tables.ts";
import { countText, decimalsFor, moneyText } from "./money-text.ts";

/** Where there is neither a figure nor a way to estimate it. */
const NOTHING = "-";

/**
 * What controls saved, each route of each on its own line, with the quality of the asks that it
 * touched beside that of the route's other asks. No table where no ask was touched.
 *
 * @param isWide adds how many a model answered, and the money that the saving is the difference of
 */
export function savingTables(
  savings: readonly ControlSaving[],
  isWide: boolean,
): readonly CostTable[] {
  if (savings.length === 0) return [];
  const amounts = savings.flatMap((each) => [each.costMicroUsd, each.withoutMicroUsd ?? 0]);
  const decimals = decimalsFor(amounts);
  const money = (microUsd: number | null): string => {
    if (microUsd === null) return NOTHING;
    return microUsd < 0 ? `-${moneyText(-microUsd, decimals)}` : moneyText(microUsd, decimals);
  };
  return [
    {
      title: "Saved by controls, an estimate",
      captions: [
        "control, route",
        "asks",
        ...(isWide ? ["served", "cost", "without"] : []),
        "saved",
        ...QUALITY,
      ],
      rows: savings.map((saving) => [
        `${saving.control}, ${saving.route}`,
        countText(saving.asks),
        ...(isWide
          ? [countText(saving.answered), money(saving.costMicroUsd), money(saving.withoutMicroUsd)]
          : []),
        money(saving.savedMicroUsd),
        ...qualityCells(saving),
      ]),
      hasTotal: false,
    },
  ];
}

const QUALITY = ["quality (n)", "others (n)", "floor"] as const;

function qualityCells(saving: ControlSaving): readonly string[] {
  const { source, touched, untouched } = shownQuality(saving);
  const by = source === undefined || touched.count === 0 ? "" : `${source} `;
  const { qualityFloor } = saving;
  const floor = qualityFloor === null ? NOTHING : qualityFloor.toFixed(2);
  return [`${by}${scoreText(touched)}`, scoreText(untouched), floor];
}

function scoreText({ mean, count }: MeanScore): string {
  return mean === null ? "none" : `${mean.toFixed(3)} (${countText(count)})`;
}

/** How each estimate is made, for the controls that are in the table. */
const ESTIMATES: Readonly<Record<SavingControl, string>> = {
  "tier-down":
    "tier-down: their cost, times the planned cost of a success at the first choice that spend " +
    "levels took over that of the one called",
  pruning: "pruning: their cost, and the input left out, by an upper estimate of its tokens",
  "response-limit":
    "response-limit: their cost up to the limit, and a mean answer's output beyond it; below " +
    "zero, the calls after it cost more than that",
  "prompt-cache": "prompt-cache: their cost, with what the cache held at the rate of fresh input",
  throttle: "throttle: a mean ask of the route that a model answered",
  defer: "defer: likewise, and it is spent when the ask comes again",
  quota: "quota: a mean ask of the route that a model answered",
  cap: "cap: a mean ask of the route that a model answered",
};

/** What the table of savings means, where there is one. */
export function savingNotes(savings: readonly ControlSaving[]): readonly string[] {
  if (savings.length === 0) return [];
  const controls = new Set(savings.map(({ control }) => control));
  return [
    "Savings compare what the asks that a control touched cost with what they would have cost " +
      "without it, by the prices in their events. One ask may be touched by several controls, so " +
      "savings do not add up. Quality is of those asks, and of the route's others: the mean of " +
      "what users, else judges, else gates gave, 0 to 1.",
    ...[...controls].map((control) => `Without ${ESTIMATES[control]}.`),
  ];
}
