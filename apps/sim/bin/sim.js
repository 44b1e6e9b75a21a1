#!/usr/bin/env node
// Starts the program: from `dist` where it is installed, from its sources in the repository.
import { existsSync } from "node:fs";
import nodeModule from "node:module";

const NODE_OLDEST = [22, 18];

/** Whether this Node runs TypeScript and has the hooks that JSX needs. */
function isNodeNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > NODE_OLDEST[0] || (major === NODE_OLDEST[0] && minor >= NODE_OLDEST[1]);
}

async function start() {
  const sources = new URL("../src/main.ts", import.meta.url);
  nodeModule.enableCompileCache();
  if (!existsSync(sources)) return import("../dist/main.js");
  await import("./register-jsx.js");
  return import(sources.href);
}

if (isNodeNewEnough()) {
  const { main } = await start();
  process.exitCode = await main();
} else {
  const needed = NODE_OLDEST.join(".");
  process.stderr.write(
    `sim needs Node ${needed} or newer; this is ${process.versions.node}. ` +
      "Install a current Node, or run it through `npx --yes pnpm sim`, which brings its own.\n",
  );
  process.exitCode = 2;
}
