import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

let loads = 0;

/** Bundles a TypeScript module of the project and imports what it is now, not what it was when the caller was bundled. */
export async function load(from: string, path: string, root = from): Promise<Record<string, unknown>> {
  const folder = join(root, "node_modules", ".cache", "anyarch");
  const bundle = join(folder, `load-${process.pid}-${loads++}.mjs`);
  const { outputFiles } = await build({
    entryPoints: [join(from, path)],
    write: false,
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    logLevel: "error",
  });
  mkdirSync(folder, { recursive: true });
  writeFileSync(bundle, outputFiles[0]?.contents ?? "");
  try {
    return (await import(pathToFileURL(bundle).href)) as Record<string, unknown>;
  } finally {
    rmSync(bundle, { force: true });
  }
}
