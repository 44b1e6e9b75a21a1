import type { Model, ModelResponse } from "@switchyard/contract";

/** The beginning of an answer that broke off, for another model to go on with. */
export interface Continuation {
  /** All of the text that was shown. */
  readonly text: string;
  /** Tokens that it took of the answer's limit. */
  readonly tokens: number;
  /** The endpoints that wrote it, in order. */
  readonly from: readonly string[];
  /** The rung it began on: only one that sends the same request can go on with it. */
  readonly rungIndex: number;
}

/**
 * Whether a model can go on with a text. Not with JSON that was asked for: what constrains a model
 * to a schema constrains what it adds, as if nothing stood before.
 */
export function canContinue(
  { capabilities }: Pick<Model, "capabilities">,
  asksForJson: boolean,
): boolean {
  return !asksForJson && capabilities.includes("prefill");
}

/**
 * What a model adds to a beginning, as it is shown. Where the beginning ends in white space, some
 * providers are not sent it (Anthropic takes no turn that ends so) and write it once more.
 */
export function atSeam(beginning: string, added: string): string {
  return /\s$/.test(beginning) ? added.trimStart() : added;
}

/** A response whose text is the whole answer's, the beginning and what was added to it. */
export function wholeResponse(
  continues: Continuation | undefined,
  response: ModelResponse,
): ModelResponse {
  if (continues === undefined) return response;
  const { text } = continues;
  return { ...response, text: text + atSeam(text, response.text) };
}
