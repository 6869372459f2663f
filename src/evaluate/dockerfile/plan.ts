import { parseReference } from "../../model/reference.ts";
import { selectFromIndex } from "../../model/platform-match.ts";
import { formatPlatform, normalisePlatform, type Platform, readPlatform } from "../../model/platform.ts";
import type { Instruction } from "../../syntax/dockerfile/index.ts";
import type { Range } from "../../text/index.ts";
import type { Base, ImageTraits } from "../build.ts";
import type { Effect } from "../effect.ts";
import { EMPTY, knownText, textOf, type Value } from "../value.ts";
import { dependenciesOf, type Dependency } from "./dependencies.ts";
import { imageTriggers, localTriggers, type Step } from "./onbuild.ts";
import { expand } from "./expand.ts";
import { expandInto, type Evaluation, globalValue } from "./scope.ts";
import { stageAbove, type StageEntry } from "./stages.ts";

/** A stage with its base and platform known for this platform; its instructions are not evaluated yet. */
export interface Plan {
  readonly entry: StageEntry;
  readonly base: Base;
  readonly baseAt: Range;
  readonly platform: Platform;
  /** The same as BuildKit prints it: what `--platform` says is not normalised there. */
  readonly platformText: string;
  readonly platformFlag: Value | undefined;
  /** The image as registries know it (`docker.io/library/alpine:3`); undefined where the base is no image or not known. */
  readonly reference: string | undefined;
  /** The platform of the image that is used: the chosen entry of its index, or its only one. */
  readonly selected: Selected | undefined;
  /** Triggers of the base, then the stage's own. */
  readonly steps: readonly Step[];
  readonly dependencies: readonly Dependency[];
  readonly reachable: boolean;
  shipped: boolean;
  /** Reads of unset variables in FROM. */
  readonly effects: Effect[];
}

/** The platform of an image, and how it is written there. */
export interface Selected {
  readonly entry: string;
  readonly platform: Platform | undefined;
  /** Of the image itself, where it is known. */
  readonly digest?: string;
}

/** Bases and platforms of all stages, needed or not: BuildKit refuses bad ones in any of them. */
export function planStages(evaluation: Evaluation): readonly Plan[] {
  const plans: Plan[] = [];
  for (const entry of evaluation.table.stages) plans.push(planStage(evaluation, entry, plans));
  return plans;
}

function planStage(evaluation: Evaluation, entry: StageEntry, plans: readonly Plan[]): Plan {
  const effects: Effect[] = [];
  const into = { instruction: entry.from.index, effects, lookup: (name: string, at: Range) => globalValue(evaluation, name, at) };
  const image = expandInto(evaluation, entry.parts.image, into);
  const platformFlag = entry.parts.platform === undefined ? undefined : expandInto(evaluation, entry.parts.platform, into);
  const base = baseOf(evaluation, entry, image);
  const parent = base.kind === "stage" ? plans[base.stage] : undefined;
  const steps = [...(parent === undefined ? [] : localTriggers(parent.entry)), ...ownSteps(entry)];
  const platform = platformOf(evaluation, { entry, base, parent, flag: platformFlag });
  return {
    entry,
    base,
    baseAt: entry.parts.image.rangeOf(),
    platform: normalisePlatform(platform),
    platformText: parent?.platformText ?? formatPlatform(platform),
    platformFlag,
    reference: base.kind === "image" ? referenceOf(evaluation, entry, image) : undefined,
    selected: undefined,
    steps,
    dependencies: [...baseDependency(entry, base), ...dependenciesOf(evaluation, steps)],
    reachable: false,
    shipped: false,
    effects,
  };
}

function baseDependency({ parts }: StageEntry, base: Base): readonly Dependency[] {
  return base.kind === "stage" ? [{ stage: base.stage, by: "from", at: parts.image.rangeOf() }] : [];
}

function ownSteps(entry: StageEntry): readonly Step[] {
  return entry.instructions.map((instruction: Instruction) => ({ instruction, index: instruction.index, standsAt: undefined }));
}

function baseOf(evaluation: Evaluation, entry: StageEntry, image: Value): Base {
  const name = knownText(image);
  const above = name === undefined ? undefined : stageAbove(evaluation.table.stages, name, entry.index);
  if (above !== undefined) return { kind: "stage", stage: above.index };
  if (name === "scratch") return { kind: "scratch" };
  return { kind: "image", image, traits: undefined };
}

function referenceOf(evaluation: Evaluation, entry: StageEntry, image: Value): string | undefined {
  const text = knownText(image);
  const written = entry.parts.image;
  if (text === undefined || written.text === "") return undefined;
  if ("error" in parseReference(text) && leansOnEmptyArgument(evaluation, entry)) return undefined;
  if (text.trim() === "") {
    evaluation.errors.push({ message: `base name (${written.text}) should not be blank`, at: written.rangeOf() });
    return undefined;
  }
  return normalisedReference(evaluation, text, written.rangeOf());
}

/** Whether an ARG declared empty is part of the name: it waits for a `--build-arg`, without which nobody builds the file. */
function leansOnEmptyArgument({ request, globals, dockerfile }: Evaluation, { parts }: StageEntry): boolean {
  if (request.buildArgsComplete === true) return false;
  const { names } = expand(parts.image, { lookup: () => undefined, escape: dockerfile.escape });
  return names.some((name) => !request.buildArgs.has(name) && globals.has(name) && textOf(globals.get(name) ?? EMPTY) === "");
}

/** An image's name as registries know it; a name that is none becomes an error. */
export function normalisedReference(evaluation: Evaluation, text: string, at: Range): string | undefined {
  const reference = parseReference(text);
  if (!("error" in reference)) return reference.normalised;
  evaluation.errors.push({ message: `failed to parse stage name ${JSON.stringify(text)}: ${reference.error}`, at });
  return undefined;
}

interface PlatformChoice {
  readonly entry: StageEntry;
  readonly base: Base;
  readonly parent: Plan | undefined;
  readonly flag: Value | undefined;
}

function platformOf(evaluation: Evaluation, { entry, base, parent, flag }: PlatformChoice): Platform {
  const { target, builder } = evaluation.request;
  const wanted = flag === undefined ? undefined : flagPlatform(evaluation, entry, flag);
  if (base.kind === "scratch") return target;
  if (parent !== undefined) return parent.platform;
  if (wanted === undefined) return target;
  const platform = readPlatform(wanted, builder);
  if (!("error" in platform)) return platform;
  const message = `failed to parse platform ${wanted}: ${platform.error}`;
  evaluation.errors.push({ message, at: entry.parts.platform?.rangeOf() ?? entry.from.range });
  return target;
}

function flagPlatform({ errors }: Evaluation, { parts, from }: StageEntry, flag: Value): string | undefined {
  const text = knownText(flag);
  if (text !== "") return text;
  errors.push({ message: `empty platform value from expression ${parts.platform?.text ?? ""}`, at: parts.platform?.rangeOf() ?? from.range });
  return undefined;
}

/** Looks up the base of a stage that is needed: its entry for the platform, its variables, its triggers. */
export function resolveBase(evaluation: Evaluation, plan: Plan): Plan {
  if (plan.reference === undefined || plan.base.kind !== "image") return plan;
  const traits = evaluation.request.images.find(plan.reference);
  if (traits === undefined) return plan;
  const selected = selectedPlatform(evaluation, { traits, wanted: plan.platform, reference: plan.reference, at: plan.baseAt });
  const triggers = imageTriggers(traits, plan.baseAt, plan.entry.from.index);
  const dependencies = [...plan.dependencies, ...dependenciesOf(evaluation, triggers)];
  return { ...plan, base: { ...plan.base, traits }, selected, steps: [...triggers, ...plan.steps], dependencies };
}

interface Selection {
  readonly traits: ImageTraits;
  readonly wanted: Platform;
  readonly reference: string;
  readonly at: Range;
}

/** What BuildKit takes of an image: an index must hold a platform that will do, a single manifest is never refused. */
export function selectedPlatform(evaluation: Evaluation, { traits, wanted, reference, at }: Selection): Selected | undefined {
  if (traits.index !== undefined) {
    const selected = selectFromIndex(wanted, traits.index);
    if (selected === undefined) evaluation.errors.push({ message: `${reference}: no match for platform in manifest: not found`, at, about: "image-platform" });
    const digest = selected === undefined ? undefined : traits.digests?.[selected.position];
    return selected === undefined || digest === undefined ? selected : { ...selected, digest };
  }
  if (traits.single === undefined) return undefined;
  const single = readPlatform(traits.single, wanted);
  const [digest] = traits.digests ?? [];
  return "error" in single ? undefined : { entry: formatPlatform(single), platform: normalisePlatform(single), ...(digest === undefined ? {} : { digest }) };
}

/** What an effect tells of the image that is taken. */
export function resolvedBy(selected: Selected | undefined): { readonly resolved?: string } {
  return selected?.digest === undefined ? {} : { resolved: selected.digest };
}
