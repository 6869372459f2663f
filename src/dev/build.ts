import { createHash } from "node:crypto";
import { readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import type { BuildOptions } from "esbuild";
import { lazyPackages } from "./lazy-packages.ts";
import { lazyParts, writeParts } from "./lazy-parts.ts";
import { lazyTables } from "./lazy-tables.ts";

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
  // The program is run from compiled code that V8 kept, in which `import()` has no loader to ask.
  supported: { "dynamic-import": false },
};

/**
 * Bundles src/cli into dist/. One file holds all code of ours: dynamic imports inside it stay lazy and cost nothing until they run.
 * Packages that are imported dynamically are files of their own, and so is what speaks with the world.
 * dist/ is replaced at the end, so that a build that fails leaves the last one.
 */
export async function main(_argv: readonly string[], root = process.cwd()): Promise<number> {
  const dist = join(root, "dist");
  const unfinished = join(root, `dist.${process.pid}`);
  try {
    await bundle(root, unfinished);
    rmSync(dist, { recursive: true, force: true });
    renameSync(unfinished, dist);
  } finally {
    rmSync(unfinished, { recursive: true, force: true });
  }
  return 0;
}

async function bundle(root: string, dist: string): Promise<void> {
  const version = versionOf(root);
  const bundled: BuildOptions = { ...shared, banner: whereabouts.banner, define: { ...whereabouts.define, ANYARCH_VERSION: JSON.stringify(version) } };
  const packages = lazyPackages(root, bundled);
  const { metafile } = await build({
    ...bundled,
    entryPoints: [join(root, "src/cli/main.ts")],
    outfile: join(dist, "main.cjs"),
    plugins: [lazyTables(root, dist), packages.plugin, lazyParts],
    metafile: true,
  });
  const parts = await writeParts(root, dist, { ...bundled, plugins: [lazyTables(root, dist), packages.plugin] });
  const eslint = await buildEslint(root, dist, { ...bundled, plugins: [lazyTables(root, dist), packages.plugin, lazyParts] });
  const inputs = [...Object.keys(metafile.inputs), ...parts, ...eslint, ...(await packages.write(dist))];
  writeFileSync(join(dist, "licenses.txt"), notices(root, inputs));

  const code = readFileSync(join(dist, "main.cjs"));
  // start.ts reads it as latin1. What esbuild can't escape stands in tagged templates: write it as `${"\u2713"}` there.
  if (code.some((byte) => byte > 0x7f)) throw new Error("dist/main.cjs is not ASCII: a tagged template holds another character");
  const hash = createHash("sha256").update(version).update(code).digest("hex").slice(0, 16);
  await build({
    ...shared,
    entryPoints: [join(root, "src/cli/start.ts")],
    outfile: join(dist, "start.cjs"),
    define: { MAIN_HASH: JSON.stringify(hash) },
  });
}

/** What `import anyarch from "anyarch/eslint"` gets: the plugin itself, with types for configurations in TypeScript. */
async function buildEslint(root: string, dist: string, options: BuildOptions): Promise<readonly string[]> {
  const { metafile } = await build({
    ...options,
    entryPoints: [join(root, "src/eslint/plugin.ts")],
    outfile: join(dist, "eslint.cjs"),
    footer: { js: "module.exports=module.exports.plugin;" },
    metafile: true,
  });
  writeFileSync(join(dist, "eslint.d.cts"), 'import type { ESLint, Linter } from "eslint";\ndeclare const plugin: ESLint.Plugin & { readonly configs: { readonly recommended: Linter.Config } };\nexport = plugin;\n');
  return Object.keys(metafile.inputs);
}

function versionOf(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  return version;
}

/** The licence texts of the bundled packages: all of them ask to be passed on with the code. */
function notices(root: string, inputs: readonly string[]): string {
  const packages = new Set(inputs.flatMap((path) => /^(?:.*\/)?node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  return [...packages].sort().map((name) => notice(join(root, "node_modules", name))).join("\n\n");
}

function notice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, string>;
  const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8").trim();
  return `${String(name)} ${String(version)} (${String(license)})\n\n${text}\n`;
}
