// Node strips types but not JSX: esbuild, loaded with the first `.tsx` file, does that part.
import { readFileSync } from "node:fs";
import nodeModule, { createRequire } from "node:module";
import { fileURLToPath } from "node:url";

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
