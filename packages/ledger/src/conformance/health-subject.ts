import type { HealthMember, HealthPort, HealthWord } from "@switchyard/contract";
import { asTold } from "./health-words.ts";

/** A way to share health to be held to the rules of {@link HealthPort}. */
export interface HealthSubject {
  /** Opens a place that holds nothing and that nobody else uses. */
  readonly open: () => SharedHealth | Promise<SharedHealth>;
  /** Why the place cannot be away, where it cannot. Then the check of that is skipped. */
  readonly noLoss?: string;
}

/** A place that several processes share. */
export interface SharedHealth {
  /** The port of one more process, which joins once. */
  readonly connect: () => HealthPort | Promise<HealthPort>;
  /** Resolves when every word told so far has reached everyone who is to hear it. */
  readonly carry: () => Promise<void>;
  /**
   * Takes the place away, calls `meanwhile` once all processes know of it, and gives the place
   * back; resolves when they know that too. Not called where `noLoss` says why.
   */
  readonly lose?: (meanwhile: () => void) => Promise<void>;
}

/** A process that has joined, and all that it was told. */
export interface JoinedProcess {
  readonly member: HealthMember;
  readonly heard: () => readonly HealthWord[];
  /** What it was told of the place itself: each loss by its cause, and `back`. */
  readonly links: readonly string[];
}

interface ConnectedHealth extends SharedHealth {
  readonly processes: Three;
  /** One more. */
  readonly join: () => Promise<JoinedProcess>;
}

type Three = readonly [one: JoinedProcess, two: JoinedProcess, three: JoinedProcess];

/** A place with three processes that have joined. */
export async function connected(subject: HealthSubject): Promise<ConnectedHealth> {
  const shared = await subject.open();
  const join = async (): Promise<JoinedProcess> => joinOne(await shared.connect());
  const processes: Three = [await join(), await join(), await join()];
  await shared.carry();
  return { ...shared, processes, join };
}

function joinOne(port: HealthPort): JoinedProcess {
  const words: HealthWord[] = [];
  const links: string[] = [];
  const member = port.join({
    onWord: (word) => words.push(asTold(word)),
    onLost: (cause) => links.push(cause),
    onBack: () => links.push("back"),
  });
  return { member, heard: () => words, links };
}
