import type { AskRequest, FilePart, Message } from "@switchyard/contract";
import type { CountTokens } from "./token-counter.ts";

/**
 * Over-estimate of a count by `o200k_base` for every model: other tokenizers count the same
 * English text up to 4% higher, code 12%.
 */
const MARGIN = 1.15;
/** Role and separators of a message: 3 tokens by OpenAI's guide to counting, and one to spare. */
const MESSAGE_TOKENS = 4;
/** An image, and a file that only a URL names: the most that Claude counts for one image. */
const IMAGE_TOKENS = 1_600;
/** Four characters of base64 are three bytes; four bytes of a document are about one token. */
const BASE64_CHARACTERS_PER_TOKEN = 16 / 3;

/** Counts an upper estimate of a request's input tokens, a whole number from 1 up. */
export type CountRequest = (request: AskRequest) => number;

/**
 * A counter that remembers tools and output schemas by identity, so an application that declares
 * them once pays for them once.
 */
export function createRequestCounter(countTokens: CountTokens): CountRequest {
  const declared = new WeakMap<object, number>();
  const countDeclared = (declaration: object): number => {
    const known = declared.get(declaration);
    if (known !== undefined) return known;
    const tokens = countTokens(JSON.stringify(declaration));
    declared.set(declaration, tokens);
    return tokens;
  };
  return ({ input, tools = [], output }) => {
    let tokens = 0;
    if (typeof input === "string") tokens += MESSAGE_TOKENS + countTokens(input);
    else for (const message of input) tokens += countMessage(message, countTokens);
    for (const tool of tools) tokens += countDeclared(tool);
    if (output !== undefined) tokens += countDeclared(output.schema);
    return Math.ceil(tokens * MARGIN);
  };
}

function countMessage({ content }: Message, countTokens: CountTokens): number {
  if (typeof content === "string") return MESSAGE_TOKENS + countTokens(content);
  let tokens = MESSAGE_TOKENS;
  for (const part of content) {
    if (part.type === "text") tokens += countTokens(part.text);
    else if (part.type === "file") tokens += countFile(part);
    else tokens += countTokens(part.toolName) + countTokens(JSON.stringify(payloadOf(part)) ?? "");
  }
  return tokens;
}

function payloadOf(part: { readonly input: unknown } | { readonly output: unknown }): unknown {
  return "input" in part ? part.input : part.output;
}

function countFile({ mediaType, data }: FilePart): number {
  if (mediaType.startsWith("image/") || "url" in data) return IMAGE_TOKENS;
  return Math.ceil(data.base64.length / BASE64_CHARACTERS_PER_TOKEN);
}
