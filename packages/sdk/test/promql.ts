import { parser } from "@prometheus-io/lezer-promql";

/** A label that a query compares with a text. */
export interface Matcher {
  readonly label: string;
  readonly operator: string;
  readonly value: string;
}

/** What a query reads. */
export interface Query {
  /** Names of metrics, each with its matchers. */
  readonly selectors: readonly { readonly metric: string; readonly matchers: readonly Matcher[] }[];
  /** Labels that it groups by. */
  readonly groupedBy: readonly string[];
  /** Parts that are not PromQL. */
  readonly errors: readonly string[];
}

/** Reads a query with Prometheus' own grammar. */
export function readQuery(text: string): Query {
  const selectors: { readonly metric: string; readonly matchers: Matcher[] }[] = [];
  const groupedBy: string[] = [];
  const errors: string[] = [];
  parser.parse(text).iterate({
    enter: ({ name, from, to, node, type }) => {
      const part = text.slice(from, to);
      const parent = node.parent?.name;
      if (type.isError) errors.push(text.slice(Math.max(0, from - 20), to + 20));
      if (name === "Identifier" && parent === "VectorSelector")
        selectors.push({ metric: part, matchers: [] });
      if (name === "LabelName" && parent === "GroupingLabels") groupedBy.push(part);
      if (name !== "UnquotedLabelMatcher") return;
      const [, label = "", operator = "", value = ""] =
        /^(\w+)\s*(=~|!~|!=|=)\s*"(.*)"$/.exec(part) ?? [];
      selectors.at(-1)?.matchers.push({ label, operator, value });
    },
  });
  return { selectors, groupedBy, errors };
}
