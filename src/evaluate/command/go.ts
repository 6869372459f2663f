import { concat, literal, type Value } from "../value.ts";
import { compile, type CompileTarget, does, install, line, type PlacedEffect, prints, printsUnknown, targetFromEnv, under } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { optionSpec, readOptions, sliceArgument, textOfWord } from "./options.ts";
import { wordAnswer, wordOf } from "./platform-words.ts";

const GO = optionSpec("-o -tags -ldflags -gcflags -asmflags -gccgoflags -mod -modfile -overlay -p -pkgdir -toolexec -installsuffix -buildmode -compiler -C -run -bench -count -cpu -timeout -coverprofile -covermode -coverpkg -exec -parallel -pgo -overwrite -w -platform", { words: true });
const COMPILING: ReadonlySet<string> = new Set(["build", "install", "test", "run", "generate", "vet", "get", "tool"]);

/** `go build`, `install`, `test`, `run` for GOARCH, and `go env NAME`. */
export function go(invocation: Invocation): Answer {
  const [command, ...rest] = invocation.args;
  const name = textOfWord(command);
  if (name === "env") return goEnv(invocation, rest);
  if (!COMPILING.has(name)) return does();
  const { operands } = readOptions(rest, GO);
  const remote = operands.filter((operand) => /@[^/]*$/.test(textOfWord(operand)));
  const installed = remote.length > 0 && name !== "test" ? [install("go", { packages: remote })] : [];
  return does(...installed, compile("go", invocation, goTarget(invocation)));
}

/** What the Go compiler is told to compile for. */
export function goTarget(invocation: Invocation): CompileTarget | undefined {
  return targetFromEnv(invocation, "GOARCH");
}

function goEnv(invocation: Invocation, names: readonly Argument[]): Answer {
  const asked = names.map(textOfWord);
  if (asked[0] === "-w") return does(...names.slice(1).flatMap(assignment));
  if (asked.length === 0 || asked.some((name) => name.startsWith("-"))) return printsUnknown(invocation.at);
  const answers: Value[] = asked.map((name) => goVariable(invocation, name));
  return prints(concat(answers));
}

/** `go env -w GOARCH=amd64`. */
function assignment(word: Argument): PlacedEffect[] {
  const equals = textOfWord(word).indexOf("=");
  if (equals <= 0) return [];
  return [{ kind: "set-env", name: textOfWord(word).slice(0, equals), value: sliceArgument(word, equals + 1).value, scope: "shell", at: word.at }];
}

function goVariable(invocation: Invocation, name: string): Value {
  const set = name.startsWith("GOHOST") ? undefined : targetFromEnv(invocation, name);
  if (set !== undefined) return line(set.value, invocation.at);
  const platform = name === "GOARCH" || name === "GOHOSTARCH" ? wordOf(invocation.machine.platform, "goarch") : name === "GOARM" ? invocation.machine.platform.variant?.slice(1) : undefined;
  if (platform !== undefined) return wordAnswer(invocation.at, platform, { source: `go env ${name}`, follows: "stage" });
  if (name === "GOOS" || name === "GOHOSTOS") return line(literal(invocation.machine.platform.os, invocation.at), invocation.at);
  return printsUnknown(invocation.at).stdout ?? { pieces: [] };
}

/** `gox -osarch=linux/amd64`, `goreleaser build`. */
export function goReleaser(invocation: Invocation): Answer {
  const spec = optionSpec("-osarch -os -arch -output -tags -ldflags", { words: true });
  const option = readOptions(invocation.args, spec).options.find((one) => /^--?(?:osarch|arch)$/.test(one.name));
  const target = option?.value === undefined ? goTarget(invocation) : { value: option.value.value, from: option.name };
  return does(compile(invocation.name, invocation, target));
}

/** `xx-go`: go for the platform of the image. */
export function xxGo(invocation: Invocation): Answer {
  const word = wordOf(invocation.machine.target, "goarch");
  const inner = go(under(invocation, "go", invocation.args));
  if (word === undefined) return inner;
  const target = wordAnswer(invocation.at, word, { source: "xx-go", follows: "target" });
  return { ...inner, effects: inner.effects.map((effect) => (effect.kind === "compile" ? { ...effect, target: { pieces: target.pieces.slice(0, 1) }, targetFrom: "xx-go" } : effect)) };
}
