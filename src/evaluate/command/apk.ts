import { does, install, type PlacedEffect } from "./answer.ts";
import { question } from "./dpkg.ts";
import type { Answer, Invocation } from "./invocation.ts";
import { has, optionSpec, readOptions, textOfWord, valuesOf } from "./options.ts";

const APK = optionSpec("-t --virtual -X --repository -p --root --arch --keys-dir --repositories-file --cache-dir --cache-max-age --wait --timeout -o --output");
const ACTIONS: ReadonlyMap<string, "install" | "remove" | "download"> = new Map([
  ["add", "install"],
  ["del", "remove"],
  ["fetch", "download"],
]);

/** `apk`: packages, repositories given on the command line, `--arch`, and the question for the architecture. */
export function apk(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, APK);
  if (has(line, "--print-arch")) return question(invocation, "alpine", "apk --print-arch");
  const [command, ...packages] = line.operands;
  const action = ACTIONS.get(textOfWord(command));
  const sources = valuesOf(line, "-X", "--repository").map((word): PlacedEffect => ({ kind: "add-source", manager: "apk", what: "line", text: word.value, at: word.at }));
  if (action === undefined || packages.length === 0) return does(...sources);
  return does(...sources, install("apk", { action, packages, platformOptions: valuesOf(line, "--arch") }));
}
