import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseDockerfile, type Dockerfile, type Instruction } from "../syntax/dockerfile/index.ts";

/** What BuildKit makes of one file: its instructions, or the error it stops with. */
interface Case {
  readonly id: string;
  readonly text: string;
  readonly escape?: string;
  readonly error?: string;
  readonly instructions?: readonly Expected[];
}

interface Expected {
  readonly keyword: string;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly flags?: readonly string[];
  readonly json?: boolean;
  readonly heredocs?: readonly { readonly name: string; readonly expand: boolean; readonly chomp: boolean; readonly content: string }[];
}

/**
 * `parser-cases FILE…`: compares our parser with recorded results of BuildKit's. FILE is a JSON file whose cases hold their
 * Dockerfile, or a `.jsonl.gz` beside a folder of files (`NAME-instructions.jsonl.gz` beside `NAME/`).
 */
export function main(argv: readonly string[]): number {
  if (argv.length === 0) {
    console.error("usage: parser-cases FILE…");
    return 2;
  }
  let passed = 0;
  let failed = 0;
  for (const found of argv.flatMap(casesIn)) {
    const difference = differenceIn(found);
    if (difference === undefined) passed += 1;
    else {
      failed += 1;
      console.log(`${found.id}: ${difference}`);
    }
  }
  console.log(`parser cases: ${String(passed)} passed, ${String(failed)} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

function casesIn(path: string): readonly Case[] {
  if (!path.endsWith(".jsonl.gz")) {
    const { cases } = JSON.parse(readFileSync(path, "utf8")) as { cases: readonly (Omit<Case, "id" | "text"> & { dockerfile: string })[] };
    return cases.map((found, index) => ({ ...found, id: String(index), text: found.dockerfile }));
  }
  const folder = join(dirname(path), path.slice(path.lastIndexOf("/") + 1).replace(/(-instructions)?\.jsonl\.gz$/, ""));
  const lines = gunzipSync(readFileSync(path)).toString("utf8").split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const found = JSON.parse(line) as Omit<Case, "id" | "text"> & { file: string };
    return { ...found, id: found.file, text: readFileSync(join(folder, found.file), "utf8") };
  });
}

function differenceIn({ text, error, escape, instructions = [] }: Case): string | undefined {
  const parsed = parseDockerfile("Dockerfile", text);
  if (error !== undefined) {
    return parsed.problems.some((problem) => problem.message.includes(error)) ? undefined : `lacks the problem: ${error}`;
  }
  if (escape !== parsed.escape) return `escape is ${parsed.escape}, not ${String(escape)}`;
  if (instructions.length !== parsed.instructions.length) {
    return `${String(parsed.instructions.length)} instructions, not ${String(instructions.length)}`;
  }
  for (const [index, expected] of instructions.entries()) {
    const actual = parsed.instructions[index];
    const difference = actual === undefined ? "missing" : differenceOf(parsed, actual, expected);
    if (difference !== undefined) return `instruction ${String(index)} (line ${String(expected.from)}): ${difference}`;
  }
  return undefined;
}

function differenceOf(dockerfile: Dockerfile, actual: Instruction, expected: Expected): string | undefined {
  if (actual.keyword !== expected.keyword.toUpperCase()) return `keyword ${actual.keyword}`;
  if (actual.lines[0] !== expected.from || actual.lines[1] !== expected.to) return `lines ${actual.lines.join("-")}, not ${String(expected.from)}-${String(expected.to)}`;
  if (actual.text.text !== expected.text) return `text ${JSON.stringify(actual.text.text)}, not ${JSON.stringify(expected.text)}`;
  if (JSON.stringify(heredocsOf(actual)) !== JSON.stringify(expected.heredocs ?? [])) return `heredocs ${JSON.stringify(heredocsOf(actual))}`;
  if (expected.flags !== undefined && JSON.stringify(flagsOf(actual)) !== JSON.stringify(expected.flags)) return `flags ${JSON.stringify(flagsOf(actual))}`;
  if (expected.json === true && actual.exec === undefined) return "not in JSON form";
  return misplaced(dockerfile, actual);
}

function heredocsOf({ heredocs }: Instruction): Expected["heredocs"] {
  return heredocs.map(({ name, expand, chomp, raw }) => ({ name, expand, chomp, content: raw.text }));
}

function flagsOf({ flags }: Instruction): readonly string[] {
  return flags.map(({ name, value }) => (value === undefined ? `--${name}` : `--${name}=${value.text}`));
}

/** Every character of the joined text must stand where the map says. */
function misplaced({ source }: Dockerfile, { text, heredocs, range, lines }: Instruction): string | undefined {
  for (const mapped of [text, ...heredocs.map((heredoc) => heredoc.content)]) {
    for (let at = 0; at < mapped.text.length; at += 1) {
      if (source.text[mapped.sourceOffset(at)] !== mapped.text[at]) return `character ${String(at)} is misplaced`;
    }
  }
  const last = source.positionAt(range.end).line;
  return last === lines[1] ? undefined : `range ends on line ${String(last)}`;
}
