import { resolve } from "node:path";
import { messageWithPlatforms, placeOf } from "../report/places.ts";
import type { Finding, Proposal, Report, RuleMeta } from "../rulekit/types.ts";
import { lintFile } from "../session/index.ts";
import { optionsOf } from "./language.ts";
import type { DockerfileSourceCode } from "./source-code.ts";

interface Edit {
  readonly range: readonly [number, number];
  readonly text: string;
}

/** As much of ESLint as a rule of ours touches. */
interface Fixer {
  replaceTextRange(range: readonly [number, number], text: string): Edit;
}

interface Place {
  readonly line: number;
  readonly column: number;
}

interface Reported {
  readonly loc: { readonly start: Place; readonly end: Place };
  readonly message: string;
  readonly fix?: (fixer: Fixer) => Edit[];
  readonly suggest?: readonly { readonly desc: string; readonly fix: (fixer: Fixer) => Edit[] }[];
}

interface Context {
  readonly cwd: string;
  readonly filename: string;
  readonly physicalFilename: string;
  readonly sourceCode: DockerfileSourceCode;
  readonly languageOptions: unknown;
  report(problem: Reported): void;
}

interface EslintRule {
  readonly meta: object;
  create(context: Context): Readonly<Record<string, () => void>>;
}

/** One of our rules as one of ESLint's: it tells the findings that bear its name. */
export function eslintRule({ id, summary, fixable, level }: RuleMeta): EslintRule {
  return {
    meta: {
      type: level === "note" ? "suggestion" : "problem",
      docs: { description: summary, recommended: true },
      ...(fixable === "no" ? {} : { fixable: "code", hasSuggestions: true }),
      languages: ["anyarch/dockerfile"],
      schema: [],
    },
    create: (context) => ({
      Dockerfile() {
        const { report, file } = judged(context);
        const crash = report.crashes.find(({ ruleId }) => ruleId === id);
        if (crash !== undefined) throw new Error(`internal error in ${id}: ${crash.message}`);
        for (const finding of report.findings) {
          if (finding.ruleId === id && finding.suppressed === undefined) context.report(problemOf(finding, { report, file }));
        }
      },
    }),
  };
}

interface Judged {
  readonly report: Report;
  /** The Dockerfile, as the report names it. */
  readonly file: string;
}

const known = new WeakMap<DockerfileSourceCode, Judged>();

/** The report on a text, made when the first rule asks for it. */
function judged({ cwd, filename, physicalFilename, sourceCode, languageOptions }: Context): Judged {
  const before = known.get(sourceCode);
  if (before !== undefined) return before;
  const path = resolve(cwd, physicalFilename === "<text>" ? "Dockerfile" : (physicalFilename ?? filename));
  const report = lintFile({ cwd, path, text: sourceCode.text, ...optionsOf(languageOptions) });
  const now = { report, file: report.files.find(({ kind }) => kind === "dockerfile")?.file ?? "" };
  known.set(sourceCode, now);
  return now;
}

function problemOf(finding: Finding, { report, file }: Judged): Reported {
  const { range, file: own } = placeOf(report, finding.at);
  const message = messageWithPlatforms(finding);
  const top = { line: 1, column: 1 };
  if (own !== file) return { loc: { start: top, end: top }, message: `${own}:${String(range.start.line)}:${String(range.start.column)}: ${message}` };
  const here = finding.fixes.filter(({ edits }) => edits.every((edit) => edit.range.file === file));
  const safe = here.find(({ safety }) => safety === "safe");
  const unsafe = here.filter(({ safety }) => safety === "unsafe");
  return {
    loc: range,
    message,
    ...(safe === undefined ? {} : { fix: (fixer) => editsOf(safe, { fixer, text: report.sources.get(file)?.text ?? "" }) }),
    ...(unsafe.length === 0 ? {} : { suggest: unsafe.map((fix) => ({ desc: fix.title, fix: (fixer) => editsOf(fix, { fixer, text: report.sources.get(file)?.text ?? "" }) })) }),
  };
}

function editsOf({ edits }: Proposal, { fixer, text }: { readonly fixer: Fixer; readonly text: string }): Edit[] {
  const crlf = text.includes("\r\n");
  return edits.map(({ range, newText }) => fixer.replaceTextRange([range.start, range.end], crlf ? newText.replace(/\r?\n/g, "\r\n") : newText));
}
