import { literal } from "../value.ts";
import { compile, type CompileTarget, does, printsUnknown, prints } from "./answer.ts";
import type { Answer, Invocation } from "./invocation.ts";
import { crossPrefixOf, namesFor } from "./names.ts";
import { sliceArgument, textOfWord } from "./options.ts";
import { platformAnswer, tripleAnswer } from "./platform-words.ts";

/** gcc, clang and their like: what they compile for, and `-dumpmachine`. */
export function compiler(invocation: Invocation): Answer {
  const words = invocation.args.map(textOfWord);
  const prefix = crossPrefixOf(invocation.name);
  if (words.includes("-dumpmachine") || words.includes("-print-multiarch")) return machine(invocation, prefix, words.includes("-dumpmachine"));
  if (words.every((word) => word === "" || word === "--version" || word === "-v" || word.startsWith("-dump") || word.startsWith("-print"))) return printsUnknown(invocation.at);
  return does(compile(toolOf(invocation.name), invocation, targetOf(invocation, prefix)));
}

function machine(invocation: Invocation, prefix: string | undefined, dump: boolean): Answer {
  if (prefix !== undefined) return prints(literal(`${prefix}\n`, invocation.at));
  const answer = dump ? tripleAnswer(invocation, "gnu_triplet", { source: "gcc -dumpmachine", follows: "stage" }) : platformAnswer(invocation, "debian_multiarch", "gcc -print-multiarch");
  return answer === undefined ? printsUnknown(invocation.at) : prints(answer);
}

/** `gcc` of `x86_64-linux-gnu-gcc-12`. */
function toolOf(name: string): string {
  return namesFor(name).at(-1) ?? name;
}

function targetOf(invocation: Invocation, prefix: string | undefined): CompileTarget | undefined {
  if (prefix !== undefined) return { value: literal(prefix, invocation.at), from: "name" };
  for (const [i, arg] of invocation.args.entries()) {
    const text = textOfWord(arg);
    if (text.startsWith("--target=")) return { value: sliceArgument(arg, "--target=".length).value, from: "--target" };
    const next = invocation.args[i + 1];
    if (text === "-target" && next !== undefined) return { value: next.value, from: "-target" };
  }
  return undefined;
}
