import { resolve } from "node:path";
import { rules } from "../../rules/index.ts";
import type { Changes } from "../discover/git.ts";
import { acceptSource, buildContext, cachingFileSystem, discover, DOCKERFILE, isInside, kindNamed, MAX_MANIFEST_BYTES, nodeFileSystem, readSource, reportedName, writeSource, type DiscoveredFile, type FileSystem } from "../discover/index.ts";
import type { FactSettings } from "../facts/index.ts";
import { chooseEdits, editedText, raisedBy } from "../fix/index.ts";
import type { Platform } from "../model/index.ts";
import { isPipelineKind, pipelineKindOf } from "../model/pipeline/kinds.ts";
import type { Level, Report, TextReplacement } from "../rulekit/index.ts";
import { analyseManifest, manifestKindNamed } from "./analyse-manifest.ts";
import { analyse, lookUpImages, type Analysis, type AnalysisOptions } from "./analyse.ts";
import { FIX_PASSES } from "./lint-text.ts";
import { ReportBuilder } from "./report.ts";
import { lintInRounds, type Outcome } from "./rounds.ts";
import { ruleSet } from "./rule-set.ts";
import { World } from "./world.ts";

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
  /** Whom a run may ask; without it nobody is asked. */
  readonly facts?: FactSettings;
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
    return new Run(this.#fs, request, { texts: new Map(), world: new World(request.facts) }).report();
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
    const world = new World(request.facts);
    let report = await new Run(this.#fs, request, { texts, world }).report();
    const raised: TextReplacement[] = [];
    for (let pass = 0; pass < FIX_PASSES && this.#applyPass({ report, texts, before }, options.unsafe); pass++) {
      raised.push(...raisedBy(report));
      report = await new Run(this.#fs, request, { texts, world }).report();
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
    const left = await new Run(this.#fs, request, { texts: new Map(), world }).report();
    const failed = new Set(failures.map(({ file }) => file));
    return { report: { ...left, problems: [...left.problems, ...failures] }, changes: changes.filter(({ file }) => !failed.has(file)), raised };
  }

  #applyPass(state: { report: Report; texts: Map<string, string>; before: Map<string, { path: string; text: string }> }, unsafe: boolean): boolean {
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

/** A file that is looked at; `text` where it is not read from the disk. */
interface Linted extends Pick<DiscoveredFile, "file" | "path" | "root" | "template" | "kind"> {
  readonly text?: string;
}

const NOTHING: Outcome = { add: () => undefined };

/** What Go, Jinja, Mustache and ERB templates are written with. */
export const TEMPLATE_MARK = /\{\{|\{%|<%/;

/** One pass over all files; texts in `texts` stand in for those on the disk. */
class Run {
  readonly #fs: FileSystem;
  readonly #request: LintRequest;
  readonly #texts: ReadonlyMap<string, string>;
  readonly #options: AnalysisOptions;
  #files = 0;
  readonly #withoutStage: string[] = [];

  readonly #world: World;

  constructor(fs: FileSystem, request: LintRequest, { texts, world }: { readonly texts: ReadonlyMap<string, string>; readonly world: World }) {
    this.#fs = cachingFileSystem(request.changes?.over(fs) ?? fs);
    this.#request = request;
    this.#texts = texts;
    this.#world = world;
    this.#options = {
      platforms: request.platforms,
      builder: request.builder,
      buildArgs: request.buildArgs,
      stage: request.stage,
      rules: ruleSet(rules, request.levels),
      images: world.images,
      facts: world.facts,
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
    await this.#lintAll(builder, dockerfiles, onlyChanged);
    // What an image installs is judged with all that is known there; only the rest stands alone.
    const alone = found.files.filter((file) => manifestKindNamed(file.path) === file.kind && !builder.uses(file.file));
    await this.#lintAll(builder, alone, changes !== undefined);
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

  #lintAll(builder: ReportBuilder, files: readonly Linted[], onlyChanged = false): Promise<void> {
    return lintInRounds(files, { world: this.#world, lint: (file) => this.#lintFile(builder, file, onlyChanged), lookUp: (file) => this.#lookUpImages(file) });
  }

  #lookUpImages(file: Linted): void {
    const read = file.kind === DOCKERFILE ? this.#textOf(file) : undefined;
    if (read !== undefined && "text" in read) lookUpImages({ file: file.file, text: read.text, context: this.#contextOf(file) }, this.#options);
  }

  #lintFile(builder: ReportBuilder, file: Linted, onlyChanged: boolean): Outcome {
    const text = this.#textOf(file);
    if ("message" in text) return { add: () => builder.addProblem({ file: file.file, message: text.message }) };
    return !onlyChanged || this.#changed(file.file, text.text) ? { add: this.#lintOne(builder, file, text.text) } : NOTHING;
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
    else await this.#lintAll(builder, [{ file, path, root: cwd, template: false, kind, text: read.text }]);
  }

  #contextOf({ path, root }: Linted): Context {
    return withTexts(buildContext({ fs: this.#fs, cwd: this.#request.cwd, dockerfile: path, root }), this.#texts);
  }

  #lintOne(builder: ReportBuilder, linted: Linted, text: string): Outcome["add"] {
    const { file, template, kind } = linted;
    try {
      if (kind !== DOCKERFILE) {
        const manifest = analyseManifest({ file, kind, text }, this.#options);
        return () => builder.addManifest(file, kind, manifest);
      }
      const analysis = analyse({ file, text, context: this.#contextOf(linted) }, this.#options);
      if (!this.#concerns(analysis)) return NOTHING.add;
      // A template is no Dockerfile yet: what can't be parsed in it tells nothing about what becomes of it.
      if (analysis.dockerfile.problems.length > 0 && (template || TEMPLATE_MARK.test(text))) return () => builder.addTemplate(file, analysis.dockerfile);
      return () => builder.addAnalysis(file, this.#withoutTarget(file, analysis));
    } catch (error) {
      return () => builder.addCrash(file, error);
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

  #textOf({ file, path, kind, text: given }: Linted): ReturnType<typeof readSource> {
    const text = given ?? this.#texts.get(file);
    return text === undefined ? readSource(this.#fs, path, kind === DOCKERFILE ? undefined : MAX_MANIFEST_BYTES) : { text };
  }
}

function otherKind(path: string): string | undefined {
  return manifestKindNamed(path) ?? pipelineKindOf(path);
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

