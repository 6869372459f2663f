import { concat, literal, unknown } from "../value.ts";
import { compile, type CompileTarget, does, install, line, type PlacedEffect, prints, printsUnknown, targetFromEnv, under } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { type CommandLine, has, optionSpec, readOptions, sliceArgument, textOfWord, valuesOf } from "./options.ts";
import { tripleAnswer, wordAnswer, wordOf } from "./platform-words.ts";

const CARGO = optionSpec("--target --features -F --manifest-path --target-dir -p --package --bin --example --test --bench --profile -j --jobs --color --config -Z --root --version --vers --git --branch --tag --rev --path --registry --index --out-dir --artifact-dir --exclude --message-format -C --recipe-path --filter-platform");

/** `cargo build --target …`, `cargo install`, `cargo +toolchain …`. */
export function cargo(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, CARGO);
  const [command, ...operands] = line.operands.filter((operand, i) => i > 0 || !textOfWord(operand).startsWith("+"));
  const name = textOfWord(command);
  if (!COMPILING.has(name)) return does();
  const crates = name === "install" || name === "binstall" ? operands : [];
  const installed = crates.length > 0 ? [install("cargo", { packages: crates, platformOptions: valuesOf(line, "--target") })] : [];
  return does(...installed, compile("cargo", invocation, rustTarget(invocation, line)));
}

const COMPILING: ReadonlySet<string> = new Set(["build", "b", "install", "binstall", "test", "t", "run", "r", "check", "c", "rustc", "bench", "zigbuild", "chef", "auditable", "build-deps", "xbuild", "doc", "clippy", "nextest"]);

function rustTarget(invocation: Invocation, line: CommandLine): CompileTarget | undefined {
  const value = valuesOf(line, "--target").at(-1);
  return value === undefined ? targetFromEnv(invocation, "CARGO_BUILD_TARGET") : { value: value.value, from: "--target" };
}

/** `rustc --target …`. */
export function rustc(invocation: Invocation): Answer {
  const words = readOptions(invocation.args, optionSpec("--target --crate-name --crate-type --edition -o -C --codegen -L -l --emit --print --cfg -A -W -D --out-dir"));
  if (has(words, "-vV") || (has(words, "-v", "--verbose") && has(words, "-V", "--version"))) return versionOf(invocation);
  return words.operands.length === 0 ? does() : does(compile("rustc", invocation, rustTarget(invocation, words)));
}

/** `rustc -vV`: of its lines only the one with the host can be told, and of that all but the C library. */
function versionOf(invocation: Invocation): Answer {
  const host = tripleAnswer(invocation, "rust_gnu", { source: "rustc -vV", follows: "stage" });
  if (host === undefined) return printsUnknown(invocation.at);
  const { at } = invocation;
  const other = unknown("command-output", at);
  return prints(concat([line(other, at), literal("host: ", at), host, literal("release: ", at), line(other, at)]));
}

const RUSTUP = optionSpec("--toolchain --profile -c --component -t --target --default-host --default-toolchain --path");

/** `rustup target add`, `rustup toolchain install`, `rustup default`, `--default-host`; each installs a toolchain for what it names. */
export function rustup(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, RUSTUP);
  const [first, second] = line.operands.slice(0, 2).map(textOfWord);
  const options = [...valuesOf(line, "-t", "--target"), ...valuesOf(line, "--default-host")];
  if (first === "target" && second === "add") return does(...toolchain([], [...line.operands.slice(2), ...options]));
  if (first === "toolchain" && (second === "install" || second === "add")) return does(...toolchain(line.operands.slice(2), options));
  if (first === "default" || first === "install") return does(...toolchain(line.operands.slice(1), options));
  if (first === "component" && second === "add") return does(...toolchain(line.operands.slice(2), options));
  if (first === "set" && second === "default-host") return does(...toolchain([], line.operands.slice(2)));
  return does(...toolchain([], options));
}

/** `rustup-init -y --default-host …`, also as the arguments of the script that is piped into a shell. */
export function rustupInit(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, RUSTUP);
  return does(...toolchain(valuesOf(line, "--default-toolchain"), [...valuesOf(line, "--default-host"), ...valuesOf(line, "-t", "--target")]));
}

function toolchain(packages: readonly Argument[], platformOptions: readonly Argument[]): PlacedEffect[] {
  if (packages.length === 0 && platformOptions.length === 0) return [];
  return [install("rustup", { packages, platformOptions: [...platformOptions, ...packages.flatMap(hostOf)] })];
}

/** `stable-x86_64-unknown-linux-gnu` names its host behind the channel. */
function hostOf(name: Argument): Argument[] {
  const match = /^(?:stable|beta|nightly|\uFFFC|\d+(?:\.\d+){0,2})(?:-\d{4}-\d\d-\d\d)?-/.exec(textOfWord(name));
  return match === null ? [] : [sliceArgument(name, match[0].length)];
}

/** A shell that reads its script from a pipe: rustup's options are told by their names. */
export function shellWithArguments(invocation: Invocation): Answer {
  const marker = invocation.args.findIndex((arg) => ["-s", "-", "--"].includes(textOfWord(arg)));
  const names = invocation.args.map(textOfWord);
  if (marker < 0 || !names.some((name) => /^--default-(?:host|toolchain)/.test(name))) return does();
  return rustupInit(under(invocation, "rustup-init", invocation.args.filter((arg) => !["-s", "-", "--"].includes(textOfWord(arg)))));
}

/** `xx-cargo`: cargo for the platform of the image. */
export function xxCargo(invocation: Invocation): Answer {
  const word = wordOf(invocation.machine.target, "rust_gnu");
  const inner = cargo(under(invocation, "cargo", invocation.args));
  if (word === undefined) return inner;
  const target = { pieces: wordAnswer(invocation.at, word, { source: "xx-cargo", follows: "target" }).pieces.slice(0, 1) };
  return { ...inner, effects: inner.effects.map((effect) => (effect.kind === "compile" ? { ...effect, target, targetFrom: "xx-cargo" } : effect)) };
}
