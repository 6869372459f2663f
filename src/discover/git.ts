import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { dirname, posix, relative, sep } from "node:path";
import type { FileSystem } from "./file-system.ts";

/** Where git is asked. */
export interface Repository {
  /** Absolute; a folder of the work tree. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Which files a run is about. Paths are absolute. */
export interface Changes {
  /** Whether a file that holds this text now counts as changed. */
  has(path: string, text: string): boolean;
  /** Whether a file other than these may have changed. */
  beyond(paths: readonly string[]): boolean;
  /** The file system as the changes have it: what is staged stands in for what is on the disk. */
  over(fs: FileSystem): FileSystem;
}

/** Why git could not tell, in one line. */
export interface GitFailure {
  readonly error: string;
}

/**
 * Files whose staged content differs from the last commit, with the content that is staged. Deleted files, links and submodules
 * are left out.
 */
export function stagedChanges(repository: Repository): Changes | GitFailure {
  const place = locate(repository);
  if ("error" in place) return place;
  const head = git(repository, ["rev-parse", "--verify", "--quiet", "HEAD^{tree}"]);
  // Before the first commit everything is new: the empty tree is what git compares with then.
  const base = "error" in head ? git(repository, ["hash-object", "-t", "tree", "--stdin"]) : head;
  if ("error" in base) return base;
  const listed = git(repository, ["diff-index", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--full-index", "--ignore-submodules=all", "--diff-filter=AMT", line(base)]);
  if ("error" in listed) return listed;
  const staged = new Map<string, string>();
  for (const [, mode, blob = "", path = ""] of listed.output.toString("utf8").matchAll(/:\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*\0([^\0]+)\0/g)) {
    if (mode?.startsWith("100") === true) staged.set(path, blob);
  }
  return {
    has: (path) => staged.has(place.nameOf(path)),
    beyond: (paths) => {
      const own = new Set(paths.map(place.nameOf));
      return [...staged.keys()].some((path) => !own.has(path));
    },
    over: (fs) => stagedFiles(fs, { repository, blobOf: (path) => staged.get(place.nameOf(path)) }),
  };
}

/** Files that differ from what they were where this branch left `ref`; what is not committed and not tracked counts too. */
export function changesSince(ref: string, repository: Repository): Changes | GitFailure {
  const place = locate(repository);
  if ("error" in place) return place;
  const commit = git(repository, ["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  if ("error" in commit) return { error: `there is no commit ${JSON.stringify(ref)} here (a shallow clone has to fetch it first)` };
  const fork = git(repository, ["merge-base", line(commit), "HEAD"]);
  const tree = git(repository, ["ls-tree", "-r", "-z", "--full-tree", line("error" in fork ? commit : fork)]);
  if ("error" in tree) return tree;
  const blobs = new Map<string, string>();
  for (const [, blob = "", path = ""] of tree.output.toString("utf8").matchAll(/\d+ blob ([0-9a-f]+)\t([^\0]+)\0/g)) blobs.set(path, blob);
  return { has: (path, text) => !isBlob(blobs.get(place.nameOf(path)), text), beyond: () => true, over: (fs) => fs };
}

interface Located {
  /** The name that git gives a path: from the top of the work tree, with `/`. */
  readonly nameOf: (path: string) => string;
}

function locate(repository: Repository): Located | GitFailure {
  const prefix = git(repository, ["rev-parse", "--show-prefix"]);
  if ("error" in prefix) return prefix;
  return { nameOf: (path) => posix.join(line(prefix), relative(repository.cwd, path).split(sep).join("/")) };
}

/** Whether a text has the name that git gave a content; a text with CRLF was maybe checked out from one with LF. */
function isBlob(blob: string | undefined, text: string): boolean {
  return blob !== undefined && (blobName(text, blob.length) === blob || (text.includes("\r\n") && blobName(text.replaceAll("\r\n", "\n"), blob.length) === blob));
}

function blobName(text: string, length: number): string {
  const bytes = Buffer.from(text, "utf8");
  return createHash(length === 64 ? "sha256" : "sha1").update(`blob ${String(bytes.length)}\0`).update(bytes).digest("hex");
}

interface Staged {
  readonly repository: Repository;
  readonly blobOf: (path: string) => string | undefined;
}

function stagedFiles(fs: FileSystem, { repository, blobOf }: Staged): FileSystem {
  return {
    kindAt: (path) => fs.kindAt(path),
    list: (path) => fs.list(path),
    realPath: (path) => fs.realPath(path),
    read(path, limit) {
      const onDisk = fs.read(path, limit);
      const blob = blobOf(path);
      if (blob === undefined || (!("failure" in onDisk) && isBlob(blob, Buffer.from(onDisk.bytes).toString("utf8")))) return onDisk;
      const staged = git(repository, ["cat-file", "blob", blob]);
      if ("error" in staged) return { failure: `what is staged can't be read: ${staged.error}` };
      return { bytes: staged.output.subarray(0, limit), size: staged.output.length };
    },
  };
}

interface Output {
  readonly output: Buffer;
}

/**
 * Git must run nothing for us: no hook, monitor, filter, pager or helper of the repository's configuration, and no network. Only
 * commands are used that read objects and the index; the work tree is compared here, for git would run filters on it.
 */
const CAREFUL = ["--no-pager", "--no-optional-locks", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"];
const TIMEOUT_MS = 30_000;
const MAX_BYTES = 256 * 1_048_576;

function git({ cwd, env }: Repository, args: readonly string[]): Output | GitFailure {
  const { error, status, stdout, stderr } = spawnSync("git", ["-C", cwd, ...CAREFUL, ...args], {
    // On Windows a program is looked for in the folder it is started in first, and that must not be a stranger's.
    cwd: dirname(process.execPath),
    env: { ...env, LC_ALL: "C", GIT_TERMINAL_PROMPT: "0", GIT_NO_LAZY_FETCH: "1" },
    input: "",
    timeout: TIMEOUT_MS,
    maxBuffer: MAX_BYTES,
    windowsHide: true,
  });
  if (error !== undefined) return { error: "code" in error && error.code === "ENOENT" ? "git is not installed" : `git: ${error.message}` };
  if (status === 0) return { output: stdout };
  return { error: `git: ${stderr.toString("utf8").split("\n", 1).join("").replace(/^fatal: /, "") || `ended with status ${String(status)}`}` };
}

function line({ output }: Output): string {
  return output.toString("utf8").replace(/\r?\n$/, "");
}
