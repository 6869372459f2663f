import { textOf } from "../value.ts";
import { does, download, fileNameOf, install, isUrl } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { optionSpec, readOptions, sliceArgument, textOfWord, valuesOf } from "./options.ts";

const CONDA = optionSpec("-n --name -p --prefix -c --channel --file -f --solver --platform --subdir --revision --repodata-fn --experimental --category -r --root-prefix --set --append --prepend --add --channel-alias --clone");
const ACTIONS: ReadonlyMap<string, "install" | "remove"> = new Map([
  ["install", "install"],
  ["create", "install"],
  ["update", "install"],
  ["upgrade", "install"],
  ["remove", "remove"],
  ["uninstall", "remove"],
]);

/** conda, mamba, micromamba: packages, files, `--platform`, `CONDA_SUBDIR`, `channel/subdir::package`. */
export function conda(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, CONDA);
  const words = textOfWord(line.operands[0]) === "env" ? line.operands.slice(1) : line.operands;
  const [command, ...packages] = words;
  const action = ACTIONS.get(textOfWord(command));
  if (textOfWord(command) === "config") return configured(invocation, line.operands.slice(1));
  const manifests = valuesOf(line, "--file", "-f");
  if (action === undefined || (packages.length === 0 && manifests.length === 0)) return does();
  const subdir = invocation.env("CONDA_SUBDIR");
  const chosen = subdir === undefined || textOf(subdir) === "" ? [] : [{ value: subdir, at: invocation.at }];
  const platformOptions = [...valuesOf(line, "--platform", "--subdir"), ...chosen, ...packages.flatMap(subdirOf)];
  return does(install("conda", { action, packages, manifests, platformOptions, call: { invocation, line, words: textOfWord(line.operands[0]) === "env" ? 2 : 1 } }), ...packages.filter(isUrl).map((url) => download("conda", url, fileNameOf(url.value))));
}

/** `conda config --env --set subdir linux-64`: the platform of all that is installed later. */
function configured(invocation: Invocation, operands: readonly Argument[]): Answer {
  const key = invocation.args.findIndex((arg) => textOfWord(arg) === "subdir");
  const value = invocation.args[key + 1];
  if (key < 0 || value === undefined || operands.length > 2) return does();
  return does(install("conda", { platformOptions: [value] }));
}

/** `conda-forge/linux-64::name` names a folder of one platform. */
function subdirOf(word: Argument): Argument[] {
  const colons = textOfWord(word).indexOf("::");
  const slash = textOfWord(word).lastIndexOf("/", colons);
  return colons < 0 || slash < 0 ? [] : [sliceArgument(word, slash + 1, colons)];
}
