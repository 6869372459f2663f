import { memoryFileSystem } from "../../src/discover/index.ts";
import { parsePlatform, type Platform } from "../../src/model/index.ts";
import type { Report } from "../../src/rulekit/index.ts";
import { Session, type LintRequest } from "../../src/session/index.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

/** Lints a repository held in memory, as the command line would in its root. */
export function lintRepository(files: Files, wanted?: readonly string[]): Promise<Report> {
  return new Session(fileSystem(files)).lint(request(wanted));
}

/** The texts that `--fix` (with `unsafe`: `--fix --unsafe-fixes`) changes, by file. */
export async function fixRepository(files: Files, { unsafe, wanted }: { readonly unsafe: boolean; readonly wanted?: readonly string[] | undefined }): Promise<ReadonlyMap<string, string>> {
  const { changes } = await new Session(fileSystem(files)).fix(request(wanted), { unsafe, write: false });
  return new Map(changes.map(({ file, after }) => [file, after]));
}

function fileSystem(files: Files): ReturnType<typeof memoryFileSystem> {
  return memoryFileSystem(Object.fromEntries(Object.entries(files).map(([path, content]) => [`/repo/${path}`, content])));
}

function request(wanted: readonly string[] = ["linux/amd64", "linux/arm64"]): LintRequest {
  return { cwd: "/repo", paths: ["."], platforms: wanted.map(platform), builder: platform("linux/amd64"), levels: new Map(), buildArgs: new Map() };
}

function platform(text: string): Platform {
  const parsed = parsePlatform(text, { os: "linux", arch: "amd64" });
  if ("error" in parsed) throw new Error(parsed.error);
  return parsed;
}
