import type { AskRequest, FilePart, Message } from "@switchyard/contract";
import type { CountTokens } from "./token-counter.ts";

/** What a request's parts count for. */
export interface CountingRule {
  /** Factor on the whole. */
  readonly margin: number;
  /** Tokens of a request as such. */
  readonly requestTokens: number;
  /** Role and separators of a message: 3 tokens by OpenAI's guide to counting, and one to spare. */
  readonly messageTokens: number;
  /** What a provider adds to a request with tools or an output schema. */
  readonly schemaTokens: number;
  /** An image of any size, and a file that only a URL names. */
  readonly imageTokens: number;
  /** The least of any other file that is not text: one page, which some models see as an image. */
  readonly fileTokensMin: number;
}

/**
 * What is planned with: the likely size, from above. 15% over `o200k_base` hold English text (other
 * tokenizers count it up to 4% higher) and code (12%). An image is the most that Claude's models
 * before Opus 4.7 count for one.
 */
export const ESTIMATE: CountingRule = {
  margin: 1.15,
  requestTokens: 0,
  messageTokens: 4,
  schemaTokens: 0,
  imageTokens: 1_600,
  fileTokensMin: 1,
};

/**
 * What is reserved for: a bound, over texts that are counted by `createTokensMax`.
 *
 * - Tools: the longest system prompt that Anthropic documents for tool use has 530 tokens; newer
 *   tokenizers count 30% more.
 * - Images: Claude's models since Opus 4.7 see up to 2,576 pixels, some three times what 1,600
 *   tokens were for.
 * - The request itself has 64 tokens for a provider's framing.
 *
 * No bound can be had for a file that only a URL names, and for a document that is packed tighter
 * than four bytes a token. What exceeds a reservation is booked and told.
 */
export const BOUND: CountingRule = {
  margin: 1,
  requestTokens: 64,
  messageTokens: 8,
  schemaTokens: 700,
  imageTokens: 4_800,
  fileTokensMin: 4_800,
};

/** Four characters of base64 are three bytes; four bytes of a document are about one token. */
const BASE64_CHARACTERS_PER_TOKEN = 16 / 3;

/** Counts a request's input tokens, a whole number from 1 up. */
export type CountRequest = (request: AskRequest) => number;

/**
 * A counter that remembers tools and output schemas by identity, so an application that declares
 * them once pays for them once; texts are remembered by `countTokens`. The rest of a conversation
 * is walked on every call, so a request costs time in its number of parts.
 */
export function createRequestCounter(countTokens: CountTokens, rule: CountingRule): CountRequest {
  const declared = new WeakMap<object, number>();
  const countDeclared = (declaration: object): number => {
    const known = declared.get(declaration);
    if (known !== undefined) return known;
    const tokens = countTokens(JSON.stringify(declaration));
    declared.set(declaration, tokens);
    return tokens;
  };
  return ({ input, tools = [], output }) => {
    let tokens = rule.requestTokens;
    if (typeof input === "string") tokens += rule.messageTokens + countTokens(input);
    else for (const message of input) tokens += countMessage(message, countTokens, rule);
    if (tools.length > 0 || output !== undefined) tokens += rule.schemaTokens;
    for (const tool of tools) tokens += countDeclared(tool);
    if (output !== undefined) tokens += countDeclared(output.schema);
    return Math.ceil(tokens * rule.margin);
  };
}

function countMessage({ content }: Message, countTokens: CountTokens, rule: CountingRule): number {
  if (typeof content === "string") return rule.messageTokens + countTokens(content);
  let tokens = rule.messageTokens;
  for (const part of content) {
    if (part.type === "text") tokens += countTokens(part.text);
    else if (part.type === "file") tokens += countFile(part, countTokens, rule);
    else tokens += countTokens(part.toolName) + countTokens(JSON.stringify(payloadOf(part)) ?? "");
  }
  return tokens;
}

function payloadOf(part: { readonly input: unknown } | { readonly output: unknown }): unknown {
  return "input" in part ? part.input : part.output;
}

/** A file of text is read; any other is weighed. */
function countFile(
  { mediaType, data }: FilePart,
  countTokens: CountTokens,
  { imageTokens, fileTokensMin }: CountingRule,
): number {
  if (mediaType.startsWith("image/") || "url" in data) return imageTokens;
  if (mediaType.startsWith("text/"))
    return countTokens(Buffer.from(data.base64, "base64").toString("utf8"));
  return Math.max(fileTokensMin, Math.ceil(data.base64.length / BASE64_CHARACTERS_PER_TOKEN));
}
