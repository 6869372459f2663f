import { textOf, type EffectOf, type Value } from "../../src/rulekit/index.ts";
import { absolute, baseName } from "./paths.ts";

/** Where a step puts files that only the CPU it runs on can use. */
export interface Output {
  readonly path: string;
  /** Whether all that lies in it counts, so that a file taken out of it counts too. */
  readonly folder: boolean;
  /** Nothing but a guess of the folder: it counts only for the program that the image starts. */
  readonly ifStarted?: boolean;
}

/** What a stage has been told up to a step. */
export interface Standing {
  readonly cwd: string;
  /** A variable as the step sees it. */
  readonly variable: (name: string) => Value | undefined;
  /** The words of the command that has the effect. */
  readonly words: readonly string[];
  /** Virtual environments that were made or named. */
  readonly environments: readonly string[];
  /** Where what is built is told to be installed. */
  readonly prefix: string | undefined;
  /** Whether anything told the tools what the image is for, or brought tools that know it. */
  readonly knowsTarget: boolean;
  readonly configuresCargo: boolean;
}

type Compile = EffectOf<"compile">;

/** What a compiler makes that nobody told what to compile for; empty where that can't be said. */
export function compiledBy(effect: Compile, standing: Standing): readonly Output[] {
  if (effect.target !== undefined && !followsMachine(effect.target)) return [];
  const words = effect.argv.map((value) => textOf(value));
  if (effect.tool === "go") return goOutputs(words, standing);
  if (effect.tool === "cargo") return cargoOutputs(words, standing);
  if (effect.tool === "dotnet") return dotnetOutputs(words, standing);
  if (C_COMPILERS.has(effect.tool)) return fileOption(words, "-o").map((path) => ({ path: absolute(path, standing.cwd), folder: false }));
  if (effect.tool === "make" || effect.tool === "ninja" || effect.tool === "cmake" || effect.tool === "meson") return makeOutputs(words, standing);
  return [];
}

/** Whether a value was made from the machine that asks, be it the builder or the stage, and not from what the image is for. */
export function followsMachine(value: Value): boolean {
  const platforms = value.pieces.filter((piece) => piece.kind === "text" && piece.origin === "platform");
  return platforms.length > 0 && platforms.every((piece) => piece.kind === "text" && piece.follows !== "target");
}

/** Whether anything of a value was made from the platform that the image is for. */
export function followsTarget(value: Value): boolean {
  return value.pieces.some((piece) => piece.kind === "text" && piece.origin === "platform" && piece.follows === "target");
}

const C_COMPILERS: ReadonlySet<string> = new Set(["gcc", "g++", "cc", "c++", "clang", "clang++", "gfortran", "musl-gcc", "rustc"]);

function goOutputs(words: readonly string[], { cwd, variable }: Standing): readonly Output[] {
  // Set to nothing: somebody meant to tell it, and what went wrong there is another matter.
  if (variable("GOARCH") !== undefined && setText(variable("GOARCH")) === undefined) return [];
  if (/^(?:js|wasip1|windows|darwin|freebsd)$/.test(setText(variable("GOOS")) ?? "")) return [];
  if (words[1] === "install") {
    const folder = setText(variable("GOBIN")) ?? `${setText(variable("GOPATH")) ?? "/go"}/bin`;
    return [{ path: absolute(folder, cwd), folder: true }];
  }
  if (words[1] !== "build") return [];
  const [written] = fileOption(words, "-o");
  if (written !== undefined) return written === "/dev/null" || written.endsWith(".wasm") ? [] : [{ path: absolute(written, cwd), folder: true }];
  const last = words.at(-1) ?? "";
  const named = words.length > 2 && /^[\w./-]*\w$/.test(last) && !last.startsWith("-") ? baseName(last).replace(/\.go$/, "") : baseName(cwd);
  return [{ path: absolute(named, cwd), folder: false }, { path: cwd, folder: true, ifStarted: true }];
}

function setText(value: Value | undefined): string | undefined {
  return value === undefined || textOf(value) === "" ? undefined : textOf(value);
}

function cargoOutputs(words: readonly string[], { cwd, variable, configuresCargo }: Standing): readonly Output[] {
  if (configuresCargo) return [];
  if (words.includes("install")) {
    const [root] = fileOption(words, "--root");
    const folders = root === undefined ? ["/usr/local/cargo/bin", "/root/.cargo/bin"] : [`${absolute(root, cwd)}/bin`];
    return folders.map((path) => ({ path, folder: true }));
  }
  if (!words.some((word) => word === "build" || word === "b" || word === "rustc")) return [];
  const folder = fileOption(words, "--target-dir")[0] ?? setText(variable("CARGO_TARGET_DIR")) ?? "target";
  return ["release", "debug"].map((profile) => ({ path: absolute(`${folder}/${profile}`, cwd), folder: true }));
}

function dotnetOutputs(words: readonly string[], { cwd }: Standing): readonly Output[] {
  if (words[1] !== "publish") return [];
  const folder = absolute([...fileOption(words, "-o"), ...fileOption(words, "--output")][0] ?? ".", cwd);
  const contained = words.findIndex((word) => /^(?:--self-contained|--sc)$|^--self-contained=true$|Publish(?:SingleFile|Aot|ReadyToRun)=true$|SelfContained=true$/i.test(word));
  const isContained = contained >= 0 && words[contained + 1] !== "false";
  // Without the runtime it makes one small program that starts the library; only who starts that depends on the CPU.
  return [{ path: folder, folder: true, ...(isContained ? {} : { ifStarted: true }) }];
}

function makeOutputs(words: readonly string[], { cwd, prefix = "/usr/local", knowsTarget }: Standing): readonly Output[] {
  // A makefile reads variables that a step can't show.
  if (knowsTarget || words.some((word) => /^(?:CC|CXX|CROSS_COMPILE|HOST|TARGET)=/.test(word))) return [];
  const installs = words.some((word, i) => /^install(?:-strip|\/strip)?$|^--install$/.test(word) && i > 0);
  if (!installs) return [{ path: cwd, folder: true, ifStarted: true }];
  const [root] = words.flatMap((word) => /^DESTDIR=(.+)$/.exec(word)?.[1] ?? []);
  if (root !== undefined) return [{ path: absolute(root, cwd), folder: true }];
  return ["bin", "sbin", "lib", "lib64", "libexec"].map((name) => ({ path: absolute(`${prefix}/${name}`, cwd), folder: true }));
}

/** The folder that a word tells a build tool to install into. */
export function prefixIn(word: string): string | undefined {
  return /^(?:--prefix=|PREFIX=|prefix=|-?D?CMAKE_INSTALL_PREFIX(?::\w+)?=)(.+)$/.exec(word)?.[1];
}

/** The values of an option, `-o X`, `-o=X` or `--out X`; of a long one also behind `=`. */
export function fileOption(words: readonly string[], name: string): readonly string[] {
  return words.flatMap((word, i) => {
    if (word === name) return words[i + 1] ?? [];
    return word.startsWith(`${name}=`) ? word.slice(name.length + 1) : [];
  });
}
