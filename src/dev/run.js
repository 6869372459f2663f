// Runs a development script: `node src/dev/run.js NAME [ARGUMENT…]` bundles src/dev/NAME.ts and calls its `main(argv)`.
// Node 20 can't load TypeScript by itself, and a bundle starts faster than any loader.
import { existsSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const [name = "", ...argv] = process.argv.slice(2);
const entry = join(root, "src", "dev", `${name}.ts`);

if (!/^[\w-]+$/.test(name) || !existsSync(entry)) {
  console.error(`usage: node src/dev/run.js NAME [ARGUMENT…], where src/dev/NAME.ts exists (not: ${name || "nothing"})`);
  process.exit(2);
}

// The process id keeps two runs of one script from reading each other's half-written bundle.
const outfile = join(root, "node_modules", ".cache", "anyarch", `${name}-${process.pid}.mjs`);
process.once("exit", () => {
  rmSync(outfile, { force: true });
});

await build({
  entryPoints: [entry],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20.19",
  packages: "external",
  sourcemap: "inline",
  logLevel: "error",
});
process.setSourceMapsEnabled(true);

const { main } = await import(pathToFileURL(outfile).href);
const status = await main(argv);
process.exitCode = typeof status === "number" ? status : (process.exitCode ?? 0);
