import { expect, test } from "vitest";

const PACKAGES = [
  "contract",
  "journal",
  "ledger",
  "ledger/conformance",
  "ledger/redis",
  "ledger/sqlite",
  "policy",
  "providers",
  "sdk",
  "sdk/opentelemetry",
  "sdk/redis",
  "sdk/sqlite",
  "simulator",
  "testkit",
  "testkit/jest",
] as const;

test.each(PACKAGES)("@switchyard/%s exports what it says, no more and no less", async (name) => {
  const exported: object = await import(`@switchyard/${name}`);
  const names = Object.keys(exported).toSorted().join("\n");
  // A name that goes or comes is a change for users: `vitest run -u` writes it down on purpose.
  await expect(`${names}\n`).toMatchFileSnapshot(`./public-api/${name.replace("/", "-")}.txt`);
});
