/** What is compared over seeds, in the order in which it is shown. */
export const FIGURES = [
  "availability",
  "degradedShare",
  "failedShare",
  "p50Ms",
  "p95Ms",
  "spendMicroUsd",
  "costPerSuccessMicroUsd",
  "fallbackRate",
  "callsPerAsk",
  "violations",
  "simulatedQuality",
] as const;
export type FigureName = (typeof FIGURES)[number];

/** One seed's figures; null where there was nothing to measure. */
export type SeedFigures = Readonly<Record<FigureName, number | null>>;

/** How a figure is read. */
export interface FigureFacts {
  readonly caption: string;
  readonly unit: "share" | "duration" | "money" | "number";
  /** Whether more is better. Fallbacks and calls are neither good nor bad by themselves. */
  readonly better: "more" | "less" | "neither";
}

export const FIGURE_FACTS: Readonly<Record<FigureName, FigureFacts>> = {
  availability: { caption: "availability", unit: "share", better: "more" },
  degradedShare: { caption: "degraded", unit: "share", better: "less" },
  failedShare: { caption: "refused or failed", unit: "share", better: "less" },
  p50Ms: { caption: "p50", unit: "duration", better: "less" },
  p95Ms: { caption: "p95", unit: "duration", better: "less" },
  spendMicroUsd: { caption: "spend", unit: "money", better: "less" },
  costPerSuccessMicroUsd: { caption: "cost per success", unit: "money", better: "less" },
  fallbackRate: { caption: "asks that fell back", unit: "share", better: "neither" },
  callsPerAsk: { caption: "calls per ask", unit: "number", better: "neither" },
  violations: { caption: "violations", unit: "number", better: "less" },
  simulatedQuality: { caption: "simulated quality", unit: "number", better: "more" },
};
