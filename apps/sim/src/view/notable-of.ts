import type {
  AskAnsweredEvent,
  AttemptStartedEvent,
  BreakerChangedEvent,
  RungChangedEvent,
  SwitchyardEvent,
} from "@switchyard/contract";
import { shardedGet } from "@switchyard/journal";
import { formatShare, formatSpan } from "../format/quantity.ts";
import { isRelief, spendWords } from "./spend-words.ts";
import type { FreshNotable, Severity } from "./notable.ts";
import { lastFailure } from "./ask-story.ts";
import type { ViewModel } from "./view-model.ts";

/** The line an event is worth, told from the model before it; most are worth none. */
export function notableOf(model: ViewModel, event: SwitchyardEvent): FreshNotable | undefined {
  const line = (severity: Severity, word: string, text: string): FreshNotable => {
    const askId = "askId" in event && event.askId !== undefined ? { askId: event.askId } : {};
    return { atMs: event.atMs, severity, word, text, ...askId };
  };
  switch (event.type) {
    case "fault-started": {
      const length = formatSpan(event.durationMs);
      return line(
        "fail",
        "fault",
        `${event.fault} begins: ${event.kind} on ${event.target}, ${length}`,
      );
    }
    case "fault-ended":
      return line("ok", "fault", `${event.fault} is over`);
    case "breaker-changed":
      return line(BREAKER_SEVERITY[event.to], "breaker", describeBreaker(event));
    case "rung-changed":
      return line(RUNG_SEVERITY[event.to], "rung", describeRungChange(event));
    case "burn-alert":
    case "spend-level-changed":
    case "throttle-changed":
    case "pruning-changed":
      return line(isRelief(event) ? "recovering" : "warn", "spend", spendWords(event));
    case "attempt-started":
      if (event.kind === "fallback")
        return line("warn", "fallback", describeFallback(model, event));
      if (event.kind !== "hedge") return undefined;
      return line("warn", "hedge", `${event.route}: no answer yet → ${event.provider} as well`);
    case "ask-answered":
      if (event.rung === "full" || event.judgesAskId !== undefined) return undefined;
      return line(event.rung === "static" ? "fail" : "warn", "degraded", describeRung(event));
    case "ask-failed":
      if (event.judgesAskId !== undefined) return undefined;
      return line("fail", "failed", `${event.code}: ${event.message}`);
    case "policy-swapped": {
      const { name, version, bundleHash, cause } = event;
      const text = `${name} v${version} ${bundleHash.slice(0, 12)} is in force: ${cause}`;
      return line("info", "policy", text);
    }
    case "policy-refused": {
      const { bundleHash, findings, cause } = event;
      const text = `refused, ${bundleHash.slice(0, 12)} stays: ${cause}: ${findings[0] ?? ""}`;
      return line("fail", "policy", text);
    }
    case "budget-denied":
      return line("fail", "denied", `budget ${event.budget} has no money left for a call`);
    default:
      return undefined;
  }
}

/** The lines for budgets that crossed an alert between two models. */
export function alertsBetween(before: ViewModel, after: ViewModel): readonly FreshNotable[] {
  if (before.budgets === after.budgets || before.state === "waiting") return [];
  return Object.values(after.budgets).flatMap(({ budget, alertedShare }) => {
    if (alertedShare <= (before.budgets[budget.id]?.alertedShare ?? 0)) return [];
    const text = `budget ${budget.id} passed ${formatShare(alertedShare)} of its cap`;
    return [{ atMs: after.nowAtMs, severity: "warn" as const, word: "budget", text }];
  });
}

const BREAKER_SEVERITY: Readonly<Record<BreakerChangedEvent["to"], Severity>> = {
  open: "fail",
  "half-open": "recovering",
  closed: "ok",
};

const RUNG_SEVERITY: Readonly<Record<RungChangedEvent["to"], Severity>> = {
  closed: "fail",
  trial: "recovering",
  open: "ok",
};

/** What a rung does, in a word or three. */
const RUNG_VERB: Readonly<Record<RungChangedEvent["to"], string>> = {
  closed: "closes",
  trial: "goes on trial",
  open: "opens",
};

export function describeRungChange({ route, rung, to, cause }: RungChangedEvent): string {
  return `${route}: ${rung} ${RUNG_VERB[to]}: ${cause}`;
}

function describeBreaker({ endpoint, from, to, cause }: BreakerChangedEvent): string {
  return `${endpoint} ${from} → ${to}: ${cause}`;
}

function describeFallback(model: ViewModel, event: AttemptStartedEvent): string {
  const story = shardedGet(model.openAsks, event.askId);
  const failure = story === undefined ? undefined : lastFailure(story);
  const from = failure === undefined ? "" : `${failure.provider} ${failure.outcome} `;
  return `${event.route}: ${from}→ ${event.provider}`;
}

function describeRung({ route, rung, why }: AskAnsweredEvent): string {
  return `${route}: ${rung} answer (${why})`;
}
