import { generateText, isStepCount, Output, streamText, tool, type LanguageModel } from "ai";
import { z } from "zod";

const orderStatus = tool({
  description: "Looks up where an order is.",
  inputSchema: z.object({ orderId: z.string() }),
  execute: async ({ orderId }) => ({ orderId, status: "on its way" }),
});
const Ticket = z.object({ subject: z.string(), urgent: z.boolean() });

/** A support desk: a chat that looks orders up, a ticket of it, and a reply shown as it comes. */
export async function runSupportDesk(model: LanguageModel, show: (text: string) => void) {
  const question = { role: "user", content: "Where is my order 7?" } as const;
  const chat = await generateText({
    model,
    instructions: "You are a support desk. Be brief.",
    messages: [question],
    tools: { orderStatus },
    stopWhen: isStepCount(3),
    prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? "required" : "auto" }),
  });
  const ticket = await generateText({
    model,
    messages: [question, ...chat.responseMessages, { role: "user", content: "Write a ticket." }],
    output: Output.object({ schema: Ticket }),
  });
  const reply = streamText({ model, prompt: `Reply about: ${ticket.output.subject}` });
  for await (const text of reply.textStream) show(text);
  return { chat, ticket: ticket.output, reply: await reply.text };
}
