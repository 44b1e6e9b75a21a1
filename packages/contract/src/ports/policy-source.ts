import type { Bundle } from "../bundle/bundle.ts";

/** What a source tells: a bundle that loaded, or why one did not. */
export type PolicyNews =
  | {
      readonly kind: "bundle";
      readonly bundle: Bundle;
      /** What made the source look, in words. */
      readonly cause: string;
    }
  | { readonly kind: "refused"; readonly error: unknown; readonly cause: string };

/** Where a policy that may change while it is in force comes from. */
export interface PolicySource {
  /** As events name it: a path, a Redis key, or the application's word. */
  readonly name: string;
  /** The last bundle that loaded. */
  readonly current: Bundle;
  /**
   * Tells `onNews` of each change from now on; the function it returns ends that. A source that
   * cannot be read tells so once and keeps its current bundle. Nothing it does keeps the process
   * alive.
   */
  subscribe(onNews: (news: PolicyNews) => void): () => void;
}
