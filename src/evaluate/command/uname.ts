import { literal, type Value } from "../value.ts";
import { line, prints, printsUnknown } from "./answer.ts";
import type { Answer, Invocation } from "./invocation.ts";
import { has, optionSpec, readOptions, textOfWord } from "./options.ts";
import { platformAnswer, wordAnswer } from "./platform-words.ts";

const SPEC = optionSpec("");

/** `uname`: knows the machine and the system; the kernel's release and the host's name are unknown. */
export function uname(invocation: Invocation): Answer {
  const asked = readOptions(invocation.args, SPEC);
  const machine = has(asked, "-m", "--machine", "-p", "--processor", "-i", "--hardware-platform");
  const system = asked.options.length === 0 || has(asked, "-s", "--kernel-name");
  const whole = has(asked, "-a", "--all", "-r", "--kernel-release", "-v", "--kernel-version", "-n", "--nodename");
  const only = new Set(asked.options.map((option) => option.name)).size <= 1;
  if (whole || !only) return machineWith(invocation, system, machine && !whole);
  if (machine) return orUnknown(invocation, platformAnswer(invocation, "uname_m", `uname ${asked.options[0]?.name ?? "-m"}`));
  if (system) return prints(line(literal("Linux", invocation.at), invocation.at));
  if (has(asked, "-o", "--operating-system")) return prints(line(literal("GNU/Linux", invocation.at), invocation.at));
  return printsUnknown(invocation.at);
}

/** `uname -sm`: both words; everything that names the kernel too stays unknown. */
function machineWith(invocation: Invocation, system: boolean, machine: boolean): Answer {
  const word = platformAnswer(invocation, "uname_m", "uname -m");
  if (!system || !machine || word === undefined) return printsUnknown(invocation.at);
  return prints({ pieces: [...literal("Linux ", invocation.at).pieces, ...word.pieces] });
}

/** `arch` prints what `uname -m` prints. */
export function arch(invocation: Invocation): Answer {
  return orUnknown(invocation, platformAnswer(invocation, "uname_m", "arch"));
}

/** `getconf LONG_BIT`: the width of the machine. */
export function getconf(invocation: Invocation): Answer {
  const name = readOptions(invocation.args, SPEC).operands[0];
  if (textOfWord(name) !== "LONG_BIT") return printsUnknown(invocation.at);
  const wide = /64|s390x/.test(invocation.machine.platform.arch);
  return prints(wordAnswer(invocation.at, wide ? "64" : "32", { source: "getconf LONG_BIT", follows: "stage" }));
}

function orUnknown(invocation: Invocation, answer: Value | undefined): Answer {
  return answer === undefined ? printsUnknown(invocation.at) : prints(answer);
}
