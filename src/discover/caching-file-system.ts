import type { FileSystem } from "./file-system.ts";

/** So many paths are remembered; past it the oldest answers are asked for anew. */
const MAX_PATHS = 50_000;

/** The same file system for the length of one run, in which nothing moves: where a path leads and what stands there is asked once. */
export function cachingFileSystem(fs: FileSystem): FileSystem {
  return {
    list: (path) => fs.list(path),
    read: (path, limit) => fs.read(path, limit),
    kindAt: once((path) => fs.kindAt(path)),
    realPath: once((path) => fs.realPath(path)),
  };
}

function once<T>(ask: (path: string) => T): (path: string) => T {
  const answers = new Map<string, { readonly answer: T }>();
  return (path) => {
    const known = answers.get(path);
    if (known !== undefined) return known.answer;
    if (answers.size >= MAX_PATHS) answers.clear();
    const answer = ask(path);
    answers.set(path, { answer });
    return answer;
  };
}
