/** A document as text, with the name by which messages call its file. */
export interface DocumentSource {
  readonly text: string;
  readonly file: string;
}

/** Whether a value is a document as text rather than one made in code. */
export function isDocumentSource(value: object): value is DocumentSource {
  return (
    "text" in value &&
    "file" in value &&
    typeof value.text === "string" &&
    typeof value.file === "string"
  );
}
