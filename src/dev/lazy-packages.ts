import { join } from "node:path";
import { build, type BuildOptions, type Plugin } from "esbuild";

/** Packages that are loaded by `import()`, and the bundle that holds each. */
export interface LazyPackages {
  readonly plugin: Plugin;
  /** Writes the bundles that were asked for; the paths of all files in them. */
  write(dist: string): Promise<readonly string[]>;
}

/**
 * Gives every package that is loaded by `import("package")` a bundle of its own beside the program, read when it is first used.
 * A package imported by a statement is part of the program: both ways for one package would make two of it.
 */
export function lazyPackages(root: string, options: BuildOptions): LazyPackages {
  const found = new Map<string, string>();
  const plugin: Plugin = {
    name: "lazy-packages",
    setup(bundle) {
      bundle.onResolve({ filter: /^@?[a-z][^:]*$/ }, ({ path, kind }) => {
        if (kind !== "dynamic-import") return undefined;
        const name = path.replace(/^@/, "").replaceAll("/", "-").replace(/\.js$/, "");
        found.set(path, name);
        return { path: `./packages/${name}.cjs`, external: true };
      });
    },
  };
  const writeOne = async ([path, name]: readonly [string, string], dist: string): Promise<readonly string[]> => {
    const contents = `export * from ${JSON.stringify(path)}; import * as all from ${JSON.stringify(path)}; export default all.default;`;
    const outfile = join(dist, "packages", `${name}.cjs`);
    const { metafile } = await build({ ...options, stdin: { contents, resolveDir: root }, outfile, metafile: true });
    return Object.keys(metafile.inputs);
  };
  return { plugin, write: async (dist) => (await Promise.all([...found].map((entry) => writeOne(entry, dist)))).flat() };
}
