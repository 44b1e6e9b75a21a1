import { createServer, type Server, type ServerResponse } from "node:http";
import type { Catalog, ModelPort, ModelStreamPart } from "@switchyard/contract";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createProviders } from "../create-providers.ts";
import { aCall, catalog, env } from "../fixtures/a-catalog.ts";
import { streamRecordings } from "../fixtures/stream-recordings.ts";

/** What the fixtures say of an end, a break and a silence is what real sockets do. */

type Act = (response: ServerResponse) => void;

const plain = streamRecordings.filter(({ events }) => events.join("").includes('"Open '));
const recordings = plain.concat(
  plain
    .filter(({ model }) => model.startsWith("chat/"))
    .map((each) => Object.assign({}, each, { model: "mistral/mistral-large-2512" })),
);

let server: Server;
let port: ModelPort;
/** What the server does with the next request. */
let serve: Act = (response) => response.end();

function catalogAt(baseUrl: string): Catalog {
  const providers = Object.entries(catalog.providers).map(
    ([id, provider]) => [id, { ...provider, endpoints: { eu: { baseUrl } } }] as const,
  );
  return { ...catalog, providers: Object.fromEntries(providers) };
}

beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume();
    request.on("end", () => serve(response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const address = server.address();
  const number = typeof address === "object" ? address?.port : undefined;
  port = createProviders({ catalog: catalogAt(`http://127.0.0.1:${number}`), env });
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

/** Sends events, and does the last thing when they have been flushed to the socket. */
function sending(events: readonly string[], last: Act): Act {
  return (response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(events.join(""), () => last(response));
  };
}

describe.each(recordings)("$model", ({ model, events, expected, finishedBy }) => {
  const full = expected.ok ? (expected.response.text ?? "") : "";
  const firstText = events.findIndex((event) => event.includes("Open ")) + 1;

  async function read(act: Act, onPart: (part: ModelStreamPart) => void = () => {}) {
    let text = "";
    const controller = new AbortController();
    serve = act;
    const call = aCall(model, {}, { signal: controller.signal });
    const result = await port.stream(call, (part) => {
      if (part.type === "text") text += part.text;
      onPart(part);
      if (part.type === "text" && act === stalling)
        controller.abort(new DOMException("late", "TimeoutError"));
    });
    return { result, text };
  }
  const stalling = sending(events.slice(0, firstText), () => {});

  test("a whole stream is whole", async () => {
    const { result, text } = await read(sending(events, (response) => response.end()));

    expect(result).toMatchObject(expected);
    expect(text).toBe(full);
  });

  test("a stream that ends in order, but early, was interrupted", async () => {
    const half = events.slice(0, firstText);
    const { result, text } = await read(sending(half, (response) => response.end()));

    const failure = { kind: "stream-interrupted", committed: true };
    expect(result).toMatchObject({ ok: false, failure });
    expect(text).toBe("Open ");
  });

  test("a stream whose socket is cut was interrupted, whatever had been sent of it", async () => {
    const half = sending(events.slice(0, firstText), () => {});
    const { result, text } = await read(half, (part) => {
      if (part.type === "text") server.closeAllConnections();
    });

    const failure = { kind: "stream-interrupted", committed: true };
    expect(result).toMatchObject({ ok: false, failure });
    expect(text).toBe("Open ");
  });

  test("a socket cut before the first text is a broken network, and nothing was shown", async () => {
    const { result } = await read(sending([], (response) => response.destroy()));

    expect(result).toMatchObject({ ok: false, failure: { kind: "network", committed: false } });
  });

  test("a stream that stalls ends with its deadline", async () => {
    const { result, text } = await read(stalling);

    expect(result).toMatchObject({ ok: false, failure: { kind: "timeout", committed: true } });
    expect(text).toBe("Open ");
  });

  test("a socket cut after the end of an answer", async () => {
    const whole = events.slice(0, finishedBy + 1);
    const { result } = await read(sending(whole, (response) => response.destroy()));

    // Anthropic's answer may have been read to `message_stop` before the break is seen.
    expect(result.ok && !model.startsWith("anthropic/")).toBe(false);
  });
});
