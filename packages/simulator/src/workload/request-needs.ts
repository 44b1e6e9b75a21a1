import type { AskRequest, Capability, JsonSchema, Route, Tool } from "@switchyard/contract";

/** What a request of a route brings along, so that the route's rules can hold. */
export interface RequestNeeds {
  /** Whether the answer is to be JSON of the caller's schema. */
  readonly hasSchema: boolean;
  readonly hasTools: boolean;
  /** What the planner is told. */
  readonly capabilities: readonly Capability[];
}

/**
 * Requests of a route that requires structured output, or checks the caller's schema, have one;
 * requests of a route that requires tools have one.
 */
export function requestNeeds({ requires, gates }: Route): RequestNeeds {
  const hasSchema =
    requires.capabilities.includes("structured-output") ||
    gates.some((gate) => gate.kind === "schema" && gate.schema === "request");
  const hasTools = requires.capabilities.includes("tools");
  return {
    hasSchema,
    hasTools,
    capabilities: [
      ...(hasTools ? (["tools"] as const) : []),
      ...(hasSchema ? (["structured-output"] as const) : []),
    ],
  };
}

/** What a request of a route carries beside its words, for {@link RequestNeeds}. */
export type RequestExtras = Pick<AskRequest, "output" | "tools">;

export function extrasOf(route: Route): RequestExtras {
  const { hasSchema, hasTools } = requestNeeds(route);
  return {
    ...(hasSchema && { output: { schema: ANSWER_SCHEMA, name: "answer" } }),
    ...(hasTools && { tools: [LOOK_UP] }),
  };
}

const ANSWER_SCHEMA: JsonSchema = {
  type: "object",
  properties: { answer: { type: "string" }, isCertain: { type: "boolean" } },
  required: ["answer", "isCertain"],
  additionalProperties: false,
};

const LOOK_UP: Tool = {
  name: "look_up",
  description: "Looks up a record by its number.",
  inputSchema: {
    type: "object",
    properties: { number: { type: "string" } },
    required: ["number"],
    additionalProperties: false,
  },
};
