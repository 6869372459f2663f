import { readFileSync, statSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { baselineText, parseBaseline, withBaseline, type Baseline } from "../report/baseline.ts";
import type { Report } from "../rulekit/types.ts";
import { tell, type Io } from "./io.ts";
import { openOutput } from "./output.ts";

const MAX_BYTES = 64 * 1_048_576;

/** Reads the file of `--baseline`; an error is a line for standard error. */
export function readBaseline(file: string, { cwd }: Io): Baseline | { readonly error: string } {
  const path = resolve(cwd, file);
  try {
    const found = statSync(path);
    if (!found.isFile()) return { error: `--baseline ${file}: is not a regular file` };
    if (found.size > MAX_BYTES) return { error: `--baseline ${file}: is larger than 64 MB` };
    const read = parseBaseline(readFileSync(path, "utf8"));
    return typeof read === "string" ? { error: `--baseline ${file}: ${read}` } : read;
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return { error: `--baseline ${file}: ${missing ? "no such file; --write-baseline makes it" : error instanceof Error ? error.message : String(error)}` };
  }
}

/** Marks what is new, and tells when the baseline holds what is mended by now. */
export function compare(report: Report, { file, baseline }: { readonly file: string; readonly baseline: Baseline }, io: Io): Report {
  const { report: marked, gone } = withBaseline(report, baseline, namesFrom(file, io));
  if (gone > 0) tell(io, `${String(gone)} of ${file} ${gone === 1 ? "is" : "are"} no longer found; --write-baseline takes ${gone === 1 ? "it" : "them"} out`);
  return marked;
}

/** Writes all findings of a report into the file of `--baseline`. Returns what went wrong, if something did. */
export function writeBaseline(report: Report, file: string, io: Io): string | undefined {
  const output = openOutput(file, io);
  if ("error" in output) return output.error.replace("--output", "--baseline");
  return output.write(baselineText(report, namesFrom(file, io)))?.replace("--output", "--baseline");
}

function namesFrom(file: string, { cwd }: Io): (name: string) => string {
  const folder = dirname(resolve(cwd, file));
  return (name) => relative(folder, resolve(cwd, name)).split(sep).join("/");
}
