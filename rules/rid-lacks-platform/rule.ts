import { effectsOf, isOfKind, knownText, readManifest, textOf, type Build, type CheckInput, type EffectOf, type EvaluatedStage, type Placed, type Problem, type Rule } from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "rid-lacks-platform",
    summary: "Disallow .NET projects that are made for the runtime of another CPU",
    level: "warning",
    consequence: "wrong-binary",
    fixable: "no",
  },
  *check({ build }: CheckInput): Iterable<Problem> {
    for (const { effect, stage } of effectsOf(build, "compile")) {
      if (effect.tool !== "dotnet" || effect.target !== undefined || !/^(?:publish|build|pack)$/.test(textOf(effect.argv[1] ?? { pieces: [] }))) continue;
      for (const project of projectsOf(build, stage, effect)) {
        if (!isForOther(project.runtime.text, build)) continue;
        yield problemOf(project, effect);
      }
    }
  },
};

export default rule;

interface Project {
  readonly runtime: Placed;
  readonly text: string;
}

/** The projects that a command may build, as far as they can be found, with the one runtime that each is made for. */
function projectsOf(build: Build, stage: EvaluatedStage, effect: EffectOf<"compile">): Project[] {
  const operand = operandOf(effect);
  const isProject = operand !== undefined && /\.(?:cs|fs|vb)proj$/.test(operand);
  if (operand?.startsWith("/") !== true && effect.cwd === undefined) return [];
  const base = operand === undefined ? (effect.cwd ?? "/") : operand.startsWith("/") ? operand : `${effect.cwd ?? ""}/${operand}`;
  const folder = base.replace(/\/\.?$/, "");
  const paths = isProject ? [base] : namesIn(build, stage, folder).map((name) => `${folder}/${name}`);
  return [...new Set(paths)].flatMap((path) => projectAt(stage, effect.instruction, path.replaceAll("/./", "/")) ?? []);
}

const WITH_VALUE = /^(?:-o|--output|-c|--configuration|-f|--framework|-v|--verbosity|-p|--property|-s|--source|--os|--version-suffix|--artifacts-path)$/;

/** The project or folder that is named; undefined for none, which means the folder it runs in. */
function operandOf({ argv }: EffectOf<"compile">): string | undefined {
  const words = argv.slice(2).map((value) => knownText(value) ?? "-");
  return words.find((word, i) => !/^[-/]p?:|^-/.test(word) && !WITH_VALUE.test(words[i - 1] ?? ""));
}

/** Names that the project of a folder may have: those that are copied, the folder's own, and that of the program that is started. */
function namesIn(build: Build, stage: EvaluatedStage, folder: string): string[] {
  const copied = stage.effects.filter((effect) => isOfKind(effect, "copy")).flatMap(({ sources }) => sources.map(textOf));
  const started = effectsOf(build, "run").flatMap(({ effect }) => (effect.by === "entrypoint" || effect.by === "cmd" ? effect.argv.map(textOf) : []));
  const names = [...copied.filter((path) => /\.(?:cs|fs|vb)proj$/.test(path) && !path.includes("*")), ...started.filter((word) => word.endsWith(".dll")).map((word) => word.replace(/\.dll$/, ".csproj")), `${folder}.csproj`];
  return names.map((path) => path.slice(path.lastIndexOf("/") + 1));
}

function projectAt(stage: EvaluatedStage, instruction: number, path: string): Project | undefined {
  const found = stage.fileAt(instruction, path);
  if (found === undefined || !("text" in found)) return undefined;
  const { text, file } = found;
  const [runtime] = readManifest("csproj", file, text)?.platforms ?? [];
  // A list of runtimes is what may be chosen from; a single one is what is built.
  return runtime !== undefined && /<RuntimeIdentifier>\s*$/.test(text.slice(Math.max(0, runtime.at.start - 60), runtime.at.start)) ? { runtime, text } : undefined;
}

/** https://learn.microsoft.com/dotnet/core/rid-catalog */
const CPUS: Readonly<Partial<Record<string, string>>> = { amd64: "x64", "386": "x86", arm64: "arm64", arm: "arm", s390x: "s390x", ppc64le: "ppc64le", riscv64: "riscv64" };

function isForOther(runtime: string, { target }: Build): boolean {
  const match = /^(?:linux|alpine|debian|ubuntu|rhel|fedora|centos|ol|opensuse|sles)[\w.]*(?:-musl|-bionic)?-(x64|x86|arm64|arm|s390x|ppc64le|riscv64)$/.exec(runtime);
  return match !== null && target.os === "linux" && CPUS[target.arch] !== undefined && match[1] !== CPUS[target.arch];
}

const SELF_CONTAINED = /<(?:SelfContained|PublishSelfContained|PublishSingleFile|PublishAot|PublishReadyToRun)>\s*true\s*</i;

function problemOf({ runtime, text }: Project, effect: EffectOf<"compile">): Problem {
  const isBound = SELF_CONTAINED.test(text) || effect.argv.some((value) => /^(?:--self-contained|--sc)$/.test(textOf(value)));
  return {
    at: runtime.at,
    message: `the project is made for ${runtime.text} alone, and nothing that builds it says otherwise`,
    ...(isBound && effect.runs === "always" ? { level: "error" } : { confidence: "likely" }),
    related: [{ at: effect.at, message: "`--arch` or `--runtime` here would choose another" }],
    evidence: [{ statement: "RuntimeIdentifier of the project holds where the command names no runtime", source: "learn.microsoft.com/dotnet/core/project-sdk/msbuild-props#runtimeidentifier", asOf: "2026-11-22" }],
  };
}
