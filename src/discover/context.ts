import { dirname, resolve } from "node:path";
import { normalize } from "node:path/posix";
import { isInside, reportedName } from "./discover.ts";
import { excludes, parseDockerignore, type Dockerignore } from "./dockerignore.ts";
import { archivesAt, type Archive } from "./archives.ts";
import { executablesAt, type Executable, type ExecutableSearch } from "./executables.ts";
import { failed, type FileSystem } from "./file-system.ts";
import { decodeUtf8, readSource } from "./read.ts";

/** One text of the build context; `file` is what findings carry. */
export interface ContextText {
  readonly file: string;
  readonly text: string;
}

/** A file that is there and can't be read; `message` follows its name and a colon. */
export interface ContextRefusal {
  readonly file: string;
  readonly message: string;
}

/** The build context of one Dockerfile: the same shape that evaluation asks for. */
export interface ContextReader {
  readonly readText: (path: string) => ContextText | undefined;
  readonly manifest: (path: string) => ContextText | ContextRefusal | undefined;
  readonly has: (path: string) => boolean | undefined;
  readonly programs: (path: string) => readonly Executable[];
  readonly archives: (path: string) => readonly Archive[];
}

export interface ContextOptions {
  readonly fs: FileSystem;
  readonly cwd: string;
  /** The Dockerfile; absolute. */
  readonly dockerfile: string;
  /** The folder that was asked to be checked, which holds the Dockerfile; absolute. */
  readonly root: string;
}

interface Candidate {
  readonly folder: string;
  readonly real: string;
  readonly ignore: Dockerignore;
}

const MAX_CONTEXT_BYTES = 262_144;
/** Lockfiles of ten thousands of packages stay below. */
export const MAX_MANIFEST_BYTES = 16_777_216;
const MAX_IGNORE_BYTES = 1_048_576;
const MAX_CANDIDATES = 16;
/** The longest path that Linux takes. */
const MAX_PATH = 4096;

/**
 * Reads files of the build context. Which folder that is stands in no Dockerfile: its own folder is tried first, then the root,
 * then those between. What a .dockerignore leaves out, what is too large or no text, and what lies outside is not there.
 */
export function buildContext(options: ContextOptions): ContextReader {
  let known: readonly Candidate[] | undefined;
  const texts = new Map<string, ContextText | undefined>();
  const manifests = new Map<string, ContextText | ContextRefusal | undefined>();
  const programs = new Map<string, readonly Executable[]>();
  const candidates = (): readonly Candidate[] => (known ??= candidatesOf(options));
  return {
    readText(path) {
      if (!texts.has(path)) texts.set(path, textIn(readFirst(options, candidates(), { path, limit: MAX_CONTEXT_BYTES })));
      return texts.get(path);
    },
    manifest(path) {
      if (!manifests.has(path)) manifests.set(path, readFirst(options, candidates(), { path, limit: MAX_MANIFEST_BYTES }));
      return manifests.get(path);
    },
    has(path) {
      const found = candidates();
      if (found.length === 0) return undefined;
      return found.some((candidate) => locate(options.fs, candidate, path) !== undefined);
    },
    programs(path) {
      const found = programs.get(path) ?? lookUp(options.fs, { candidates: candidates(), path, look: executablesAt });
      programs.set(path, found);
      return found;
    },
    archives(path) {
      if (!MAY_NAME_ARCHIVE.test(path)) return [];
      return lookUp(options.fs, { candidates: candidates(), path, look: archivesAt });
    },
  };
}

function candidatesOf({ fs, dockerfile, root }: ContextOptions): readonly Candidate[] {
  const own = dirname(dockerfile);
  const between: string[] = [];
  if (isInside(root, own)) {
    for (let folder = own; folder !== root && between.length < MAX_CANDIDATES; folder = dirname(folder)) between.push(folder);
  }
  const folders = new Set([own, ...(isInside(root, own) ? [root] : []), ...between]);
  const candidates: Candidate[] = [];
  for (const folder of folders) {
    const real = fs.realPath(folder);
    if (real !== undefined) candidates.push({ folder, real, ignore: ignoreOf(fs, dockerfile, folder) });
  }
  return candidates;
}

/** `Dockerfile.dockerignore` beside the Dockerfile stands in for the context's own file: BuildKit, frontend/dockerui. */
function ignoreOf(fs: FileSystem, dockerfile: string, folder: string): Dockerignore {
  for (const path of [`${dockerfile}.dockerignore`, resolve(folder, ".dockerignore")]) {
    const answer = fs.read(path, MAX_IGNORE_BYTES);
    if (!failed(answer)) return parseDockerignore(decodeUtf8(answer.bytes));
  }
  return [];
}

interface Wanted {
  readonly path: string;
  readonly limit: number;
}

function readFirst({ fs, cwd }: ContextOptions, candidates: readonly Candidate[], { path, limit }: Wanted): ContextText | ContextRefusal | undefined {
  for (const candidate of candidates) {
    const found = locate(fs, candidate, path);
    if (found === undefined) continue;
    return fs.kindAt(found) === "file" ? { file: reportedName(cwd, found), ...readSource(fs, found, limit) } : undefined;
  }
  return undefined;
}

function textIn(read: ContextText | ContextRefusal | undefined): ContextText | undefined {
  return read !== undefined && "text" in read ? read : undefined;
}

/** A wildcard, or an extension that archives have. */
const MAY_NAME_ARCHIVE = /[*?[][^/]*$|\.[A-Za-z0-9]{1,6}$/;

interface LookUp<T> {
  readonly candidates: readonly Candidate[];
  readonly path: string;
  readonly look: (segments: readonly string[], search: ExecutableSearch) => readonly T[];
}

/** What stands at a path, in the first folder that may be the context and holds it. */
function lookUp<T>(fs: FileSystem, { candidates, path, look }: LookUp<T>): readonly T[] {
  const segments = segmentsOf(path);
  // The part before the wildcards tells where to look.
  const fixed = segments.slice(0, -1);
  const last = segments.at(-1) ?? "";
  const asked = /[*?[]/.test(last) ? fixed : segments;
  for (const candidate of candidates) {
    if (locate(fs, candidate, asked.join("/")) === undefined) continue;
    return look(segments, { fs, folder: candidate.folder, isLeftOut: (file) => excludes(candidate.ignore, file) });
  }
  return [];
}

/** The absolute path of a file or folder of the context; undefined when it isn't there, is left out or leads outside. */
function locate(fs: FileSystem, candidate: Candidate, path: string): string | undefined {
  if (path.includes("\0") || path.length > MAX_PATH) return undefined;
  const segments = segmentsOf(path);
  if (segments.length > 0 && excludes(candidate.ignore, segments)) return undefined;
  const absolute = resolve(candidate.folder, ...segments);
  const real = fs.realPath(absolute);
  return real !== undefined && isInside(candidate.real, real) ? absolute : undefined;
}

/** Docker takes the context for a root of its own, above which `..` does not lead. */
function segmentsOf(path: string): readonly string[] {
  return normalize(`/${path}`).split("/").filter((segment) => segment !== "");
}
