import {
  DocumentError,
  formatIssue,
  type Bundle,
  type ModelPort,
  type PolicyNews,
  type PolicySource,
} from "@switchyard/contract";
import { qualityFloorsOf } from "../events/quality-floors.ts";
import type { LiveContext } from "./live-context.ts";

/** Mistakes that an event names: enough to see what is wrong. */
const FINDINGS_MAX = 5;

/** A source, and what a bundle of it needs before it can come into force. */
export interface FollowedSource {
  readonly source: PolicySource;
  /** Makes the providers of a bundle. Throws where the bundle cannot be used here. */
  readonly providersOf: (bundle: Bundle) => ModelPort;
}

/** Brings each bundle of a source into force between two asks, until the function given is called. */
export function followSource(
  { source, providersOf }: FollowedSource,
  live: LiveContext,
): () => void {
  const take = (news: PolicyNews): void => {
    if (news.kind === "refused") throw news.error;
    const { bundle, cause } = news;
    const previousHash = live.current.bundle.hash;
    if (bundle.hash === previousHash) return;
    const providers = providersOf(bundle);
    live.swap(bundle, providers);
    const { name, version } = bundle.policy;
    live.current.ports.events.emit({
      type: "policy-swapped",
      bundleHash: bundle.hash,
      previousHash,
      name,
      version,
      source: source.name,
      cause,
      absent: providers.absent,
      qualityFloors: qualityFloorsOf(bundle.policy),
    });
  };
  return source.subscribe((news) => {
    try {
      take(news);
    } catch (error) {
      const { bundle, ports } = live.current;
      const findings = findingsOf(error);
      ports.events.emit({
        type: "policy-refused",
        bundleHash: bundle.hash,
        source: source.name,
        cause: news.cause,
        findings: findings.slice(0, FINDINGS_MAX),
        findingsCount: findings.length,
      });
    }
  });
}

function findingsOf(error: unknown): readonly string[] {
  if (error instanceof DocumentError) return error.issues.map(formatIssue);
  return [error instanceof Error ? error.message : String(error)];
}
