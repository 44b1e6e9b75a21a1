import type { PolicySource } from "@switchyard/contract";
import { openBundle, type BundleSources } from "../open-bundle.ts";
import { createNewsDesk } from "./news-desk.ts";

/** A source that the application pushes to. */
export interface CallbackSource extends PolicySource {
  /**
   * Loads a bundle and tells of it at once; one with mistakes is told as refused. Never throws.
   *
   * @param cause why, as the event will say. Default: `pushed by the application`
   */
  push(sources: BundleSources, cause?: string): void;
}

/** Throws as `openBundle` does for the first bundle. */
export function createCallbackSource(first: BundleSources, name = "callback"): CallbackSource {
  const desk = createNewsDesk(name, openBundle(first).bundle);
  return {
    name,
    get current() {
      return desk.current;
    },
    subscribe: desk.subscribe,
    push: (sources, cause = "pushed by the application") =>
      desk.announce(() => openBundle(sources).bundle, cause),
  };
}
