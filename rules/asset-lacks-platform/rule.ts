import { architectureWordsIn, isArchitectureIndependentFile } from "../../src/knowledge/architecture.ts";
import { assetFor, bareLinuxMeans86, type Asset } from "../../src/knowledge/assets.ts";
import { misspellingIn, proposalsFor, slipIn, type Misspelled } from "./misspelled.ts";
import {
  consequenceOfFile, contains, downloadsIn, foreignWords, formatPlatform, handledElsewhere, platformNamed, raiseVersion, relatedReadings, stagePlatform, textOf, UNKNOWN_CHARACTER, wordRunsOn,
  type Build, type CheckInput, type Consequence, type Dockerfile, type EffectOf, type EvaluatedStage, type Evidence, type FixInput, type Piece, type Platform, type Problem, type Proposal, type Rule,
} from "../../src/rulekit/index.ts";
import { runsOnRelatedCpu } from "./fallback.ts";

const rule: Rule = {
  meta: {
    id: "asset-lacks-platform",
    summary: "Disallow downloads of a tool's file for the platform where the version has none of that name",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  check: (input) => problemsIn(input),
  fixes: (input) => proposals(input),
};

export default rule;

type Download = EffectOf<"download">;

/** What the tables know of releases, they know of this platform. */
const KNOWN_PLATFORM = "linux/arm64";

function* problemsIn(input: CheckInput): Generator<Problem> {
  const { build, builds, dockerfile } = input;
  for (const { effect, stage } of downloadsIn(build)) {
    const platform = stagePlatform(build, stage);
    if (platform === undefined || runsOnRelatedCpu(build, stage)) continue;
    const slip = slipIn(effect, platform, builds);
    if (slip !== undefined) yield slip;
    if (formatPlatform(platform) !== KNOWN_PLATFORM) continue;
    const asset = lackingAsset(effect, platform);
    const misspelling = asset === undefined ? misspellingIn(effect) : undefined;
    if ((asset === undefined && misspelling === undefined) || handledElsewhere(effect, stage)) continue;
    if (misspelling !== undefined) yield misspelling;
    if (asset !== undefined) yield { ...problemOf({ effect, asset, platform }, () => consequenceOfFile(input, { effect, stage })), ...gradeOf(effect, asset, dockerfile), data: { effect, stage } satisfies Lacking };
  }
}

/** A download of a version that has no build for the platform. */
interface Lacking {
  readonly effect: Download;
  readonly stage: EvaluatedStage;
}

function* proposals({ problem, found }: FixInput): Generator<Proposal> {
  const data = problem.data as Misspelled | Lacking | undefined;
  if (data === undefined) return;
  yield* "effect" in data ? inFirstVersion(data, found[0]?.build) : proposalsFor(data);
}

function* inFirstVersion(lacking: Lacking, build: Build | undefined): Generator<Proposal> {
  const raised = build === undefined ? undefined : raiseVersion(build, lacking);
  if (raised !== undefined) yield { title: `Ask for ${raised.shown}`, safety: "unsafe", edits: raised.edits, raises: raised.edits.map(({ range }) => range) };
}

/** The tool whose build for the platform is asked for, or whose only build is taken, though there is none. */
function lackingAsset({ url }: Download, platform: Platform): Asset | undefined {
  const text = textOf(url);
  // A file that names another CPU is wrong for that reason already, and another rule says so.
  if (isArchitectureIndependentFile(text) || RUNS_ANYWHERE.test(text) || foreignWords(url, platform).length > 0) return undefined;
  const asset = assetFor(text);
  if (asset?.status !== "none" || !asset.isBuild || bareLinuxMeans86(text) !== undefined) return undefined;
  return namesPlatform(text, platform) || isKnownName(text) ? asset : undefined;
}

/** Archives of scripts, data and Java programs in rows whose other files are for one CPU. */
const RUNS_ANYWHERE = /\/(?:(?:commandlinetools|sdk-tools)-linux-|glibc-i18n-)[^/]*$/;

function namesPlatform(text: string, platform: Platform): boolean {
  return architectureWordsIn(text).some(({ platforms }) => platforms.some((name) => wordRunsOn(platformNamed(name), platform)));
}

/** A name without any architecture tells that it holds the one build there is; not so when the architecture may be what isn't known. */
function isKnownName(text: string): boolean {
  const file = text.replace(/[?#].*$/s, "");
  return !file.slice(file.lastIndexOf("/") + 1).includes(UNKNOWN_CHARACTER) && architectureWordsIn(text).length === 0;
}

function problemOf({ effect, asset, platform }: { effect: Download; asset: Asset; platform: Platform }, ofFile: () => Consequence): Problem {
  const follows = namesPlatform(textOf(effect.url), platform);
  return {
    at: effect.at,
    message: follows ? `\`${nameOf(asset)}\` has no build for this CPU, so the URL leads nowhere${laterVersion(asset)}` : `\`${nameOf(asset)}\` has no build for this CPU, and this file holds the one for another${laterVersion(asset)}`,
    consequence: follows ? "build-fails" : ofFile(),
    related: relatedReadings(effect.url.pieces, effect.at),
    evidence: evidenceOf(asset),
  };
}

function nameOf({ tool, version }: Asset): string {
  return version === undefined ? tool : `${tool} ${version.replace(/^.*[/_]/, "")}`;
}

function laterVersion({ since }: Asset): string {
  if (since === undefined) return "";
  return since.startsWith("after ") ? `; versions ${since} have one` : `; it has one since ${since}`;
}

/** That an old version lacks it stays true; that no version has it may have changed since somebody looked. */
function gradeOf(effect: Download, { confidence, version, since }: Asset, dockerfile: Dockerfile): Pick<Problem, "level" | "confidence"> {
  const isHistory = version !== undefined && since !== undefined;
  // Who builds with another version than the default may well be right.
  if (isHistory && effect.url.pieces.some((piece) => isDefaultOf(piece, version, dockerfile))) return { level: "note", confidence: "likely" };
  if (confidence !== "high" || effect.runs !== "always") return { level: "warning", confidence: "likely" };
  return isHistory ? {} : { confidence: "likely" };
}

/** Whether a piece of the version is what a build argument holds when nobody gives it. */
function isDefaultOf(piece: Piece, version: string, { instructions }: Dockerfile): boolean {
  if (piece.kind !== "text" || piece.text === "" || !version.includes(piece.text)) return false;
  return instructions.some(({ keyword, range }) => keyword === "ARG" && contains(range, piece.from));
}

function evidenceOf({ evidence, alternative, tool }: Asset): readonly Evidence[] {
  return alternative === undefined ? [evidence] : [evidence, { ...evidence, statement: `what is used instead of ${tool}: ${alternative}` }];
}
