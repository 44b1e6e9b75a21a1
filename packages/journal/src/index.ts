export { createFoldSink, foldEvents, foldStream, type Fold, type FoldSink } from "./fold.ts";
export { EMPTY_TALLY, tallyAsk, type AskTally } from "./folds/ask-tally.ts";
export {
  createCostFold,
  createCostSink,
  NO_MODEL,
  TASK_WINDOW_MS,
  type CostOptions,
  type CostSink,
} from "./folds/cost-fold.ts";
export {
  COST_SPLITS,
  OTHER_NAME,
  SLICES_MAX,
  type CostFigures,
  type CostSplit,
  type CostTally,
} from "./folds/cost-slices.ts";
export { type CostState, type ForgottenCosts } from "./folds/cost-state.ts";
export { type Costs } from "./folds/costs.ts";
export {
  addLatency,
  EMPTY_LATENCIES,
  LATENCY_ERROR,
  latencyQuantile,
  type LatencySketch,
} from "./folds/latency-sketch.ts";
export { localDayIn } from "./folds/local-day.ts";
export { stepOpenAsks, type OpenAsk, type OpenAsks } from "./folds/open-asks.ts";
export {
  shadowFold,
  type ShadowShares,
  type ShadowState,
  type ShadowSummary,
  type ShadowTally,
} from "./folds/shadow-fold.ts";
export {
  emptyShardedMap,
  shardedDelete,
  shardedGet,
  shardedSet,
  type ShardedMap,
} from "./folds/sharded-map.ts";
export {
  createSpendFold,
  UNKNOWN_NAME,
  type HeldAmount,
  type Spend,
  type SpendState,
  type SpentAmount,
} from "./folds/spend-fold.ts";
export {
  summaryFold,
  type AskSummary,
  type ProviderSummary,
  type Summary,
  type SummaryState,
} from "./folds/summary-fold.ts";
export { SAVING_CONTROLS, type SavingControl } from "./folds/saving-control.ts";
export type { ScoreSource } from "./folds/saving-state.ts";
export {
  shownQuality,
  type ControlSaving,
  type MeanScore,
  type ShownQuality,
  type TouchedQuality,
} from "./folds/savings.ts";
export { WASTE_CAUSES, type WasteByCause, type WasteCause } from "./folds/waste-cause.ts";
export {
  createLedgerFold,
  rebuildLedger,
  UNKNOWN_WINDOW,
  type JournalBalance,
  type LedgerState,
  type RebuiltLedger,
} from "./ledger/rebuild-ledger.ts";
export { reconcile, type BudgetReconciliation, type Reconciliation } from "./ledger/reconcile.ts";
export { reconciliationText } from "./ledger/reconciliation-text.ts";
export { createEventHash, type EventHash } from "./lines/event-hash.ts";
export { eventLine } from "./lines/event-line.ts";
export { followJournal, type FollowJournalOptions } from "./read/follow-journal.ts";
export { type JournalProblem } from "./read/journal-problem.ts";
export { isCleanReport, type JournalReport } from "./read/journal-report.ts";
export { readJournal, type JournalReading, type ReadJournalOptions } from "./read/read-journal.ts";
export {
  createJournalWriter,
  type JournalWriter,
  type JournalWriterOptions,
} from "./write/journal-writer.ts";
export { type JournalLoss } from "./write/journal-loss.ts";
export { type Rotation } from "./write/rotation.ts";
export { createTraceWriter, type TraceWriter } from "./write/trace-writer.ts";
