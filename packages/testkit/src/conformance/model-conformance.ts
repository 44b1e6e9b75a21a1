import type { ConformanceCheck, ModelCall, ModelPort } from "@switchyard/contract";
import { answerChecks } from "./model-answer-checks.ts";
import { abortChecks, breakChecks, failureChecks } from "./model-failure-checks.ts";

/** Providers behind a port, to be held to the rules of {@link ModelPort}. */
export interface ModelSubject {
  /** A call that the port below can make. The suite adds an attempt id and a signal. */
  readonly call: Omit<ModelCall, "attemptId" | "signal">;
  /** Opens the port before a provider that answers each call with some text. */
  readonly answers: OpenModel;
  /** Before one that refuses each call, or cannot be reached. */
  readonly fails: OpenModel | NotTried;
  /** Before one that takes each call and never answers. */
  readonly hangs: OpenModel | NotTried;
  /** Before one whose streams break off after some of their text. */
  readonly breaksOff: OpenModel | NotTried;
}

/** Why a provider cannot be brought to behave so; the checks that need it are skipped. */
export interface NotTried {
  readonly skip: string;
}

export type OpenModel = () => ModelInHand | Promise<ModelInHand>;

/** A port, and what the provider behind it has seen. */
export interface ModelInHand {
  readonly port: ModelPort;
  /** Calls that have reached the provider. */
  readonly calls: () => number;
  /** Lets a rehearsal's time pass until nothing more happens. Default: time passes by itself. */
  readonly pass?: () => Promise<void>;
}

/** What every port to models must do, whatever its providers speak. */
export function modelConformance(subject: ModelSubject): readonly ConformanceCheck[] {
  return [
    ...answerChecks(subject),
    ...failureChecks(subject),
    ...abortChecks(subject),
    ...breakChecks(subject),
  ];
}
