import { join } from "node:path";
import type { BuildOptions, Plugin } from "esbuild";
import { build } from "esbuild";

/** Modules of ours that only few runs need, with all that they import. They share no state with the rest: each bundle has its own copy. */
const parts = ["src/facts/online.ts"];

function fileOf(part: string): string {
  return part.replace(/^.*\//, "").replace(/\.ts$/, ".cjs");
}

/** Leaves dynamic imports of the parts to files beside the bundle. */
export const lazyParts: Plugin = {
  name: "lazy-parts",
  setup(hook) {
    hook.onResolve({ filter: /\.ts$/ }, ({ kind, path, resolveDir }) => {
      const part = kind === "dynamic-import" ? parts.find((known) => join(resolveDir, path).endsWith(`/${known}`)) : undefined;
      return part === undefined ? undefined : { path: `./${fileOf(part)}`, external: true };
    });
  },
};

/** Bundles the parts into `dist`; returns the files that went into them. */
export async function writeParts(root: string, dist: string, options: BuildOptions): Promise<readonly string[]> {
  const inputs: string[] = [];
  for (const part of parts) {
    const { metafile } = await build({ ...options, entryPoints: [join(root, part)], outfile: join(dist, fileOf(part)), metafile: true });
    inputs.push(...Object.keys(metafile.inputs));
  }
  return inputs;
}
