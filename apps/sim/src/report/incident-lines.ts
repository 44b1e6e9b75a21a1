import type { Evidence } from "@switchyard/simulator";
import type { RehearsalRun } from "../chaos/run-rehearsal.ts";
import { wrapText } from "../format/wrap-text.ts";

const LINE_LENGTH = 96;
const LABEL_LENGTH = 9;

const EVIDENCE: Readonly<Record<Evidence, string>> = {
  provider: "known from the provider's own page",
  mirrored: "known from the provider's own text, read elsewhere",
  reported: "known from reports of others",
};

/** What is known of the incident that is played, and what its scenario had to assume. */
export function incidentLines({ documents }: RehearsalRun): readonly string[] {
  const { incident } = documents.scenario;
  if (incident === undefined) return [];
  const { provider, began, lasted, evidence, facts, assumed, sources } = incident;
  return [
    ...labelled("what", [`${provider}, ${began}, lasted ${lasted}; ${EVIDENCE[evidence]}`]),
    ...labelled("known", facts),
    ...labelled("assumed", assumed),
    ...labelled("source", sources),
  ];
}

function labelled(label: string, texts: readonly string[]): readonly string[] {
  return texts.flatMap((text, nth) =>
    wrapText(text, LINE_LENGTH - LABEL_LENGTH).map((line, row) => {
      const head = nth === 0 && row === 0 ? label : "";
      return `${head.padEnd(LABEL_LENGTH)}${row === 0 ? "" : "  "}${line}`;
    }),
  );
}
