import { accessSync, chmodSync, constants, fsyncSync, closeSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { isInside } from "./discover.ts";
import { reasonOf } from "./node-file-system.ts";

export interface SourceWrite {
  /** Absolute. */
  readonly path: string;
  /** The folder that may be changed; absolute. A link that leads out of it is refused. */
  readonly root: string;
  /** The text that the change was made for; a file that holds another one by now is left alone. */
  readonly before: string;
  readonly after: string;
}

/** Replaces a file in one step, keeping its mode: a reader sees the old text or the new. Returns why not, when it could not. */
export function writeSource({ path, root, before, after }: SourceWrite): string | undefined {
  try {
    const real = realpathSync.native(path);
    if (!isInside(realpathSync.native(root), real)) return "is a symbolic link out of the folder under check: not changed";
    // A rename needs no leave to write to the file, but whoever made it read-only meant something by it.
    accessSync(real, constants.W_OK);
    const bytes = readFileSync(real);
    if (!Buffer.from(before, "utf8").equals(bytes)) return "is not valid UTF-8, or has changed since it was read: not changed";
    replaceFile(real, keepLineEndings(before, after));
    return undefined;
  } catch (error) {
    return `${isRefusal(error) ? "may not be written (permission denied)" : reasonOf(error)}: not changed`;
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && ["EACCES", "EPERM", "EROFS"].includes(String(error.code));
}

/** In a text whose lines all end in CRLF, the lines that a change brings in end so too. */
export function keepLineEndings(before: string, after: string): string {
  if (!before.includes("\r\n") || /(?:^|[^\r])\n/.test(before)) return after;
  return after.replace(/\r?\n/g, "\r\n");
}

function replaceFile(path: string, text: string): void {
  const { mode } = statSync(path);
  // In the same folder, for a rename across file systems is a copy. The name need only be new: "wx" opens nothing that is there.
  const temporary = join(dirname(path), `.${basename(path)}.${String(process.pid)}-${process.hrtime.bigint().toString(36)}.tmp`);
  try {
    const descriptor = openSync(temporary, "wx", mode);
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    // The umask took its part of the mode on opening.
    chmodSync(temporary, mode & 0o7777);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
