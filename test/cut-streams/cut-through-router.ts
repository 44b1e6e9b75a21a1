import {
  StreamCutError,
  SwitchyardError,
  type Answer,
  type AnswerStream,
} from "@switchyard/contract";
import type { StreamRecording } from "../../packages/providers/src/fixtures/stream-recording.ts";
import type { StreamEnd } from "../../packages/providers/src/fixtures/streaming-fetch.ts";
import { createCutRouter, SECOND_TEXT, type Commit, type CutRouter } from "./cut-router.ts";

/** What a reader saw of one streamed ask. */
interface Seen {
  /** Texts between notices that what came before is void, the last one last. */
  readonly texts: readonly string[];
  /** What the last of them was when another model went on with it. Undefined: none did. */
  readonly seam: string | undefined;
  /** What the second endpoint was asked to go on with. */
  readonly sent: readonly string[];
  readonly ended: Answer | undefined;
  readonly thrown: unknown;
}

/** What is wrong, in words, and how many streams were read. */
export interface CutReport {
  readonly streams: number;
  readonly faults: readonly string[];
}

/**
 * Cuts a recording after every number of its bytes, or every `stepBytes`-th of them, by an orderly end and by a broken connection,
 * and reads each through `router.stream`, behind which a second endpoint stands ready.
 *
 * An answer that has arrived is whole by the same rule as for the providers alone: its finishing
 * event is there to the last byte, and the connection ends in order or the wire is Anthropic's.
 */
export async function cutThroughRouter(
  recording: StreamRecording,
  commit: Commit,
  stepBytes = 1,
): Promise<CutReport> {
  const bytes = new TextEncoder().encode(recording.events.join(""));
  const finished = recording.events.slice(0, recording.finishedBy + 1).join("");
  const finishedBytes = new TextEncoder().encode(finished).length;
  const mayBreak = recording.model.startsWith("anthropic/");
  const cutRouter = createCutRouter(recording.model, commit);
  const whole = await readCut(cutRouter, recording, bytes, "closed");
  const firstText = whole.texts[0] ?? "";

  const faults: string[] = [];
  let streams = 0;
  for (const end of ["closed", "broken"] as const) {
    for (let kept = 0; kept <= bytes.length; kept += stepBytes) {
      streams += 1;
      const seen = await readCut(cutRouter, recording, bytes.subarray(0, kept), end);
      const isWhole =
        recording.expected.ok && kept >= finishedBytes && (end === "closed" || mayBreak);
      const { model, expected } = recording;
      const isAnswer = expected.ok;
      const goesOn = commit === "continue" && recording.wantsJson !== true;
      const found = faultsOf(seen, { firstText, isWhole, isAnswer, model, commit, goesOn });
      faults.push(...found.map((fault) => `${commit}, ${end} after ${kept} bytes: ${fault}`));
    }
  }
  return { streams, faults };
}

async function readCut(
  { router, play, continued }: CutRouter,
  { wantsJson }: StreamRecording,
  bytes: Uint8Array,
  end: StreamEnd,
): Promise<Seen> {
  play(bytes, end);
  const output = wantsJson === true ? { output: { schema: { type: "object" } } } : {};
  const request = { intent: "faq", risk: "low", slaMs: 9_000, input: "Why?", ...output } as const;
  const before = continued.length;
  const seen = await readSeen(router.stream(request));
  return { ...seen, sent: continued.slice(before) };
}

async function readSeen(stream: AnswerStream): Promise<Omit<Seen, "sent">> {
  const texts = [""];
  let seam: string | undefined;
  let ended: Answer | undefined;
  stream.answer.catch(() => {});
  try {
    for await (const part of stream) {
      if (part.type === "restart") texts.push("");
      if (part.type === "continued") seam = texts.at(-1);
      if (part.type === "text") texts.push(`${texts.pop() ?? ""}${part.text}`);
      if (part.type === "end") ended = part.answer;
    }
    return { texts, seam, ended, thrown: undefined };
  } catch (thrown) {
    return { texts, seam, ended, thrown };
  }
}

interface Expected {
  readonly firstText: string;
  readonly isWhole: boolean;
  /** Whether the recording, whole, is an answer. */
  readonly isAnswer: boolean;
  readonly model: string;
  readonly commit: Commit;
  /** Whether the second endpoint goes on with what the first began. */
  readonly goesOn: boolean;
}

function faultsOf(seen: Seen, expected: Expected): readonly string[] {
  const { ended, thrown } = seen;
  const faults = spliceFaults(seen, expected.firstText);
  if ((ended === undefined) === (thrown === undefined))
    return [...faults, `ended ${ended === undefined ? "in nothing" : "twice"}`];
  const found = ended === undefined ? cutFaults(seen, expected) : endFaults(ended, seen, expected);
  return [...faults, ...found];
}

/** Between notices there is one model's text only, from its beginning or from the seam. */
function spliceFaults({ texts, seam }: Seen, firstText: string): readonly string[] {
  if (seam !== undefined) {
    const [text = ""] = texts;
    const isTold = seam !== "" && firstText.startsWith(seam) && text === joined(seam);
    return isTold && texts.length === 1 ? [] : [`showed "${texts.join("|")}", seam at "${seam}"`];
  }
  return texts
    .filter((text) => !firstText.startsWith(text) && !SECOND_TEXT.startsWith(text))
    .map((text) => `showed "${text}", which no model wrote`);
}

/** The second endpoint's text behind a beginning; it starts with no white space. */
function joined(beginning: string): string {
  return beginning + SECOND_TEXT;
}

function endFaults(
  { endpoint = "", text, continuedFrom = [] }: Answer,
  { texts, seam, sent }: Seen,
  { firstText, isWhole, model, commit, goesOn }: Expected,
): readonly string[] {
  const isFirst = endpoint === `${model}#eu`;
  const faults: string[] = [];
  if (isFirst !== isWhole) faults.push(`ended by ${endpoint}`);
  const secondText = seam === undefined ? SECOND_TEXT : joined(seam);
  if (text !== (isFirst ? firstText : secondText)) faults.push(`ended as "${text}"`);
  if (texts.at(-1) !== text) faults.push(`showed "${texts.at(-1) ?? ""}" and ended as "${text}"`);
  const noticesMax = commit === "restart-with-notice" && !isFirst ? 1 : 0;
  if (texts.length - 1 > noticesMax) faults.push(`began ${texts.length} times`);
  const from = seam === undefined ? [] : [`${model}#eu`];
  if (seam !== undefined && !goesOn) faults.push("went on with what its route does not");
  if (String(sent) !== String(seam ?? [])) faults.push(`went on with ${JSON.stringify(sent)}`);
  if (String(continuedFrom) !== String(from)) faults.push(`told of ${String(continuedFrom)}`);
  return faults;
}

function cutFaults(
  { texts, thrown }: Seen,
  { commit, isAnswer, goesOn }: Expected,
): readonly string[] {
  const [shown = ""] = texts;
  if (!(thrown instanceof StreamCutError)) {
    const code = SwitchyardError.isInstance(thrown) ? thrown.code : String(thrown);
    // A prompt that a provider blocks is offered to no other.
    return code === "ladder-exhausted" && shown === "" && !isAnswer ? [] : [`threw ${code}`];
  }
  const faults: string[] = [];
  if (commit === "restart-with-notice") faults.push("did not begin anew");
  if (goesOn) faults.push("did not go on");
  if (shown === "") faults.push("was cut before anything was shown");
  if (thrown.text !== shown) faults.push(`showed "${shown}" and threw "${thrown.text}"`);
  if (thrown.attempts.length !== 1) faults.push(`threw ${thrown.attempts.length} attempts`);
  return faults;
}
