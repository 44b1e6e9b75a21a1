// Packs recorded incidents into `data/`: node packages/simulator/scripts/pack-incidents.ts FILE.csv
// data/NOTICE.md says where the CSV file comes from, and what its columns mean.
import { readFileSync, writeFileSync } from "node:fs";
import { argv } from "node:process";

const [head = "", ...lines] = readFileSync(argv[2] ?? "", "utf8")
  .trim()
  .split(/\r?\n/);
const names = head.split(",");
const rows = lines.map((line) => {
  const cells = line.split(",");
  return (name: string): string => cells[names.indexOf(name)] ?? "";
});
const minuteOf = (instant: string): number => Math.round(Date.parse(instant) / 60_000);
const packed = {
  ids: rows.map((cell) => cell("incident_id")),
  providers: rows.map((cell) => cell("provider")),
  beganMinutes: rows.map((cell) => minuteOf(cell("start_at"))),
  minutes: rows.map((cell) => minuteOf(cell("close_at")) - minuteOf(cell("start_at"))),
  minutesToRemedy: rows.map((cell) => {
    const remedy = cell("monitoring_at");
    // A page that was opened when the remedy was in does not say when that was.
    const minutes = remedy === "" ? 0 : minuteOf(remedy) - minuteOf(cell("start_at"));
    return minutes > 0 ? minutes : -1;
  }),
  impacts: rows.map((cell) => Number(cell("impact_level"))),
  ofApi: rows.map((cell) => Number(cell("openai_api") === "1" || cell("anthropic_api") === "1")),
};
const columns = Object.entries(packed).map(
  ([name, column]) => `"${name}":${JSON.stringify(column)}`,
);
writeFileSync(
  new URL("../data/recorded-incidents.json", import.meta.url),
  `{\n${columns.join(",\n")}\n}\n`,
);
console.log(`${rows.length} incidents`);
