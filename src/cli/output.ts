import { renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import type { Io } from "./io.ts";
import { holdSignals } from "./signals.ts";
import type { UsageError } from "./arguments.ts";

/** Where the report goes. */
export interface Output {
  /** Returns what went wrong, if something did. */
  write(text: string): string | undefined;
}

/** Standard output, or a file that is replaced in one step. A folder that isn't there is told before any work is done. */
export function openOutput(file: string | undefined, io: Io): Output | UsageError {
  if (file === undefined) {
    return {
      write: (text) => {
        if (text !== "") io.out(text);
        return undefined;
      },
    };
  }
  const path = resolve(io.cwd, file);
  const folder = kindOf(dirname(path));
  if (folder !== "folder") return { error: `--output ${file}: ${folder === undefined ? "there is no folder" : "is no folder:"} ${dirname(file)}` };
  const target = kindOf(path);
  if (target === "folder") return { error: `--output ${file}: is a folder` };
  return { write: (text) => (target === "device" ? writeThrough(path, text) : replace(path, text)) };
}

function kindOf(path: string): "folder" | "file" | "device" | undefined {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    return found === undefined ? undefined : found.isDirectory() ? "folder" : found.isFile() ? "file" : "device";
  } catch {
    return undefined;
  }
}

function replace(path: string, text: string): string | undefined {
  holdSignals();
  const temporary = `${path}.${String(process.pid)}-${process.hrtime.bigint().toString(36)}.tmp`;
  try {
    writeFileSync(temporary, text, { flag: "wx" });
    renameSync(temporary, path);
    return undefined;
  } catch (error) {
    rmSync(temporary, { force: true });
    return `--output ${path}: ${messageOf(error)}`;
  }
}

/** /dev/stdout or a pipe is written to: it can't be replaced. */
function writeThrough(path: string, text: string): string | undefined {
  try {
    writeFileSync(path, text);
    return undefined;
  } catch (error) {
    return `--output ${path}: ${messageOf(error)}`;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
