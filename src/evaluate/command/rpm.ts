import { textOf, type Value } from "../value.ts";
import { does, download, fileNameOf, install, isUrl, type PlacedEffect, prints, printsUnknown } from "./answer.ts";
import { question } from "./dpkg.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { type CommandLine, has, optionSpec, readOptions, textOfWord, valuesOf } from "./options.ts";
import { wordAnswer } from "./platform-words.ts";

const YUM = optionSpec(
  "-c --config --installroot --enablerepo --disablerepo --releasever -x --exclude --excludepkgs --setopt --forcearch --arch --archlist -d --debuglevel -e --errorlevel --rpmverbosity -R --randomwait --repo --repoid --repofrompath --downloaddir --destdir --advisory --color --comment --enableplugin --disableplugin --installrepo --from-repo --add-repo --from-repofile --set --save-filename --id",
);
const ACTIONS: ReadonlyMap<string, "install" | "remove" | "download" | "build-dep"> = new Map([
  ["install", "install"],
  ["localinstall", "install"],
  ["reinstall", "install"],
  ["groupinstall", "install"],
  ["update", "install"],
  ["upgrade", "install"],
  ["downgrade", "install"],
  ["swap", "install"],
  ["remove", "remove"],
  ["erase", "remove"],
  ["autoremove", "remove"],
  ["download", "download"],
  ["builddep", "build-dep"],
]);

/** yum, dnf, microdnf, tdnf: packages (an address among them is also downloaded), `config-manager`, `--forcearch`. */
export function yum(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, YUM);
  const [command, ...packages] = line.operands;
  if (textOfWord(command) === "config-manager") return does(...addedRepositories(line));
  const action = ACTIONS.get(textOfWord(command));
  if (action === undefined || packages.length === 0) return does();
  const manager = invocation.name === "tdnf" ? "dnf" : invocation.name.replace(/\d+$/, "");
  return does(install(manager, { action, packages, platformOptions: valuesOf(line, "--forcearch", "--arch", "--archlist") }), ...packageDownloads(manager, packages));
}

/** `yum-config-manager --add-repo URL`. */
export function yumConfigManager(invocation: Invocation): Answer {
  return does(...addedRepositories(readOptions(invocation.args, YUM)));
}

function addedRepositories(line: CommandLine): PlacedEffect[] {
  return valuesOf(line, "--add-repo", "--from-repofile").map((word) => repository(word));
}

function repository(word: Argument): PlacedEffect {
  const what = textOf(word.value).endsWith(".repo") ? "file" : "line";
  return { kind: "add-source", manager: "yum", what, text: word.value, at: word.at };
}

/** A package that is an address is fetched first. */
export function packageDownloads(by: string, packages: readonly Argument[]): PlacedEffect[] {
  return packages.filter(isUrl).map((url) => download(by, url, fileNameOf(url.value)));
}

const RPM = optionSpec("--root -r --dbpath --define -D --prefix --relocate --excludepath --rcfile --undefine --eval -E --qf --queryformat --target --macros");

/** `rpm`: installs, erases, imports keys, and `rpm -E %{_arch}`. */
export function rpm(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, RPM);
  const asked = valuesOf(line, "-E", "--eval")[0] ?? (has(line, "-E", "--eval") ? line.operands[0] : undefined);
  if (asked !== undefined) return macro(invocation, asked);
  if (has(line, "-q", "--query")) return queried(invocation, textOfWord(valuesOf(line, "--qf", "--queryformat")[0]));
  if (has(line, "-V", "--verify")) return does();
  if (has(line, "--import")) return does(...line.operands.filter(isUrl).map((url) => download("rpm", url)));
  if (line.operands.length === 0) return does();
  if (has(line, "-e", "--erase")) return does(install("rpm", { action: "remove", packages: line.operands }));
  if (!has(line, "-i", "-U", "-F", "--install", "--upgrade", "--freshen", "--reinstall")) return does();
  return does(install("rpm", { packages: line.operands, platformOptions: valuesOf(line, "--target") }), ...packageDownloads("rpm", line.operands));
}

/** `rpm -q --qf '%{ARCH}' NAME`: packages have the architecture of the machine. */
function queried(invocation: Invocation, format: string): Answer {
  return /^%\{arch\}(?:\\n)?$/i.test(format) ? question(invocation, "rpm", "rpm -q --qf %{ARCH}") : printsUnknown(invocation.at, "unknown");
}

function macro(invocation: Invocation, asked: Argument): Answer {
  const name = textOfWord(asked).replace(/[%{}]/g, "");
  const source = `rpm -E %{${name}}`;
  if (name === "_arch" || name === "_build_arch" || name === "_target_cpu" || name === "_host_cpu") return question(invocation, "rpm", source);
  if (name === "_lib") return prints(libraryFolder(invocation));
  return printsUnknown(invocation.at);
}

function libraryFolder(invocation: Invocation): Value {
  return wordAnswer(invocation.at, /64|s390x/.test(invocation.machine.platform.arch) ? "lib64" : "lib", { source: "rpm -E %{_lib}", follows: "stage" });
}

const ZYPPER = optionSpec("-R --root -r --repo -t --type --from --cache-dir -D --reposd-dir --solv-cache-dir -p --plus-repo -c --config --installroot --userdata --priority");
const ZYPPER_ACTIONS: ReadonlyMap<string, "install" | "remove" | "download"> = new Map([
  ["install", "install"],
  ["in", "install"],
  ["update", "install"],
  ["up", "install"],
  ["remove", "remove"],
  ["rm", "remove"],
  ["download", "download"],
]);

/** `zypper install`, `zypper addrepo`. */
export function zypper(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, ZYPPER);
  const [command, ...operands] = line.operands;
  const name = textOfWord(command);
  if (name === "addrepo" || name === "ar") return does(...operands.filter(isUrl).map(repository));
  const action = ZYPPER_ACTIONS.get(name);
  if (action === undefined || operands.length === 0) return does();
  return does(install("zypper", { action, packages: operands }), ...packageDownloads("zypper", operands));
}

const PACMAN = optionSpec("-b --dbpath -r --root --arch --cachedir --color --config --gpgdir --hookdir --logfile --ignore --ignoregroup --assume-installed --overwrite --print-format");

/** `pacman -S`, `pacman -U URL`, `pacman -R`. */
export function pacman(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, PACMAN);
  if (line.operands.length === 0) return does();
  if (has(line, "-R", "--remove")) return does(install("pacman", { action: "remove", packages: line.operands }));
  if (!has(line, "-S", "-U", "--sync", "--upgrade")) return does();
  return does(install("pacman", { packages: line.operands, platformOptions: valuesOf(line, "--arch") }), ...packageDownloads("pacman", line.operands));
}
