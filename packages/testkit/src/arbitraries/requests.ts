import type { AskRequest, Message, Overrides, Tool } from "@switchyard/contract";
import type { LoadedBundle } from "@switchyard/policy";
import * as fc from "fast-check";
import { callerWords, intentAndRisk, patience } from "./class-words.ts";
import { overrides } from "./overrides.ts";

export interface RequestConstraints {
  /** Whether some ask for tools, structured output or an image to be seen. Default: true. */
  readonly capabilities?: boolean;
  /** Whether some name models that they want only, or do not want. Default: true. */
  readonly wishes?: boolean;
}

const TOOL: Tool = { name: "look_up", inputSchema: { type: "object" } };
const OUTPUT = { schema: { type: "object", properties: { title: { type: "string" } } } };
const IMAGE: Message = {
  role: "user",
  content: [{ type: "file", mediaType: "image/png", data: { base64: "iVBORw0KGgo=" } }],
};

/**
 * What an application may ask of a policy, in the policy's own words. They shrink to a plain
 * question of a class that its first route takes.
 */
export function requests(
  { bundle }: LoadedBundle,
  { capabilities = true, wishes = true }: RequestConstraints = {},
): fc.Arbitrary<AskRequest> {
  const { policy } = bundle;
  const caller = callerWords(policy);
  const stated = fc.record(
    { segment: caller.segment, locale: caller.locale, residency: caller.residency },
    { requiredKeys: [] },
  );
  return fc
    .record({
      words: intentAndRisk(policy),
      slaMs: patience(policy),
      stated,
      input: inputs(),
      needs: capabilities ? needs() : fc.constant({}),
      wishes: wishes ? overrides(bundle) : fc.constant({}),
    })
    .map(requestOf);
}

interface Drawn {
  readonly words: Pick<AskRequest, "intent" | "risk">;
  readonly slaMs: number;
  readonly stated: Pick<AskRequest, "segment" | "locale" | "residency">;
  readonly input: AskRequest["input"];
  readonly needs: Needs;
  readonly wishes: Overrides;
}

function requestOf({ words, slaMs, stated, input, needs, wishes }: Drawn): AskRequest {
  const { image = false, ...rest } = needs;
  const told = image ? [...messagesOf(input), IMAGE] : input;
  return { ...words, slaMs, ...stated, input: told, ...rest, ...wishes };
}

function inputs(): fc.Arbitrary<AskRequest["input"]> {
  const question = fc.oneof(
    { withCrossShrink: true },
    fc.constant("What is a mortgage?"),
    fc.lorem({ maxCount: 40 }),
  );
  const turn = fc.record({
    role: fc.constantFrom("user" as const, "assistant" as const),
    content: question,
  });
  const conversation = fc
    .tuple(fc.array(turn, { maxLength: 6 }), question)
    .map(([turns, content]): readonly Message[] => turns.concat({ role: "user", content }));
  return fc.oneof({ withCrossShrink: true }, { weight: 3, arbitrary: question }, conversation);
}

function messagesOf(input: AskRequest["input"]): readonly Message[] {
  return typeof input === "string" ? [{ role: "user", content: input }] : input;
}

type Needs = Pick<AskRequest, "tools" | "output" | "outputTokensMax"> & {
  readonly image?: boolean;
};

function needs(): fc.Arbitrary<Needs> {
  const all = {
    tools: fc.constant([TOOL]),
    output: fc.constant(OUTPUT),
    image: fc.constant(true),
    outputTokensMax: fc.constantFrom(200, 1),
  };
  const some = fc.record(all, { requiredKeys: [] });
  return fc.oneof({ withCrossShrink: true }, { weight: 1, arbitrary: fc.constant({}) }, some);
}
