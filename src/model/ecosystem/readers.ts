import { msbuildProject } from "./dotnet/msbuild.ts";
import { goMod } from "./go/go-mod.ts";
import { gradle, pom } from "./java/jvm-project.ts";
import { bunLock, npmShrinkwrap, packageLock, pnpmLock, yarnLock } from "./node/lock.ts";
import { packageJson } from "./node/package-json.ts";
import { PYTHON_LOCKS } from "./python/locks.ts";
import { readCondaEnvironment, readCondaLock, readPipfileLock, readSetupCfg } from "./python/other-lists.ts";
import { readPixi } from "./python/pixi.ts";
import { readPyproject } from "./python/pyproject.ts";
import { readRequirements } from "./python/requirements.ts";
import { gemfileLock } from "./ruby/gemfile-lock.ts";
import { cargoLock } from "./rust/cargo-lock.ts";
import { NO_SETTINGS, type Ecosystem, type Manifest, type ManifestKind, type ManifestReader } from "./types.ts";
import { MANIFEST_KINDS } from "./kinds.ts";

/** By kind. A kind without a reader is found and passed over. */
const READERS: ReadonlyMap<ManifestKind, ManifestReader> = new Map<ManifestKind, ManifestReader>([
  ["requirements", readRequirements],
  ["package-json", packageJson],
  ["package-lock", packageLock],
  ["npm-shrinkwrap", npmShrinkwrap],
  ["pnpm-lock", pnpmLock],
  ["yarn-lock", yarnLock],
  ["bun-lock", bunLock],
  ["gemfile-lock", gemfileLock],
  ["go-mod", goMod],
  ["cargo-lock", cargoLock],
  ["csproj", msbuildProject],
  ["pom", pom],
  ["gradle", gradle],
  ["pyproject", readPyproject],
  ["setup-cfg", readSetupCfg],
  ["pipfile-lock", readPipfileLock],
  ["conda-environment", readCondaEnvironment],
  ["conda-lock", readCondaLock("conda-lock")],
  ["pixi", readPixi],
  ["pixi-lock", readCondaLock("pixi-lock")],
  ...PYTHON_LOCKS,
]);

const ECOSYSTEMS: ReadonlyMap<ManifestKind, Ecosystem> = new Map(MANIFEST_KINDS.map(({ kind, ecosystem }) => [kind, ecosystem]));

/** A lockfile is read once for all platforms and Dockerfiles that use it; more than these at once are rare. */
const MAX_REMEMBERED = 32;
/** UTF-16 units of all texts together. */
const MAX_LENGTH = 33_554_432;
let length = 0;
const remembered = new Map<string, { readonly text: string; readonly manifest: Manifest }>();

/** Whether there is a reader for a kind. */
export function isReadable(kind: string): kind is ManifestKind {
  return READERS.has(kind as ManifestKind);
}

/** Reads a manifest; undefined for a kind without a reader. `file` is the name that its ranges carry. */
export function readManifest(kind: ManifestKind, file: string, text: string): Manifest | undefined {
  const key = `${kind}\0${file}`;
  const known = remembered.get(key);
  if (known?.text === text) return known.manifest;
  const manifest = readAnew(kind, file, text);
  if (manifest === undefined) return undefined;
  if (remembered.size >= MAX_REMEMBERED || length + text.length > MAX_LENGTH) {
    remembered.clear();
    length = 0;
  }
  length += text.length;
  remembered.set(key, { text, manifest });
  return manifest;
}

function readAnew(kind: ManifestKind, file: string, text: string): Manifest | undefined {
  const reader = READERS.get(kind);
  if (reader === undefined) return undefined;
  const conflict = /^<{7} |^={7}$|^>{7} /m.exec(text);
  if (conflict === null || !/^<{7} /m.test(text) || !/^>{7} /m.test(text)) return reader(file, text);
  const at = { file, start: conflict.index, end: conflict.index + conflict[0].trimEnd().length };
  return { kind, ecosystem: ECOSYSTEMS.get(kind) ?? "python", file, isLock: false, dependencies: [], includes: [], settings: NO_SETTINGS, problem: { message: "holds the markers of an unresolved merge", at } };
}
