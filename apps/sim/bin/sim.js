#!/usr/bin/env node
// Starts the program: from `dist` where it is installed, from its sources in the repository.
import { existsSync, readFileSync } from "node:fs";
import nodeModule, { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

const NODE_OLDEST = [22, 18];

/** Whether this Node runs TypeScript and has the hooks that JSX needs. */
function isNodeNewEnough() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  return major > NODE_OLDEST[0] || (major === NODE_OLDEST[0] && minor >= NODE_OLDEST[1]);
}

/** Node strips types but not JSX: esbuild, loaded with the first `.tsx` file, does that part. */
function registerJsx() {
  nodeModule.registerHooks({
    load(url, context, nextLoad) {
      if (!url.endsWith(".tsx")) return nextLoad(url, context);
      const { transformSync } = createRequire(import.meta.url)("esbuild");
      const file = fileURLToPath(url);
      const options = { loader: "tsx", jsx: "automatic", sourcefile: file, sourcemap: "inline" };
      const { code } = transformSync(readFileSync(file, "utf8"), options);
      return { format: "module", source: code, shortCircuit: true };
    },
  });
}

async function start() {
  const sources = new URL("../src/main.ts", import.meta.url);
  nodeModule.enableCompileCache();
  if (!existsSync(sources)) return import("../dist/main.js");
  registerJsx();
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
