import { literal, type Value } from "../value.ts";
import { compile, does, line, prints, printsUnknown, under } from "./answer.ts";
import { apk } from "./apk.ts";
import { apt } from "./apt.ts";
import type { Answer, Invocation } from "./invocation.ts";
import { textOfWord } from "./options.ts";
import { tripleAnswer, type Vocabulary, wordAnswer, wordOf } from "./platform-words.ts";

const WORDS: ReadonlyMap<string, Vocabulary> = new Map([
  ["arch", "goarch"],
  ["march", "uname_m"],
  ["alpine-arch", "alpine"],
  ["debian-arch", "debian"],
  ["rhel-arch", "rpm"],
  ["pkg-arch", "debian"],
]);

/** `xx-info arch` and its like: words of the image's platform, wherever the step runs. */
export function xxInfo(invocation: Invocation): Answer {
  const asked = textOfWord(invocation.args[0]);
  if (asked === "" || asked === "triple") return orUnknown(invocation, tripleAnswer(invocation, "gnu_triplet", { source: "xx-info triple", follows: "target" }));
  const vocabulary = WORDS.get(asked);
  const word = vocabulary === undefined ? undefined : wordOf(invocation.machine.target, vocabulary);
  if (asked === "os") return prints(line(literal(invocation.machine.target.os, invocation.at), invocation.at));
  return orUnknown(invocation, word === undefined ? undefined : wordAnswer(invocation.at, word, { source: `xx-info ${asked}`, follows: "target" }));
}

function orUnknown(invocation: Invocation, answer: Value | undefined): Answer {
  return answer === undefined ? printsUnknown(invocation.at) : prints(answer);
}

/** `xx-apt`, `xx-apt-get`, `xx-apk`: packages for the platform of the image. */
export function xxPackages(invocation: Invocation): Answer {
  return invocation.name === "xx-apk" ? apk(under(invocation, "apk", invocation.args)) : apt(under(invocation, "apt", invocation.args));
}

/** `xx-clang`, `xx-c++`: compiles for the platform of the image. */
export function xxClang(invocation: Invocation): Answer {
  const word = wordOf(invocation.machine.target, "gnu_triplet");
  if (word === undefined) return does(compile("clang", invocation));
  const value: Value = { pieces: wordAnswer(invocation.at, word, { source: invocation.name, follows: "target" }).pieces.slice(0, 1) };
  return does(compile("clang", invocation, { value, from: invocation.name }));
}
