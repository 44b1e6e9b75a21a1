import { writeFileSync } from "node:fs";
import { documentSchemas } from "../src/load/document-schemas.ts";

for (const [file, schema] of Object.entries(documentSchemas())) {
  const url = new URL(`../schemas/${file}`, import.meta.url);
  writeFileSync(url, `${JSON.stringify(schema, null, 2)}\n`);
}
