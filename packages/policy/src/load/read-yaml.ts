import type { DocumentIssue, SourcePosition } from "@switchyard/contract";
import { LineCounter, parseDocument, type YAMLError } from "yaml";
import type { DocumentSource } from "./document-source.ts";
import type { Finding } from "./finding.ts";
import type { Path } from "./json-pointer.ts";
import { readNode } from "./read-node.ts";
import { createSourceMap, NO_SOURCE_MAP, type SourceMap } from "./source-map.ts";

/** Longer texts are refused unread: a policy of 200 routes has about 100,000 characters. */
const TEXT_LENGTH_MAX = 1_000_000;
/** One broken bracket can cause hundreds of follow-up errors. */
const SYNTAX_ISSUES_MAX = 20;
const SYNTAX_MESSAGE_LENGTH_MAX = 200;

/** What a text says, whatever it should say. */
export interface RawDocument {
  readonly value: unknown;
  readonly map: SourceMap;
  /** Not empty: the text is no YAML, and nothing else can be said of it. */
  readonly syntax: readonly DocumentIssue[];
  /** Mistakes that leave a value to go on with. */
  readonly findings: readonly Finding[];
  /** Places whose value could not be taken over; what is wrong there has been said. */
  readonly mended: readonly Path[];
}

/** Reads one YAML 1.2 document (core schema) with positions. Throws nothing. */
export function readYaml({ text, file }: DocumentSource): RawDocument {
  if (text.length > TEXT_LENGTH_MAX) {
    const message = `the file has ${text.length} characters; at most ${TEXT_LENGTH_MAX} are read`;
    return unreadable([issueAt({ file, line: 1, column: 1 }, message)]);
  }
  const lines = new LineCounter();
  const positionAt = (offset: number): SourcePosition => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  // Duplicate keys are found by `readNode`, which can say where the first one is.
  const document = parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    schema: "core",
    version: "1.2",
    logLevel: "error",
  });
  const errors = [...document.errors, ...document.warnings].slice(0, SYNTAX_ISSUES_MAX);
  if (errors.length > 0) {
    return unreadable(
      errors.map((error) => issueAt(positionAt(error.pos[0]), syntaxMessage(error))),
    );
  }
  if (document.contents === null) {
    return unreadable([issueAt(positionAt(0), "the file is empty; write a document into it")]);
  }
  const { places, ...read } = readNode(document.contents, positionAt);
  return { ...read, map: createSourceMap(places), syntax: [] };
}

function unreadable(syntax: readonly DocumentIssue[]): RawDocument {
  return { value: undefined, map: NO_SOURCE_MAP, syntax, findings: [], mended: [] };
}

function issueAt(position: SourcePosition, message: string): DocumentIssue {
  return { position, pointer: "", message };
}

function syntaxMessage({ code, message }: YAMLError): string {
  switch (code) {
    case "MULTIPLE_DOCS":
      return "a second document starts here; write one document per file";
    case "RESOURCE_EXHAUSTION":
      return "the text is nested too deeply to be read";
    default:
      return `this is not valid YAML: ${message.slice(0, SYNTAX_MESSAGE_LENGTH_MAX)}`;
  }
}
