import { dirname } from "node:path";
import { rules } from "../../rules/index.ts";
import { buildContext, cachingFileSystem, isInside, namesTemplate, nodeFileSystem, reportedName } from "../discover/index.ts";
import { FactStore, ImageFacts } from "../facts/index.ts";
import type { Platform } from "../model/index.ts";
import type { Report } from "../rulekit/index.ts";
import { analyse } from "./analyse.ts";
import { ReportBuilder } from "./report.ts";
import { ruleSet } from "./rule-set.ts";
import { TEMPLATE_MARK } from "./session.ts";

/** A Dockerfile whose text is held by somebody else, an editor or another linter, and whose build context is on the disk. */
export interface HeldFile {
  /** Absolute; reports name files relative to it. */
  readonly cwd: string;
  /** Absolute. */
  readonly path: string;
  readonly text: string;
  readonly platforms: readonly Platform[];
  readonly builder: Platform;
  readonly buildArgs: ReadonlyMap<string, string>;
}

/** Lints one Dockerfile at once, by embedded knowledge alone: for hosts that can't wait. Every rule runs at its own level. */
export function lintFile({ cwd, path, text, platforms, builder, buildArgs }: HeldFile): Report {
  const facts = new FactStore({ offline: true, now: 0 });
  const options = { platforms, builder, buildArgs, stage: undefined, rules: ruleSet(rules, new Map()), images: new ImageFacts(facts), facts };
  const file = reportedName(cwd, path);
  const context = buildContext({ fs: cachingFileSystem(nodeFileSystem), cwd, dockerfile: path, root: isInside(cwd, path) ? cwd : dirname(path) });
  const report = new ReportBuilder(options);
  try {
    const analysis = analyse({ file, text, context }, options);
    if (analysis.dockerfile.problems.length > 0 && (namesTemplate(file) || TEMPLATE_MARK.test(text))) report.addTemplate(file, analysis.dockerfile);
    else report.addAnalysis(file, analysis);
  } catch (error) {
    report.addCrash(file, error);
  }
  return report.build();
}
