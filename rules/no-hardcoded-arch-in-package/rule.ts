import { isArchitectureIndependentFile, wordFor } from "../../src/knowledge/architecture.ts";
import { repositoryFor } from "../../src/knowledge/packages.ts";
import { settingIn } from "./settings.ts";
import {
  architecturesCrossCompiledIn, downloadsIn, fixForeignUses, foreignUse, formatPlatform, isCrossToolchain, isOfAddedArchitecture, isSourceAmongOthers, namingEffects, servesPlatform, problemsOf, textOf,
  type Build, type EvaluatedStage, type Effect, type Evidence, type FixInput, type ForeignUse, type ForeignWord, type Rule, type Value,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "no-hardcoded-arch-in-package",
    summary: "Disallow packages and package sources of one architecture whatever the platform",
    level: "error",
    consequence: "build-fails",
    fixable: "safe",
  },
  *check({ build }) {
    yield* problemsOf(packagesIn(build), ({ words }) => ({ message: `\`${words[0]?.word ?? ""}\` is written into the package, so it is asked for on every platform` }), "installed here");
    yield* problemsOf(settingsIn(build), ({ words }) => ({ message: `\`${words[0]?.word ?? ""}\` is written into the setting that says which packages are fetched` }), "written here");
    yield* problemsOf(sourcesIn(build), (use) => ({ message: messageForSource(use), evidence: evidenceFor(use) }), "added here");
  },
  fixes: (input) => fixForeignUses(input, { known: (_, use) => (use.effect.kind === "add-source" ? servesAll(use.words[0], input) : undefined) }),
};

export default rule;

interface Place {
  readonly effect: Effect;
  readonly stage: EvaluatedStage;
}

function* packagesIn(build: Build): Generator<ForeignUse> {
  let downloaded: ReadonlySet<string> | undefined;
  const isOwnName = (value: Value): boolean => !(downloaded ??= downloadedNames(build)).has(nameIn(textOf(value)));
  for (const { effect, stage } of namingEffects(build, "install")) {
    if (effect.action === "remove" || TOOLCHAINS.has(effect.manager)) continue;
    // A URL among the packages is a download too, and judged as one.
    const packages = effect.packages.filter((value) => !/^[a-z+]+:\/\//.test(textOf(value)) && !isCrossToolchain(textOf(value)));
    yield* usesOf(build, { effect, stage }, [...packages, ...effect.platformOptions].filter(isOwnName));
  }
  for (const { effect, stage } of namingEffects(build, "run")) {
    if (PRINTS.has(textOf(effect.argv[0] ?? { pieces: [] }))) continue;
    yield* usesOf(build, { effect, stage }, effect.argv.filter((value) => isPackageFile(textOf(value)) && isOwnName(value)));
  }
}

/** What these fetch is a compiler's target, and judged as one. */
const TOOLCHAINS: ReadonlySet<string> = new Set(["rustup", "cargo"]);

function* sourcesIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of namingEffects(build, "add-source")) {
    // A source that lists several architectures serves each of them.
    if (!servesPlatform(effect.text, stage.platform)) yield* usesOf(build, { effect, stage }, [effect.text]);
  }
}

/** What an installer reads in a file that the step writes. */
function* settingsIn(build: Build): Generator<ForeignUse> {
  for (const { effect, stage } of namingEffects(build, "write")) {
    const setting = settingIn(textOf(effect.path), textOf(effect.content));
    const use = setting === undefined || servesPlatform(effect.content, stage.platform) ? undefined : foreignUse(build, { effect, stage }, effect.content);
    const words = use?.words.filter(({ start, end }) => setting !== undefined && setting[0] <= start && end <= setting[1]) ?? [];
    if (use !== undefined && words.length > 0 && !isOfCrossToolchain(use)) yield { ...use, words };
  }
}

function* usesOf(build: Build, place: Place, values: readonly Value[]): Generator<ForeignUse> {
  for (const value of values) {
    if (isArchitectureIndependentFile(textOf(value))) continue;
    const use = foreignUse(build, place, value);
    if (use === undefined || isOfCrossToolchain(use) || isSourceAmongOthers(use) || isOfAddedArchitecture(use)) continue;
    yield { ...use, words: use.words.map(inItsVocabulary) };
  }
}

function isOfCrossToolchain({ words, stage }: ForeignUse): boolean {
  const made = architecturesCrossCompiledIn(stage);
  return words.every((word) => word.platforms.some((name) => made.has(name)));
}

/** A 32-bit package is asked for beside the 64-bit ones; no other CPU has a word that means the same. */
function inItsVocabulary(word: ForeignWord): ForeignWord {
  return word.platforms[0] === "linux/386" ? { ...word, wordOn: () => undefined } : word;
}

/** Names of downloaded files: their URL is judged, and the command that installs them only repeats it. */
function downloadedNames(build: Build): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { effect } of downloadsIn(build)) {
    names.add(nameIn(textOf(effect.url).replace(/[?#].*$/s, "")));
    if (effect.to !== undefined) names.add(nameIn(textOf(effect.to)));
  }
  return names;
}

function nameIn(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

const PRINTS: ReadonlySet<string> = new Set(["echo", "printf", "rm", "ls", "wget", "curl"]);

/** A package file that no URL names: a URL is a download. */
function isPackageFile(text: string): boolean {
  return /\.(?:deb|rpm|apk|whl)$/.test(text) && !text.includes("://");
}

function messageForSource({ effect, words }: ForeignUse): string {
  const word = words[0]?.word ?? "";
  if (effect.kind === "add-source" && effect.what === "architecture") return `\`${word}\` is added to the architectures that packages are fetched for, whatever the platform is`;
  return `\`${word}\` is written into the package source, so no other architecture is served from it`;
}

function repositoryOf(value: Value): ReturnType<typeof repositoryFor> {
  const url = /https?:\/\/[^\s"'\]]+/.exec(textOf(value))?.[0];
  return url === undefined ? undefined : repositoryFor(url);
}

function evidenceFor({ effect }: ForeignUse): readonly Evidence[] {
  const repository = effect.kind === "add-source" ? repositoryOf(effect.text) : undefined;
  return repository === undefined || repository.arm64 === "unknown" ? [] : [repository.evidence];
}

/** Whether the repository is known to serve every platform asked for. */
function servesAll(word: ForeignWord | undefined, { builds }: FixInput): boolean {
  const repository = word === undefined ? undefined : repositoryOf(word.value);
  return builds.every(({ target }) => {
    const name = formatPlatform(target);
    if (word?.platforms.includes(name) === true) return true;
    // A place for many folders tells nothing about each of them.
    if (name === "linux/arm64") return repository?.arm64 === "yes" && !repository.place.includes("*");
    return repository?.architectures.includes(wordFor(name, "debian") ?? "") === true;
  });
}
