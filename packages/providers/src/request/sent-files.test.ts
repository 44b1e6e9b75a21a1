import type { FilePart, ModelCall } from "@switchyard/contract";
import { describe, expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { answeringFetch } from "../fixtures/answering-fetch.ts";
import { listAt } from "../wire/json-fields.ts";

const BYTES = "aGk=";
const IMAGE = { mediaType: "image/png", data: { base64: BYTES } } as const;
const IMAGE_URL = { mediaType: "image/png", data: { url: "https://example.com/a.png" } } as const;
const PDF = { mediaType: "application/pdf", data: { base64: BYTES } } as const;
const PDF_URL = {
  mediaType: "application/pdf",
  data: { url: "https://example.com/a.pdf" },
} as const;

type File = Omit<FilePart, "type">;

function callWith(model: string, file: File): ModelCall {
  const content = [
    { type: "text", text: "What is this?" } as const,
    { type: "file", ...file } as const,
  ];
  return aCall(model, { messages: [{ role: "user", content }] });
}

/** The file as it is sent, whole or as a stream, or the kind of failure before that. */
async function sentFile(model: string, file: File, ask: "generate" | "stream"): Promise<unknown> {
  const { fetch, sent } = answeringFetch({ status: 500, body: "" });
  const port = createProviders({ catalog, env, fetch });
  const call = callWith(model, file);
  const result = await (ask === "generate" ? port.generate(call) : port.stream(call, () => {}));
  const body = sent[0]?.body;
  if (body === undefined) return result.ok ? undefined : result.failure.kind;
  const parts = [
    ...listAt(body, "input", 0, "content"),
    ...listAt(body, "messages", 0, "content"),
    ...listAt(body, "contents", 0, "parts"),
  ];
  return parts.at(-1);
}

const chat = {
  image: { type: "image_url", image_url: { url: `data:image/png;base64,${BYTES}` } },
  imageUrl: { type: "image_url", image_url: { url: IMAGE_URL.data.url } },
  pdf: { type: "file", file: { file_data: `data:application/pdf;base64,${BYTES}` } },
  // Chat Completions take no documents by URL; the ask goes on to an endpoint that does.
  pdfUrl: "unsupported-capability",
};

const wires = [
  {
    model: "openai/gpt-6-sol",
    image: { type: "input_image", image_url: `data:image/png;base64,${BYTES}` },
    imageUrl: { type: "input_image", image_url: IMAGE_URL.data.url },
    pdf: { type: "input_file", file_data: `data:application/pdf;base64,${BYTES}` },
    pdfUrl: { type: "input_file", file_url: PDF_URL.data.url },
  },
  { model: "chat/gpt-4.1", ...chat },
  { model: "mistral/mistral-large-2512", ...chat },
  {
    model: "anthropic/claude-sonnet-5",
    image: { type: "image", source: { type: "base64", media_type: "image/png", data: BYTES } },
    imageUrl: { type: "image", source: { type: "url", url: IMAGE_URL.data.url } },
    pdf: {
      type: "document",
      source: { type: "base64", media_type: "application/pdf", data: BYTES },
    },
    pdfUrl: { type: "document", source: { type: "url", url: PDF_URL.data.url } },
  },
  {
    model: "google/gemini-3.8-flash",
    image: { inlineData: { mimeType: "image/png", data: BYTES } },
    imageUrl: { fileData: { mimeType: "image/png", fileUri: IMAGE_URL.data.url } },
    pdf: { inlineData: { mimeType: "application/pdf", data: BYTES } },
    pdfUrl: { fileData: { mimeType: "application/pdf", fileUri: PDF_URL.data.url } },
  },
];

describe.each(wires)("$model", ({ model, image, imageUrl, pdf, pdfUrl }) => {
  test.each(["generate", "stream"] as const)("files by bytes and by URL: %s", async (ask) => {
    const sent = [];
    for (const file of [IMAGE, IMAGE_URL, PDF, PDF_URL])
      sent.push(await sentFile(model, file, ask));

    expect(sent).toMatchObject([image, imageUrl, pdf, pdfUrl]);
  });

  test("a data: URL is sent as the bytes it holds", async () => {
    const url = `data:image/png;base64,${BYTES}`;
    const inline = { mediaType: "image/png", data: { url } };

    expect(await sentFile(model, inline, "generate")).toMatchObject(image);
  });

  test.each(["data:image/png,hi", "data:", "a.png"])("a file at %s cannot be sent", async (url) => {
    const file = { mediaType: "image/png", data: { url } };
    expect(await sentFile(model, file, "generate")).toBe("invalid-request");
  });
});

test("a file of a kind that a wire does not take goes to an endpoint that can", async () => {
  const film = { mediaType: "video/mp4", data: { base64: BYTES } };
  const port = createProviders({ catalog, env, fetch: () => Promise.reject(new Error("sent")) });

  expect(await port.generate(callWith("anthropic/claude-sonnet-5", film))).toMatchObject({
    ok: false,
    failure: { kind: "unsupported-capability", failover: "compatible-only", billed: "none" },
  });
});
