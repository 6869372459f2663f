import type { Range } from "../../text/index.ts";

/** Who resolves the names: two packages of one name in one ecosystem are the same package. */
export type Ecosystem = "python" | "conda" | "node" | "ruby" | "go" | "rust" | "java" | "dotnet";

/** What kind of file lists the dependencies, as the `kind` of a report. */
export type ManifestKind =
  | "requirements"
  | "pyproject"
  | "setup-cfg"
  | "uv-lock"
  | "poetry-lock"
  | "pdm-lock"
  | "pipfile"
  | "pipfile-lock"
  | "pylock"
  | "conda-environment"
  | "conda-lock"
  | "pixi"
  | "pixi-lock"
  | "package-json"
  | "package-lock"
  | "npm-shrinkwrap"
  | "pnpm-lock"
  | "yarn-lock"
  | "bun-lock"
  | "gemfile"
  | "gemfile-lock"
  | "go-mod"
  | "cargo-toml"
  | "cargo-lock"
  | "csproj"
  | "pom"
  | "gradle";

/** Text of a manifest with its place. */
export interface Placed {
  readonly text: string;
  readonly at: Range;
}

/** What a dependency asks for. `pin`: exactly one version; `range`: several may do, in the ecosystem's own notation. */
export type Requirement =
  | { readonly kind: "pin"; readonly version: string }
  | { readonly kind: "range"; readonly specifier: string }
  | { readonly kind: "any" }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "vcs"; readonly url: string }
  | { readonly kind: "path"; readonly path: string };

/** One file of a release, as a lockfile lists it: `numpy-1.26.4-cp312-cp312-manylinux_2_17_x86_64.whl`, `nokogiri-1.16.0-x86_64-linux.gem`. */
export interface ReleaseFile {
  readonly name: string;
  readonly url?: string;
}

/** On which machines a package is installed at all, where the manifest says so (npm's os, cpu and libc; a leading `!` excludes). */
export interface PlatformLimits {
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
}

/** One package that a manifest asks for, or that a lockfile has resolved. */
export interface Dependency {
  /** As the registry compares names: PEP 503 for Python, as written for npm with its scope, `group:artifact` for Maven. */
  readonly name: string;
  /** The whole entry. */
  readonly at: Range;
  /** Where a finding points: the name, else the entry. */
  readonly nameAt: Range;
  readonly requirement: Requirement;
  /** The version or range without its operator where it is a pin (`1.18.5`), else the whole specifier; absent where none is written. */
  readonly requirementAt?: Range;
  /** The condition under which it is installed, in the ecosystem's notation: `platform_machine == "x86_64"`. */
  readonly marker?: Placed;
  readonly extras: readonly string[];
  /** Groups, extras or kinds it belongs to; empty: always installed. As `dev`, `test`, `optional`, `extra:postgres`. */
  readonly groups: readonly string[];
  /** Whether the installation goes on without it when it can't be installed. */
  readonly optional: boolean;
  /** All files of the release, where the lockfile lists them; absent: it doesn't say. */
  readonly files?: readonly ReleaseFile[];
  /** Whether `files` may lack some: a lock for one platform or of hashes alone. */
  readonly filesIncomplete?: boolean;
  /** Whether the entry holds checksums of its files, which no other version would match. */
  readonly hashed?: boolean;
  readonly limits?: PlatformLimits;
  /** The packages it needs in turn with the conditions, groups and extras under which it does, where the lockfile says. */
  readonly edges?: readonly DependencyEdge[];
  /** Names of the packages it needs in turn, where the lockfile says. */
  readonly needs?: readonly string[];
  /** Packages that it takes where they can be had, with their ranges: npm packages bring a program for each platform that way. */
  readonly optionalNeeds?: ReadonlyMap<string, string>;
  /** Whether it is compiled on installation in any case: an npm package with an install script, `--no-binary`. */
  readonly installScript?: boolean;
  /** The platform, variant or classifier that the entry itself names: `x86_64-linux`, `linux-64`, `linux-x86_64`. */
  readonly platform?: Placed;
}

/** One package needs another. */
export interface DependencyEdge {
  readonly name: string;
  readonly marker?: string | undefined;
  /** Only with this group (`dev`) or extra (`extra:postgres`) of the needing package. */
  readonly group?: string;
}

/** Another file that a manifest takes in. */
export interface Include {
  /** As written, relative to the manifest. */
  readonly path: string;
  readonly at: Range;
  /** `constraint`: limits versions and installs nothing. */
  readonly as: "requirements" | "constraint";
}

/** Settings of a manifest that decide how its packages are installed. */
export interface ManifestSettings {
  /** An index that isn't the public one: what it holds is not known. */
  readonly otherIndex: boolean;
  /** `:all:`, `:none:` or names. */
  readonly onlyBinary: readonly string[];
  readonly noBinary: readonly string[];
}

/** What stops a manifest from being read, one at most: the rest of it is then left out. */
export interface ManifestProblem {
  readonly message: string;
  readonly at: Range;
}

/** A file that lists dependencies, whatever the platform. */
export interface Manifest {
  readonly kind: ManifestKind;
  readonly ecosystem: Ecosystem;
  readonly file: string;
  /** Whether it holds resolved versions of everything that is installed. */
  readonly isLock: boolean;
  readonly dependencies: readonly Dependency[];
  readonly includes: readonly Include[];
  readonly settings: ManifestSettings;
  /** Platforms that it is made for, in its own words, where it says: uv `environments`, Gemfile.lock PLATFORMS, conda `linux-64`, a RID. Absent: it doesn't say. */
  readonly platforms?: readonly Placed[];
  /** Where a further platform would be written. */
  readonly platformsAt?: Range;
  /** Versions of the language it is for, in the ecosystem's notation: `>=3.9`. */
  readonly language?: Placed;
  readonly problem?: ManifestProblem;
}

/** Settings where nothing is set. */
export const NO_SETTINGS: ManifestSettings = { otherIndex: false, onlyBinary: [], noBinary: [] };

/** Reads one kind of manifest: total, linear, and a broken text gives `problem`. `file` is the name its ranges carry. */
export type ManifestReader = (file: string, text: string) => Manifest;
