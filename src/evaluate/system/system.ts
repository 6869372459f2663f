import { baseTools, basePython } from "../../knowledge/base-toolchains.ts";
import { distributionOf, type Distribution } from "../../knowledge/distributions.ts";
import { imageTraits, type ImageName } from "../../knowledge/images.ts";
import { parseReference } from "../../model/reference.ts";
import { Memo } from "../../text/index.ts";
import type { Build, EvaluatedStage } from "../build.ts";
import type { Effect, EffectOf, InstallEffect } from "../effect.ts";
import { knownText, textOf, type Value } from "../value.ts";

/** What a step of a stage finds there, as far as the base image's name and the steps before tell. Absent means not known. */
export interface StageSystem {
  readonly distribution?: Distribution;
  readonly libc?: { readonly kind: "glibc" | "musl"; readonly version?: string };
  /** apt, apk, dnf, yum, microdnf, zypper. */
  readonly manager?: string;
  /** The minor version of the Python that `python3` and pip are, as `3.9`. */
  readonly python?: string;
  /** Whether that Python is the distribution's own package, whose headers are another one. */
  readonly pythonOfDistribution: boolean;
  readonly node?: string;
  /** System packages that are there for certain or perhaps, in the distribution's words. */
  readonly packages: ReadonlySet<string>;
  /** Whether `packages` is all there is to compile with: nothing that ran before could have brought more. */
  readonly closed: boolean;
}

interface Draft {
  distribution: Distribution | undefined;
  libc: StageSystem["libc"];
  manager: string | undefined;
  python: string | undefined;
  pythonOfDistribution: boolean;
  node: string | undefined;
  readonly packages: Set<string>;
  closed: boolean;
}

/** A stage from its beginning to its end: one pass serves every question about it. */
interface Timeline {
  /** What is there when an effect that installs or compiles begins. */
  readonly at: ReadonlyMap<Effect, StageSystem>;
  readonly end: Draft;
}

const timelines = new Memo<EvaluatedStage, Timeline>();
const MAX_PARENTS = 64;

/** What the stage holds when `before`, which installs or compiles, begins; at its end without it. */
export function systemAt(build: Build, stage: EvaluatedStage, before?: Effect): StageSystem {
  const timeline = timelineOf(build, stage, 0);
  return (before === undefined ? undefined : timeline.at.get(before)) ?? finished(timeline.end);
}

function timelineOf(build: Build, stage: EvaluatedStage, depth: number): Timeline {
  const known = timelines.get(stage);
  if (known !== undefined) return known;
  const parent = stage.base.kind === "stage" && depth < MAX_PARENTS ? build.stages[stage.base.stage] : undefined;
  const start = parent === undefined ? draftOf(stage) : timelineOf(build, parent, depth + 1).end;
  const draft: Draft = { ...start, packages: new Set(start.packages) };
  const followed = new Set(stage.effects.filter(({ at }) => at.file !== stage.from.range.file).map(({ instruction }) => instruction));
  const at = new Map<Effect, StageSystem>();
  let last: StageSystem | undefined;
  for (const effect of stage.effects) {
    // Steps in a row that change nothing find the same.
    if (effect.kind === "install" || effect.kind === "compile") at.set(effect, (last ??= finished(draft)));
    if (applyEffect(draft, effect, followed)) last = undefined;
  }
  const timeline = { at, end: draft };
  timelines.set(stage, timeline);
  return timeline;
}

function finished({ distribution, libc, manager, python, node, packages, ...rest }: Draft): StageSystem {
  return {
    ...rest,
    packages: new Set(packages),
    ...(distribution === undefined ? {} : { distribution }),
    ...(libc === undefined ? {} : { libc }),
    ...(manager === undefined ? {} : { manager }),
    ...(python === undefined ? {} : { python }),
    ...(node === undefined ? {} : { node }),
  };
}

function draftOf({ base }: EvaluatedStage): Draft {
  const image = base.kind === "image" ? imageNamed(base.image) : undefined;
  const empty: Draft = { distribution: undefined, libc: undefined, manager: undefined, python: undefined, pythonOfDistribution: false, node: undefined, packages: new Set(), closed: base.kind === "scratch" };
  if (image === undefined) return empty;
  const traits = imageTraits(image);
  const tools = baseTools(image);
  const distribution = distributionOf(image);
  const family = traits.libc === "musl" ? { kind: "musl" as const, version: "1.2" } : traits.libc === "glibc" ? { kind: "glibc" as const } : undefined;
  return {
    ...empty,
    distribution,
    libc: distribution?.libc ?? family,
    manager: traits.packageManager,
    python: tools?.python ?? basePython(image),
    node: tools?.node,
    packages: new Set(tools?.packages),
    closed: tools !== undefined,
  };
}

function imageNamed(value: Value): ImageName | undefined {
  const text = knownText(value);
  const reference = text === undefined ? undefined : parseReference(text);
  return reference === undefined || "error" in reference ? undefined : reference;
}

/** Whether an effect changes what the stage holds. */
function applyEffect(draft: Draft, effect: Effect, followed: ReadonlySet<number>): boolean {
  if (effect.kind === "install") return applyInstall(draft, effect);
  const opens = draft.closed && ((effect.kind === "run" && isOpaque(effect, followed)) || (effect.kind === "copy" && bringsSystem(effect)));
  if (opens) draft.closed = false;
  return opens;
}

/** The managers of a distribution's own packages, as `InstallEffect.manager` names them. */
export const SYSTEM_MANAGERS: ReadonlySet<string> = new Set(["apt", "apk", "yum", "dnf", "microdnf", "zypper", "pacman"]);
/** They bring interpreters and compilers of their own. */
const OTHER_WORLDS: ReadonlySet<string> = new Set(["conda", "mamba", "micromamba", "brew", "asdf", "nix", "sdk", "pyenv", "nvm", "fnm", "emerge", "snap"]);

function applyInstall(draft: Draft, effect: InstallEffect): boolean {
  if (effect.action === "remove" || effect.action === "download") return false;
  if (OTHER_WORLDS.has(effect.manager) || effect.action === "build-dep") {
    draft.closed = false;
    if (effect.manager !== "nvm" && effect.manager !== "fnm") draft.python = undefined;
    return true;
  }
  if (effect.manager === "uv" && effect.call?.words[0] === "python") draft.python = minorOf(effect.packages[0]);
  if (!SYSTEM_MANAGERS.has(effect.manager)) return effect.manager === "uv";
  for (const value of effect.packages) {
    const name = knownText(value);
    if (name === undefined) {
      draft.closed = false;
      continue;
    }
    const plain = name.replace(/(?<=.)[:=<>~].*$/, "");
    applyPackage(draft, plain);
    // packages.debian.org and packages.ubuntu.com: python3-pip recommends them; whoever leaves that out says so.
    if (plain === "python3-pip" && effect.manager === "apt" && effect.isMinimal !== true) for (const recommended of ["build-essential", "gcc", "g++", "make", "libc6-dev", "python3-dev"]) draft.packages.add(recommended);
  }
  return true;
}

function minorOf(value: Value | undefined): string | undefined {
  return value === undefined ? undefined : /^(?:cpython-?)?(3\.\d+)/.exec(textOf(value))?.[1];
}

function applyPackage(draft: Draft, name: string): void {
  draft.packages.add(name);
  // A package file may be anything.
  if (/\.(?:deb|rpm|apk)$|^\.{0,2}\/|:\/\//.test(name)) draft.closed = false;
  const own = /^python3?(\.?\d+)?(?:-(?:dev|devel|pip|venv|minimal|full))?$/.exec(name) ?? /^(?:py3-pip|python3-.+)$/.exec(name);
  if (own === null || (draft.python !== undefined && !draft.pythonOfDistribution)) return;
  const written = own[1] === undefined ? undefined : `3.${own[1].replace(/^\.|^3(?=\d)/, "").replace(/^3\./, "")}`;
  const version = /^python(3\.\d+)/.exec(name)?.[1] ?? (/^python3\d/.test(name) ? written : undefined) ?? draft.distribution?.python3;
  // Two Pythons: which of them pip belongs to can't be told.
  draft.python = draft.pythonOfDistribution && draft.python !== version ? undefined : version;
  draft.pythonOfDistribution = true;
}

const SHELLS = /^(?:ba|da|a|z|k)?sh$/;
/** What a run of it does to the system stands in other files, or on the network. */
const OPAQUE = /^(?:make|ninja|ansible.*|nix.*|chef.*|puppet|salt.*|guix|spack|bazel|bazelisk|xargs|python[\d.]*|perl|ruby|eval|source|\.|sdk|devbox|mise|pixi)$/;

function isOpaque({ argv, instruction }: EffectOf<"run">, followed: ReadonlySet<number>): boolean {
  const words = argv.map(textOf);
  const program = words.find((word) => !/^(?:sudo|env|exec|time|nice|-E|[A-Za-z_]\w*=.*)$/.test(word)) ?? "";
  const name = program.slice(program.lastIndexOf("/") + 1);
  if (/^python[\d.]*$/.test(name)) return !words.some((word) => word === "-m" || word === "--version" || word === "-V" || word === "-c");
  const isScript = name.endsWith(".sh") || /^\.{0,2}\/(?!usr\/|bin\/|sbin\/|opt\/[\w.-]*venv)/.test(program) || (SHELLS.test(name) && words.some((word) => !word.startsWith("-") && word !== program));
  const isPiped = SHELLS.test(name) && !words.includes("-c");
  if (!isScript && !isPiped && !OPAQUE.test(name)) return false;
  // A script that was followed into shows what it does.
  return !followed.has(instruction);
}

/** Whole folders of other images, and archives, that land where programs and libraries lie; a single program is no compiler. */
function bringsSystem({ from, to, by, sources }: EffectOf<"copy">): boolean {
  if (from.kind === "context") return by === "ADD" && sources.some((source) => /\.(?:tar|tgz|tar\.\w+)$/.test(textOf(source)));
  const isFolder = (source: Value): boolean => /[/*]$|^\/?(?:usr(?:\/local)?(?:\/(?:bin|lib|include))?|opt(?:\/[^/]*)?|bin|lib|\.)?$/.test(textOf(source));
  return sources.some(isFolder) && /^\/?(?:usr(?:\/(?:local|bin|lib|local\/bin|local\/lib))?|bin|lib|opt)?\/?$/.test(textOf(to));
}
