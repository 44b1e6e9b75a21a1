// Packs traces into `data/`: node packages/simulator/scripts/pack-traces.ts NAME=FILE.csv ...
// data/NOTICE.md says where the CSV files come from.
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";
import { packTrace } from "../src/traces/packed-trace.ts";
import { parseTraceCsv } from "../src/traces/parse-trace-csv.ts";

for (const argument of argv.slice(2)) {
  const [name = "", file = ""] = argument.split("=");
  const { rows } = parseTraceCsv(readFileSync(file, "utf8"), file);
  const bytes = packTrace({ name, rows });
  writeFileSync(new URL(`../data/${name}.json.gz`, import.meta.url), bytes);
  console.log(`${name}: ${rows.length} rows in ${bytes.length} bytes`);
}
