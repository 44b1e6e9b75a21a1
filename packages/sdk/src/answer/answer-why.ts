import type { AnswerWhy } from "@switchyard/contract";
import { reasonWords } from "@switchyard/policy";
import type { Ascent } from "../climb/ascent.ts";
import type { Attempt, ClimbState } from "../climb/climb-state.ts";
import { closedInWords } from "./closed-in-words.ts";
import { failuresInWords } from "./failures-in-words.ts";

/**
 * Why a model's answer came from where it did. The first choice is the plan's first endpoint that
 * can be called here at all.
 */
export function answerWhy(
  ascent: Ascent,
  state: ClimbState,
  { endpoint, kind, continues }: Attempt,
): AnswerWhy {
  const { history } = state;
  const first = ascent.plan.rungs[0]?.endpoints.find(({ id }) => !(id in ascent.absent));
  const rung = history.at(-1)?.rung ?? "full";
  const after = (): string => before(ascent, state, first?.id);
  if (continues !== undefined)
    return { code: "continued", message: `${endpoint.id} went on with the answer${after()}.` };
  if (rung !== "full")
    return {
      code: "degraded",
      message: `Rung ${rung} answered by ${endpoint.id}${after()}.${closedInWords(ascent, rung)}`,
    };
  if (kind === "hedge")
    return { code: "hedged", message: `${endpoint.id} answered a hedge first${outrun(history)}.` };
  const told = history.filter(({ outcome }) => outcome !== "outrun");
  if (kind === "repair")
    return { code: "repaired", message: `${endpoint.id} mended its answer${after()}.` };
  if (endpoint.id !== first?.id || told.some((attempt) => attempt.endpoint !== endpoint.id))
    return { code: "fallback", message: `${endpoint.id} answered${after()}.` };
  if (told.length > 1)
    return {
      code: "retried",
      message: `${endpoint.id} answered on attempt ${told.length}${after()}.`,
    };
  if (endpoint.id === ascent.kept)
    return {
      code: "sticky",
      message: `${endpoint.id} answered this conversation on route ${ascent.route.id} before.`,
    };
  if (ascent.spend.tierDown > 0)
    return {
      code: "spend",
      message:
        `${endpoint.id} is the first choice of route ${ascent.route.id} while spend levels take ` +
        `${ascent.spend.tierDown} of its tiers.`,
    };
  return {
    code: "first-choice",
    message: `${endpoint.id} is the first choice of route ${ascent.route.id}.`,
  };
}

/** The calls that a hedge was sent beside. */
function outrun(history: ClimbState["history"]): string {
  const endpoints = history
    .filter(({ kind, outcome }) => kind !== "hedge" && outcome === "outrun")
    .map((attempt) => attempt.endpoint);
  return endpoints.length === 0 ? "" : `, ahead of ${endpoints.join(", ")}`;
}

/** What went before: the calls that failed, else what kept the first choice out. */
function before(ascent: Ascent, state: ClimbState, first: string | undefined): string {
  const failures = failuresInWords(state.history);
  if (failures !== "") return `, after ${failures}`;
  const [denial] = Object.values(state.denials);
  if (denial !== undefined) return `, since budget ${denial.budgetId} had no room for a dearer one`;
  if (first !== undefined && state.crowded.includes(first))
    return `, in place of ${first}: its calls in flight are at their limit`;
  const rejection = state.entered[0]?.rejections.find(({ endpoint }) => endpoint.id === first);
  const [reason] = rejection?.reasons ?? [];
  if (rejection !== undefined && reason !== undefined)
    return `, in place of ${rejection.endpoint.id}: ${reasonWords(reason, ascent.request)}`;
  if (first !== undefined) return "";
  return `, since no endpoint of the ${ascent.plan.rungs[0]?.rung ?? "full"} rung qualifies`;
}
