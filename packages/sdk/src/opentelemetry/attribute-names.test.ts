import { readFileSync } from "node:fs";
import * as conventions from "@opentelemetry/semantic-conventions/incubating";
import { expect, test } from "vitest";
import {
  CHAT,
  GENERAL,
  GEN_AI,
  modelName,
  providerName,
  SCHEMA_URL,
  SEMANTIC_CONVENTIONS_VERSION,
  SPAN_EVENTS,
  SWITCHYARD,
  TAG_PREFIX,
} from "./attribute-names.ts";
import { METRICS } from "./metric-names.ts";

/** Every name and value that the pinned release defines. */
const defined = new Set<unknown>(Object.values(conventions));

test("every name outside our namespace is one of the pinned release", () => {
  const names = [...Object.values(GEN_AI), ...Object.values(GENERAL), CHAT];
  expect(names.filter((name) => !defined.has(name))).toEqual([]);
  const metrics = Object.values(METRICS).filter(({ name }) => !name.startsWith("switchyard."));
  expect(metrics.map(({ name }) => name)).toEqual([
    conventions.METRIC_GEN_AI_CLIENT_OPERATION_DURATION,
    conventions.METRIC_GEN_AI_CLIENT_OPERATION_TIME_TO_FIRST_CHUNK,
    conventions.METRIC_GEN_AI_CLIENT_TOKEN_USAGE,
  ]);
});

test("the release is the one installed, and spans point to it", () => {
  const manifest = readFileSync(new URL("../../package.json", import.meta.url), "utf8");
  const [, version] = /"@opentelemetry\/semantic-conventions": "([^"]+)"/.exec(manifest) ?? [];
  expect(SEMANTIC_CONVENTIONS_VERSION).toBe(version);
  expect(SCHEMA_URL).toBe(`https://opentelemetry.io/schemas/${version}`);
});

test("every name of our own is in our namespace, and none is there twice", () => {
  const names = [...Object.values(SWITCHYARD), ...Object.values(SPAN_EVENTS), TAG_PREFIX];
  expect(names.every((name) => name.startsWith("switchyard."))).toBe(true);
  expect(new Set(names).size).toBe(names.length);
});

test("providers have the convention's own names where it has one", () => {
  const ids = ["openai", "anthropic", "google", "mistral", "azure", "bedrock", "vertex", "xai"];
  expect(ids.map(providerName).filter((name) => !defined.has(name))).toEqual([]);
  expect(providerName("ollama")).toBe("ollama");
});

test.each([
  ["openai/gpt-6-luna#us", "gpt-6-luna"],
  ["openai/gpt-6-sol@high#eu", "gpt-6-sol"],
  ["custom/org/model#any", "org/model"],
  ["custom/model", "model"],
])("the model of %s is %s", (endpoint, model) => {
  expect(modelName(endpoint)).toBe(model);
});
