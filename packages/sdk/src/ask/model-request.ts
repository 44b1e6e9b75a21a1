import type { AskRequest, Message, ModelRequest, Route } from "@switchyard/contract";
import { repairRequest } from "../judge/repair-request.ts";
import type { Attempt } from "../climb/climb-state.ts";

/** What a deterministic route sends where the model supports it. */
const DETERMINISTIC = { temperature: 0, seed: 0 } as const;

/**
 * The request as an attempt sends it: the caller's own, bound by the rung and the route; in a
 * repair, with the refused answer and what is wrong with it; to go on with a text that broke off,
 * with that as its last turn.
 */
export function modelRequest(
  request: AskRequest,
  { deterministic }: Pick<Route, "deterministic">,
  { settings, model, outputTokensMax, mends, continues }: Attempt,
): ModelRequest {
  const { tools, toolChoice, output, temperature } = request;
  const { reasoningEffort } = model;
  const sent: ModelRequest = {
    messages: messagesOf(request, settings.instruction),
    outputTokensMax,
    ...(tools !== undefined && { tools }),
    ...(toolChoice !== undefined && { toolChoice }),
    ...(output !== undefined && { output }),
    ...(temperature !== undefined && { temperature }),
    ...(deterministic && DETERMINISTIC),
    ...(reasoningEffort !== undefined && { reasoningEffort }),
  };
  if (mends !== undefined) return repairRequest(sent, mends, mends.failures);
  return continues === undefined ? sent : continuedRequest(sent, continues.text);
}

/** Before white space alone, an answer begins as any other: no provider goes on with an empty turn. */
function continuedRequest(sent: ModelRequest, text: string): ModelRequest {
  if (text.trim() === "") return sent;
  const messages: readonly Message[] = [...sent.messages, { role: "assistant", content: text }];
  return { ...sent, messages, continuesLast: true };
}

/** A rung's instruction follows the caller's own, so that a cached prompt keeps its beginning. */
function messagesOf({ input }: AskRequest, instruction: string | undefined): readonly Message[] {
  const messages: readonly Message[] =
    typeof input === "string" ? [{ role: "user", content: input }] : input;
  if (instruction === undefined) return messages;
  const firstOther = messages.findIndex(({ role }) => role !== "system");
  const at = firstOther === -1 ? messages.length : firstOther;
  return messages.toSpliced(at, 0, { role: "system", content: instruction });
}
