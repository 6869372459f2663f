import { manifestKindOf, readManifest, type Ecosystem, type Manifest } from "../../model/ecosystem/index.ts";
import { Memo } from "../../text/index.ts";
import { absolutePath } from "../dockerfile/paths.ts";
import type { Build, EvaluatedStage } from "../build.ts";
import type { EffectOf } from "../effect.ts";
import { systemAt, type StageSystem } from "../system/system.ts";
import { knownText, textOf } from "../value.ts";
import { LINKERS } from "./linkers.ts";
import type { Install, LinkedManifest, LinkInput } from "./types.ts";

const byBuild = new Memo<Build, readonly Install[]>();

/** What the commands of a build install from the registries of languages, in order; computed once a build, and only when asked for. */
export function installsOf(build: Build): readonly Install[] {
  const known = byBuild.get(build);
  if (known !== undefined) return known;
  const found: Install[] = [];
  for (const stage of build.stages) {
    if (!stage.reachable) continue;
    for (const effect of stage.effects) {
      if (effect.kind === "install" && effect.action === "install" && effect.runs !== "never") found.push(...installOf(build, stage, effect));
    }
  }
  byBuild.set(build, found);
  return found;
}

function installOf(build: Build, stage: EvaluatedStage, effect: EffectOf<"install">): Install[] {
  const row = LINKERS.get(effect.manager);
  if (row === undefined || effect.call === undefined) return [];
  const system = withCalledPython(systemAt(build, stage, effect), effect);
  const link = row.link(linkInput(stage, effect, { system, ecosystem: row.ecosystem }));
  const { python, ...rest } = link;
  return [{ effect, stage, ecosystem: row.ecosystem, system: python === undefined ? system : { ...system, python, pythonOfDistribution: false }, ...rest }];
}

/** The Python that the command itself names: `python3.9 -m pip`, `pip3.9`, `uv pip install --python 3.12`. */
function withCalledPython(system: StageSystem, { call }: EffectOf<"install">): StageSystem {
  const option = call?.options.find(({ name }) => name === "--python" || name === "-p" || name === "--python-version")?.value ?? call?.env.get("UV_PYTHON");
  const asked = option === undefined ? undefined : textOf(option);
  const named = asked === undefined ? /^(?:python|pip)(\d(?:\.\d+)?)$/.exec(call?.program ?? "")?.[1] : (/(?:^|python|cpython-?)(3\.\d+)/.exec(asked)?.[1] ?? "");
  if (named === undefined || named === "3" || named === system.python) return system;
  const { python: _, ...rest } = system;
  return /^\d\.\d+$/.test(named) ? { ...rest, python: named, pythonOfDistribution: true } : rest;
}

interface Surroundings {
  readonly system: Install["system"];
  readonly ecosystem: Ecosystem;
}

function linkInput(stage: EvaluatedStage, effect: EffectOf<"install">, { system, ecosystem }: Surroundings): LinkInput {
  const manifest: LinkInput["manifest"] = (path, as) => {
    const cwd = effect.call?.cwd;
    if (!path.startsWith("/") && cwd === undefined) return undefined;
    return linkedManifest(stage, effect, { path: absolutePath(path, cwd ?? "/"), as, ecosystem });
  };
  const firstIn: LinkInput["firstIn"] = (folder, names, as) => {
    for (const name of names) {
      const found = manifest(folder === "" ? name : `${folder}/${name}`, as);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return { effect, stage, system, manifest, firstIn };
}

interface Wanted {
  readonly path: string;
  readonly as: LinkedManifest["as"];
  readonly ecosystem: Ecosystem;
}

function linkedManifest(stage: EvaluatedStage, effect: EffectOf<"install">, { path, as, ecosystem }: Wanted): LinkedManifest | undefined {
  const name = path.slice(path.lastIndexOf("/") + 1);
  // pip reads whatever it is given as a list of requirements.
  const kind = manifestKindOf(name)?.kind ?? (ecosystem === "python" && as !== "project" && as !== "lock" ? "requirements" : undefined);
  if (kind === undefined) return undefined;
  const written = effect.call?.written.get(path);
  const file = written === undefined ? stage.fileAt(effect.instruction, path) : { value: written };
  if (file === undefined) return undefined;
  if ("message" in file) return { manifest: unreadable(kind, ecosystem, file), text: "", as, written: false };
  const text = "value" in file ? knownText(file.value) : file.text;
  if (text === undefined) return undefined;
  const manifest = readManifest(kind, "value" in file ? "" : file.file, text);
  return manifest === undefined ? undefined : { manifest, text, as, written: "value" in file };
}

function unreadable(kind: Manifest["kind"], ecosystem: Ecosystem, { file, message }: { readonly file: string; readonly message: string }): Manifest {
  const at = { file, start: 0, end: 0 };
  return { kind, ecosystem, file, isLock: false, dependencies: [], includes: [], settings: { otherIndex: false, onlyBinary: [], noBinary: [] }, problem: { message, at } };
}
