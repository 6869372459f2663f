import { resolve } from "node:path";
import { rules } from "../../rules/index.ts";
import type { Changes } from "../discover/git.ts";
import { acceptSource, buildContext, cachingFileSystem, discover, DOCKERFILE, isInside, kindNamed, MAX_MANIFEST_BYTES, nodeFileSystem, readSource, reportedName, writeSource, type DiscoveredFile, type FileSystem } from "../discover/index.ts";
import { ImageFacts } from "../facts/index.ts";
import { chooseEdits, editedText, raisedBy } from "../fix/index.ts";
import type { Platform } from "../model/index.ts";
import { pipelineKindOf, type PipelineKind } from "../model/pipeline/kinds.ts";
import type { Level, Report, TextReplacement } from "../rulekit/index.ts";
import { analyseManifest, manifestKindNamed } from "./analyse-manifest.ts";
import { analyse, type Analysis, type AnalysisOptions } from "./analyse.ts";
import { FIX_PASSES } from "./lint-text.ts";
import { ReportBuilder } from "./report.ts";
import { ruleSet } from "./rule-set.ts";

/** What a run is asked to do. */
export interface LintRequest {
  /** Absolute; reports name files relative to it. */
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly platforms: readonly Platform[];
  readonly builder: Platform;
  readonly levels: ReadonlyMap<string, Level | "off">;
  readonly buildArgs: ReadonlyMap<string, string>;
  readonly stage?: string;
  readonly ignore?: readonly string[];
  readonly ignoreRoot?: string;
  /** Whether the report is to hold the stages of each Dockerfile. */
  readonly graphs?: boolean;
  /** Only files that changed, and those whose builds run a script that did. */
  readonly changes?: Changes;
  /** Told how many files there are, before the first is read. */
  readonly onFiles?: (count: number) => void;
  /** A text in place of files; `file` is the name that the report gives it, and its folder is the build context. */
  readonly stdin?: { readonly file: string; readonly bytes: Uint8Array };
}

/** A file that fixes change. */
export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** Which fixes are made, and whether on the disk. */
export interface FixOptions {
  readonly unsafe: boolean;
  readonly write: boolean;
  /** Called before the first file is written. */
  readonly onWrite?: () => void;
}

export interface FixResult {
  /** What is left after the fixes. */
  readonly report: Report;
  /** What changed, or would without `write`. */
  readonly changes: readonly Change[];
  /** The versions that the fixes may have raised on every platform. */
  readonly raised: readonly TextReplacement[];
}

/** One conductor over all rooms. Holds nothing between calls but the file system. */
export class Session {
  readonly #fs: FileSystem;

  constructor(fs: FileSystem = nodeFileSystem) {
    this.#fs = fs;
  }

  /** Discovers, evaluates and judges. Never throws on input: what can't be read is a problem entry, a failing rule a crash entry. */
  lint(request: LintRequest): Promise<Report> {
    return new Run(this.#fs, request, new Map()).report();
  }

  /** How reports name a file, and its kind if a run would look at it. */
  find(request: LintRequest, name: string): { readonly file: string; readonly kind?: string } {
    const file = reportedName(request.cwd, resolve(request.cwd, name));
    const found = discoverFor(this.#fs, request).files.find((one) => one.file === file);
    return found === undefined ? { file } : { file, kind: found.kind };
  }

  /** Applies proved fixes until none is left, in memory; `write` then puts them on the disk, each file in one step. */
  async fix(request: LintRequest, options: FixOptions): Promise<FixResult> {
    const texts = new Map<string, string>();
    const before = new Map<string, { path: string; text: string }>();
    let run = new Run(this.#fs, request, texts);
    let report = await run.report();
    const raised: TextReplacement[] = [];
    for (let pass = 0; pass < FIX_PASSES && this.#applyPass({ run, report, texts, before }, options.unsafe); pass++) {
      raised.push(...raisedBy(report));
      run = new Run(this.#fs, request, texts);
      report = await run.report();
    }
    const changes = [...before].map(([file, { text }]) => ({ file, before: text, after: texts.get(file) ?? text })).filter((change) => change.before !== change.after);
    if (!options.write) return { report, changes, raised };
    if (changes.length > 0) options.onWrite?.();
    const failures = changes.flatMap(({ file, before: old, after }) => {
      const message = writeSource({ path: resolve(request.cwd, file), root: rootOf(request, file), before: old, after });
      return message === undefined ? [] : [{ file, message }];
    });
    if (failures.length === 0) return { report, changes, raised };
    // What could not be written still holds what was found.
    const left = await this.lint(request);
    const failed = new Set(failures.map(({ file }) => file));
    return { report: { ...left, problems: [...left.problems, ...failures] }, changes: changes.filter(({ file }) => !failed.has(file)), raised };
  }

  #applyPass(state: { run: Run; report: Report; texts: Map<string, string>; before: Map<string, { path: string; text: string }> }, unsafe: boolean): boolean {
    let changed = false;
    for (const [file, edits] of chooseEdits(state.report.findings, unsafe)) {
      const current = state.report.sources.get(file)?.text;
      if (current === undefined) continue;
      const next = editedText(current, edits);
      if (next === current) continue;
      if (!state.before.has(file)) state.before.set(file, { path: file, text: current });
      state.texts.set(file, next);
      changed = true;
    }
    return changed;
  }
}

function discoverFor(fs: FileSystem, { cwd, paths, ignore, ignoreRoot }: LintRequest): ReturnType<typeof discover> {
  return discover({ fs, cwd, paths, otherKind, ...(ignore === undefined ? {} : { ignore }), ...(ignoreRoot === undefined ? {} : { ignoreRoot }) });
}

/** Files may be written where the run was asked to look, which is not always below the working directory. */
function rootOf({ cwd, paths }: LintRequest, file: string): string {
  const absolute = resolve(cwd, file);
  const roots = [...paths.map((path) => resolve(cwd, path)), cwd];
  return roots.find((root) => root !== absolute && isInside(root, absolute)) ?? resolve(absolute, "..");
}

/** What Go, Jinja, Mustache and ERB templates are written with. */
const TEMPLATE_MARK = /\{\{|\{%|<%/;

/** One pass over all files; texts in `texts` stand in for those on the disk. */
class Run {
  readonly #fs: FileSystem;
  readonly #request: LintRequest;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #options: AnalysisOptions;
  #files = 0;
  readonly #withoutStage: string[] = [];

  constructor(fs: FileSystem, request: LintRequest, texts: ReadonlyMap<string, string>) {
    this.#fs = cachingFileSystem(request.changes?.over(fs) ?? fs);
    this.#request = request;
    this.#texts = texts;
    this.#options = {
      platforms: request.platforms,
      builder: request.builder,
      buildArgs: request.buildArgs,
      stage: request.stage,
      rules: ruleSet(rules, request.levels),
      images: new ImageFacts(),
      ...(request.graphs === true ? { graphs: true } : {}),
    };
  }

  async report(): Promise<Report> {
    const builder = new ReportBuilder(this.#options);
    const { stdin } = this.#request;
    if (stdin === undefined) await this.#lintFiles(builder);
    else await this.#lintStdin(builder, stdin);
    this.#tellMissingStage(builder);
    return builder.build();
  }

  /** Of several files some may lack the stage that is asked for; where all do, the request is wrong. */
  #tellMissingStage(builder: ReportBuilder): void {
    const { stage } = this.#request;
    if (stage === undefined || this.#files === 0 || this.#withoutStage.length < this.#files) return;
    for (const file of this.#withoutStage) builder.addProblem({ file, message: `has no stage ${JSON.stringify(stage)} (--target)` });
  }

  async #lintFiles(builder: ReportBuilder): Promise<void> {
    const { changes } = this.#request;
    const found = discoverFor(this.#fs, this.#request);
    for (const problem of found.problems) builder.addProblem(problem);
    this.#request.onFiles?.(found.files.length);
    const dockerfiles = found.files.filter(({ kind }) => kind === DOCKERFILE);
    // Where nothing else changed, a Dockerfile that did not needs no evaluation to tell that it is none of our business.
    const onlyChanged = changes?.beyond(dockerfiles.map(({ path }) => path)) === false;
    for (const file of dockerfiles) this.#lintFile(builder, file, onlyChanged);
    // What an image installs is judged with all that is known there; only the rest stands alone.
    for (const file of found.files) if (manifestKindNamed(file.path) === file.kind && !builder.uses(file.file)) this.#lintFile(builder, file, changes !== undefined);
    await this.#lintRepository(builder, found.files, dockerfiles.map(({ file }) => file));
  }

  /** What builds, ships and runs the images is judged together. */
  async #lintRepository(builder: ReportBuilder, found: readonly Pick<DiscoveredFile, "file" | "kind" | "root">[], dockerfiles: readonly string[]): Promise<void> {
    const files = found.flatMap(({ file, kind }) => (isPipelineKind(kind) ? [{ file, kind }] : []));
    const roots = [...new Set(found.map(({ root }) => root))];
    const textOf = (file: string): string | undefined => this.#repositoryText(file, roots);
    // All of them tell what is built, and only those that changed are judged where only changes are asked about.
    const judged = this.#request.changes === undefined ? files : files.filter(({ file }) => this.#changed(file, textOf(file) ?? ""));
    if (judged.length === 0) return;
    try {
      const [{ analyseRepository }, { loadYamlReader }] = await Promise.all([import("./analyse-repository.ts"), import("../syntax/yaml/index.ts")]);
      const leftOut = new Set(files.filter((file) => !judged.includes(file)).map(({ file }) => file));
      builder.addRepository(judged, analyseRepository({ files, dockerfiles, textOf, yaml: await loadYamlReader() }, this.#options), leftOut);
    } catch (error) {
      for (const { file, kind } of judged) builder.addCrash(file, error, kind);
    }
  }

  /** The text of a file by its name in reports, if it lies where the run was asked to look. */
  #repositoryText(file: string, roots: readonly string[]): string | undefined {
    const known = this.#texts.get(file);
    if (known !== undefined) return known;
    const { stdin, cwd } = this.#request;
    if (stdin?.file === file) return textOf(acceptSource(stdin.bytes, MAX_MANIFEST_BYTES));
    const path = resolve(cwd, file);
    const real = this.#fs.realPath(path);
    const isOwn = real !== undefined && roots.some((root) => isInside(root, path) && isInside(this.#fs.realPath(root) ?? root, real));
    return isOwn ? textOf(readSource(this.#fs, path, MAX_MANIFEST_BYTES)) : undefined;
  }

  #lintFile(builder: ReportBuilder, file: DiscoveredFile, onlyChanged: boolean): void {
    const text = this.#textOf(file);
    if ("message" in text) builder.addProblem({ file: file.file, message: text.message });
    else if (!onlyChanged || this.#changed(file.file, text.text)) this.#lintOne(builder, file, text.text);
  }

  async #lintStdin(builder: ReportBuilder, { file: name, bytes }: NonNullable<LintRequest["stdin"]>): Promise<void> {
    const { cwd } = this.#request;
    const path = resolve(cwd, name);
    const file = reportedName(cwd, path);
    const known = this.#texts.get(file);
    const kind = kindNamed(file, otherKind);
    if (isPipelineKind(kind)) return this.#lintRepository(builder, [{ file, kind, root: cwd }], []);
    const read = known === undefined ? acceptSource(bytes, kind === DOCKERFILE ? undefined : MAX_MANIFEST_BYTES) : { text: known };
    if ("message" in read) builder.addProblem({ file, message: read.message });
    else this.#lintOne(builder, { file, path, root: cwd, template: false, kind }, read.text);
  }

  #lintOne(builder: ReportBuilder, { file, path, root, template, kind }: Pick<DiscoveredFile, "file" | "path" | "root" | "template" | "kind">, text: string): void {
    try {
      if (kind !== DOCKERFILE) {
        builder.addManifest(file, kind, analyseManifest({ file, kind, text }, this.#options));
        return;
      }
      const context = buildContext({ fs: this.#fs, cwd: this.#request.cwd, dockerfile: path, root });
      const analysis = analyse({ file, text, context: withTexts(context, this.#texts) }, this.#options);
      if (!this.#concerns(analysis)) return;
      // A template is no Dockerfile yet: what can't be parsed in it tells nothing about what becomes of it.
      if (analysis.dockerfile.problems.length > 0 && (template || TEMPLATE_MARK.test(text))) builder.addTemplate(file, analysis.dockerfile);
      else builder.addAnalysis(file, this.#withoutTarget(file, analysis));
    } catch (error) {
      builder.addCrash(file, error);
    }
  }

  /** Whether anything that took part has changed, where only changes are asked about. */
  #concerns({ sources }: Analysis): boolean {
    return this.#request.changes === undefined || [...sources].some(([file, { text }]) => this.#changed(file, text));
  }

  #changed(file: string, text: string): boolean {
    const { changes, cwd } = this.#request;
    // A text that a pass of fixes has made had changed before it.
    return this.#texts.has(file) || changes?.has(resolve(cwd, file), text) === true;
  }

  /** The analysis; where the stage that is asked for is missing, it says that nothing was looked at. */
  #withoutTarget(file: string, analysis: Analysis): Analysis {
    const { stage } = this.#request;
    this.#files++;
    if (stage === undefined || analysis.builds.some(({ stages }) => stages.length === 0 || stages.some(({ reachable }) => reachable))) return analysis;
    this.#withoutStage.push(file);
    const because = `there is no stage ${JSON.stringify(stage)}`;
    return { ...analysis, unchecked: [...analysis.unchecked, { ruleId: "", at: { file, start: 0, end: 0 }, because }] };
  }

  #textOf({ file, path, kind }: DiscoveredFile): ReturnType<typeof readSource> {
    const text = this.#texts.get(file);
    return text === undefined ? readSource(this.#fs, path, kind === DOCKERFILE ? undefined : MAX_MANIFEST_BYTES) : { text };
  }
}

function otherKind(path: string): string | undefined {
  return manifestKindNamed(path) ?? pipelineKindOf(path);
}

function isPipelineKind(kind: string): kind is PipelineKind {
  return kind === "compose" || kind === "bake" || kind === "workflow";
}

function textOf(source: ReturnType<typeof readSource>): string | undefined {
  return "text" in source ? source.text : undefined;
}

type Context = ReturnType<typeof buildContext>;

function withTexts(context: Context, texts: ReadonlyMap<string, string>): Context {
  return {
    has: (path) => context.has(path),
    programs: (path) => context.programs(path),
    manifest(path) {
      const found = context.manifest(path);
      const text = found === undefined ? undefined : texts.get(found.file);
      return found === undefined || text === undefined ? found : { file: found.file, text };
    },
    archives: (path) => context.archives(path),
    readText(path) {
      const found = context.readText(path);
      const text = found === undefined ? undefined : texts.get(found.file);
      return found === undefined || text === undefined ? found : { ...found, text };
    },
  };
}

