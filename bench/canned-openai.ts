/** The model that every lane over a canned fetch calls, and what it is asked. */
export const MODEL = "gpt-6-luna";
export const PROMPT = "Why is the sky blue?";
export const OUTPUT_TOKENS_MAX = 400;
export const KEY = "sk-bench-0000";

/** An answer of OpenAI's Responses API. */
const BODY = JSON.stringify({
  id: "resp_1",
  object: "response",
  created_at: 1_795_000_000,
  status: "completed",
  error: null,
  incomplete_details: null,
  model: MODEL,
  output: [
    {
      type: "message",
      id: "msg_1",
      role: "assistant",
      status: "completed",
      content: [
        { type: "output_text", text: "Air scatters blue light more than red.", annotations: [] },
      ],
    },
  ],
  usage: {
    input_tokens: 40,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 10,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 50,
  },
});
const INIT = { status: 200, headers: { "content-type": "application/json" } };

/** A `fetch` that answers at once, so that no network is measured. */
export async function cannedFetch(): Promise<Response> {
  return new Response(BODY, INIT);
}
