import type { ToolCallPart } from "../request/message.ts";
import type { ModelCall, ModelResult } from "../request/model-call.ts";

/** Something of an answer, as it arrives. */
export type ModelStreamPart =
  /** The next piece of the text; never empty. */
  | { readonly type: "text"; readonly text: string }
  /**
   * A tool call. Passed on only when the whole answer has arrived: one that was acted upon cannot
   * be taken back, and a call out of half an answer must not be made.
   */
  | { readonly type: "tool-call"; readonly toolCall: ToolCallPart }
  /**
   * The model wrote something that is not shown, such as reasoning, words of a refusal or a part
   * of a tool's arguments. It keeps an idle timer alive.
   */
  | { readonly type: "activity" };

/** Every provider behind one contract. */
export interface ModelPort {
  /**
   * Endpoints of the catalogue that cannot be called here (no key, no URL), by endpoint id, with
   * the cause and the way out in words. Fixed for the port's life.
   */
  readonly absent: Readonly<Record<string, string>>;
  /** Makes one call. Never retries; never throws for what a provider or a network does. */
  generate(call: ModelCall): Promise<ModelResult>;
  /**
   * Makes one call and passes its answer on as it arrives. Never retries; never throws for what a
   * provider or a network does.
   *
   * The result is that of `generate`: the whole answer, whose text is that of all text parts
   * together, or the failure. It is `ok` only when the provider's own end of the answer has
   * arrived. A failure is `committed` when a text or a tool call was passed on before it; what
   * breaks an answer after that is `stream-interrupted`, and the usage reported until then is
   * kept, as a lower bound, with `billed: "partial"`.
   *
   * @param onPart called in order, never after the signal aborted or the promise settled. When it
   *   throws, nobody takes the answer: the call ends at once as `cancelled`, and what was thrown
   *   is dropped, so a caller who wants it keeps it.
   */
  stream(call: ModelCall, onPart: (part: ModelStreamPart) => void): Promise<ModelResult>;
}
