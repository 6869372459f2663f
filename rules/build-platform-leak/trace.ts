import { isCrossToolchain, isReadAsPlatformArgument, runsOn, textOf, type Build, type Effect, type EffectOf, type EvaluatedStage, type Value } from "../../src/rulekit/index.ts";
import { compiledBy, fileOption, followsMachine, followsTarget, prefixIn, type Output, type Standing } from "./outputs.ts";
import { installedBy } from "./packages.ts";
import { absolute, baseName, below, isIndependent, relation, segmentsOf, type Segments } from "./paths.ts";

/** Files in a stage that only the builder's CPU can use, and the step that made them so. */
export interface Bound extends Output {
  readonly effect: EffectOf<"compile" | "install" | "download">;
  readonly stage: EvaluatedStage;
  /** Of the path. */
  readonly segments: Segments;
}

/** What is known of a stage when its steps are over. */
interface Ended {
  readonly cwd: string;
  readonly variables: ReadonlyMap<string, Value>;
  readonly environments: readonly string[];
  readonly knowsTarget: boolean;
  readonly bounds: readonly Bound[];
}

const START: Ended = { cwd: "/", variables: new Map(), environments: [], knowsTarget: false, bounds: [] };

/** How many files of a stage are followed; of a stage with more nothing is said, since mending some would bring up the next. */
const LIMIT = 1000;

/** The FROM with an operand of `--platform` that makes a stage run on the builder; undefined for every other stage. */
export function builderRoot(build: Build, stage: EvaluatedStage): EvaluatedStage | undefined {
  if (runsOn(stage.platform, build.target)) return undefined;
  let root = stage;
  while (root.base.kind === "stage") {
    const parent = build.stages[root.base.stage];
    if (parent === undefined) return undefined;
    root = parent;
  }
  return root.base.kind === "image" && root.platformFlag !== undefined && isOfBuilder(root.platformFlag) ? root : undefined;
}

/** Whether an operand of `--platform` is the builder's own platform; a default that somebody wrote for that is meant to be it. */
export function isOfBuilder(flag: Value): boolean {
  return followsMachine(flag) || isReadAsPlatformArgument(flag, "BUILD");
}

/** The files of every stage that only the builder's CPU can use, by the stage's index; stages that run elsewhere have none. */
export function traceBuild(build: Build): ReadonlyMap<number, readonly Bound[]> {
  const ended = new Map<number, Ended>();
  for (const stage of build.stages) {
    if (!stage.reachable || builderRoot(build, stage) === undefined) continue;
    const base = stage.base.kind === "stage" ? ended.get(stage.base.stage) : undefined;
    ended.set(stage.index, new Trace(stage, base ?? { ...START, cwd: homeOf(stage) }, ended).run());
  }
  return new Map([...ended].map(([index, { bounds }]) => [index, bounds]));
}

/** The working directory that well-known images of compilers start with. */
function homeOf({ base }: EvaluatedStage): string {
  return base.kind === "image" && /(?:^|\/)golang(?::|@|$)/.test(textOf(base.image)) ? "/go" : "/";
}

class Trace {
  readonly #stage: EvaluatedStage;
  readonly #others: ReadonlyMap<number, Ended>;
  readonly #bounds: Bound[];
  readonly #known: Set<string>;
  readonly #image: Map<string, Value>;
  readonly #environments: string[];
  #shell = new Map<string, Value>();
  #home: string;
  #cwd: string;
  #knowsTarget: boolean;
  #configuresCargo = false;
  #isFull = false;
  #prefix: string | undefined;
  #words: readonly string[] = [];
  #instruction = -1;
  /** A download that goes into a pipe. */
  #piped: EffectOf<"download"> | undefined;

  constructor(stage: EvaluatedStage, before: Ended, others: ReadonlyMap<number, Ended>) {
    this.#stage = stage;
    this.#others = others;
    this.#bounds = [...before.bounds];
    this.#known = new Set(this.#bounds.map(({ path, ifStarted }) => `${ifStarted === true ? "?" : ""}${path}`));
    this.#image = new Map(before.variables);
    this.#environments = [...before.environments];
    this.#home = before.cwd;
    this.#cwd = before.cwd;
    this.#knowsTarget = before.knowsTarget;
  }

  run(): Ended {
    for (const effect of this.#stage.effects) {
      if (effect.runs !== "always") {
        if (effect.kind === "set-env") this.#set(effect);
        continue;
      }
      if (effect.instruction !== this.#instruction) this.#begin(effect.instruction);
      this.#step(effect);
    }
    return { cwd: this.#home, variables: this.#image, environments: this.#environments, knowsTarget: this.#knowsTarget, bounds: this.#isFull ? [] : this.#bounds };
  }

  #begin(instruction: number): void {
    this.#instruction = instruction;
    this.#cwd = this.#home;
    this.#shell = new Map();
    this.#piped = undefined;
  }

  #step(effect: Effect): void {
    if (effect.kind === "path" && effect.by === "WORKDIR") this.#home = this.#cwd = absolute(textOf(effect.path), this.#home);
    else if (effect.kind === "set-env") this.#set(effect);
    else if (effect.kind === "write") this.#configuresCargo ||= /\.cargo\/config/.test(textOf(effect.path));
    else if (effect.kind === "run") this.#command(effect.argv.map((value) => textOf(value)));
    else if (effect.kind === "copy") this.#copy(effect);
    else if (effect.kind === "compile") this.#compile(effect);
    else if (effect.kind === "install") this.#install(effect);
    else if (effect.kind === "download") this.#download(effect);
  }

  #set({ name, value, scope }: EffectOf<"set-env">): void {
    if (followsTarget(value) || /^(?:CC|CXX|CROSS_COMPILE)$/.test(name)) this.#knowsTarget = true;
    if (/^(?:VIRTUAL_ENV|UV_PROJECT_ENVIRONMENT)$/.test(name)) this.#environments.push(textOf(value));
    (scope === "shell" ? this.#shell : this.#image).set(name, value);
  }

  #standing(): Standing {
    return {
      cwd: this.#cwd,
      variable: (name) => this.#shell.get(name) ?? this.#image.get(name),
      words: this.#words,
      environments: this.#environments,
      prefix: this.#prefix,
      knowsTarget: this.#knowsTarget,
      configuresCargo: this.#configuresCargo,
    };
  }

  #compile(effect: EffectOf<"compile">): void {
    for (const word of effect.argv) this.#prefix = prefixIn(textOf(word)) ?? this.#prefix;
    if (effect.argv.some((value) => followsTarget(value))) this.#knowsTarget = true;
    for (const output of compiledBy(effect, this.#standing())) this.#add({ ...output, effect, stage: this.#stage });
  }

  #install(effect: EffectOf<"install">): void {
    if (effect.packages.some((value) => isCrossToolchain(textOf(value)))) this.#knowsTarget = true;
    for (const output of installedBy(effect, this.#standing())) this.#add({ ...output, effect, stage: this.#stage });
  }

  #download(effect: EffectOf<"download">): void {
    if (!followsMachine(effect.url) || isIndependent(textOf(effect.url))) return;
    if (effect.to === undefined) this.#piped = effect;
    else this.#add({ path: absolute(textOf(effect.to), this.#cwd), folder: false, effect, stage: this.#stage });
  }

  #command(words: readonly string[]): void {
    this.#words = words;
    const name = baseName(words[0] ?? "");
    if (name === "cd" && words[1] !== undefined) this.#cwd = absolute(words[1], this.#cwd);
    else if (name.startsWith("xx-")) this.#knowsTarget = true;
    else if (words.includes("venv") || words.includes("virtualenv")) this.#environments.push(absolute(words.at(-1) ?? "", this.#cwd));
    else if (name === "tar" || name === "unzip" || name === "bsdtar") this.#unpack(words);
    else if (MOVING.has(name)) this.#move(words);
    else if (name === "rm") this.#remove(words);
  }

  #unpack(words: readonly string[]): void {
    const [folder = "."] = ["-C", "--directory", "-d"].flatMap((option) => fileOption(words, option));
    const path = absolute(folder, this.#cwd);
    const named = words.slice(1).filter((word) => !word.startsWith("-") && word !== folder).map((word) => absolute(word, this.#cwd));
    const from = this.#bounds.find((bound) => !bound.folder && named.includes(bound.path));
    const effect = from?.effect ?? (words.some((word) => /\.(?:t?gz|tar|xz|zip|bz2|zst)$/.test(word)) ? undefined : this.#piped);
    if (effect === undefined) return;
    const folders = /^\/(?:usr(?:\/local)?)?$/.test(path) ? ["bin", "lib"].map((name) => absolute(name, path)) : [path];
    for (const one of folders) this.#add({ path: one, folder: true, effect, stage: this.#stage });
  }

  #move(words: readonly string[]): void {
    const operands = words.slice(1).filter((word) => !word.startsWith("-"));
    const to = operands.at(-1);
    if (to === undefined) return;
    for (const operand of operands.slice(0, -1)) {
      const source = absolute(operand, this.#cwd);
      if (!isIndependent(source)) this.#carry(this.#bounds.slice(), { source, to: absolute(to, this.#cwd) });
    }
  }

  #remove(words: readonly string[]): void {
    const gone = words.slice(1).filter((word) => !word.startsWith("-")).map((word) => absolute(word, this.#cwd));
    for (let i = this.#bounds.length - 1; i >= 0; i -= 1) {
      const path = this.#bounds[i]?.path ?? "";
      if (!gone.some((one) => one === path || path.startsWith(`${one}/`))) continue;
      this.#bounds.splice(i, 1);
      this.#known.delete(path);
      this.#known.delete(`?${path}`);
    }
  }

  #copy(effect: EffectOf<"copy">): void {
    const bounds = effect.from.kind === "stage" ? (this.#others.get(effect.from.stage)?.bounds ?? []) : [];
    for (const source of effect.sources.map((value) => absolute(textOf(value), "/"))) {
      if (!isIndependent(source)) this.#carry(bounds, { source, to: absolute(textOf(effect.to), this.#cwd) });
    }
  }

  /** What was bound to the CPU at its source is so where it is put. */
  #carry(bounds: readonly Bound[], { source, to }: { source: string; to: string }): void {
    const segments = segmentsOf(source);
    for (const bound of bounds) {
      const lies = relation(segments, bound.segments);
      if (lies === undefined || (lies === "inside" && (!bound.folder || bound.ifStarted === true))) continue;
      if (lies === "over") this.#add({ ...bound, path: absolute(to + below(bound.path, source), "/") });
      const isFile = lies === "inside" || below(bound.path, source) === "";
      if (isFile && bound.ifStarted !== true) for (const path of [to, absolute(baseName(source), to)]) this.#add({ ...bound, path });
    }
  }

  /** The first that made a file so stands for all that do. */
  #add(bound: Omit<Bound, "segments">): void {
    const key = `${bound.ifStarted === true ? "?" : ""}${bound.path}`;
    if (this.#known.has(key)) return;
    if (this.#bounds.length >= LIMIT) {
      this.#isFull = true;
      return;
    }
    this.#known.add(key);
    this.#bounds.push({ ...bound, segments: segmentsOf(bound.path) });
  }
}

const MOVING: ReadonlySet<string> = new Set(["cp", "mv", "install", "ln"]);
