import { passOnlyOn, standsInShadowedBranch, type EvaluatedStage, type FixInput, type Proposal, type TextPiece, type Value } from "../../src/rulekit/index.ts";

/** A word of a list, that names something which is not there for the CPU. */
export interface Absent {
  readonly value: Value;
  readonly name: string;
  /** Index of the stage whose shell reads it. */
  readonly stage: number;
  /** Whether the command still does something without it. */
  readonly spares: boolean;
}

/** Hands the name to the installer only on the CPU that it exists for. */
export function* leaveOut(input: FixInput): Generator<Proposal> {
  const absent = input.problem.data as Absent | undefined;
  const [first, ...others] = input.found;
  if (absent?.spares !== true || first === undefined || others.length > 0) return;
  // What lacks on one of the two is there on the other: nothing is known of any third.
  const arch = first.build.target.arch === "arm64" ? "amd64" : "arm64";
  const edit = passOnlyOn(input, { value: absent.value, arch, stage: absent.stage });
  if (edit !== undefined) yield { title: `Install ${absent.name} on ${arch === "amd64" ? "x86-64" : "64-bit Arm"} only`, safety: "unsafe", edits: [edit] };
}

/** Whether only a build argument that hides the platform makes the name take part: that argument is what is wrong. */
export function isShadowed({ pieces }: Value, stage: EvaluatedStage): boolean {
  return standsInShadowedBranch(pieces.filter((piece): piece is TextPiece => piece.kind === "text"), stage);
}
