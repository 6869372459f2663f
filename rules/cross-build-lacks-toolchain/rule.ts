import { cgoModule, CGO_MODULES_AS_OF } from "../../src/knowledge/cgo-modules.ts";
import { architecturesCrossCompiledIn, effectsOf, formatPlatform, knownText, listed, systemAt, type Build, type CheckInput, type EffectOf, type EvaluatedStage, type Problem, type Rule } from "../../src/rulekit/index.ts";
import { variableAt } from "./environment.ts";
import { listIn } from "./lists.ts";

const rule: Rule = {
  meta: {
    id: "cross-build-lacks-toolchain",
    summary: "Require a C compiler for the target where Go or Rust compiles C for another CPU",
    level: "error",
    consequence: "build-fails",
    fixable: "no",
  },
  *check({ build }: CheckInput): Iterable<Problem> {
    for (const { effect, stage } of effectsOf(build, "compile")) {
      if (effect.runs !== "always" || stage.platform.arch === build.target.arch || !compilesForTarget(effect, build) || mayHaveCompiler(build, stage, effect)) continue;
      const problem = effect.tool === "go" ? ofGo(stage, effect) : effect.tool === "cargo" ? ofRust(stage, effect) : undefined;
      if (problem !== undefined) yield problem;
    }
  },
};

export default rule;

const RUST_CPUS: Readonly<Partial<Record<string, RegExp>>> = { amd64: /^x86_64-/, arm64: /^aarch64-/, arm: /^arm/, "386": /^i[56]86-/, s390x: /^s390x-/, ppc64le: /^powerpc64le-/, riscv64: /^riscv64/ };

/** `xx-go` and `xx-cargo` bring their own compiler. */
function compilesForTarget({ tool, target, targetFrom }: EffectOf<"compile">, { target: { arch } }: Build): boolean {
  const word = target === undefined ? undefined : knownText(target);
  if (word === undefined || targetFrom?.startsWith("xx-") === true) return false;
  return tool === "go" ? word === arch : RUST_CPUS[arch]?.test(word) === true;
}

const COMPILER_VARIABLE = /^(?:(?:TARGET_)?CC(?:_\w+)?|(?:HOST|TARGET)?_?CXX(?:_\w+)?|CARGO_TARGET_\w+_LINKER|CROSS_COMPILE|CC_FOR_TARGET)$/;

/** A cross compiler that was installed or named, or a stage that may hold anything. */
function mayHaveCompiler(build: Build, stage: EvaluatedStage, effect: EffectOf<"compile">): boolean {
  if (architecturesCrossCompiledIn(stage).has(formatPlatform(build.target))) return true;
  const { packages, closed } = systemAt(build, stage, effect);
  if (!closed || [...packages].some((name) => /^(?:zig|clang|llvm|gcc-\w+-|g\+\+-\w+-|crossbuild-|musl-cross)/.test(name))) return true;
  if (stage.effects.some((one) => one.kind === "set-env" && COMPILER_VARIABLE.test(one.name))) return true;
  // Compilers are also fetched, copied from images made for that, or described to cargo in a file.
  return stage.effects.some((one) => one.kind === "download" || (one.kind === "copy" && one.from.kind === "image") || (one.kind === "run" && /(?:^|\/)(?:zig|xx-\w+|cross|cargo-zigbuild)$/.test(knownText(one.argv[0] ?? { pieces: [] }) ?? ""))) || hasCargoConfig(stage, effect);
}

function hasCargoConfig(stage: EvaluatedStage, { instruction, cwd = "/" }: EffectOf<"compile">): boolean {
  return [".cargo/config.toml", ".cargo/config"].some((path) => stage.fileAt(instruction, `${cwd === "/" ? "" : cwd}/${path}`) !== undefined);
}

function ofGo(stage: EvaluatedStage, effect: EffectOf<"compile">): Problem | undefined {
  const cgo = variableAt(stage, effect, "CGO_ENABLED");
  if (cgo === "0" || cgo === "unknown") return undefined;
  const list = listIn(stage, effect, "go.mod");
  const found = list?.dependencies.flatMap((one) => ({ one, known: cgoModule(one.name) })).find(({ known, one }) => known !== undefined && !one.groups.includes("indirect"));
  if (found?.known === undefined) return undefined;
  const { one, known } = found;
  const isOff = cgo === undefined;
  return {
    at: effect.at,
    message: isOff ? `${one.name} needs cgo, which Go turns off when it compiles for another CPU` : `${one.name} needs a C compiler for the target, and this stage has only one for its own CPU`,
    ...(isOff && known.without === "use-fails" ? { consequence: "wrong-binary" } : {}),
    related: [{ at: one.nameAt, message: "it is required here" }],
    evidence: [
      { statement: `${one.name} does nothing without cgo`, source: known.source, asOf: CGO_MODULES_AS_OF },
      { statement: "cgo is off by default when cross-compiling; with CGO_ENABLED=1 it calls CC, which must make code for the target", source: "pkg.go.dev/cmd/cgo", asOf: CGO_MODULES_AS_OF },
    ],
  };
}

function ofRust(stage: EvaluatedStage, effect: EffectOf<"compile">): Problem | undefined {
  const crates = (listIn(stage, effect, "Cargo.lock")?.dependencies ?? []).filter(({ requirement, needs }) => requirement.kind === "pin" && needs?.includes("cc") === true);
  const [first] = crates;
  if (first === undefined) return undefined;
  return {
    at: effect.at,
    message: `${listed(crates.map(({ name }) => name))} ${crates.length > 1 ? "compile" : "compiles"} C for the target, and this stage has a compiler for its own CPU only`,
    confidence: "likely",
    level: "warning",
    related: [{ at: first.nameAt, message: "it is locked here" }],
    evidence: [{ statement: "the crate cc calls the target's own compiler when it compiles for another CPU", source: "docs.rs/cc", asOf: CGO_MODULES_AS_OF }],
  };
}
