import { listed, markerHolds, type Install, type Manifest, type ManifestInput, type Placed, type Platform, type Problem, type Proposal } from "../../src/rulekit/index.ts";

/** A list of conda's platforms that lacks one, for its fix. */
export interface CondaLack {
  readonly subdir: string;
  readonly last: Placed;
}

/** Whether a problem's data is that of such a list. */
export function isCondaLack(data: unknown): data is CondaLack {
  return typeof data === "object" && data !== null && "subdir" in data;
}

/** `uv sync` and the like by a lockfile whose environments leave the stage's machine out. */
export function* environmentLack(install: Install): Generator<Problem> {
  if (install.effect.runs === "never") return;
  for (const { manifest, written } of install.manifests) {
    const problem = written ? undefined : byMarkers(manifest, install.stage.platform, install.system.python);
    if (problem === undefined) continue;
    yield { ...problem, ...(install.effect.runs === "always" ? {} : { level: "warning", confidence: "likely" }), related: [{ at: install.effect.at, message: "it is installed here" }] };
  }
}

/** The same for a lockfile that no Dockerfile installs, and the platforms of conda and pixi, whose commands are not followed. */
export function* environmentLackAlone({ manifest, text, platform }: ManifestInput): Generator<Problem> {
  const problem = byMarkers(manifest, platform, undefined) ?? bySubdir(manifest, text, platform);
  if (problem !== undefined) yield { ...problem, level: "warning" };
}

const WITH_MARKERS: ReadonlySet<Manifest["kind"]> = new Set(["uv-lock", "pylock"]);

function byMarkers({ kind, file, platforms = [] }: Manifest, platform: Platform, python: string | undefined): Problem | undefined {
  const [first] = platforms;
  if (!WITH_MARKERS.has(kind) || first === undefined || platforms.some(({ text }) => markerHolds(text, { platform, python }) !== false)) return undefined;
  return {
    at: first.at,
    message: `${file.slice(file.lastIndexOf("/") + 1)} is made for ${listed(platforms.map(({ text }) => text))} and not for this machine`,
    evidence: [{ statement: "uv refuses a lockfile whose environments leave the machine out; `environments` below `[tool.uv]` decides them, and `uv lock` writes the lockfile anew", source: "docs.astral.sh/uv/concepts/resolution", asOf: "2026-11-22" }],
  };
}

/** https://docs.conda.io/projects/conda-build: the folders of a channel. */
const SUBDIRS: Readonly<Partial<Record<string, string>>> = { amd64: "linux-64", "386": "linux-32", arm64: "linux-aarch64", ppc64le: "linux-ppc64le", s390x: "linux-s390x", riscv64: "linux-riscv64" };

function bySubdir({ ecosystem, kind, file, platforms = [] }: Manifest, text: string, { os, arch }: Platform): Problem | undefined {
  const subdir = os === "linux" ? SUBDIRS[arch] : undefined;
  const name = file.slice(file.lastIndexOf("/") + 1);
  const last = platforms.at(-1);
  // A file for one platform says so in its name, and one without linux is for no image.
  if (ecosystem !== "conda" || subdir === undefined || last === undefined || /linux-/.test(name)) return undefined;
  if (platforms.some((one) => one.text === subdir) || !platforms.some((one) => one.text.startsWith("linux-"))) return undefined;
  const remedy = kind === "pixi" ? `\`pixi workspace platform add ${subdir}\`` : kind === "pixi-lock" ? "`pixi lock`, once pixi.toml names it," : `\`conda-lock lock --platform ${subdir}\``;
  const isEditable = kind === "pixi" && /["']/.test(text.charAt(last.at.end));
  return {
    at: platforms[0]?.at ?? last.at,
    message: `${name} is made for ${listed(platforms.map((one) => one.text))} and not for this machine`,
    confidence: "likely",
    evidence: [{ statement: `conda calls this machine ${subdir}; ${remedy} adds it`, source: "docs.conda.io, subdirs of channels", asOf: "2026-11-22" }],
    ...(isEditable ? { data: { subdir, last } satisfies CondaLack } : {}),
  };
}

/** Adds the platform behind the last one, in the same quotes. */
export function* addSubdir({ subdir, last }: CondaLack): Generator<Proposal> {
  const end = last.at.end + 1;
  yield { title: `add ${subdir}`, safety: "unsafe", edits: [{ range: { file: last.at.file, start: end, end }, newText: `, "${subdir}"` }] };
}
