import type { SwitchyardEvent } from "@switchyard/contract";
import { createEventHash, createTraceWriter, type TraceWriter } from "@switchyard/journal";
import {
  rehearse,
  type LiveRehearsal,
  type Pace,
  type RehearsalOutcome,
} from "@switchyard/simulator";
import type { Violation } from "@switchyard/testkit";
import type { ChaosOptions } from "../cli/program.ts";
import type { ViewModel } from "../view/view-model.ts";
import type { Documents } from "./open-documents.ts";
import type { SideOutcome } from "./run-sides.ts";
import { createLiveCompliance } from "./create-live-compliance.ts";
import { createRunView, startOfView, type ViewListener } from "./view-of-run.ts";

/** A rehearsal that ended, and everything that was read off it. */
export interface RehearsalRun {
  readonly documents: Documents;
  readonly options: ChaosOptions;
  readonly outcome: RehearsalOutcome;
  readonly model: ViewModel;
  /** Calls that the documents forbid, found without any of the router's code. */
  readonly violations: readonly Violation[];
  readonly eventsSha256: string;
  /** Real milliseconds it took. */
  readonly wallMs: number;
  /** What it is held against: the same without faults, and the scenario's comparisons. */
  readonly sides: readonly SideOutcome[];
}

export interface RunRehearsalOptions {
  readonly documents: Documents;
  readonly options: ChaosOptions;
  readonly pace?: Pace;
  readonly signal: AbortSignal;
  readonly nowMs: () => number;
  /** Called once before the first event, when everything is known to be valid. */
  readonly onStart: (live: LiveRehearsal, model: ViewModel) => ViewListener;
}

/**
 * Rehearses, and feeds every event to the hash, the compliance checker, the view and, where one
 * is asked for, the journal. The journal is opened when all documents are known to be valid.
 *
 * @throws DocumentError for names that the scenario gets wrong
 * @throws ConfigurationError for a journal or trace that cannot be opened, or was cut short
 */
export async function runRehearsal(run: RunRehearsalOptions): Promise<RehearsalRun> {
  const { documents, options, pace, signal, nowMs } = run;
  const { bundle, scenario } = documents;
  const { seed = scenario.seed, requests, events, fidelity, strict } = options;
  const hash = createEventHash();
  let policies: Pick<LiveRehearsal["policies"], "bundleOf"> = { bundleOf: () => undefined };
  const compliance = createLiveCompliance((hashStart) => policies.bundleOf(hashStart) ?? bundle);
  const files: TraceWriter[] = [];
  let view = createRunView(
    startOfView(documents, seed, { requests: 0, durationMs: 0, faults: [], policies }),
    () => {},
  );
  const record = (event: SwitchyardEvent): void => {
    for (const sink of [hash, compliance, ...files, view]) sink.record(event);
  };
  const startedAtMs = nowMs();
  try {
    const outcome = await rehearse({
      scenario,
      bundle,
      seed,
      signal,
      sinks: [{ record }],
      ...(requests !== undefined && { requests }),
      ...(fidelity !== undefined && { fidelity }),
      isStrict: strict === true,
      ...(pace !== undefined && { pace }),
      onStart: (live) => {
        ({ policies } = live);
        if (events !== undefined) files.push(createTraceWriter(events));
        const start = startOfView(documents, seed, live);
        view = createRunView(start, run.onStart(live, start));
      },
    });
    return {
      documents,
      options,
      outcome,
      model: view.model(),
      violations: compliance.violations(),
      eventsSha256: hash.digest(),
      wallMs: nowMs() - startedAtMs,
      sides: [],
    };
  } finally {
    for (const file of files) file.close();
  }
}
