import { mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { Plugin } from "esbuild";
import { load } from "./load.ts";

/** Shorter texts are cheaper inside the bundle than a file is to open. */
const longText = 16_384;

/**
 * Moves the long texts of src/knowledge/generated out of the bundle into files beside it, each read when it is first used.
 * Inside the bundle V8 would load half a megabyte of tables with every start, for runs that ask for none of it: 5 ms.
 */
export function lazyTables(root: string, dist: string): Plugin {
  return {
    name: "lazy-tables",
    setup(build) {
      // A namespace of its own: as a file of this package the module would count as ESM, which has no lazy exports.
      build.onResolve({ filter: /^\.\/generated\/[\w-]+\.ts$/ }, ({ path, resolveDir }) => ({ path: join(resolveDir, path), namespace: "lazy-tables" }));
      build.onLoad({ filter: /./, namespace: "lazy-tables" }, async ({ path }) => {
        const exported = await load(dirname(path), basename(path), root);
        mkdirSync(join(dist, "knowledge"), { recursive: true });
        const members = Object.entries(exported).map(([name, value]) => member(name, value, dist));
        return { contents: `module.exports = { __esModule: true, ${members.join(", ")} };`, loader: "js" };
      });
    },
  };
}

function member(name: string, value: unknown, dist: string): string {
  if (typeof value !== "string" || value.length < longText) return `${name}: ${JSON.stringify(value)}`;

  const file = `${name.toLowerCase().replaceAll("_", "-").replace(/-json$/, "")}.json`;
  writeFileSync(join(dist, "knowledge", file), value);
  // Some tables are searched as they stand, look-up by look-up, so the text is kept; ASCII is read quickest as latin1.
  const encoding = /^[\0-\x7f]*$/.test(value) ? "latin1" : "utf8";
  const read = `require("node:fs").readFileSync(require("node:path").join(hereDir$, "knowledge", ${JSON.stringify(file)}), "${encoding}")`;
  return `text_${name}: undefined, get ${name}() { return this.text_${name} ??= ${read}; }`;
}
