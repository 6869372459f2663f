import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { buildContext, discover, nodeFileSystem, readSource, type DiscoveredFile } from "../discover/index.ts";
import { evaluate, type BuildContext } from "../evaluate/index.ts";
import { digestOf } from "../fix/index.ts";
import { replaceText } from "../rulekit/index.ts";
import { parseDockerfile } from "../syntax/dockerfile/index.ts";
import { Session } from "../session/index.ts";
import { World } from "../session/world.ts";
import { sharedFolder } from "./shared.ts";

const amd64 = { os: "linux", arch: "amd64" };
const arm64 = { os: "linux", arch: "arm64" };

type Texts = ReadonlyMap<string, string>;

/**
 * Fixes every case of ../shared/corpus/ports (or of the folder that is named) in memory and compares what each Dockerfile does on
 * linux/amd64 before and after, but for versions that a fix says it raises and tools that it says it installs. Files in which something was wrong for linux/amd64 itself are left out: they are to change.
 * Ends with `equality: N passed, N failed`.
 */
export async function main(argv: readonly string[], root = process.cwd()): Promise<number> {
  const folder = argv[0] ?? portsOf(root);
  if (folder === undefined || !existsSync(folder)) {
    console.log("no cases: nothing compared\nequality: 0 passed, 0 failed");
    return folder === undefined ? 0 : 2;
  }
  let passed = 0;
  let failed = 0;
  for (const name of readdirSync(folder).sort()) {
    const cwd = existsSync(join(folder, name, "before")) ? join(folder, name, "before") : join(folder, name);
    for (const { file, difference } of await comparisonsIn(cwd)) {
      if (difference === undefined) passed++;
      else failed++;
      if (difference !== undefined) console.log(`${name}/${file}\n  before: ${difference[0]}\n  after:  ${difference[1]}`);
    }
  }
  console.log(`equality: ${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

function portsOf(root: string): string | undefined {
  const shared = sharedFolder(root);
  return shared === undefined ? undefined : join(shared, "corpus", "ports");
}

interface Comparison {
  readonly file: string;
  /** The first effect that differs; undefined when none does. */
  readonly difference: readonly [before: string, after: string] | undefined;
}

async function comparisonsIn(cwd: string): Promise<readonly Comparison[]> {
  const request = { cwd, paths: ["."], platforms: [amd64, arm64], builder: amd64, levels: new Map(), buildArgs: new Map() };
  const session = new Session();
  const { findings } = await session.lint(request);
  const wrong = new Set(findings.flatMap(({ at, platforms }) => (platforms.includes("linux/amd64") ? [at.file] : [])));
  // Tools to compile with are installed on every platform, and nothing else may come with them.
  const tooled = new Set(findings.flatMap(({ fixes }) => fixes.flatMap(({ installs = [] }) => installs.map(({ file }) => file))));
  const { changes, raised } = await session.fix(request, { unsafe: true, write: false });
  const after = new Map(changes.map((change) => [change.file, change.after]));
  const inNewVersions = (line: string): string => raised.reduce(replaceText, line);
  const files = discover({ fs: nodeFileSystem, cwd, paths: ["."] }).files;
  return files.filter(({ file }) => !wrong.has(file)).map((file) => ({ file: file.file, difference: differenceIn(effectsOf(file, cwd, new Map()).map(inNewVersions), effectsOf(file, cwd, after).map(inNewVersions), tooled.has(file.file)) }));
}

function differenceIn(before: readonly string[], all: readonly string[], isTooled: boolean): Comparison["difference"] {
  const after = isTooled ? all.filter((line) => before.includes(line) || !INSTALLATION.test(line)) : all;
  const length = Math.max(before.length, after.length);
  for (let at = 0; at < length; at++) {
    if (before[at] !== after[at]) return [before[at] ?? "nothing", after[at] ?? "nothing"];
  }
  return undefined;
}

/** What a command that installs packages of the system does. */
const INSTALLATION = /"kind":"install","manager":"(?:apt|apk|yum|dnf|microdnf|zypper)"|"argv":\["(?:apt-get|apt|apk|yum|dnf|microdnf|zypper|rm)"/;

function effectsOf({ file, path, root }: DiscoveredFile, cwd: string, texts: Texts): readonly string[] {
  const source = readSource(nodeFileSystem, path);
  if ("message" in source) return [];
  const context = withTexts(buildContext({ fs: nodeFileSystem, cwd, dockerfile: path, root }), texts);
  const dockerfile = parseDockerfile(file, texts.get(file) ?? source.text);
  return digestOf(evaluate(dockerfile, { target: amd64, explicitTarget: true, builder: amd64, otherImages: true, buildArgs: new Map(), context, images: new World().images })).split("\n");
}

function withTexts(context: BuildContext, texts: Texts): BuildContext {
  return {
    has: (path) => context.has(path),
    programs: (path) => context.programs?.(path) ?? [],
    archives: (path) => context.archives?.(path) ?? [],
    readText(path) {
      const found = context.readText(path);
      return found === undefined ? undefined : { ...found, text: texts.get(found.file) ?? found.text };
    },
  };
}
