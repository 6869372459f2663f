import type { Ecosystem, ManifestKind } from "./types.ts";

/** How one kind of manifest is told, and whose it is. */
export interface ManifestKindRow {
  readonly kind: ManifestKind;
  readonly ecosystem: Ecosystem;
  /** Names that are certainly of this kind, compared without regard to case. */
  readonly names?: readonly string[];
  /** Further names; tried only where no row has the name itself. */
  readonly pattern?: RegExp;
}

/** Every kind of manifest. A new kind is a row here, and a reader of the same name in `readers.ts`. */
export const MANIFEST_KINDS: readonly ManifestKindRow[] = [
  { kind: "requirements", ecosystem: "python", pattern: /^(?:[\w.-]*[._-])?(?:requirements?|constraints?|reqs)(?:[._-][\w.-]*)?\.(?:txt|in|pip)$/i },
  { kind: "pyproject", ecosystem: "python", names: ["pyproject.toml"] },
  { kind: "setup-cfg", ecosystem: "python", names: ["setup.cfg"] },
  { kind: "uv-lock", ecosystem: "python", names: ["uv.lock"] },
  { kind: "poetry-lock", ecosystem: "python", names: ["poetry.lock"] },
  { kind: "pdm-lock", ecosystem: "python", names: ["pdm.lock"] },
  { kind: "pipfile", ecosystem: "python", names: ["Pipfile"] },
  { kind: "pipfile-lock", ecosystem: "python", names: ["Pipfile.lock"] },
  { kind: "pylock", ecosystem: "python", pattern: /^pylock(?:\.[^.]+)?\.toml$/ },
  { kind: "conda-environment", ecosystem: "conda", pattern: /^(?:conda[_-])?env(?:ironment)?(?:[._-][\w.-]*)?\.ya?ml$/i },
  { kind: "conda-lock", ecosystem: "conda", pattern: /^(?:[\w.-]+\.)?conda-lock\.ya?ml$/i },
  { kind: "pixi", ecosystem: "conda", names: ["pixi.toml"] },
  { kind: "pixi-lock", ecosystem: "conda", names: ["pixi.lock"] },
  { kind: "package-json", ecosystem: "node", names: ["package.json"] },
  { kind: "package-lock", ecosystem: "node", names: ["package-lock.json"] },
  { kind: "npm-shrinkwrap", ecosystem: "node", names: ["npm-shrinkwrap.json"] },
  { kind: "pnpm-lock", ecosystem: "node", names: ["pnpm-lock.yaml"] },
  { kind: "yarn-lock", ecosystem: "node", names: ["yarn.lock"] },
  { kind: "bun-lock", ecosystem: "node", names: ["bun.lock"] },
  { kind: "gemfile", ecosystem: "ruby", names: ["Gemfile"] },
  { kind: "gemfile-lock", ecosystem: "ruby", names: ["Gemfile.lock"] },
  { kind: "go-mod", ecosystem: "go", names: ["go.mod"] },
  { kind: "cargo-toml", ecosystem: "rust", names: ["Cargo.toml"] },
  { kind: "cargo-lock", ecosystem: "rust", names: ["Cargo.lock"] },
  { kind: "csproj", ecosystem: "dotnet", names: ["Directory.Build.props"], pattern: /\.(?:cs|fs|vb)proj$/i },
  { kind: "pom", ecosystem: "java", names: ["pom.xml"] },
  { kind: "gradle", ecosystem: "java", names: ["build.gradle", "build.gradle.kts"] },
];

const byName = new Map(MANIFEST_KINDS.flatMap((row) => (row.names ?? []).map((name) => [name.toLowerCase(), row] as const)));
const withPattern = MANIFEST_KINDS.filter(({ pattern }) => pattern !== undefined);

/** The kind of manifest that a file name tells; undefined for no manifest. */
export function manifestKindOf(name: string): ManifestKindRow | undefined {
  return byName.get(name.toLowerCase()) ?? withPattern.find(({ pattern }) => pattern?.test(name) === true);
}
