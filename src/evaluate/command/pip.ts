import { textOf, type Value } from "../value.ts";
import { type Call, does, download, fileNameOf, install, type PlacedEffect, prints, printsUnknown, under } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { optionSpec, readOptions, sliceArgument, textOfWord, valuesOf } from "./options.ts";
import { platformAnswer, wordAnswer } from "./platform-words.ts";

const PIP = optionSpec(
  "-r --requirement --requirements -c --constraint --constraints --build-constraint -e --editable -t --target --platform --python-platform --python-version --implementation --abi -i --index-url --default-index --index --pypi-url --extra-index-url -f --find-links --prefix --root --src --upgrade-strategy --install-option --global-option -C --config-settings --config-setting --no-binary --only-binary --no-build-package --no-binary-package --proxy --retries --timeout --exists-action --trusted-host --cert --client-cert --cache-dir --log --progress-bar --report --python -p -d --dest --destination-directory -w --wheel-dir --use-feature --use-deprecated -b --build --root-user-action --keyring-provider --index-strategy --link-mode --resolution --prerelease --exclude-newer --override --overrides --with --with-requirements --extra --group --no-group --only-group --package --directory --project --pip-args --spec --suffix --color --torch-backend",
);

/** `pip install`, `pip download`, `pip wheel`: packages, requirement files, `--platform`, addresses among the packages. */
export function pip(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, PIP);
  const [command, ...packages] = line.operands;
  const name = textOfWord(command);
  const call = { invocation, line, words: 1, variables: PIP_VARIABLES };
  if (name === "install" || name === "wheel") return does(...pythonInstall("pip", { call, packages }));
  if (name === "download") return does(...pythonInstall("pip", { call, packages, action: "download" }));
  if (name === "uninstall") return does(install("pip", { action: "remove", packages }));
  return does();
}

const PIP_VARIABLES = ["PIP_ONLY_BINARY", "PIP_NO_BINARY", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_PLATFORM", "PIP_PREFER_BINARY", "PIP_CONSTRAINT", "PIP_REQUIREMENT", "PIP_FIND_LINKS", "PIP_NO_INDEX"];
const UV_VARIABLES = ["UV_PYTHON", "UV_INDEX_URL", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "UV_INDEX", "UV_FIND_LINKS", "UV_NO_BINARY", "UV_NO_BUILD", "UV_PROJECT", "UV_CONSTRAINT", "UV_NO_DEV"];

interface PythonInstall {
  readonly call: Call;
  readonly packages: readonly Argument[];
  readonly action?: "install" | "download";
}

/** The effects of installing Python packages with pip's options. */
export function pythonInstall(manager: string, { call, packages, action }: PythonInstall): PlacedEffect[] {
  const { line } = call;
  const manifests = valuesOf(line, "-r", "--requirement", "--requirements", "--with-requirements", "-c", "--constraint", "--constraints");
  const operands = [...packages, ...valuesOf(line, "-e", "--editable", "--with")];
  const named = operands.map(withoutMarker);
  if (named.length === 0 && manifests.length === 0) return [];
  const platformOptions = valuesOf(line, "--platform", "--python-platform");
  return [install(manager, { action: action ?? "install", packages: named, manifests, platformOptions, call: { ...call, operands } }), ...named.flatMap((one) => packageDownload(manager, one))];
}

/** The requirement without its condition: `ibm-db; platform_machine == 'x86_64'` asks for the machine and names no file. */
function withoutMarker(word: Argument): Argument {
  const marker = textOfWord(word).search(/\s*;\s*\(*\s*(?:python_|platform_|sys_platform|os_name|implementation_|extra\b)/);
  return marker <= 0 ? word : sliceArgument(word, 0, marker);
}

/** `name @ https://…`, `git+https://…` and bare addresses are downloads too. */
function packageDownload(by: string, word: Argument): PlacedEffect[] {
  const match = /^(?:[\w.[\],\uFFFC-]{1,200} ?@ ?)?((?:git\+)?[a-z][a-z0-9+.-]{0,15}:\/\/)/i.exec(textOfWord(word));
  if (match === null) return [];
  const start = match[0].length - (match[1] ?? "").length + (match[1]?.startsWith("git+") === true ? 4 : 0);
  const url = sliceArgument(word, start);
  return [download(by, url, fileNameOf(url.value))];
}

/** `python -m pip …` is pip; `python -c` with a question for the machine is answered; a script is opaque. */
export function python(invocation: Invocation): Answer {
  const { args } = invocation;
  const at = args.findIndex((arg) => !/^-[bBdEhiIOqsSuvx]+$/.test(textOfWord(arg)));
  const option = textOfWord(args[at]);
  const rest = args.slice(at + 2);
  if (option === "-c") return pythonCode(invocation, textOfWord(args[at + 1]));
  if (option !== "-m") return does();
  const module = PYTHON_MODULES.get(textOfWord(args[at + 1]));
  return module === undefined ? does() : module(under(invocation, textOfWord(args[at + 1]), rest));
}

function pythonCode(invocation: Invocation, code: string): Answer {
  const plain = code.length > 300 ? "" : code.replace(/\s+/g, "");
  const end = /^(?:(?:import|from)[\w,.]+;)+print\((.*)\)$/.exec(plain)?.[1] ?? "";
  if (/^(?:platform\.)?(?:machine|processor)\(\)$|^os\.uname\(\)(?:\.machine|\[4\])$/.test(end)) return machineAnswer(invocation, platformAnswer(invocation, "uname_m", "platform.machine()"));
  if (/^sysconfig\.get_platform\(\)$|^(?:distutils\.)?util\.get_platform\(\)$/.test(end)) {
    const machine = platformAnswer(invocation, "uname_m", "sysconfig.get_platform()");
    const word = machine === undefined ? undefined : textOf(machine).trim();
    return word === undefined ? printsUnknown(invocation.at) : prints(wordAnswer(invocation.at, `linux-${word}`, { source: "sysconfig.get_platform()", follows: "stage" }));
  }
  return printsUnknown(invocation.at, /\bexit\(|\bassert\b/.test(code) ? "unknown" : "ok");
}

function machineAnswer(invocation: Invocation, answer: Value | undefined): Answer {
  return answer === undefined ? printsUnknown(invocation.at) : prints(answer);
}

/** `pipx install`, `pipx run`. */
export function pipx(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, PIP);
  const [command, ...packages] = line.operands;
  const name = textOfWord(command);
  if (name !== "install" && name !== "inject" && name !== "run") return does();
  return does(...pythonInstall("pipx", { call: { invocation, line, words: 1, variables: PIP_VARIABLES }, packages: name === "install" ? packages : packages.slice(name === "run" ? 0 : 1, name === "run" ? 1 : undefined) }));
}

/** `uv pip …`, `uv sync`, `uv add`, `uv tool install`. */
export function uv(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, PIP);
  const words = line.operands.slice(0, 2).map(textOfWord);
  const packages = line.operands.slice(words[0] === "add" ? 1 : 2);
  const platformOptions = valuesOf(line, "--python-platform", "--platform");
  const call = { invocation, line, words: words[0] === "add" || words[0] === "sync" || words[0] === "lock" ? 1 : 2, variables: UV_VARIABLES };
  if (words[0] === "sync" || words[0] === "lock") return does(install("uv", { platformOptions, call }));
  if (words[0] === "pip" && words[1] === "sync") return does(install("uv", { manifests: packages, platformOptions, call }));
  const installs = words[0] === "add" || (words[0] === "pip" && (words[1] === "install" || words[1] === "download")) || ((words[0] === "tool" || words[0] === "python") && words[1] === "install");
  return installs ? does(...pythonInstall("uv", { call, packages })) : does();
}

const PROJECT = optionSpec("-C --directory -P --project -E --extras --with --without --only --group -G --python -r --requirements --source --index -i");

/** poetry, pipenv, pdm: `install` and `sync` read the project's lock file, `add` names packages. */
export function pythonProject(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, PROJECT);
  const [command, ...packages] = line.operands;
  const name = textOfWord(command);
  if (name === "remove" || name === "uninstall") return does(install(invocation.name, { action: "remove", packages }));
  if (!["install", "sync", "add", "update"].includes(name)) return does();
  const manifests = invocation.name === "pipenv" ? valuesOf(line, "-r", "--requirements") : [];
  const call = { invocation, line, words: 1, variables: PIP_VARIABLES };
  return does(install(invocation.name, { packages, manifests, call }), ...packages.flatMap((one) => packageDownload(invocation.name, one)));
}

const PYTHON_MODULES: ReadonlyMap<string, (invocation: Invocation) => Answer> = new Map([
  ["pip", pip],
  ["pipx", pipx],
  ["uv", uv],
  ["poetry", pythonProject],
  ["pipenv", pythonProject],
  ["pdm", pythonProject],
]);
