import type { SwitchyardEvent } from "@switchyard/contract";
import { endFault, hitFaults, startFault } from "./fault-view.ts";
import { cellMsOf, partsOf, type ViewModel } from "./view-model.ts";

/** What the run itself tells: its policy, its start, its end and its faults. */
export function reduceRun(model: ViewModel, event: SwitchyardEvent): ViewModel {
  switch (event.type) {
    case "rehearsal-started":
      return {
        ...model,
        scenario: event.scenario,
        seed: event.seed,
        requests: event.requests,
        durationMs: event.durationMs,
        cellMs: cellMsOf(event.durationMs),
        startedAtMs: event.atMs,
        state: "running",
      };
    case "policy-loaded":
    case "policy-swapped": {
      const bundle = event.type === "policy-swapped" ? model.bundleOf(event.bundleHash) : undefined;
      return {
        ...model,
        ...(bundle !== undefined && partsOf(bundle, model)),
        policyName: event.name,
        policyVersion: event.version,
        bundleHash: event.bundleHash,
        qualityFloors: event.qualityFloors ?? model.qualityFloors,
      };
    }
    case "ask-received":
      // A router's journal has no start of its own.
      if (model.state !== "waiting") return model;
      return { ...model, startedAtMs: event.atMs, state: "running" };
    case "rehearsal-ended":
      return { ...model, state: event.interrupted ? "interrupted" : "ended" };
    case "fault-started":
      return { ...model, faults: startFault(model.faults, event, model.startedAtMs) };
    case "fault-ended": {
      const sinceStartMs = event.atMs - model.startedAtMs;
      return { ...model, faults: endFault(model.faults, event.fault, sinceStartMs) };
    }
    case "wire-served": {
      const faults = hitFaults(model.faults, event.faults);
      return faults === model.faults ? model : { ...model, faults };
    }
    default:
      return model;
  }
}
