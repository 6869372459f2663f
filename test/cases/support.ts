import { join } from "node:path";
import { nodeFileSystem } from "../../src/discover/index.ts";
import { Session, type LintRequest } from "../../src/session/index.ts";

const AMD64 = { os: "linux", arch: "amd64" };
const projects = join(import.meta.dirname, "../../fixtures/projects");

/** A finding as a reader meets it: what is underlined, where, and what it says. */
export interface Met {
  readonly rule: string;
  readonly file: string;
  readonly word: string;
  readonly level: string;
  readonly message: string;
  readonly platforms: readonly string[];
  readonly fix: string | undefined;
}

function request(project: string): LintRequest {
  return { cwd: join(projects, project), paths: ["."], platforms: [AMD64, { os: "linux", arch: "arm64" }], builder: AMD64, levels: new Map(), buildArgs: new Map() };
}

/** What is found in a project of fixtures/projects. */
export async function findingsIn(project: string): Promise<readonly Met[]> {
  const report = await new Session(nodeFileSystem).lint(request(project));
  if (report.problems.length + report.crashes.length > 0) throw new Error(JSON.stringify([report.problems, report.crashes]));
  return report.findings.map(({ ruleId, at, level, message, platforms, fixes }) => {
    const word = report.sources.get(at.file)?.text.slice(at.start, at.end) ?? "";
    return { rule: ruleId, file: at.file, word, level, message, platforms, fix: fixes[0]?.title };
  });
}

/** The lines that `--fix --unsafe-fixes` writes anew, with their files. */
export async function mended(project: string): Promise<readonly string[]> {
  const { changes } = await new Session(nodeFileSystem).fix(request(project), { unsafe: true, write: false });
  return changes.flatMap(({ file, before, after }) => {
    const old = new Set(before.split("\n"));
    return after.split("\n").filter((line) => !old.has(line)).map((line) => `${file}: ${line}`);
  });
}
