import type { SwitchyardEvent } from "@switchyard/contract";
import type { ViewListener } from "../chaos/view-of-run.ts";
import { instantText } from "../format/instant-text.ts";
import { formatCount, formatMoney, formatShare, formatSpan } from "../format/quantity.ts";
import { describeRungChange } from "../view/notable-of.ts";
import { openBreakers } from "../view/provider-view.ts";
import { spendWords } from "../view/spend-words.ts";
import { providerOf } from "../view/provider-of.ts";
import { tightestFirst, type BudgetNow } from "../view/tightest-first.ts";
import type { ViewModel } from "../view/view-model.ts";

/** A progress line at least this often, in virtual and in real time. */
const PROGRESS_VIRTUAL_MS = 600_000;
const PROGRESS_WALL_MS = 2_000;
/** Looking at the real clock for every event would cost more than the events. */
const EVENTS_PER_LOOK = 64;
const WORD_COLUMNS = 10;

export interface LineReporterOptions {
  /** Takes one line without its line end. */
  readonly write: (line: string) => void;
  /** Real milliseconds; the zero point means nothing. */
  readonly nowMs: () => number;
  /** Whether changes alone are told, without progress in between. Default: false. */
  readonly isTerse?: boolean;
}

/** Tells a rehearsal in lines: what changed when, and progress in between. */
export function createLineReporter(options: LineReporterOptions): ViewListener {
  const { write, nowMs, isTerse = false } = options;
  let progressAtMs = PROGRESS_VIRTUAL_MS;
  let lookedAtMs = nowMs();
  let eventsSinceLook = 0;

  const isProgressDue = (model: ViewModel): boolean => {
    if (isTerse || model.state !== "running") return false;
    if (model.nowAtMs - model.startedAtMs >= progressAtMs) return true;
    eventsSinceLook += 1;
    if (eventsSinceLook < EVENTS_PER_LOOK) return false;
    eventsSinceLook = 0;
    return nowMs() - lookedAtMs >= PROGRESS_WALL_MS;
  };

  return (before, after, event) => {
    const sinceStartMs = after.nowAtMs - after.startedAtMs;
    const tell = (word: string, text: string): void =>
      write(`${instantText(after, after.nowAtMs)}  ${word.padEnd(WORD_COLUMNS)}  ${text}`);
    for (const [word, text] of changesBetween(before, after, event)) tell(word, text);
    if (!isProgressDue(after)) return;
    lookedAtMs = nowMs();
    progressAtMs = sinceStartMs + PROGRESS_VIRTUAL_MS;
    tell("progress", progressText(after));
  };
}

type Change = readonly [word: string, text: string];

/** What a reader wants to know at once: faults, breakers by provider, rungs, budgets. */
function changesBetween(
  before: ViewModel,
  after: ViewModel,
  event: SwitchyardEvent,
): readonly Change[] {
  switch (event.type) {
    case "fault-started": {
      const length = formatSpan(event.durationMs);
      return [["FAULT", `${event.fault}: ${event.kind} on ${event.target} for ${length}`]];
    }
    case "fault-ended":
      return [["fault over", event.fault]];
    case "rehearsal-ended":
      return event.stoppedBy === undefined ? [] : [["STOPPED", event.stoppedBy]];
    case "breaker-changed":
      return breakerChange(before, after, providerOf(event.endpoint), event.cause);
    case "rung-changed":
      return [["rung", describeRungChange(event)]];
    case "burn-alert":
    case "spend-level-changed":
    case "throttle-changed":
    case "pruning-changed":
      return [["spend", spendWords(event)]];
    case "budget-denied":
      return denialChange(before, event.budget);
    case "budget-settled":
      return alertChanges(before, after);
    default:
      return [];
  }
}

/** One line when a provider's first breaker opens and one when its last closes. */
function breakerChange(
  before: ViewModel,
  after: ViewModel,
  id: string,
  cause: string,
): readonly Change[] {
  const [earlier, later] = [before.providers[id], after.providers[id]];
  if (earlier === undefined || later === undefined) return [];
  const [wasTripped, isTripped] = [earlier, later].map(
    ({ breakers }) => Object.keys(breakers).length > 0,
  );
  if (!wasTripped && openBreakers(later) > 0) return [["breaker", `${id} opens: ${cause}`]];
  return wasTripped && !isTripped ? [["breaker", `${id} is closed again`]] : [];
}

function denialChange(before: ViewModel, id: string): readonly Change[] {
  if ((before.budgets[id]?.denied ?? 0) > 0) return [];
  return [["BUDGET", `${id} has no money left for a call; cheaper or static answers follow`]];
}

function alertChanges(before: ViewModel, after: ViewModel): readonly Change[] {
  return Object.values(after.budgets).flatMap(({ budget, alertedShare }): readonly Change[] => {
    if (alertedShare <= (before.budgets[budget.id]?.alertedShare ?? 0)) return [];
    return [["budget", `${budget.id} passed ${formatShare(alertedShare)} of its cap`]];
  });
}

function progressText(model: ViewModel): string {
  const { received, answered, degraded, refused, failed } = model.asks;
  const ended = answered + degraded + refused + failed;
  const share = (count: number): string => formatShare(ended === 0 ? undefined : count / ended);
  const [tightest] = tightestFirst(model);
  const money = tightest === undefined ? "" : `, ${budgetText(tightest)}`;
  const planned = model.requests === 0 ? "" : `/${formatCount(model.requests)}`;
  const asks = `${formatCount(received)}${planned} asks`;
  return `${asks}, full ${share(answered)}, degraded ${share(degraded)}, failed ${share(refused + failed)}${money}`;
}

function budgetText({ view, reading }: BudgetNow): string {
  const { spentMicroUsd, capMicroUsd } = reading;
  return `${view.budget.id} ${formatMoney(spentMicroUsd)} of ${formatMoney(capMicroUsd)}`;
}
