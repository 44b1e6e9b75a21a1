#!/usr/bin/env node
// Starts the program: from `dist` where it is installed, from its sources in the repository.
import { existsSync } from "node:fs";
import { enableCompileCache } from "node:module";

enableCompileCache();
const sources = new URL("../src/main.ts", import.meta.url);
const { main } = await (existsSync(sources) ? import(sources.href) : import("../dist/main.js"));
process.exitCode = await main();
