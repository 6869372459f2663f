import { distributionOf, lackingPackage, type Distribution, type LackingPackage } from "../../src/knowledge/apt-packages.ts";
import { repositoryFor } from "../../src/knowledge/packages.ts";
import {
  effectsOf, foreignWords, formatPlatform, handledElsewhere, knownText, parseReference, primaryPlace, relatedReadings, textOf, UNKNOWN_CHARACTER,
  type Build, type Effect, type EffectOf, type EvaluatedStage, type Problem, type Rule, type Value,
} from "../../src/rulekit/index.ts";
import { isShadowed, leaveOut, type Absent } from "./absent.ts";
import { componentsIn } from "./components.ts";

const rule: Rule = {
  meta: {
    id: "package-lacks-architecture",
    summary: "Disallow packages and package sources that don't exist for the platform's CPU",
    level: "error",
    consequence: "build-fails",
    fixable: "unsafe",
  },
  *check({ build }) {
    yield* packagesIn(build);
    yield* sourcesIn(build);
    yield* componentsIn(build);
  },
  fixes: (input) => leaveOut(input),
};

export default rule;

interface Operand {
  readonly name: string;
  readonly version: string | undefined;
}

function* packagesIn(build: Build): Generator<Problem> {
  for (const { effect, stage } of effectsOf(build, "install")) {
    const architecture = KNOWN[formatPlatform(stage.platform)];
    if (architecture === undefined || effect.action === "remove") continue;
    const from = MANAGERS[effect.manager] === undefined ? undefined : { architecture, from: distributionIn(build, stage, effect.manager) };
    if (from === undefined) continue;
    const absent = effect.packages.flatMap((value) => {
      const operand = operandOf(value, stage);
      const lacking = operand === undefined ? undefined : lackingPackage(operand.name, operand.version, from);
      return operand === undefined || lacking === undefined || isShadowed(value, stage) || mayComeFromElsewhere(lacking, stage) ? [] : [{ value, operand, lacking }];
    });
    if (absent.length === 0 || handledElsewhere(effect, stage)) continue;
    // Only apt takes a list of nothing for a good one.
    const spares = effect.manager === "apt" || absent.length < effect.packages.length;
    for (const { value, operand, lacking } of absent) {
      const data: Absent = { value, stage: stage.index, spares, name: operand.name };
      yield { ...messageFor(operand, lacking), ...gradeOf(effect, lacking), ...placeOf(value, effect), data };
    }
  }
}

/** What is known of package lists is known for these two. */
const KNOWN: Readonly<Partial<Record<string, "amd64" | "arm64">>> = { "linux/amd64": "amd64", "linux/arm64": "arm64" };
const MANAGERS: Readonly<Partial<Record<string, "apt" | "apk" | "rpm">>> = { apt: "apt", apk: "apk", yum: "rpm", dnf: "rpm", microdnf: "rpm", tdnf: "rpm", zypper: "rpm" };

/** A package as it is named, where it is one that no other rule judges: not a file, a URL, a pattern, or one of a named architecture. */
function operandOf(value: Value, stage: EvaluatedStage): Operand | undefined {
  const text = textOf(value);
  const match = /^([a-z0-9][a-z0-9+._-]+?)(?:=([^=/]*))?(?:\/[\w.-]+)?$/i.exec(text);
  if (match === null || /\.(?:deb|rpm|apk)$/.test(text) || foreignWords(value, stage.platform).length > 0) return undefined;
  const [, name = "", version] = match;
  if (name.includes(UNKNOWN_CHARACTER)) return undefined;
  return { name, version: version?.includes(UNKNOWN_CHARACTER) === true ? undefined : version };
}

/** The distribution of the image that a stage is built on, through the stages between. */
function distributionIn(build: Build, stage: EvaluatedStage, manager: string): Distribution {
  let current: EvaluatedStage | undefined = stage;
  for (let depth = 0; depth < build.stages.length && current?.base.kind === "stage"; depth++) current = build.stages[current.base.stage];
  const reference = current?.base.kind === "image" ? parseReference((knownText(current.base.image) ?? "").replace(/@.*$/, "")) : undefined;
  const found: Distribution = reference === undefined || "error" in reference ? { kind: "unknown" } : distributionOf(reference);
  if (found.kind === "unknown" && manager === "apt") return { kind: "apt" };
  return found;
}

/** A package of no special hardware may be had from a source that was added, or that a downloaded script adds. */
function mayComeFromElsewhere({ isBound }: LackingPackage, stage: EvaluatedStage): boolean {
  return !isBound && stage.effects.some(({ kind }) => kind === "add-source" || kind === "download");
}

function messageFor({ name }: Operand, { replacement, evidence }: LackingPackage): Pick<Problem, "message" | "evidence"> {
  const instead = replacement === undefined ? [] : [{ ...evidence, statement: `what is used instead of ${name}: ${replacement}` }];
  return { message: `\`${name}\` is not packaged for this CPU`, evidence: [evidence, ...instead] };
}

function gradeOf(effect: Effect, { confidence }: LackingPackage): Pick<Problem, "level" | "confidence"> {
  if (effect.runs !== "always") return { level: "warning", confidence: "likely" };
  return confidence === "certain" ? {} : { level: "warning", confidence: "likely" };
}

function placeOf(value: Value, effect: Effect): Pick<Problem, "at" | "related"> {
  const at = primaryPlace(value) ?? effect.at;
  return { at, related: relatedReadings(value.pieces, at) };
}

function* sourcesIn(build: Build): Generator<Problem> {
  for (const { effect, stage } of effectsOf(build, "add-source")) {
    if (formatPlatform(stage.platform) !== "linux/arm64" || effect.what === "architecture" || handledElsewhere(effect, stage)) continue;
    // A source that names an architecture is wrong for that reason.
    if (foreignWords(effect.text, stage.platform).length > 0 || /^\s*deb-src\b/.test(textOf(effect.text))) continue;
    const repository = repositoryOf(effect);
    if (repository?.arm64 !== "no") continue;
    const level = repository.confidence === "high" && effect.runs === "always" ? {} : { level: repository.confidence === "low" ? ("note" as const) : ("warning" as const) };
    const place = placeOf(effect.text, effect);
    yield { message: `\`${repository.place}\` has no packages for this CPU`, confidence: "likely", ...level, ...place, related: [...(place.related ?? []), ...installsAfter(effect, stage)], evidence: [repository.evidence] };
  }
}

function repositoryOf({ text }: EffectOf<"add-source">): ReturnType<typeof repositoryFor> {
  const url = /https?:\/\/[^\s"'\]]+/.exec(textOf(text))?.[0];
  return url === undefined ? undefined : repositoryFor(url);
}

/** What is installed next is likely what the source was added for. */
function installsAfter(source: EffectOf<"add-source">, stage: EvaluatedStage): Pick<Problem, "related">["related"] & object {
  const from = stage.effects.indexOf(source);
  const next = stage.effects.slice(from + 1).find(({ kind }) => kind === "install");
  return next === undefined ? [] : [{ at: next.at, message: "packages are installed here" }];
}
