import { knownText, Memo, textOf, type EffectOf, type EvaluatedStage, type Value } from "../../src/rulekit/index.ts";
import type { CacheMount } from "./mounts.ts";

/** What a cache holds that fits one CPU, in words that follow "holds". */
export type Bound = string;

/**
 * What binds the content of a cache to the CPU; undefined where the tool keeps the platforms apart itself, where the content is the
 * same for all, and where it isn't known. Go keys its build cache by GOARCH; ccache and sccache by the compiler; pip and uv by the
 * tags of the wheel; apt, vcpkg, Cabal, Stack and Swift have the architecture in the names of files or folders.
 */
export function boundContent(mount: CacheMount, stage: EvaluatedStage): Bound | undefined {
  const step = stepOf(mount, stage);
  const name = mount.target.slice(mount.target.lastIndexOf("/") + 1);
  if (name === "node_modules") return nodeModules(mount, step);
  if (/^\.?v?env$|^\.?virtualenv$/.test(name)) return step.installs.some(({ manager }) => PYTHON.has(manager)) ? "Python packages with compiled modules" : undefined;
  if (name === "target") return cargoTarget(mount, step);
  if (/^\.conan2?$/.test(name)) return conanHome(step);
  return cmakeFolder(name, step);
}

const PYTHON: ReadonlySet<string> = new Set(["pip", "uv", "poetry", "pdm", "pipenv"]);

interface Step {
  readonly runs: readonly EffectOf<"run">[];
  readonly installs: readonly EffectOf<"install">[];
  readonly compiles: readonly EffectOf<"compile">[];
}

const steps = new Memo<EvaluatedStage, ReadonlyMap<number, Step>>();
const NOTHING: Step = { runs: [], installs: [], compiles: [] };

/** What the mount's own RUN does. */
function stepOf({ instruction }: CacheMount, stage: EvaluatedStage): Step {
  const known = steps.get(stage) ?? stepsOf(stage);
  steps.set(stage, known);
  return known.get(instruction.index) ?? NOTHING;
}

function stepsOf({ effects }: EvaluatedStage): ReadonlyMap<number, Step> {
  const found = new Map<number, { runs: EffectOf<"run">[]; installs: EffectOf<"install">[]; compiles: EffectOf<"compile">[] }>();
  for (const effect of effects) {
    if (effect.runs === "never") continue;
    const step = found.get(effect.instruction) ?? { runs: [], installs: [], compiles: [] };
    found.set(effect.instruction, step);
    if (effect.kind === "run") step.runs.push(effect);
    if (effect.kind === "install") step.installs.push(effect);
    if (effect.kind === "compile") step.compiles.push(effect);
  }
  return found;
}

/** npm and pnpm take what is installed for right whatever it was built on; `npm ci` and Yarn begin anew, if nobody else does meanwhile. */
function nodeModules({ sharing }: CacheMount, { installs, runs }: Step): Bound | undefined {
  const renews = runs.some(({ argv: [name, command] }) => wordOf(name) === "yarn" || (wordOf(name) === "npm" && /^(?:ci|clean-install)$/.test(wordOf(command))));
  if (renews && sharing !== "shared") return undefined;
  return installs.some(({ manager }) => /^(?:npm|pnpm|yarn|bun)$/.test(manager)) ? "packages with compiled modules" : undefined;
}

/**
 * Cargo keeps objects of several hosts apart, but each platform puts its program at the same place. Under a lock the step that
 * built it takes it out; with `--target` each platform has a folder of its own.
 */
function cargoTarget({ sharing, target }: CacheMount, { compiles, runs }: Step): Bound | undefined {
  const builds = compiles.filter(({ tool }) => tool === "cargo");
  if (sharing !== "shared" || builds.length === 0 || builds.some((build) => build.target !== undefined)) return undefined;
  const takesOut = runs.some(({ argv: [name, ...args] }) => /^(?:cp|mv|install|strip|objcopy)$/.test(wordOf(name)) && args.some((arg) => isBuilt(textOf(arg), target)));
  return takesOut ? "the program that Cargo builds, at one path for all platforms" : undefined;
}

function isBuilt(path: string, target: string): boolean {
  return path.startsWith(`${target}/`) || /^(?:\.\/)?target\/[^/]+\/./.test(path);
}

/** The profile that Conan detects on its first run, with the architecture in it, stays in its home. */
function conanHome({ runs }: Step): Bound | undefined {
  const conan = runs.filter(({ argv: [name] }) => wordOf(name) === "conan").map(({ argv }) => argv.map(textOf));
  if (conan.length === 0) return undefined;
  const tells = conan.some((words) => words.some((word) => /^(?:--force|-f|-pr.*|--profile.*|-s(?::[hb])?=?arch.*|arch(?:_build)?=.*)$/.test(word)));
  return tells ? undefined : "the profile that Conan made for one CPU";
}

/** A build folder of CMake or Meson: their caches and the objects in it are for the compiler that they met first. */
function cmakeFolder(name: string, { compiles }: Step): Bound | undefined {
  if (!/^_?build$|^(?:cmake-)?build[-_]\w+$|^builddir$/.test(name)) return undefined;
  const [tool] = compiles.filter((effect) => effect.tool === "cmake" || effect.tool === "meson");
  return tool === undefined ? undefined : `what ${tool.tool === "cmake" ? "CMake" : "Meson"} configured and built`;
}

function wordOf(value: Value | undefined): string {
  const text = value === undefined ? "" : (knownText(value) ?? "");
  return text.slice(text.lastIndexOf("/") + 1);
}
