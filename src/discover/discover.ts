import { basename, dirname, isAbsolute, relative, resolve, sep } from "node:path";
import { failed, type FileSystem } from "./file-system.ts";
import { matchesPath, parsePattern } from "./glob.ts";
import { parseIgnoreLines, type IgnoreFile } from "./gitignore.ts";
import { DOCKERFILE, judgeName, looksLikeDockerfile, namesTemplate, type FileKind, type OtherKind } from "./kind.ts";
import { decodeUtf8 } from "./read.ts";
import { readIgnoreFile, walk, type Walked } from "./walk.ts";

export interface DiscoverOptions {
  readonly fs: FileSystem;
  /** Absolute. */
  readonly cwd: string;
  /** Files, folders and globs, relative to `cwd` or absolute. */
  readonly paths: readonly string[];
  /** Patterns of the form of a .gitignore, relative to `ignoreRoot`. Files that are named outright are not held to them. */
  readonly ignore?: readonly string[];
  /** Absolute; `cwd` when left out. */
  readonly ignoreRoot?: string;
  /** Tells files of other kinds by their names; without it Dockerfiles alone are found. */
  readonly otherKind?: OtherKind;
}

export interface DiscoveredFile {
  /** As reports name it: relative to the working directory, with `/`. */
  readonly file: string;
  /** Absolute. */
  readonly path: string;
  readonly kind: FileKind;
  /** Whether its name says that it is a template: what doesn't parse in it is then no mistake. */
  readonly template: boolean;
  /** Whether it was named outright. */
  readonly named: boolean;
  /** The folder whose walk found it, else its own; absolute. With the file's own folder a candidate for the build context. */
  readonly root: string;
}

export interface Discovery {
  /** In the order of `file`, each once. */
  readonly files: readonly DiscoveredFile[];
  /** What could not be looked at. */
  readonly problems: readonly { readonly file: string; readonly message: string }[];
}

interface Finds {
  readonly files: Map<string, DiscoveredFile>;
  readonly problems: { file: string; message: string }[];
}

/** Finds the Dockerfiles, and files of other kinds, that the paths name or hold. Never throws: what is not there is a problem of the answer. */
export function discover(options: DiscoverOptions): Discovery {
  const finds: Finds = { files: new Map(), problems: [] };
  for (const path of options.paths) visitPath(options, path, finds);
  const files = [...finds.files.values()].sort((a, b) => (a.file < b.file ? -1 : 1));
  const problems = finds.problems.sort((a, b) => (a.file === b.file ? 0 : a.file < b.file ? -1 : 1));
  return { files, problems };
}

/** A path as reports name it: relative to `cwd`, with `/`. */
export function reportedName(cwd: string, path: string): string {
  const name = relative(cwd, path);
  return name === "" ? "." : sep === "/" ? name : name.split(sep).join("/");
}

function visitPath(options: DiscoverOptions, path: string, finds: Finds): void {
  const absolute = resolve(options.cwd, path);
  const kind = path === "" ? undefined : options.fs.kindAt(absolute);
  if (kind === "file") {
    add(finds, named(options, absolute));
  } else if (kind === "directory") {
    visitFolder(options, absolute, finds);
  } else if (kind === "other") {
    finds.problems.push({ file: path, message: "is not a regular file (--stdin-filename reads standard input)" });
  } else if (!/[*?[]/.test(path) || !visitGlob(options, absolute, finds)) {
    finds.problems.push(path === "" ? { file: "(an empty path)", message: "names no file and no folder" } : { file: path, message: missing(options, absolute) });
  }
}

function missing(options: DiscoverOptions, absolute: string): string {
  const listed = options.fs.list(dirname(absolute));
  return failed(listed) || !listed.some((entry) => entry.name === basename(absolute)) ? "no such file or folder" : "is a symbolic link that leads nowhere";
}

function visitFolder(options: DiscoverOptions, root: string, finds: Finds): void {
  const found = filesBelow(options, root, finds);
  for (const file of found) add(finds, file);
  // Whoever names a folder so most likely meant a file.
  if (!found.some(({ kind }) => kind === DOCKERFILE) && judgeName(basename(root)) === "certain") {
    finds.problems.push({ file: reportedName(options.cwd, root), message: "is a folder, and there is no Dockerfile in it" });
  }
}

/** For shells that leave globs to the program; true when something matched. */
function visitGlob(options: DiscoverOptions, absolute: string, finds: Finds): boolean {
  const segments = absolute.split(sep);
  const magic = segments.findIndex((segment) => /[*?[]/.test(segment));
  const root = segments.slice(0, magic).join(sep) || sep;
  if (options.fs.kindAt(root) !== "directory") return false;
  const pattern = parsePattern(segments.slice(magic));
  const found = filesBelow(options, root, finds).filter((file) => matchesPath(pattern, relative(root, file.path).split(sep)));
  for (const file of found) add(finds, file);
  return found.length > 0;
}

function filesBelow(options: DiscoverOptions, root: string, finds: Finds): readonly DiscoveredFile[] {
  const { fs, cwd } = options;
  const found = walk({ fs, root, outer: rulesAbove(fs, root), always: configured(options, root), wants: (path) => judgeName(path.at(-1) ?? "") !== "no" || options.otherKind?.(path.join("/")) !== undefined });
  for (const { path, message } of found.problems) finds.problems.push({ file: reportedName(cwd, resolve(root, ...path)), message });
  const files = found.files.filter((walked) => !walked.link).map((walked) => walkedFile(options, root, walked));
  const links = found.files.filter((walked) => walked.link).map((walked) => walkedFile(options, root, walked));
  return [...files, ...linkedOnly(fs, root, { files, links })].filter((file) => (file.kind === DOCKERFILE ? isDockerfile(fs, file.path) : isOwn(relative(root, file.path))));
}

function walkedFile({ cwd, otherKind }: DiscoverOptions, root: string, { path }: Walked): DiscoveredFile {
  return describe({ cwd, path: resolve(root, ...path), root, named: false, kind: kindNamed(path.join("/"), otherKind) });
}

/** What a file of this path, with `/`, is when it was named outright: a Dockerfile unless another kind claims it. */
export function kindNamed(path: string, otherKind: OtherKind | undefined): FileKind {
  return judgeName(path.slice(path.lastIndexOf("/") + 1)) === "no" ? (otherKind?.(path) ?? DOCKERFILE) : DOCKERFILE;
}

/** Folders of other people's code: what their manifests ask for is not this repository's to mend. */
const FOREIGN_FOLDER = /(?:^|[/\\])(?:vendor|site-packages|dist-packages|\.?venv|\.tox|\.nox|bower_components|third_party)[/\\]/;

function isOwn(path: string): boolean {
  return !FOREIGN_FOLDER.test(path);
}

/** Links whose file lies below the root and would not be seen without them. */
function linkedOnly(fs: FileSystem, root: string, found: { files: readonly DiscoveredFile[]; links: readonly DiscoveredFile[] }): readonly DiscoveredFile[] {
  if (found.links.length === 0) return [];
  const realRoot = fs.realPath(root) ?? root;
  const seen = new Set(found.files.map((file) => fs.realPath(file.path)));
  return found.links.filter((link) => {
    const real = fs.realPath(link.path);
    if (real === undefined || seen.has(real) || !isInside(realRoot, real) || fs.kindAt(real) !== "file") return false;
    seen.add(real);
    return true;
  });
}

/** Whether a path is a folder's own or lies below it; both absolute. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === "" || (way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

const SNIFF_BYTES = 65_536;

function isDockerfile(fs: FileSystem, path: string): boolean {
  if (judgeName(basename(path)) === "certain") return true;
  const head = fs.read(path, SNIFF_BYTES);
  return !failed(head) && looksLikeDockerfile(basename(path), decodeUtf8(head.bytes));
}

/** The .gitignore files between the root of the walk and the root of the repository, outermost first. */
function rulesAbove(fs: FileSystem, root: string): { rules: IgnoreFile; above: readonly string[] }[] {
  const outer: { rules: IgnoreFile; above: readonly string[] }[] = [];
  let above: readonly string[] = [];
  for (let folder = root; fs.kindAt(resolve(folder, ".git")) === undefined; ) {
    const parent = dirname(folder);
    // No repository: what lies above is nobody's rule for this folder.
    if (parent === folder) return [];
    above = [basename(folder), ...above];
    folder = parent;
    const rules = readIgnoreFile(fs, resolve(folder, ".gitignore"));
    if (rules.length > 0) outer.unshift({ rules, above });
  }
  return outer;
}

function configured(options: DiscoverOptions, root: string): { rules: IgnoreFile; above: readonly string[] }[] {
  const base = options.ignoreRoot ?? options.cwd;
  const rules = parseIgnoreLines(options.ignore ?? []);
  if (rules.length === 0) return [];
  if (isInside(base, root)) return [{ rules, above: relative(base, root).split(sep).filter((segment) => segment !== "") }];
  return [{ rules, above: [] }];
}

function named(options: DiscoverOptions, path: string): DiscoveredFile {
  const root = isInside(options.cwd, path) ? options.cwd : dirname(path);
  return describe({ cwd: options.cwd, path, root, named: true, kind: kindNamed(path.split(sep).join("/"), options.otherKind) });
}

function describe({ cwd, path, root, named: isNamed, kind }: { cwd: string; path: string; root: string; named: boolean; kind: FileKind }): DiscoveredFile {
  return { file: reportedName(cwd, path), path, kind, template: kind === DOCKERFILE && namesTemplate(basename(path)), named: isNamed, root };
}

function add(finds: Finds, file: DiscoveredFile): void {
  const known = finds.files.get(file.path);
  if (known === undefined || (file.named && !known.named)) finds.files.set(file.path, file);
}
