import { LINT_RULES, type Severity } from "@switchyard/policy";
import type { CheckFinding, CheckReport } from "./check-report.ts";

const LEVELS: Readonly<Record<Severity, "error" | "warning" | "note">> = {
  error: "error",
  warning: "warning",
  info: "note",
};

/** A SARIF log: only what this program writes of OASIS SARIF 2.1.0. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: "2.1.0";
  readonly runs: readonly SarifRun[];
}

interface SarifRun {
  readonly tool: {
    readonly driver: { readonly name: string; readonly rules: readonly SarifRule[] };
  };
  readonly columnKind: "utf16CodeUnits";
  readonly results: readonly SarifResult[];
}

interface SarifText {
  readonly text: string;
}

interface SarifRule {
  readonly id: string;
  readonly shortDescription: SarifText;
  readonly fullDescription: SarifText;
  readonly help: SarifText;
  readonly defaultConfiguration: { readonly level: "error" | "warning" | "note" };
}

interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex?: number;
  readonly level: "error" | "warning" | "note";
  readonly message: SarifText;
  readonly locations: readonly unknown[];
  readonly suppressions?: readonly {
    readonly kind: "inSource";
    readonly status: "accepted";
    readonly justification: string;
  }[];
}

/** Findings as SARIF 2.1.0 (OASIS standard, 27 March 2020), for code scanning. */
export function sarifReport({ files }: CheckReport): SarifLog {
  const results = files.flatMap(({ file, findings }) =>
    findings.map((finding) => toResult(finding, file)),
  );
  const rules = LINT_RULES.map(({ id, severity, summary, explanation }) => ({
    id,
    shortDescription: { text: summary },
    fullDescription: { text: explanation },
    help: { text: explanation },
    defaultConfiguration: { level: LEVELS[severity] },
  }));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      { tool: { driver: { name: "switchyard", rules } }, columnKind: "utf16CodeUnits", results },
    ],
  };
}

function toResult(finding: CheckFinding, file: string): SarifResult {
  const { rule, severity, message, fix, explain, pointer, position, suppressed } = finding;
  const ruleIndex = LINT_RULES.findIndex(({ id }) => id === rule);
  const uri = encodeURI((position?.file ?? file).replaceAll("\\", "/"));
  const ways = [
    ...(fix === undefined ? [] : [`Fix: ${fix}`]),
    ...(explain === undefined ? [] : [`See: ${explain}`]),
  ];
  return {
    ruleId: rule,
    ...(ruleIndex >= 0 && { ruleIndex }),
    level: LEVELS[severity],
    message: { text: [message, ...ways].join(". ") },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri },
          ...(position && {
            region: { startLine: position.line, startColumn: position.column },
          }),
        },
        logicalLocations: [{ fullyQualifiedName: pointer, kind: "member" }],
      },
    ],
    ...(suppressed && {
      suppressions: [
        { kind: "inSource", status: "accepted", justification: suppressed.reason } as const,
      ],
    }),
  };
}
