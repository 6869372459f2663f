import { sliceValue, textOf } from "../value.ts";
import { does, download } from "./answer.ts";
import { looksLikeUrl } from "./curl.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { optionSpec, readOptions, textOfWord, valuesOf } from "./options.ts";

const GIT = optionSpec("-C -c --git-dir --work-tree --namespace --exec-path", { endAtOperand: true });
const COMMAND = optionSpec("-b --branch -o --origin -u --upload-pack --depth --template --reference --reference-if-able --separate-git-dir --shallow-since --shallow-exclude -j --jobs --filter --server-option -c --config --refmap --remote --prefix --format --output -t --track -m --name");

/** `git clone`, `fetch`, `pull`, `submodule add`, `archive --remote`: the repositories that are fetched. */
export function git(invocation: Invocation): Answer {
  const [command, ...rest] = readOptions(invocation.args, GIT).operands;
  const name = textOfWord(command);
  if (!FETCHING.has(name)) return does();
  const { operands, ...line } = readOptions(rest, COMMAND);
  const urls = [...operands, ...valuesOf({ operands, ...line }, "--remote")].filter(isRepository);
  const [first] = urls;
  if (first === undefined) return does();
  const folder = name === "clone" ? (operands[1]?.value ?? folderOf(first)) : undefined;
  return does(download("git", first, folder));
}

const FETCHING: ReadonlySet<string> = new Set(["clone", "fetch", "pull", "submodule", "archive"]);

function isRepository(word: Argument): boolean {
  return looksLikeUrl(word) || /^[\w.-]+@[\w.-]+:/.test(textOfWord(word));
}

/** The folder that `git clone` makes: the last part of the address without `.git`. */
function folderOf(url: Argument): ReturnType<typeof sliceValue> | undefined {
  const text = textOf(url.value).replace(/\/+$/, "");
  const start = text.lastIndexOf("/") + 1;
  const end = text.endsWith(".git") ? text.length - 4 : text.length;
  return end > start ? sliceValue(url.value, start, end) : undefined;
}
