import type { AskRequest, Message, Policy, RequestIssue } from "@switchyard/contract";
import { nearest } from "../load/nearest.ts";

/** Bounds of `AskRequest.tags`: labels reach every event, so they stay few and short. */
const TAGS_MAX = 16;
const TAG_LENGTH_MAX = 64;
const TEMPERATURE_MAX = 2;
/** Conversations are remembered by it. */
const CONVERSATION_LENGTH_MAX = 256;

/**
 * Everything that is wrong with a request, in the order of its fields; empty when it is one that
 * the policy's domains know. Says nothing of overrides that name unknown models: they narrow.
 */
export function validateRequest({ domains }: Policy, request: AskRequest): readonly RequestIssue[] {
  const issues: RequestIssue[] = [];
  const report = (field: string, message: string | undefined): void => {
    if (message !== undefined) issues.push({ field, message });
  };
  report("intent", domainMistake("intent", request.intent, domains.intents));
  report("risk", domainMistake("risk", request.risk, domains.risks));
  report("segment", optionalDomainMistake("segment", request.segment, domains.segments));
  report("locale", optionalDomainMistake("locale", request.locale, domains.locales));
  report("residency", optionalDomainMistake("residency", request.residency, domains.residencies));
  report("slaMs", slaMistake(request.slaMs));
  report("input", inputMistake(request.input));
  report("conversation", conversationMistake(request.conversation));
  report("outputTokensMax", countMistake("outputTokensMax", request.outputTokensMax, 1));
  report("temperature", temperatureMistake(request.temperature));
  report("costMicroUsdMax", countMistake("costMicroUsdMax", request.costMicroUsdMax, 0));
  for (const message of tagMistakes(request.tags ?? {})) report("tags", message);
  return issues;
}

function optionalDomainMistake(
  field: string,
  value: string | undefined,
  domain: readonly string[],
): string | undefined {
  return value === undefined ? undefined : domainMistake(field, value, domain);
}

function domainMistake(
  field: string,
  value: string,
  domain: readonly string[],
): string | undefined {
  if (domain.includes(value)) return undefined;
  const meant = typeof value === "string" ? nearest(value, domain) : undefined;
  const wayOut =
    meant === undefined ? `Use one of ${domain.join(", ")}.` : `Did you mean ${quoted(meant)}?`;
  return `${field} ${quoted(value)} is not declared in the policy's domains. ${wayOut}`;
}

function slaMistake(slaMs: number): string | undefined {
  if (Number.isFinite(slaMs) && slaMs > 0) return undefined;
  return `slaMs ${slaMs} is not a time to wait. Give milliseconds above 0, such as 2000.`;
}

function inputMistake(input: AskRequest["input"]): string | undefined {
  const isAsked =
    typeof input === "string"
      ? input.trim() !== ""
      : Array.isArray(input) && input.some(hasContent);
  if (isAsked) return undefined;
  return "input is empty. Give a prompt, or messages with text, a file or a tool result.";
}

/** Whether a message says something to answer; a system message only says how. */
function hasContent(message: Message): boolean {
  if (message.role === "system") return false;
  if (typeof message.content === "string") return message.content.trim() !== "";
  return message.content.some((part) => part.type !== "text" || part.text.trim() !== "");
}

function conversationMistake(conversation: string | undefined): string | undefined {
  if (conversation === undefined) return undefined;
  if (conversation === "") return "conversation is empty. Give its id, or leave it out.";
  if (conversation.length <= CONVERSATION_LENGTH_MAX) return undefined;
  return (
    `conversation ${quoted(conversation)} has ${conversation.length} characters; ` +
    `${CONVERSATION_LENGTH_MAX} at most. Give its id, not its text.`
  );
}

function countMistake(field: string, value: number | undefined, least: number): string | undefined {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return undefined;
  return `${field} ${value} is not a whole number from ${least} up. Round it, or leave it out.`;
}

function temperatureMistake(temperature: number | undefined): string | undefined {
  if (temperature === undefined) return undefined;
  if (temperature >= 0 && temperature <= TEMPERATURE_MAX) return undefined;
  return `temperature ${temperature} is outside 0 to ${TEMPERATURE_MAX}. Choose one within.`;
}

function tagMistakes(tags: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(tags);
  const mistakes = entries.flatMap(([key, value]) => tagMistake(key, value) ?? []);
  if (entries.length <= TAGS_MAX) return mistakes;
  return [
    `tags has ${entries.length} labels; ${TAGS_MAX} at most reach the events. Drop some.`,
    ...mistakes.slice(0, TAGS_MAX),
  ];
}

function tagMistake(key: string, value: string): string | undefined {
  if (key === "") return "tags has a label without a name. Name it.";
  const bound = `${TAG_LENGTH_MAX} at most. Shorten it.`;
  if (key.length > TAG_LENGTH_MAX) {
    return `tags has the name ${quoted(key)} of ${key.length} characters; ${bound}`;
  }
  if (value.length <= TAG_LENGTH_MAX) return undefined;
  return `tags gives ${quoted(key)} a value of ${value.length} characters; ${bound}`;
}

/** A caller's word as it stands in a message, cut where it is too long to be a name. */
function quoted(value: string): string {
  if (typeof value !== "string" || value.length <= TAG_LENGTH_MAX) return JSON.stringify(value);
  return `${JSON.stringify(value.slice(0, TAG_LENGTH_MAX))}…`;
}
