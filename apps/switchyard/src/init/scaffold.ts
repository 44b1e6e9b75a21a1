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

const WORKFLOW = `# Checks the routing policy on every change, and comments what the change really changes.
# An error, a bad file, or a review that requests changes fails it.
name: switchyard
on:
  pull_request:
    paths: ["**/policy.yaml", "**/catalog.yaml", "**/catalog.lock.json"]
permissions: { contents: read, pull-requests: write }
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
        with: { fetch-depth: 0 }
      - uses: actions/setup-node@v4
        with: { node-version: 24 }
      - run: npm ci
      # --no: a switchyard that is not installed is an error, and nothing else of the name is fetched.
      - run: npx --no switchyard catalog refresh --check
      - run: npx --no switchyard check --markdown >> "$GITHUB_STEP_SUMMARY"
      - name: Compare with the target branch
        id: diff
        env:
          BASE: origin/\${{ github.base_ref }}
        run: |
          code=0
          # The change that brings the policy has nothing to be compared with.
          git cat-file -e "$BASE:policy.yaml" || exit 0
          # Eval artefacts and drill records that the change brings along, if any.
          shopt -s nullglob
          evidence=(evidence/*.json)
          if [ "\${#evidence[@]}" -gt 0 ]; then set -- --evidence "\${evidence[@]}"; fi
          npx --no switchyard diff "$BASE" HEAD --markdown "$@" > diff.md || code=$?
          echo "code=$code" >> "$GITHUB_OUTPUT"
      - name: Write or update the comment
        # The token of a change from a fork may not comment.
        if: github.event.pull_request.head.repo.full_name == github.repository
        env:
          GH_TOKEN: \${{ github.token }}
          COMMENTS: repos/\${{ github.repository }}/issues/\${{ github.event.number }}/comments
        run: |
          test -s diff.md || exit 0
          marker=$(head -n 1 diff.md)
          id=$(MARKER="$marker" gh api "$COMMENTS" --paginate --jq '.[] | select(.body | startswith(env.MARKER)) | .id' | head -n 1)
          if [ -n "$id" ]; then
            gh api --method PATCH "repos/\${{ github.repository }}/issues/comments/$id" -F body=@diff.md
          else
            gh api "$COMMENTS" -F body=@diff.md
          fi
      # 0: nothing changes, or all questions are answered yes. 3: a reviewer has to decide.
      - run: test "$CODE" = "" || test "$CODE" = 0 || test "$CODE" = 3
        env:
          CODE: \${{ steps.diff.outputs.code }}
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
