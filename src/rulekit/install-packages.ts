import type { Install } from "../evaluate/install/types.ts";
import type { EffectOf } from "../evaluate/effect.ts";
import type { Range, TextEdit } from "../text/index.ts";
import { familyOf, installCommand, type MissingTools } from "./build-tools.ts";
import { insertLineBefore } from "./edits.ts";
import type { Matrix } from "./types.ts";
import { textOf } from "../evaluate/value.ts";

/** Edits after which packages of the system are there, and the empty places where they are inserted (`Proposal.installs`). */
export interface PackageInsertion {
  readonly edits: readonly TextEdit[];
  readonly places: readonly Range[];
}

/**
 * Has packages installed in the stage of an installation and before it: by the last command of that stage that installs some, else
 * by a step of its own. Undefined where that step would not be root's.
 */
export function insertPackages(matrix: Matrix, install: Install, missing: MissingTools): PackageInsertion | undefined {
  const place = lastPackagePlace(matrix, install, missing);
  if (place !== undefined) return { edits: [{ range: place, newText: missing.packages.map((name) => ` ${name}`).join("") }], places: [place] };
  const { dockerfile } = matrix;
  const instruction = dockerfile.instructions[install.effect.instruction];
  if (instruction === undefined || !install.stage.instructions.includes(instruction) || !isRoot(install)) return undefined;
  const edit = insertLineBefore(dockerfile, instruction, stepFor(missing));
  return { edits: [edit], places: [edit.range] };
}

/** Just behind the last package of the last command that installs some for good. */
function lastPackagePlace({ dockerfile }: Matrix, { stage, effect }: Install, { manager }: MissingTools): Range | undefined {
  const before = stage.effects.slice(0, stage.effects.indexOf(effect));
  const candidate = before.findLast((one): one is EffectOf<"install"> => isLasting(one, manager) && !isTemporary(dockerfile.instructions[one.instruction]?.text.text ?? ""));
  const piece = candidate?.packages.at(-1)?.pieces.at(-1);
  if (piece?.kind !== "text" || !piece.verbatim || piece.quoting !== "shell" || piece.readings !== undefined || piece.from.file !== dockerfile.source.file) return undefined;
  return { file: piece.from.file, start: piece.from.end, end: piece.from.end };
}

function isLasting(effect: Install["stage"]["effects"][number], manager: MissingTools["manager"]): boolean {
  return effect.kind === "install" && effect.action === "install" && effect.runs === "always" && effect.packages.length > 0 && isOfFamily(effect.manager, manager);
}

function isOfFamily(name: string, manager: MissingTools["manager"]): boolean {
  return familyOf(name as MissingTools["manager"]) === familyOf(manager) && /^(?:apt|apk|yum|dnf|microdnf|zypper)$/.test(name);
}

/** Packages under a name of their own are there to be removed again. */
function isTemporary(step: string): boolean {
  return /--virtual|\s-t[\s=]|\bapk del\b|\bapt(?:-get)?\s+(?:-\S+\s+)*(?:purge|remove|autoremove)\b/.test(step);
}

function stepFor(missing: MissingTools): string {
  const command = installCommand(missing);
  return missing.manager === "apt" ? `RUN ${command} && rm -rf /var/lib/apt/lists/*` : `RUN ${command}`;
}

/** Whether steps of the stage run as root where the installation does, as far as its own instructions tell. */
function isRoot({ stage, effect }: Install): boolean {
  if (stage.base.kind !== "image") return false;
  const own = stage.instructions.filter(({ keyword }, i) => keyword === "USER" && i < stage.instructions.length);
  const users = own.filter((instruction) => instruction.range.start < effect.at.start).map(({ operands }) => operands.text.trim());
  const image = textOf(stage.base.image);
  // Publishers other than Docker often end their images with a USER of their own.
  const startsAsRoot = !image.includes("/") || /^(?:docker\.io\/)?library\/|^public\.ecr\.aws\/(?:docker\/library|amazonlinux|lambda)\//.test(image);
  const last = users.at(-1);
  return last === undefined ? startsAsRoot : /^(?:root|0)(?::|$)/.test(last);
}
