import { MappedText, Memo } from "../../text/index.ts";
import type { BuildContext, ContextFile, ContextRefusal, StageFile } from "../build.ts";
import type { ShellFile } from "../shell/index.ts";
import { concat, type Value } from "../value.ts";
import { matchEnds, parseGlob, tooCostly } from "./glob.ts";
import { LIMITS } from "./limits.ts";
import { literalOf } from "./literal.ts";
import { absolutePath, baseName, below, contextPath, folderOf, within } from "./paths.ts";

/** What put files into a stage. Paths in stages are absolute, those of the build context relative to its root. */
export type FileEntry = Written | (Copied & { readonly kind: "context" }) | (Copied & { readonly kind: "stage"; readonly files: Files });

interface Written {
  readonly kind: "written";
  readonly path: string;
  readonly content: Value;
  readonly append: boolean;
}

interface Copied {
  readonly source: string;
  readonly to: string;
  /** Whether `to` can only be a folder. */
  readonly intoFolder: boolean;
  /** `COPY --parents`: the source's own folders are kept. */
  readonly parents: boolean;
}

/** The files of a stage as far as they are known: what came last stands first. Undefined: none. */
export type Files = { readonly entry: FileEntry; readonly before: Files } | undefined;

interface Search<File> {
  /** A file of the build context, by its path there. */
  readonly inContext: (path: string) => File | undefined;
  readonly contentOf: (file: File) => Value;
  steps: number;
  depth: number;
}

type Found<File> = File | { readonly value: Value };

interface Text {
  readonly text: MappedText;
}

/** Content of a file by its absolute path; undefined when it isn't known where it comes from. */
export function findFile(files: Files, path: string, context: BuildContext): ShellFile | undefined {
  if (files === undefined) return undefined;
  return search<Text>(files, path, { inContext: (wanted) => contextFile(context, wanted), contentOf: ({ text }) => literalOf(text, "none"), steps: LIMITS.fileSteps, depth: LIMITS.fileDepth });
}

function contentOfManifest(file: ContextFile | ContextRefusal): Value {
  return "text" in file ? literalOf(MappedText.verbatim(file.file, file.text, 0), "none") : { pieces: [] };
}

/** As `findFile`, for files that list packages. */
export function findManifest(files: Files, path: string, context: BuildContext): StageFile | undefined {
  return search<ContextFile | ContextRefusal>(files, path, { inContext: (wanted) => context.manifest?.(wanted), contentOf: contentOfManifest, steps: LIMITS.fileSteps, depth: LIMITS.fileDepth });
}

function search<File extends object>(files: Files, path: string, state: Search<File>): Found<File> | undefined {
  for (let at = files; at !== undefined; at = at.before) {
    if (--state.steps < 0) return undefined;
    const { entry } = at;
    // Asked of every entry for every command, so that it may cost nothing.
    if (entry.kind === "written" ? entry.path !== path : !path.startsWith(entry.to)) continue;
    const found = lookIn(at, path, state);
    if (found !== undefined) return found;
  }
  return undefined;
}

function lookIn<File extends object>({ entry, before }: Exclude<Files, undefined>, path: string, state: Search<File>): Found<File> | undefined {
  if (entry.kind === "written") return entry.path === path ? written(entry, before, state) : undefined;
  if (!reaches(entry.to, path)) return undefined;
  for (const candidate of sourcesOf(entry, path)) {
    const found = entry.kind === "context" ? state.inContext(contextPath(candidate)) : inStage(entry.files, candidate, state);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether `path` is `to` or below it. */
function reaches(to: string, path: string): boolean {
  return path.startsWith(to) && (path.length === to.length || to === "/" || path.charCodeAt(to.length) === 47);
}

function written<File extends object>({ path, content, append }: Written, before: Files, state: Search<File>): { readonly value: Value } {
  if (!append) return { value: content };
  const former = search(before, path, state);
  if (former === undefined) return { value: content };
  return { value: concat(["value" in former ? former.value : state.contentOf(former), content]) };
}

function inStage<File extends object>(files: Files, path: string, state: Search<File>): Found<File> | undefined {
  if (state.depth === 0) return undefined;
  state.depth--;
  const found = search(files, absolutePath(path, "/"), state);
  state.depth++;
  return found;
}

/** Where a file at `path` may have been copied from, likeliest first. */
function* sourcesOf(entry: Copied, path: string): Generator<string> {
  const { source, to } = entry;
  if (path === to && !entry.intoFolder) yield source;
  const rest = below(to, path);
  if (rest === undefined || rest === "") return;
  if (entry.parents) {
    if (rest === source || below(source, rest) !== undefined) yield rest;
    return;
  }
  if (/[*?]/.test(source)) {
    if (matches(baseName(source), rest)) yield within(folderOf(source), rest);
    return;
  }
  if (rest === baseName(source)) yield source;
  yield within(source, rest);
}

function matches(pattern: string, name: string): boolean {
  const glob = parseGlob(pattern);
  return !name.includes("/") && !tooCostly(glob, name, false) && matchEnds(glob, name, 0).at(-1) === name.length;
}

// One text object per file of a context: the shell's parse cache is keyed by it, so a second platform parses nothing.
const texts = new Memo<BuildContext, Map<string, Text | undefined>>();

function contextFile(context: BuildContext, path: string): Text | undefined {
  const known = texts.get(context) ?? new Map<string, Text | undefined>();
  texts.set(context, known);
  if (known.has(path)) return known.get(path);
  const found = context.readText(path);
  const file = found === undefined ? undefined : { text: MappedText.verbatim(found.file, found.text, 0) };
  known.set(path, file);
  return file;
}
