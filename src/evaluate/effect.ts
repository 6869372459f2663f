import type { Platform } from "../model/platform.ts";
import type { Range } from "../text/index.ts";
import type { Value } from "./value.ts";

/** `maybe`: it hangs on a condition that can't be known. Never treated as always. */
export type Runs = "always" | "maybe" | "never";

/** A condition that could not be known, and which of its branches was taken to come here. */
export interface Choice {
  readonly at: Range;
  readonly branch: number;
  /** Whether the condition spoke of an architecture: then the branches are likely one per platform. */
  readonly aboutArchitecture: boolean;
}

/** What every effect tells besides its own. */
export interface EffectPlace {
  /** The command or operand that has the effect. */
  readonly at: Range;
  readonly runs: Runs;
  readonly choices: readonly Choice[];
  /** Index of the instruction in the file that runs (not of the script it calls). */
  readonly instruction: number;
}

/** An image is fetched: FROM, COPY --from, RUN --mount=from, # syntax=. */
export interface PullEffect {
  readonly kind: "pull";
  readonly image: Value;
  readonly platform: Platform;
  readonly by: "from" | "copy" | "mount" | "syntax";
  /** The operand of `--platform`, where one is written. */
  readonly platformFlag?: Value;
  /** Digest of the one image that is taken in the end, where it is known. */
  readonly resolved?: string;
}

/** Something is fetched over the network: curl, wget, ADD, git clone … */
export interface DownloadEffect {
  readonly kind: "download";
  readonly url: Value;
  readonly by: string;
  /** The file it is written to, where that is told or follows from the URL. */
  readonly to?: Value;
  /** A checksum given with the download itself, as ADD --checksum. */
  readonly checksum?: Value;
}

/** Packages are installed (or fetched, or removed: see `action`). */
export interface InstallEffect {
  readonly kind: "install";
  /** apt, dpkg, apk, yum, dnf, microdnf, rpm, zypper, pip, uv, poetry, pipenv, conda, npm, yarn, pnpm, gem, bundle, go, cargo … */
  readonly manager: string;
  readonly action: "install" | "remove" | "download" | "build-dep";
  /** One per package operand as written: `libc6:amd64`, `./tool_amd64.deb`, `numpy==1.2`. */
  readonly packages: readonly Value[];
  /** Files that list packages: `-r requirements.txt`. */
  readonly manifests: readonly Value[];
  /** Options that choose a platform: `--platform=manylinux2014_x86_64`, `--forcearch x86_64`, CONDA_SUBDIR. */
  readonly platformOptions: readonly Value[];
  /** Set where a manager leaves out what its packages recommend and do not need: `apt-get install --no-install-recommends`. */
  readonly isMinimal?: true;
  /** How it was called, for managers of a language's packages. */
  readonly call?: InstallCall;
}

/** What of an installing command decides which packages it installs, beside those it names. */
export interface InstallCall {
  /** The words that say what to do: `ci`, `pip sync`. */
  readonly words: readonly string[];
  readonly options: readonly { readonly name: string; readonly value?: Value; readonly at: Range }[];
  /** The base name of the program: `pip3.9`, and `python3.9` for `python3.9 -m pip`. */
  readonly program: string;
  /** One per word of `packages`, whole: with the condition under which it is installed. */
  readonly operands: readonly { readonly value: Value; readonly at: Range }[];
  /** Absolute; undefined when not known. */
  readonly cwd: string | undefined;
  /** Files that the step itself wrote before, by absolute path: they hide those that lay there when it began. */
  readonly written: ReadonlyMap<string, Value>;
  /** Variables that the manager reads and that are set: PIP_ONLY_BINARY, UV_PYTHON. */
  readonly env: ReadonlyMap<string, Value>;
}

/** A package source is added: an apt line, a .repo file, `dpkg --add-architecture`. */
export interface AddSourceEffect {
  readonly kind: "add-source";
  readonly manager: "apt" | "yum" | "apk";
  readonly what: "line" | "file" | "architecture";
  readonly text: Value;
  readonly into?: Value;
}

/** A variable of the image (ENV) or of the shell is set. */
export interface SetEnvEffect {
  readonly kind: "set-env";
  readonly name: string;
  readonly value: Value;
  readonly scope: "image" | "build" | "shell";
}

/** Something is compiled. */
export interface CompileEffect {
  readonly kind: "compile";
  /** go, cargo, rustup, gcc, make, cmake, configure, dotnet, maven, npm … */
  readonly tool: string;
  readonly argv: readonly Value[];
  /** What names the architecture it compiles for, where something does: GOARCH, --target, -r, --host. */
  readonly target?: Value;
  readonly targetFrom?: string;
  /** Where it runs, absolute; undefined when not known. */
  readonly cwd?: string | undefined;
}

/** Files are copied into a stage. */
export interface CopyEffect {
  readonly kind: "copy";
  readonly from: { readonly kind: "context" } | { readonly kind: "stage"; readonly stage: number } | { readonly kind: "image"; readonly image: Value; readonly resolved?: string };
  readonly sources: readonly Value[];
  readonly to: Value;
  readonly by: "COPY" | "ADD";
  /** The programs among files of the build context, as far as their headers tell what they run on. */
  readonly programs?: readonly CopiedProgram[];
}

/** A program of the build context. */
export interface CopiedProgram {
  /** Index of the source that brings it. */
  readonly source: number;
  /** Relative to the context's root. */
  readonly path: string;
  /** As `linux/arm64`; `linux/arm` for any level of it. */
  readonly platform: string;
  /** Whether the source names it; false for one that lies in a folder. */
  readonly named: boolean;
  /** The archive of the context that it is in; `path` is then the one in there, or empty for the archive as such. */
  readonly archive?: string;
  /** Whether the instruction unpacks the archive. */
  readonly unpacked?: boolean;
}

/** A file is checked against a checksum or signature. */
export interface VerifyEffect {
  readonly kind: "verify";
  readonly how: "checksum" | "signature";
  readonly checksum?: Value;
  readonly file?: Value;
}

/** A file is written by the shell: echo >, tee, cat <<EOF >. */
export interface WriteEffect {
  readonly kind: "write";
  readonly path: Value;
  readonly content: Value;
  readonly append: boolean;
}

/** A simple command runs. Every command has this effect, beside what its model says. */
export interface RunEffect {
  readonly kind: "run";
  /** The words, name first, prefixes such as sudo and env still there. */
  readonly argv: readonly Value[];
  /** Where each word stands. */
  readonly words: readonly Range[];
  readonly by: "shell" | "exec" | "entrypoint" | "cmd" | "healthcheck";
}

/** The step ends with a failure here: `exit 1`, `false` under set -e. */
export interface FailEffect {
  readonly kind: "fail";
  readonly because: "exit" | "command" | "unset-parameter";
}

/** A case or an if chain that asks for the architecture, and what was taken. */
export interface SelectEffect {
  readonly kind: "select";
  readonly by: "case" | "if" | "lookup";
  /** What was compared, as `arm64`. */
  readonly subject: Value;
  /** The word or test that was compared. */
  readonly subjectAt: Range;
  /** The text of each branch's patterns with its place, in order. `*` and else are not among them. */
  readonly patterns: readonly { readonly text: string; readonly at: Range }[];
  /** What ran: a branch that named the subject, the branch for all others, or none at all. */
  readonly taken: "pattern" | "default" | "none";
  /** The branch that ran, when one did. */
  readonly takenAt?: Range;
}

/** A variable was read that had no value; only what reached a command, a condition or an operand. */
export interface ReadUnsetEffect {
  readonly kind: "read-unset";
  readonly name: string;
  readonly by: "builder" | "shell";
  /** Whether `${name:-…}` or the like gave it a value. */
  readonly hasDefault: boolean;
}

/** A directory or file path that the image is told to use: WORKDIR, VOLUME. */
export interface PathEffect {
  readonly kind: "path";
  readonly by: "WORKDIR" | "VOLUME";
  readonly path: Value;
}

export type EffectBody =
  | PullEffect
  | DownloadEffect
  | InstallEffect
  | AddSourceEffect
  | SetEnvEffect
  | CompileEffect
  | CopyEffect
  | VerifyEffect
  | WriteEffect
  | RunEffect
  | FailEffect
  | SelectEffect
  | ReadUnsetEffect
  | PathEffect;

export type EffectKind = EffectBody["kind"];
export type Effect = EffectPlace & EffectBody;
export type EffectOf<Kind extends EffectKind> = EffectPlace & Extract<EffectBody, { readonly kind: Kind }>;
