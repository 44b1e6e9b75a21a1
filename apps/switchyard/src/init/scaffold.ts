import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

/** A file of a scaffold. */
export interface ScaffoldFile {
  /** Path below the folder, with slashes. */
  readonly path: string;
  readonly text: string;
}

/** Where an editor finds what a document may say. */
const SCHEMAS = ".switchyard";

const WORKFLOW = `# Checks the routing policy on every change; an error fails it.
name: switchyard
on:
  pull_request:
    paths: ["**/policy.yaml", "**/catalog.yaml", "**/catalog.lock.json"]
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: npm ci
      - run: npx switchyard catalog refresh --check
      - run: npx switchyard check --markdown >> "$GITHUB_STEP_SUMMARY"
`;

/**
 * Everything that a first policy needs.
 *
 * @param name the policy's: lower case, digits and dashes, a letter first
 */
export function scaffold(name: string): readonly ScaffoldFile[] {
  const policy = withHint(shipped("shipped/starter.yaml"), "policy");
  return [
    { path: "policy.yaml", text: policy.replace(/^name: .*$/m, `name: ${name}`) },
    { path: "catalog.yaml", text: withHint(shipped("shipped/catalog.yaml"), "catalog") },
    { path: "catalog.lock.json", text: shipped("shipped/catalog.lock.json") },
    ...["policy", "catalog"].map((document) => ({
      path: `${SCHEMAS}/${document}.v1.schema.json`,
      text: shipped(`schemas/${document}.v1.schema.json`),
    })),
    { path: ".github/workflows/switchyard.yml", text: WORKFLOW },
  ];
}

/** The first line by which editors with a YAML language server check and complete a document. */
function withHint(text: string, document: "policy" | "catalog"): string {
  return `# yaml-language-server: $schema=${SCHEMAS}/${document}.v1.schema.json\n${text}`;
}

function shipped(file: string): string {
  const require = createRequire(import.meta.url);
  return readFileSync(require.resolve(`@switchyard/policy/${file}`), "utf8");
}
