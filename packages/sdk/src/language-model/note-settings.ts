import type { LanguageModelV4CallOptions } from "@ai-sdk/provider";
import type { LeaveOut } from "./left-out.ts";

/** The AI SDK's own name in the headers of every call. */
const OWN_HEADER = "user-agent";

const CHOSEN_BY_POLICY = "It is not sent: the policy and the catalogue set what a model is sent.";

/** Notes the settings of a call that the router does not pass on. */
export function noteSettings(options: LanguageModelV4CallOptions, leaveOut: LeaveOut): void {
  const { stopSequences, topP, topK, presencePenalty, frequencyPenalty, seed } = options;
  const settings = { stopSequences, topP, topK, presencePenalty, frequencyPenalty, seed };
  for (const [name, value] of Object.entries(settings))
    if (value !== undefined) leaveOut(name, CHOSEN_BY_POLICY);
  if (options.reasoning !== undefined && options.reasoning !== "provider-default")
    leaveOut(
      "reasoning",
      "It is not sent: a variant of the catalogue, as @low, has its own effort.",
    );
  if (options.includeRawChunks === true)
    leaveOut("includeRawChunks", "The router passes on no provider's own chunks.");

  const headers = Object.entries(options.headers ?? {})
    .filter(([name, value]) => name.toLowerCase() !== OWN_HEADER && value !== undefined)
    .map(([name]) => name);
  if (headers.length > 0)
    leaveOut("headers", `${headers.join(", ")}: not sent, for any provider may be called.`);

  const providers = Object.keys(options.providerOptions ?? {}).filter(
    (name) => name !== "switchyard",
  );
  if (providers.length > 0)
    leaveOut(
      "providerOptions",
      `${providers.join(", ")}: not sent, for the policy chooses the provider. Only \`switchyard\` is read.`,
    );
}
