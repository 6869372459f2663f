import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { BuildOptions } from "esbuild";

// A module asks where it is by import.meta, which CommonJS does not have. In the bundle both answers name dist/.
const whereabouts = {
  banner: { js: 'const here$=__filename,hereUrl$=require("node:url").pathToFileURL(here$).href,hereDir$=require("node:path").dirname(here$);' },
  define: { "import.meta.url": "hereUrl$", "import.meta.filename": "here$", "import.meta.dirname": "hereDir$" },
};

const shared: BuildOptions = {
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node20.19",
  charset: "ascii",
  mainFields: ["module", "main"],
  legalComments: "none",
  logLevel: "warning",
};

/** Bundles src/cli into dist/. One file: dynamic imports inside it stay lazy and cost nothing until they run. */
export async function main(_argv: readonly string[], root = process.cwd()): Promise<number> {
  const dist = join(root, "dist");
  const version = versionOf(root);
  rmSync(dist, { recursive: true, force: true });

  const define = { ...whereabouts.define, ANYARCH_VERSION: JSON.stringify(version) };
  await build({ ...shared, banner: whereabouts.banner, define, entryPoints: [join(root, "src/cli/main.ts")], outfile: join(dist, "main.cjs") });
  const hash = createHash("sha256").update(version).update(readFileSync(join(dist, "main.cjs"))).digest("hex").slice(0, 16);
  await build({ ...shared, entryPoints: [join(root, "src/cli/start.ts")], outfile: join(dist, "start.cjs"), define: { MAIN_HASH: JSON.stringify(hash) } });
  return 0;
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return version;
}
