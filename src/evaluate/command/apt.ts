import { does, download, install, isUrl, type PlacedEffect } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { type CommandLine, has, optionSpec, readOptions, sliceArgument, textOfWord, valuesOf } from "./options.ts";

const APT = optionSpec("-t --target-release --default-release -o --option -c --config-file -a --host-architecture -P --build-profiles --with-source");
const ACTIONS: ReadonlyMap<string, "install" | "remove" | "download" | "build-dep"> = new Map([
  ["install", "install"],
  ["reinstall", "install"],
  ["satisfy", "install"],
  ["remove", "remove"],
  ["purge", "remove"],
  ["autoremove", "remove"],
  ["download", "download"],
  ["source", "download"],
  ["build-dep", "build-dep"],
]);


/** apt, apt-get, aptitude, nala: what they install or remove, and options that choose an architecture. */
export function apt(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, APT);
  const [command, ...packages] = line.operands;
  const action = ACTIONS.get(textOfWord(command));
  if (action === undefined || packages.length === 0) return does();
  const minimal = has(line, "--no-install-recommends") || valuesOf(line, "-o", "--option").some((setting) => /^APT::Install-Recommends=(?:0|false|no)$/i.test(textOfWord(setting)));
  return does({ ...install("apt", { action, packages, platformOptions: platformOptions(line) }), ...(minimal ? { isMinimal: true as const } : {}) }, ...packages.filter(isUrl).map((url) => download("apt", url)));
}

function platformOptions(line: CommandLine): Argument[] {
  const settings = valuesOf(line, "-o", "--option").filter((setting) => /^APT::Architectures?(?:::)?=/i.test(textOfWord(setting)));
  return [...valuesOf(line, "-a", "--host-architecture"), ...settings.map((setting) => sliceArgument(setting, textOfWord(setting).indexOf("=") + 1))];
}

const ADD_REPOSITORY = optionSpec("-k --keyserver -p --pocket -c --component -C -U --uri -S --sourceslist -P --ppa");

/** `add-apt-repository "deb [arch=amd64] …"`. */
export function addAptRepository(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, ADD_REPOSITORY);
  if (has(line, "-r", "--remove")) return does();
  const added = [...line.operands, ...valuesOf(line, "-S", "--sourceslist", "-U", "--uri", "-P", "--ppa")];
  return does(...added.map((word): PlacedEffect => ({ kind: "add-source", manager: "apt", what: "line", text: word.value, at: word.at })));
}

/** `apt-key adv --fetch-keys URL` downloads a key; the rest of apt-key is harmless. */
export function aptKey(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, APT_KEY);
  return does(...[...valuesOf(line, "--fetch-keys"), ...line.operands].filter(isUrl).map((url) => download("apt-key", url)));
}

const APT_KEY = optionSpec("--keyring --keyserver --recv-keys --recv --fetch-keys --keyserver-options --homedir");
