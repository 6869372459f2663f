import { Memo, subOptions, type Flag, type Instruction, type Range, type SubOption } from "../../src/rulekit/index.ts";

/** A `RUN --mount=type=cache` as written. */
export interface CacheMount {
  readonly flag: Flag;
  readonly instruction: Instruction;
  /** What the builder knows the cache by: the `id`, else the path. */
  readonly key: string;
  /** The folder it is mounted at, without a slash at its end. */
  readonly target: string;
  readonly sharing: string;
  readonly id: SubOption | undefined;
  readonly type: SubOption;
}

const known = new Memo<Instruction, readonly CacheMount[]>();

const NONE: readonly CacheMount[] = [];

/** The cache mounts of an instruction. Those with a variable in the key are left out: it may well be the platform. */
export function cacheMountsOf(instruction: Instruction): readonly CacheMount[] {
  return instruction.flags.length === 0 ? NONE : known.of(instruction, findMounts);
}

function findMounts(instruction: Instruction): readonly CacheMount[] {
  if (instruction.keyword !== "RUN") return [];
  return instruction.flags.flatMap((flag) => {
    const options = flag.name === "mount" ? subOptions(flag) : [];
    const option = (...names: readonly string[]): SubOption | undefined => options.find(({ key, value }) => names.includes(key) && value !== undefined);
    const type = option("type");
    const target = option("target", "dst", "destination")?.value?.text;
    const id = option("id");
    if (type?.value?.text !== "cache" || target === undefined) return [];
    const key = id?.value?.text ?? target;
    if (key.includes("$")) return [];
    return [{ flag, instruction, key, target: target.replace(/\/+$/, ""), sharing: option("sharing")?.value?.text ?? "shared", id, type }];
  });
}

/** Where a mount is written. */
export function placeOf({ flag }: CacheMount): Range {
  return flag.range;
}
