import { foreignPathIn } from "../../src/knowledge/paths.ts";
import {
  downloadsIn, effectsOf, fixForeignUses, foreignUse, knownText, problemsOf, rangeKey, textOf,
  type Build, type Effect, type EvaluatedStage, type ForeignUse, type Rule, type Value,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-arch-in-path",
    summary: "Disallow paths that exist on one architecture only",
    level: "error",
    consequence: "build-fails",
    fixable: "safe",
  },
  *check({ build }) {
    const downloaded = literalsOfDownloads(build);
    const uses = [...usesIn(build)].filter(({ words }) => !words.some((word) => word.literals.some((piece) => downloaded.has(rangeKey(piece.from)))));
    yield* problemsOf(uses, ({ words }) => ({ message: `\`${words[0]?.word ?? ""}\` is written into the path, which is another one on every other architecture` }), "used here");
  },
  fixes: (input) => fixForeignUses(input),
};

export default rule;

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
    const use = foreignUse(build, { effect, stage }, value);
    if (use !== undefined) yield use;
  }
}

interface PathUse {
  readonly effect: Effect;
  readonly stage: EvaluatedStage;
  readonly value: Value;
}

function* pathsIn(build: Build): Generator<PathUse> {
  for (const { effect, stage } of effectsOf(build, "set-env")) {
    if (effect.scope === "image" && textOf(effect.value).includes("/")) yield { effect, stage, value: effect.value };
  }
  for (const { effect, stage } of effectsOf(build, "path")) yield { effect, stage, value: effect.path };
  for (const { effect, stage } of effectsOf(build, "copy")) for (const value of [...effect.sources, effect.to]) if (!isPackageFile(value)) yield { effect, stage, value };
  for (const { effect, stage } of effectsOf(build, "write")) if (isSystemPath(effect.content)) yield { effect, stage, value: effect.content };
  for (const { effect, stage } of effectsOf(build, "run")) {
    if (PRINTS.has(knownText(effect.argv[0] ?? { pieces: [] }) ?? "")) continue;
    // What a step calls its own files is its own business; folders of the system are not.
    for (const value of effect.argv) if (effect.by === "shell" ? isSystemPath(value) : textOf(value).includes("/")) yield { effect, stage, value };
  }
}

const PRINTS: ReadonlySet<string> = new Set(["echo", "printf"]);

/** A multiarch folder, a loader, a JVM's folder or the like: its name is given by the distribution, not by the Dockerfile. */
function isSystemPath(value: Value): boolean {
  return foreignPathIn(textOf(value)) !== undefined;
}

function isPackageFile(value: Value): boolean {
  return /\.(?:deb|rpm|apk|whl)$/.test(textOf(value));
}
