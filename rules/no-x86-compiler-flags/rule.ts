import { architectureWordsIn } from "../../src/knowledge/architecture.ts";
import {
  contains, effectsOf, handledElsewhere, isOfKind, piecesAt, platformNamed, primaryPlace, rangeKey, relatedReadings, textOf,
  type Build, type CheckInput, type Effect, type EffectOf, type EvaluatedStage, type FixInput, type Problem, type Proposal, type Range, type Rule, type Value,
} from "../../src/rulekit/index.ts";
import { flagsIn, isX86, optionIn, rustFlagsIn, type Compiler, type FlagUse } from "./flags.ts";
import { editsFor } from "./mend.ts";

const rule: Rule = {
  meta: {
    id: "no-x86-compiler-flags",
    summary: "Disallow compiler flags that only one family of CPUs knows",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => proposalsFor(input),
};

export default rule;

interface Use extends FlagUse {
  readonly effect: Effect;
  readonly stage: EvaluatedStage;
}

function* problemsIn({ build }: CheckInput): Generator<Problem> {
  const byPlace = new Map<string, { at: Range; use: Use }>();
  for (const use of usesIn(build)) {
    const at = primaryPlace(use.value, use.start, use.end);
    if (at === undefined || isGiven(use)) continue;
    const key = rangeKey(at);
    const other = byPlace.get(key);
    if (other === undefined || (other.use.effect.kind === "set-env" && use.effect.kind === "compile")) byPlace.set(key, { at, use });
  }
  for (const { at, use } of byPlace.values()) yield problemOf(at, use);
}

/** What no one wrote can't be mended here. */
function isGiven({ value, start, end }: FlagUse): boolean {
  return piecesAt(value, start, end).some((piece) => piece.kind !== "text" || piece.origin !== "literal");
}

function* usesIn(build: Build): Generator<Use> {
  const compiling = compilingStages(build);
  for (const stage of build.stages) {
    const compiles = compiling.get(stage.index) ?? -1;
    // Where nothing compiles there is only a compiler of Intel's to be called, and on x86 it may be.
    if (!stage.reachable || (compiles < 0 && isX86(stage.platform.arch))) continue;
    const compiler = compiles < 0 ? "gcc" : compilerOf(stage);
    for (const effect of stage.effects) {
      const uses = effect.runs === "never" ? [] : flagUses(effect, stage, { compiler, compiles });
      if (uses.length > 0 && !handledElsewhere(effect, stage)) for (const use of uses) yield { ...use, effect, stage };
    }
  }
}

function flagUses(effect: Effect, stage: EvaluatedStage, { compiler, compiles }: { compiler: Compiler; compiles: number }): readonly FlagUse[] {
  if (effect.kind === "set-env") {
    const isRead = effect.instruction <= compiles;
    if (!isRead || !FLAG_VARIABLES.test(effect.name)) return [];
    const { arch } = stage.platform;
    return /RUST/.test(effect.name) ? rustFlagsIn(effect.value, arch) : flagsIn(effect.value, { architecture: arch, compiler });
  }
  if (effect.kind === "run") return intelCompiler(effect, stage);
  return effect.kind === "compile" ? compileUses(effect, stage, compiler) : [];
}

/** Variables that compilers and build tools read by themselves. */
const FLAG_VARIABLES = /^(?:(?:CGO_|HOST_|TARGET_|EXTRA_|DEB_\w*)?(?:C|CXX|CPP|LD|F|FC|FFLAGS|ASM)FLAGS|CFLAGS_\w+|CXXFLAGS_\w+|CC|CXX|FC|RUSTFLAGS|CARGO_BUILD_RUSTFLAGS|CARGO_ENCODED_RUSTFLAGS|CARGO_TARGET_\w+_RUSTFLAGS)$/;

function compileUses(effect: EffectOf<"compile">, stage: EvaluatedStage, fallback: Compiler): readonly FlagUse[] {
  const architecture = architectureFor(effect, stage);
  const compiler = effect.tool.startsWith("clang") ? "clang" : effect.tool.startsWith("g") ? "gcc" : fallback;
  const rust = effect.tool === "cargo" || effect.tool === "rustc";
  const found = effect.argv.flatMap((value) => (rust ? rustFlagsIn(value, architecture) : flagsIn(value, { architecture, compiler })));
  if (!BUILD_TOOLS.has(effect.tool)) return found;
  const options = effect.argv.slice(1).flatMap((value) => optionIn(value, architecture) ?? []);
  return [...found, ...options];
}

const BUILD_TOOLS: ReadonlySet<string> = new Set(["make", "cmake", "configure", "meson", "bazel", "scons", "b2"]);

/** What it compiles for: what it is told, else the CPU it runs on. */
function architectureFor({ target }: EffectOf<"compile">, { platform }: EvaluatedStage): string {
  const [word] = target === undefined ? [] : architectureWordsIn(textOf(target));
  const [name] = word?.platforms ?? [];
  return name === undefined ? platform.arch : platformNamed(name).arch;
}

function intelCompiler({ argv, words }: EffectOf<"run">, { platform }: EvaluatedStage): readonly FlagUse[] {
  const [name] = argv;
  if (name === undefined || words.length === 0 || isX86(platform.arch)) return [];
  const text = textOf(name);
  if (!/^(?:\/opt\/intel\/\S+\/)?(?:icc|icpc|icx|icpx|ifort|ifx|dpcpp)$/.test(text)) return [];
  return [{ value: name, start: 0, end: text.length, text, kind: "library", verdict: "error", family: "x86" }];
}

/** Stages by the last of their instructions that compiles; for a stage that another compiling one is built FROM, all of them. */
function compilingStages(build: Build): ReadonlyMap<number, number> {
  const last = new Map<number, number>();
  if (effectsOf(build, "compile").length === 0 && !effectsOf(build, "install").some(({ effect }) => COMPILING_MANAGERS.has(effect.manager))) return last;
  for (const stage of build.stages.toReversed()) {
    const own = stage.effects.findLast((effect) => effect.kind === "compile" || (isOfKind(effect, "install") && COMPILING_MANAGERS.has(effect.manager)));
    if (own !== undefined) last.set(stage.index, Math.max(own.instruction, last.get(stage.index) ?? -1));
    if (stage.base.kind === "stage" && last.has(stage.index)) last.set(stage.base.stage, Number.MAX_SAFE_INTEGER);
  }
  return last;
}

const COMPILING_MANAGERS: ReadonlySet<string> = new Set(["pip", "uv", "poetry", "pipenv", "gem", "bundle", "npm", "yarn", "pnpm", "cargo", "go", "pecl", "cran"]);

function compilerOf(stage: EvaluatedStage): Compiler {
  const named = stage.effects.some((effect) => effect.kind === "set-env" && /^(?:CC|CXX)$/.test(effect.name) && textOf(effect.value).includes("clang"));
  return named ? "clang" : "gcc";
}

function problemOf(at: Range, use: Use): Problem {
  const { effect, text, kind, verdict } = use;
  const readings = relatedReadings(piecesAt(use.value, use.start, use.end), at);
  const used = contains(effect.at, at) ? [] : [{ at: effect.at, message: "used here" }];
  const certain = effect.runs === "always" && effect.kind !== "set-env" && kind !== "option";
  const likely = certain ? {} : { level: "warning" as const, confidence: "likely" as const };
  return { at, related: [...readings, ...used], data: use, ...likely, ...said(text, kind, verdict) };
}

function said(text: string, kind: FlagUse["kind"], verdict: FlagUse["verdict"]): Pick<Problem, "message" | "level" | "consequence"> {
  if (verdict === "builder") return { level: "warning", consequence: "none", message: `\`${text}\` compiles for the machine that happens to build, and older CPUs of the same family may not run the image` };
  if (kind === "option") return { message: `\`${text}\` asks for instructions that only another family of CPUs has` };
  if (kind === "library") return { message: `\`${text}\` is Intel's own and exists for no other family of CPUs` };
  if (verdict === "warning") return { level: "warning", consequence: "none", message: `\`${text}\` means nothing to the compiler for this CPU, which leaves it out with a warning` };
  return { message: `\`${text}\` is unknown to the compiler for this CPU, which stops at it` };
}

function* proposalsFor(input: FixInput): Generator<Proposal> {
  const use = input.found[0]?.problem.data as Use;
  if (use.kind !== "flag") return;
  const text = input.textOf(input.problem.at.file);
  const [piece, ...others]: Value["pieces"] = piecesAt(use.value, use.start, use.end);
  if (text === undefined || others.length > 0 || piece?.kind !== "text" || !piece.verbatim) return;
  for (const { title, edits } of editsFor(use, { input, piece, text, stage: use.stage.index })) yield { title, safety: "unsafe", edits };
}
