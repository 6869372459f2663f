import type { Range } from "../../text/index.ts";

/** A module that a go.mod requires. */
export interface RequiredModule {
  readonly path: string;
  readonly version: string;
  readonly pathAt: Range;
  readonly versionAt: Range;
  /** Whether only other modules need it. */
  readonly indirect: boolean;
}

/** A go.mod. */
export interface GoMod {
  readonly file: string;
  readonly modules: readonly RequiredModule[];
  /** The version behind `go`. */
  readonly go: string | undefined;
}

const REQUIRE = /^(\s*(?:require\s+)?)("?)([^\s"()]+)\2(\s+)(v[^\s/]+)\s*(\/\/.*)?$/;

/** Reads a go.mod: what it requires. Never throws; what is no line of one is left out. */
export function readGoMod(file: string, text: string): GoMod {
  const modules: RequiredModule[] = [];
  let go: string | undefined;
  let block = "";
  let start = 0;
  for (const whole of text.split("\n")) {
    const line = whole.replace(/\r$/, "");
    const opens = /^\s*(\w+)\s*\(\s*(?:\/\/.*)?$/.exec(line)?.[1];
    if (opens !== undefined) block = opens;
    else if (/^\s*\)/.test(line)) block = "";
    else if (block === "require" || (block === "" && /^\s*require\s/.test(line))) {
      const module = requiredModule(file, line, start);
      if (module !== undefined) modules.push(module);
    } else if (block === "") go = /^\s*go\s+(\d[\w.]*)/.exec(line)?.[1] ?? go;
    start += whole.length + 1;
  }
  return { file, modules, go };
}

function requiredModule(file: string, line: string, start: number): RequiredModule | undefined {
  const match = REQUIRE.exec(line);
  if (match === null) return undefined;
  const [, before = "", quote = "", path = "", space = "", version = "", comment = ""] = match;
  const pathStart = start + before.length + quote.length;
  const versionStart = pathStart + path.length + quote.length + space.length;
  return {
    path,
    version,
    pathAt: { file, start: pathStart, end: pathStart + path.length },
    versionAt: { file, start: versionStart, end: versionStart + version.length },
    indirect: /\/\/\s*indirect\b/.test(comment),
  };
}
