import {
  InvalidRequestError,
  RouteRefusedError,
  type Answer,
  type AskRequest,
} from "@switchyard/contract";
import { validateRequest } from "@switchyard/policy";
import { refusalMessage } from "../answer/refusal-message.ts";
import { outputIssue } from "../judge/check-gate-setup.ts";
import { sampleJudges } from "../judge/sample-judges.ts";
import type { StreamOutlet } from "../stream/create-stream-outlet.ts";
import { keptEndpoint } from "../sticky/kept-endpoint.ts";
import { withKeptEndpoint } from "../sticky/with-kept-endpoint.ts";
import { askRoute, failAsk, tellReceipt, type Asked, type AskContext } from "./ask-route.ts";

/**
 * Answers one request: validate, classify, plan, climb, answer. Throws `SwitchyardError` for what
 * has no answer. An invalid request leaves no events: it has no class to tell of.
 */
export async function runAsk(
  context: AskContext,
  request: AskRequest,
  outlet?: StreamOutlet,
): Promise<Answer> {
  const { bundle, ports, schemas } = context;
  const { clock } = ports;
  const startedAtMs = clock.nowMs();
  const unusable = outputIssue(request.output, schemas);
  const issues = validateRequest(bundle.policy, request).concat(unusable ?? []);
  if (issues.length > 0) throw new InvalidRequestError(issues);

  const askId = context.newAskId();
  const taskId = request.taskId ?? askId;
  const asked: Asked = { askId, taskId, startedAtMs, request: context.classify(request) };
  tellReceipt(context, asked, request.tags);

  const planned = context.planRequest(asked.request, clock.epochMs());
  const route = bundle.policy.routes.find(({ id }) => id === planned.route);
  if (route === undefined) {
    const message = refusalMessage(bundle.policy, asked.request, planned);
    return failAsk(context, asked, new RouteRefusedError(message));
  }
  const kept = keptEndpoint(context, route, request);
  const sticky = kept !== undefined && {
    kept,
    plan: { ...planned, rungs: withKeptEndpoint(planned.rungs, kept) },
  };
  const judges = sampleJudges(route.gates, ports.rng, askId);
  return await askRoute(
    context,
    { ...asked, route, plan: planned, judges, ...sticky },
    request,
    outlet,
  );
}
