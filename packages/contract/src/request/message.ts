/** A piece of text. Parts repeated between requests are counted in tokens only once. */
export interface TextPart {
  readonly type: "text";
  readonly text: string;
}

/** An image or another file, as bytes in base64 or a URL. */
export interface FilePart {
  readonly type: "file";
  /** IANA media type, such as `image/png`. */
  readonly mediaType: string;
  readonly data: { readonly base64: string } | { readonly url: string };
}

/** A model's wish to call a tool. */
export interface ToolCallPart {
  readonly type: "tool-call";
  readonly toolCallId: string;
  readonly toolName: string;
  /** Arguments, parsed. */
  readonly input: unknown;
}

/** What a tool answered. */
export interface ToolResultPart {
  readonly type: "tool-result";
  readonly toolCallId: string;
  readonly toolName: string;
  readonly output: unknown;
}

/** One turn of a conversation. */
export type Message =
  | { readonly role: "system"; readonly content: string }
  | { readonly role: "user"; readonly content: string | readonly (TextPart | FilePart)[] }
  | { readonly role: "assistant"; readonly content: string | readonly (TextPart | ToolCallPart)[] }
  | { readonly role: "tool"; readonly content: readonly ToolResultPart[] };

/** A JSON Schema, draft 2020-12 or 7. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** A function that the model may ask the application to call. */
export interface Tool {
  readonly name: string;
  readonly description?: string;
  readonly inputSchema: JsonSchema;
}

export type ToolChoice = "auto" | "required" | "none" | { readonly toolName: string };

/** Structured output: the answer is JSON of this schema. */
export interface OutputFormat {
  readonly schema: JsonSchema;
  readonly name?: string;
}
