import { foreignPathIn, type ForeignPath } from "../../src/knowledge/paths.ts";
import {
  architecturesCrossCompiledIn, downloadsIn, fixForeignUses, foreignUse, isNamedForItsCpu, knownText, namingEffects, servesPlatform, problemsOf, rangeKey, textOf, wordAt,
  type Build, type Effect, type EffectOf, type EvaluatedStage, type ForeignUse, type ForeignWord, type Rule, type Value,
} from "../../src/rulekit/index.ts";
import { outcomeOf } from "./outcome.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-arch-in-path",
    summary: "Disallow paths that exist on one architecture only",
    level: "error",
    consequence: "build-fails",
    fixable: "safe",
  },
  *check({ build }) {
    const found = [...usesIn(build)];
    if (found.length === 0) return;
    const downloaded = literalsOfDownloads(build);
    const uses = found.filter(({ words }) => !words.some((word) => word.literals.some((piece) => downloaded.has(rangeKey(piece.from)))));
    yield* problemsOf(uses, (use, all) => ({ message: messageFor(use), ...outcomeOf(all) }), "used here");
  },
  // A folder that the distribution names is there wherever the distribution is.
  fixes: (input) => fixForeignUses(input, { known: (word) => (word.wordOn === undefined ? undefined : true) }),
};

export default rule;

function messageFor({ effect, words: [word] }: ForeignUse): string {
  const name = `\`${word?.word ?? ""}\``;
  const isOfContext = effect.kind === "copy" && effect.from.kind === "context" && word?.value !== effect.to;
  return isOfContext ? `${name} is in the name of what is copied from the build context, so every platform gets what is for that CPU` : `${name} is written into the path, which is another one on every other architecture`;
}

/** Places of the literals that decide a URL: they are judged there, and a file name that repeats the URL's is its echo. */
function literalsOfDownloads(build: Build): ReadonlySet<string> {
  const places = new Set<string>();
  for (const { effect, stage } of downloadsIn(build)) {
    for (const word of foreignUse(build, { effect, stage }, effect.url)?.words ?? []) for (const piece of word.literals) places.add(rangeKey(piece.from));
  }
  return places;
}

function* usesIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage, value } of pathsIn(build)) {
    // A list that has the folder of the platform too is searched past the one that isn't there.
    if (servesPlatform(value, stage.platform)) continue;
    const use = foreignUse(build, { effect, stage }, value);
    if (use === undefined || isOfCrossToolchain(use) || isNamedForItsCpu(use)) continue;
    yield { ...use, words: use.words.map((word) => wholeNameOf(word)) };
  }
}

function isOfCrossToolchain({ words, stage }: ForeignUse): boolean {
  const made = architecturesCrossCompiledIn(stage);
  return words.every((word) => word.platforms.some((name) => made.has(name)));
}

/** The part of the path that the distribution names, where it names it: `x86_64-linux-gnu`, and not `x86_64` alone. */
function wholeNameOf(word: ForeignWord): ForeignWord {
  const path = systemPathAround(word);
  if (path === undefined) return word;
  // The loader of glibc lies in another folder on each CPU, which its name alone can't follow.
  if (path.word.startsWith("/lib64/")) return { ...word, wordOn: () => undefined };
  const whole = wordAt(word.value, [path.start, path.end], word.platforms);
  return whole.at === undefined ? word : { ...whole, wordOn: (platform) => path.wordOn(platform) };
}

function systemPathAround({ value, start, end }: ForeignWord): ForeignPath | undefined {
  const text = textOf(value);
  for (let from = 0; from <= start; ) {
    const path = foreignPathIn(text.slice(from));
    if (path === undefined) return undefined;
    const shifted = { ...path, start: path.start + from, end: path.end + from };
    if (shifted.start <= start && end <= shifted.end) return shifted;
    from = shifted.end;
  }
  return undefined;
}

interface PathUse {
  readonly effect: Effect;
  readonly stage: EvaluatedStage;
  readonly value: Value;
}

function* pathsIn(build: Build): Generator<PathUse> {
  for (const { effect, stage } of namingEffects(build, "set-env")) {
    if (effect.scope === "image" ? isPath(effect.value) : isSystemPath(effect.value) && isExported(effect)) yield { effect, stage, value: effect.value };
  }
  for (const { effect, stage } of namingEffects(build, "path")) yield { effect, stage, value: effect.path };
  for (const { effect, stage } of namingEffects(build, "copy")) for (const value of [...effect.sources, effect.to]) if (!isPackageFile(value)) yield { effect, stage, value };
  for (const { effect, stage } of namingEffects(build, "write")) if (isSystemPath(effect.content) && !isSourceList(effect.path)) yield { effect, stage, value: effect.content };
  for (const { effect, stage } of namingEffects(build, "write")) if (isSystemPath(effect.path)) yield { effect, stage, value: effect.path };
  yield* pathsRunIn(build);
}

function* pathsRunIn(build: Build): Generator<PathUse> {
  for (const { effect, stage } of namingEffects(build, "run")) {
    if (PRINTS.has(knownText(effect.argv[0] ?? { pieces: [] }) ?? "")) continue;
    // What a step calls its own files is its own business; folders of the system are not.
    for (const value of effect.argv) if (effect.by === "shell" ? isSystemPath(value) : textOf(value).includes("/")) yield { effect, stage, value };
  }
}

/** A list of package sources is judged as one. */
function isSourceList(path: Value): boolean {
  return /\/etc\/(?:apt\/sources\.list|yum\.repos\.d|zypp\/repos\.d)/.test(textOf(path));
}

const PRINTS: ReadonlySet<string> = new Set(["echo", "printf"]);

/** A path, and not a platform, which has a slash as well. */
function isPath(value: Value): boolean {
  const text = textOf(value);
  return text.includes("/") && !/^(?:linux|darwin|windows)\/[\w/]+$/.test(text);
}

/** By custom a shell's variables in capitals are for the programs it starts; an argument of the build is for its uses alone. */
function isExported({ name, scope }: EffectOf<"set-env">): boolean {
  return scope === "shell" ? /^[A-Z][A-Z0-9_]*$/.test(name) : /^(?:JAVA_HOME|LD_[A-Z_]+|PKG_CONFIG_[A-Z_]+)$/.test(name);
}

/** A multiarch folder, a loader, a JVM's folder or the like: its name is given by the distribution, not by the Dockerfile. */
function isSystemPath(value: Value): boolean {
  return foreignPathIn(textOf(value)) !== undefined;
}

function isPackageFile(value: Value): boolean {
  return /\.(?:deb|rpm|apk|whl)$/.test(textOf(value));
}
