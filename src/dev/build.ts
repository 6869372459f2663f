import { createHash } from "node:crypto";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { BuildOptions } from "esbuild";

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

  await build({ ...shared, entryPoints: [join(root, "src/cli/main.ts")], outfile: join(dist, "main.cjs"), define: { ANYARCH_VERSION: JSON.stringify(version) } });
  const hash = createHash("sha256").update(version).update(readFileSync(join(dist, "main.cjs"))).digest("hex").slice(0, 16);
  await build({ ...shared, entryPoints: [join(root, "src/cli/start.ts")], outfile: join(dist, "start.cjs"), define: { MAIN_HASH: JSON.stringify(hash) } });
  return 0;
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return version;
}
