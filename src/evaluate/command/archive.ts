import { does } from "./answer.ts";
import type { Answer, Argument, Invocation } from "./invocation.ts";
import { type CommandLine, optionSpec, readOptions, textOfWord, valueOf } from "./options.ts";

/** What an unpacking command reads and where it puts it. */
export interface Extraction {
  /** Undefined when it reads standard input. */
  readonly archive: Argument | undefined;
  readonly into: Argument | undefined;
}

const TAR = optionSpec("-f --file -C --directory -b -I --use-compress-program --strip-components --strip --exclude --transform --xform --owner --group --mode -T --files-from -X --wildcards-match");
const UNZIP = optionSpec("-d -x -P");
const SEVEN = optionSpec("");

/** The archive and folder of tar, unzip, 7z, gunzip, xz and bunzip2; undefined when it unpacks nothing. */
export function extractionOf(invocation: Pick<Invocation, "name" | "args">): Extraction | undefined {
  switch (invocation.name) {
    case "tar":
    case "bsdtar":
      return tarExtraction(invocation.args);
    case "unzip":
      return plainExtraction(readOptions(invocation.args, UNZIP), "-d");
    case "7z":
    case "7za":
      return sevenZip(invocation.args);
    case "gunzip":
    case "unxz":
    case "bunzip2":
    case "unzstd":
      return plainExtraction(readOptions(invocation.args, SEVEN), "");
  }
  return undefined;
}

function plainExtraction(line: CommandLine, folderOption: string): Extraction {
  return { archive: line.operands[0], into: valueOf(line, folderOption) };
}

/** tar's first word may be a cluster without a dash: `tar xzf FILE`. */
function tarExtraction(args: readonly Argument[]): Extraction | undefined {
  const first = textOfWord(args[0]);
  const old = /^[a-zA-Z]+$/.test(first);
  const line = readOptions(old ? args.slice(1) : args, TAR);
  const extracts = old ? first.includes("x") : line.options.some((option) => ["-x", "--extract", "--get"].includes(option.name));
  if (!extracts) return undefined;
  const archive = old && first.includes("f") ? line.operands[0] : valueOf(line, "-f", "--file");
  return { archive: textOfWord(archive) === "-" ? undefined : archive, into: valueOf(line, "-C", "--directory") };
}

function sevenZip(args: readonly Argument[]): Extraction | undefined {
  const line = readOptions(args, SEVEN);
  const [command, archive] = line.operands;
  return ["x", "e"].includes(textOfWord(command)) ? { archive, into: undefined } : undefined;
}

/** Unpacking has no effect but to run: what lands in the image is known by the download or copy before it. */
export function unpack(): Answer {
  return does();
}
