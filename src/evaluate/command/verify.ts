import { textOf, type Value } from "../value.ts";
import { does, type PlacedEffect, printsUnknown } from "./answer.ts";
import type { Answer, Invocation } from "./invocation.ts";
import { has, optionSpec, readOptions, textOfWord } from "./options.ts";
import { Slicer } from "./slices.ts";
import { linesOf, type TextLine } from "./text/lines.ts";

const SUM = optionSpec("-a --algorithm -l --length");

/** sha256sum and its like: `-c` verifies, with the checksums from standard input where they are known. */
export function checksum(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, SUM);
  if (!has(line, "-c", "--check")) return printsUnknown(invocation.at);
  const file = line.operands.find((operand) => !["-", "/dev/stdin"].includes(textOfWord(operand)));
  if (file !== undefined) return does({ kind: "verify", how: "checksum", at: file.at });
  const listed = invocation.stdin === undefined ? [] : linesOf(invocation.stdin).flatMap(entryOf);
  return does(...(listed.length === 0 ? [{ kind: "verify", how: "checksum" } as const] : listed));
}

/** `<checksum> [ *]<file>`, or the BSD form `SHA256 (file) = checksum`. */
function entryOf({ value, text }: TextLine): PlacedEffect[] {
  const bsd = /^\w+ ?\(([^)]*)\) ?= ?(\S+)/.exec(text);
  const slicer = new Slicer(value);
  const cut = (start: number, end: number): Value => ({ pieces: slicer.slice(start, end) });
  if (bsd !== null) {
    const [open, sum] = [text.indexOf("(") + 1, text.lastIndexOf(bsd[2] ?? "")];
    return [{ kind: "verify", how: "checksum", checksum: cut(sum, text.length), file: cut(open, open + (bsd[1] ?? "").length) }];
  }
  const plain = /^\s*(\S+)[ \t]+\*?/.exec(text);
  if (plain === null) return text.trim() === "" ? [] : [{ kind: "verify", how: "checksum", checksum: value }];
  const start = text.length - text.trimStart().length;
  return [{ kind: "verify", how: "checksum", checksum: cut(start, start + (plain[1] ?? "").length), file: cut(plain[0].length, text.trimEnd().length) }];
}

const GPG = optionSpec("--keyserver --keyserver-options --recv-keys --recv-key --homedir --keyring --output -o --local-user -u --recipient -r --passphrase --status-fd --trust-model --options --pinentry-mode");

/** `gpg --verify SIGNATURE FILE`. */
export function gpg(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, GPG);
  if (!has(line, "--verify", "--verify-files")) return does();
  return does(signature(line.operands[1]?.value));
}

/** `gpgv SIGNATURE FILE`. */
export function gpgv(invocation: Invocation): Answer {
  return does(signature(readOptions(invocation.args, GPG).operands[1]?.value));
}

const COSIGN = optionSpec("--key -k --certificate --certificate-identity --certificate-identity-regexp --certificate-oidc-issuer --certificate-oidc-issuer-regexp --signature --bundle --rekor-url -o --output --type");

/** `cosign verify IMAGE`, `cosign verify-blob FILE`. */
export function cosign(invocation: Invocation): Answer {
  const [command, subject] = readOptions(invocation.args, COSIGN).operands;
  return textOfWord(command).startsWith("verify") ? does(signature(subject?.value)) : does();
}

/** `minisign -Vm FILE`. */
export function minisign(invocation: Invocation): Answer {
  const line = readOptions(invocation.args, optionSpec("-m -p -P -x -o -s -c -t"));
  const file = line.options.find((option) => option.name === "-m")?.value;
  return has(line, "-V") ? does(signature(file?.value)) : does();
}

function signature(file: Value | undefined): PlacedEffect {
  return { kind: "verify", how: "signature", ...(file === undefined || textOf(file) === "" ? {} : { file }) };
}
