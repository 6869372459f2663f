import { architectureWordsIn } from "../../src/knowledge/architecture.ts";
import {
  effectsOf, platformNamed, primaryPlace, relatedReadings, stagePlatforms, textOf, wordRunsOn,
  type Build, type CopiedProgram, type EffectOf, type EvaluatedStage, type Level, type Platform, type Problem, type Rule,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "foreign-binary-copied",
    summary: "Disallow copying programs of the build context that are built for another CPU",
    level: "error",
    consequence: "wrong-binary",
    fixable: "no",
  },
  check: ({ build }) => problemsIn(build),
};

export default rule;

type Copy = EffectOf<"copy">;

function* problemsIn(build: Build): Generator<Problem> {
  const fitting = new Map<EvaluatedStage, ReadonlySet<string>>();
  for (const { effect, stage } of effectsOf(build, "copy")) {
    if (effect.programs === undefined) continue;
    const platforms = stagePlatforms(build, stage);
    const counterparts = fitting.get(stage) ?? fittingIn(stage, platforms);
    fitting.set(stage, counterparts);
    const foreign = effect.programs.filter((program) => isForeign(program, platforms) && !counterparts.has(bareName(program)));
    for (const programs of bySource(foreign)) {
      if (programs.some(({ named }) => named) || !holdsFitting(effect, programs, platforms)) yield problemOf(effect, programs);
    }
    yield* strangersIn(effect, { stage, platforms });
  }
}

/** Programs for another operating system run on no CPU, so they are there for something else. */
function isForeign({ platform, path, named }: CopiedProgram, platforms: readonly Platform[]): boolean {
  const own = platformNamed(platform);
  if (platforms.some((wanted) => wanted.os !== own.os || wordRunsOn(own, wanted))) return false;
  return named || !ASIDE.test(path);
}

/** Programs for another system that the image is told to run all the same. */
function* strangersIn(effect: Copy, { stage, platforms }: { readonly stage: EvaluatedStage; readonly platforms: readonly Platform[] }): Generator<Problem> {
  for (const program of effect.programs ?? []) {
    const { os } = platformNamed(program.platform);
    if (!program.named || platforms.some((wanted) => wanted.os === os) || !isRun(placesOf(effect, program), stage)) continue;
    const source = effect.sources[program.source];
    const at = (source === undefined ? undefined : primaryPlace(source)) ?? effect.at;
    yield { at, message: `\`${program.path}\` is a program for ${os}, as its header says, and runs in no image of another system`, related: relatedReadings(source?.pieces ?? [], at) };
  }
}

/** Where an instruction may put a program that it names. */
function placesOf({ to }: Copy, { path }: CopiedProgram): readonly string[] {
  const target = textOf(to);
  const name = path.slice(path.lastIndexOf("/") + 1);
  return [target, `${target.replace(/\/$/, "")}/${name}`];
}

function isRun(places: readonly string[], { effects }: EvaluatedStage): boolean {
  return effects.some((effect) => effect.kind === "run" && places.includes(textOf(effect.argv[0] ?? { pieces: [] })));
}

/** Folders whose programs are there to be read, not to be run. */
const ASIDE = /(?:^|\/)(?:tests?|testdata|test[-_]data|fixtures?|__tests__|spec|examples?|samples?|docs?|corpus|third[-_]party)\//i;

/** Names of the programs of a stage that do run there, without the words for the CPU: `tool-amd64` may stand beside `tool-arm64`. */
function fittingIn(stage: EvaluatedStage, platforms: readonly Platform[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const effect of stage.effects) {
    if (effect.kind !== "copy") continue;
    for (const program of effect.programs ?? []) if (runsHere(program, platforms)) names.add(bareName(program));
  }
  return names;
}

function runsHere({ platform }: CopiedProgram, platforms: readonly Platform[]): boolean {
  return platforms.some((wanted) => wordRunsOn(platformNamed(platform), wanted));
}

function bareName({ path: inside, archive = "" }: CopiedProgram): string {
  const path = archive + inside;
  let name = "";
  let at = 0;
  for (const { start, end } of architectureWordsIn(path)) {
    name += path.slice(at, Math.max(at, start));
    at = Math.max(at, end);
  }
  return name + path.slice(at);
}

/** Those of one source, or of one archive, together. */
function bySource(programs: readonly CopiedProgram[]): readonly (readonly CopiedProgram[])[] {
  const sources = new Map<string, CopiedProgram[]>();
  for (const program of programs) {
    const key = `${String(program.source)} ${program.archive ?? ""}`;
    const list = sources.get(key);
    if (list === undefined) sources.set(key, [program]);
    else list.push(program);
  }
  return [...sources.values()];
}

/** Whether a folder or archive holds programs that run here too: then it is a set, out of which something else chooses. */
function holdsFitting({ programs = [] }: Copy, [first]: readonly CopiedProgram[], platforms: readonly Platform[]): boolean {
  return programs.some((program) => program.source === first?.source && program.archive === first.archive && runsHere(program, platforms));
}

function problemOf(effect: Copy, programs: readonly CopiedProgram[]): Problem {
  const [program] = programs as readonly [CopiedProgram];
  const source = effect.sources[program.source];
  const at = (source === undefined ? undefined : primaryPlace(source)) ?? effect.at;
  const level = levelOf(program, source === undefined ? "" : textOf(source));
  return {
    at,
    message: `${subjectOf(programs)} built for the CPU of ${platformNamed(program.platform).arch} only, as ${programs.length > 1 ? "their headers say" : "its header says"}`,
    ...(program.named || program.unpacked === true ? {} : { level, confidence: "likely" as const }),
    related: relatedReadings(source?.pieces ?? [], at),
  };
}

/** What lies somewhere in a folder may be of no use in the image, and in the whole context it may be what an earlier build left. */
function levelOf({ named, archive, unpacked }: CopiedProgram, source: string): Level {
  if (named || unpacked === true) return "error";
  if (archive !== undefined) return "warning";
  return /^[./]*$/.test(source) ? "note" : "warning";
}

function subjectOf(programs: readonly CopiedProgram[]): string {
  const [first, ...others] = programs;
  const archive = first?.archive;
  const name = archive === undefined ? `\`${first?.path ?? ""}\`` : first?.path === "" ? `\`${archive}\`` : `\`${first?.path ?? ""}\` in \`${archive}\``;
  if (others.length === 0) return `${name} is`;
  return `${name} and ${others.length === 1 ? "another file" : `${String(others.length)} other files`} are`;
}
