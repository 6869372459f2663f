import type { Value } from "../value.ts";
import { does, install, type PlacedEffect, prints, printsUnknown } from "./answer.ts";
import type { Answer, Invocation } from "./invocation.ts";
import { type CommandLine, has, optionSpec, readOptions, textOfWord, valueOf, valuesOf } from "./options.ts";
import { platformAnswer, type Vocabulary } from "./platform-words.ts";

const DPKG = optionSpec("--root --admindir --instdir -D --debug --path-include --path-exclude --status-fd --status-logger --log --abort-after --ignore-depends --add-architecture --remove-architecture");

/** `dpkg`: installs files, adds architectures, tells the architecture. */
export function dpkg(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, DPKG);
  if (has(line, "--print-architecture")) return question(invocation, "debian", "dpkg --print-architecture");
  const added = valuesOf(line, "--add-architecture");
  if (added.length > 0) return does(...added.map((word): PlacedEffect => ({ kind: "add-source", manager: "apt", what: "architecture", text: word.value, at: word.at })));
  return packagesOf(line);
}

function packagesOf(line: CommandLine): Answer {
  if (line.operands.length === 0) return does();
  if (has(line, "-i", "--install", "--unpack")) return does(install("dpkg", { packages: line.operands }));
  if (has(line, "-r", "--remove", "-P", "--purge")) return does(install("dpkg", { action: "remove", packages: line.operands }));
  return does();
}

/** `gdebi tool.deb`, `dpkg-deb` only unpacks and is not installed by it. */
export function gdebi(invocation: Invocation): Answer {
  const { operands } = readOptions(invocation.args, GDEBI);
  return operands.length === 0 ? does() : does(install("dpkg", { packages: operands }));
}

/** `alien --install tool.rpm`: turns a package into one of Debian's and installs that; without the flag it only turns it. */
export function alien(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, ALIEN);
  return has(line, "-i", "--install") ? does(install("dpkg", { packages: line.operands })) : does();
}

const ALIEN = optionSpec("--patch --bump --description --version --target");
const GDEBI = optionSpec("-o --option --root --apt-line");
const ARCHITECTURE = optionSpec("-a --host-arch -t --host-type -A --target-arch -T --target-type -q --query");

/** `dpkg-architecture -qDEB_HOST_MULTIARCH` and its like, unless it is asked for another architecture than its own. */
export function dpkgArchitecture(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, ARCHITECTURE);
  const asked = textOfWord(valueOf(line, "-q", "--query"));
  const foreign = has(line, "-a", "--host-arch", "-t", "--host-type", "-A", "--target-arch", "-T", "--target-type");
  const vocabulary = QUERIES.get(asked.replace(/^DEB_(?:HOST|BUILD|TARGET)_/, ""));
  if (foreign || vocabulary === undefined) return printsUnknown(invocation.at);
  return question(invocation, vocabulary, `dpkg-architecture -q${asked}`);
}

const QUERIES: ReadonlyMap<string, Vocabulary> = new Map([
  ["ARCH", "debian"],
  ["ARCH_CPU", "debian"],
  ["MULTIARCH", "debian_multiarch"],
  ["GNU_TYPE", "gnu_triplet"],
  ["GNU_CPU", "uname_m"],
]);

/** The answer to a question about the platform it runs on. */
export function question(invocation: Invocation, vocabulary: Vocabulary, source: string): Answer {
  const answer: Value | undefined = platformAnswer(invocation, vocabulary, source);
  return answer === undefined ? printsUnknown(invocation.at) : prints(answer);
}

