import { rules } from "../../rules/index.ts";
import { buildContext, memoryFileSystem } from "../discover/index.ts";
import { FactStore, ImageFacts, type Fact, type Question } from "../facts/index.ts";
import { chooseEdits, editedText } from "../fix/index.ts";
import { normalisePlatform, parsePlatform } from "../model/index.ts";
import type { Report } from "../rulekit/index.ts";
import type { BuildContext } from "../evaluate/index.ts";
import { analyse, type AnalysisOptions } from "./analyse.ts";
import { ReportBuilder } from "./report.ts";
import { ruleSet } from "./rule-set.ts";

/** What to ask of one text; everything has the defaults of the command line. */
export interface TextOptions {
  readonly platforms?: readonly string[];
  /** Run only these rules. */
  readonly rules?: readonly string[];
  readonly buildPlatform?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  readonly stage?: string;
  /** Files of the build context, by path relative to it. */
  readonly context?: Readonly<Record<string, string | Uint8Array>>;
  /** What the world answers; it says nothing else. */
  readonly answers?: readonly (readonly [Question, Fact<unknown>])[];
}

/** How often `--fix` may apply and look again: a fix may uncover another finding, never without end. */
export const FIX_PASSES = 10;

/** Lints one Dockerfile held in memory, with a build context held in memory too. */
export function lintText(file: string, text: string, options: TextOptions = {}): Report {
  const asked = analysisOptions(options);
  const report = new ReportBuilder(asked);
  report.addAnalysis(file, analyse({ file, text, context: memoryContext(options.context ?? {}) }, asked));
  return report.build();
}

/** The text after `--fix` (with `unsafe`: after `--fix --unsafe-fixes`). Scripts of the context stay as they are. */
export function fixText(file: string, text: string, options: TextOptions & { readonly unsafe?: boolean } = {}): string {
  let current = text;
  for (let pass = 0; pass < FIX_PASSES; pass++) {
    const edits = chooseEdits(lintText(file, current, options).findings, options.unsafe ?? false).get(file);
    if (edits === undefined) break;
    const next = editedText(current, edits);
    if (next === current) break;
    current = next;
  }
  return current;
}

function analysisOptions(options: TextOptions): AnalysisOptions {
  const platforms = options.platforms ?? ["linux/amd64", "linux/arm64"];
  const only = options.rules;
  const levels = new Map(only === undefined ? [] : rules.filter(({ meta }) => !only.includes(meta.id)).map(({ meta }) => [meta.id, "off"] as const));
  const facts = new FactStore({ offline: true, now: 0 });
  for (const [question, fact] of options.answers ?? []) facts.accept(question, { fact, from: "cached" });
  return {
    platforms: platforms.map(platformOf),
    builder: platformOf(options.buildPlatform ?? "linux/amd64"),
    buildArgs: new Map(Object.entries(options.buildArgs ?? {})),
    stage: options.stage,
    rules: ruleSet(rules, levels),
    images: new ImageFacts(facts),
    facts,
  };
}

function platformOf(text: string): AnalysisOptions["builder"] {
  const platform = parsePlatform(text, { os: "linux", arch: "amd64" });
  if ("error" in platform) throw new Error(platform.error);
  return normalisePlatform(platform);
}

function memoryContext(files: Readonly<Record<string, string | Uint8Array>>): BuildContext {
  const fs = memoryFileSystem(Object.fromEntries(Object.entries(files).map(([path, content]) => [`/${path}`, content])));
  const disk = buildContext({ fs, cwd: "/", dockerfile: "/Dockerfile", root: "/" });
  return {
    readText(path) {
      const text = files[path];
      return typeof text === "string" ? { file: path, text } : undefined;
    },
    manifest(path) {
      const text = files[path];
      return typeof text === "string" ? { file: path, text } : undefined;
    },
    has: (path) => path in files,
    programs: (path) => disk.programs(path),
    archives: (path) => disk.archives(path),
  };
}
