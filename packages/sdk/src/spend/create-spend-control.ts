import type { Budget, Plan, Policy, Rng } from "@switchyard/contract";
import type { BudgetStanding } from "@switchyard/policy";
import { budgetsInScope } from "./budgets-in-scope.ts";
import { createBudgetBoard, type BoardParts } from "./create-budget-board.ts";

/** An ask as spend sees it. */
export interface SpendingAsk {
  readonly askId: string;
  readonly route: string;
  readonly segment: string;
  /** Whether its caller can wait. */
  readonly deferrable: boolean;
}

/** Why an ask is not let in for want of money. */
export interface SpendRefusal {
  readonly cause: "deferred" | "throttled";
  readonly budget: string;
  /** Share of the route's asks that is let in, 0 to 1. */
  readonly share: number;
  /** What the budget had left when it was read last. */
  readonly leftMicroUsd: number;
}

/** What spend makes of an ask. */
export interface SpendAdmission {
  /** Budgets whose spend levels it heeds. */
  readonly budgets: readonly Budget[];
  /** Tiers that it gives up. */
  readonly tierDown: number;
  /** The plan before it gave up any. Absent: it gives up none. */
  readonly planBefore?: Plan;
  readonly refusal?: SpendRefusal;
}

/** What a router's policy does as its money runs out. */
export interface SpendControl {
  /** Counts an ask, and says what spend makes of it. */
  admit(ask: SpendingAsk, plan: Plan): SpendAdmission;
  /** {@link SpendAdmission.tierDown} of an ask that is not counted. */
  tierDown(ask: Pick<SpendingAsk, "route" | "segment">, plan: Plan): number;
  /** Counts what an ask cost that was let in. */
  spend(route: string, admission: SpendAdmission, microUsd: number): void;
  /** How the budgets stood when the ledger was read last, in the policy's order. */
  standings(): readonly BudgetStanding[];
  /**
   * Goes on by another policy: budgets that both have keep their readings, levels and shares. The
   * throttle of one that is gone ends.
   */
  adapt(policy: Policy): void;
}

export interface SpendParts extends BoardParts {
  readonly rng: Rng;
}

/**
 * Reads the ledger beside the asks, never for one: an ask goes by the last reading, so what it
 * meets is known before it comes.
 */
export function createSpendControl(parts: SpendParts): SpendControl {
  const board = createBudgetBoard(parts);
  const { measuresOf, standings, throttleOf } = board;
  return {
    admit: (ask, plan) => {
      board.refresh();
      const inScope = budgetsInScope(board.budgets, ask, plan);
      let tierDown = 0;
      let refusal: SpendRefusal | undefined;
      for (const budget of inScope) {
        const asked = measuresOf(budget);
        tierDown = Math.max(tierDown, asked.tierDown);
        const share = throttleOf(budget)?.arrive(ask.route) ?? 1;
        const isOut = share < 1 && parts.rng.fork(`throttle/${ask.askId}`).float() >= share;
        const cause = ask.deferrable && asked.defer ? "deferred" : isOut && "throttled";
        if (cause !== false) refusal ??= { cause, ...leftOf(standings(), budget), share };
      }
      return { budgets: inScope, tierDown, ...(refusal !== undefined && { refusal }) };
    },
    tierDown: (ask, plan) => {
      const inScope = budgetsInScope(board.budgets, ask, plan);
      return Math.max(0, ...inScope.map((budget) => measuresOf(budget).tierDown));
    },
    spend: (route, admission, microUsd) => {
      for (const budget of admission.budgets) throttleOf(budget)?.spend(route, microUsd);
    },
    standings,
    adapt: board.adapt,
  };
}

function leftOf(
  standings: readonly BudgetStanding[],
  { id, capMicroUsd }: Budget,
): Pick<SpendRefusal, "budget" | "leftMicroUsd"> {
  const read = standings.find(({ budgetId }) => budgetId === id);
  const used = read === undefined ? 0 : read.spentMicroUsd + read.reservedMicroUsd;
  return { budget: id, leftMicroUsd: Math.max(0, capMicroUsd - used) };
}
