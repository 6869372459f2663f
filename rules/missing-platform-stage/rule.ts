import {
  formatPlatform, piecesAt, primaryPlace, relatedReadings, textOf,
  type Build, type CheckInput, type EffectOf, type EvaluatedStage, type Problem, type Related, type Rule, type Value,
} from "../../src/rulekit/index.ts";

const rule: Rule = {
  meta: {
    id: "missing-platform-stage",
    summary: "Require a stage for every wanted platform where the platform chooses the stage",
    level: "error",
    consequence: "build-fails",
    fixable: "no",
  },
  check: (input) => problemsIn(input),
};

export default rule;

function* problemsIn({ build, builds }: CheckInput): Generator<Problem> {
  for (const stage of build.stages) {
    const pull = stage.reachable ? stage.effects.find((effect): effect is Pull => effect.kind === "pull" && effect.by === "from") : undefined;
    if (pull === undefined || stage.base.kind !== "image") continue;
    const siblings = siblingsOf(pull.image, stage, { build, builds });
    if (siblings.length > 0) yield problemOf(pull, siblings, build);
  }
}

type Pull = EffectOf<"pull">;

/** Stages that are there for other platforms under the name that is looked for. */
function siblingsOf(image: Value, stage: EvaluatedStage, { build, builds }: { build: Build; builds: readonly Build[] }): readonly EvaluatedStage[] {
  const parts = partsOf(image);
  if (parts === undefined) return [];
  // What another platform finds under the same words proves that a stage is meant.
  const elsewhere = builds.flatMap((other) => {
    const base = other.stages[stage.index]?.base;
    return base?.kind === "stage" ? [base.stage] : [];
  });
  const named = build.stages.filter(({ index, name }) => index < stage.index && name !== undefined && isNamedSo(name, parts));
  return named.length > 0 && (elsewhere.length > 0 || named.length > 1) ? named : build.stages.filter(({ index }) => elsewhere.includes(index));
}

interface Parts {
  readonly before: string;
  readonly after: string;
}

/** What stands before and behind the part of a name that the platform decides; undefined for a name that it doesn't decide, or one of a registry. */
function partsOf(image: Value): Parts | undefined {
  const text = textOf(image);
  if (/[/@\uFFFC]/.test(text)) return undefined;
  let at = 0;
  let start = -1;
  let end = -1;
  for (const piece of image.pieces) {
    const length = piece.kind === "text" ? piece.text.length : 0;
    if (piece.kind === "text" && piece.origin === "platform" && piece.follows === "target") {
      if (start < 0) start = at;
      end = at + length;
    }
    at += length;
  }
  return start < 0 ? undefined : { before: text.slice(0, start).toLowerCase(), after: text.slice(end).toLowerCase() };
}

function isNamedSo(name: string, { before, after }: Parts): boolean {
  const middle = name.slice(before.length, name.length - after.length);
  return name.length > before.length + after.length && name.startsWith(before) && name.endsWith(after) && before.length + after.length > 0 && PLATFORM_WORD.test(middle);
}

/** Words of Docker for platforms, as they stand in the names of stages. */
const PLATFORM_WORD = /^(?:linux[-_.]?|windows[-_.]?)?(?:amd64|arm64|arm|386|ppc64le|s390x|riscv64|mips64le|loong64)?(?:[-_.]?v[5-8])?$/;

function problemOf({ image, at }: Pull, siblings: readonly EvaluatedStage[], build: Build): Problem {
  const name = textOf(image);
  const place = primaryPlace(image) ?? at;
  const written = piecesAt(image, 0, name.length).filter((piece) => piece.kind === "text" && piece.origin === "literal");
  const related: Related[] = [
    ...siblings.slice(0, 8).map((stage) => ({ at: stage.from.range, message: `the stage \`${stage.name ?? ""}\`` })),
    ...relatedReadings(written, place),
  ];
  const data = formatPlatform(build.target);
  return { at, related, data, message: `There is no stage \`${name}\`, so the build asks a registry for an image of that name` };
}
