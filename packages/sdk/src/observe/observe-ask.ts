import {
  InvalidRequestError,
  type AskObservedEvent,
  type AskRequest,
  type DecisionState,
  type EventBase,
  type Model,
  type Plan,
  type RequestClass,
} from "@switchyard/contract";
import { costMicroUsd, decide, priceAt, validateRequest } from "@switchyard/policy";
import type { AskContext } from "../ask/ask-route.ts";
import { liveState } from "../ask/live-state.ts";
import { askClass } from "../events/ask-class.ts";
import { toMicroseconds } from "../events/event-emitter.ts";
import { judgeUsedModel, type UsedModelJudgement } from "./judge-used-model.ts";
import { findUsedModel, usedMistakes, type UsedModel } from "./used-model.ts";

/** What an observed ask records. */
export type Observation = Omit<AskObservedEvent, keyof EventBase | "type">;

/** Parts of the totals that a provider did not tell. */
const NO_PARTS = { cachedInputTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 } as const;

/**
 * Decides a request as an ask would, records that beside what the application used, and calls
 * nothing and reserves nothing. Throws `InvalidRequestError`, and nothing else.
 */
export function observeAsk(context: AskContext, request: AskRequest, used: UsedModel): Observation {
  const { bundle, ports, planRequest } = context;
  const issues = [...validateRequest(bundle.policy, request), ...usedMistakes(used)];
  if (issues.length > 0) throw new InvalidRequestError(issues);

  const asked = context.classify(request);
  const epochMs = ports.clock.epochMs();
  const planned = planRequest(asked, epochMs);
  const decided = firstEndpoint(
    bundle.policy.defaults.attempts.perEndpoint,
    planned,
    liveState(ports, asked.slaMs),
  );
  const model = findUsedModel(bundle.catalog, used);
  const judgement =
    model === undefined ? undefined : judgeModel(context, asked, epochMs, model, used);
  const askId = context.newAskId();
  const observation: Observation = {
    ...askClass({ askId, taskId: request.taskId ?? askId }, asked),
    ...(planned.route !== null && { route: planned.route }),
    ...(decided !== undefined && { decided }),
    used: model?.id ?? used.model,
    ...judgement,
    ...outcomeOf(used, model, epochMs),
  };
  ports.events.emit({ type: "ask-observed", ...observation });
  return observation;
}

/** The endpoint that an ask would call first, on the first rung that has one. */
function firstEndpoint(
  perEndpoint: number,
  { rungs }: Plan,
  state: DecisionState,
): string | undefined {
  for (const rung of rungs) {
    const [first] = decide(rung, state, perEndpoint).endpoints;
    if (first !== undefined) return first.id;
  }
  return undefined;
}

/** Without `noFallback`, which takes away every candidate but the first whatever the policy says. */
function judgeModel(
  { bundle, planRequest }: AskContext,
  asked: RequestClass,
  epochMs: number,
  model: Model,
  { region }: UsedModel,
): UsedModelJudgement {
  const { noFallback: _, ...overrides } = asked.overrides;
  const request = { ...asked, overrides };
  const planned = planRequest(request, epochMs);
  return judgeUsedModel(bundle, request, planned, epochMs, model, region);
}

function outcomeOf(
  { latencyMs, usage, success }: UsedModel,
  model: Model | undefined,
  epochMs: number,
): Pick<Observation, "latencyMs" | "costMicroUsd" | "success"> {
  return {
    ...(latencyMs !== undefined && { latencyMs: toMicroseconds(latencyMs) }),
    ...(success !== undefined && { success }),
    ...(usage !== undefined &&
      model !== undefined && {
        costMicroUsd: costMicroUsd(priceAt(model, epochMs), { ...NO_PARTS, ...usage }),
      }),
  };
}
