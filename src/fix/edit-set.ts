import { conflicts, normaliseEdits, type TextEdit } from "../text/index.ts";

/** Edits that are free of conflicts among each other. */
export class EditSet {
  /** By file, in the order of their starts, no two of which are equal: only neighbours can conflict. */
  readonly #byFile = new Map<string, TextEdit[]>();

  /** Takes the edits up, or none of them when one conflicts with what is there or with another of them. */
  add(edits: readonly TextEdit[]): boolean {
    const wanted = normaliseEdits(edits);
    if (wanted.some((edit, i) => i > 0 && conflicts(edit, wanted[i - 1] ?? edit))) return false;
    if (wanted.some((edit) => this.#conflictsWithNeighbours(edit))) return false;
    for (const edit of wanted) this.#insert(edit);
    return true;
  }

  get edits(): TextEdit[] {
    return normaliseEdits([...this.#byFile.values()].flat());
  }

  #conflictsWithNeighbours(edit: TextEdit): boolean {
    const list = this.#byFile.get(edit.range.file) ?? [];
    const at = firstFrom(list, edit.range.start);
    return [list[at - 1], list[at]].some((other) => other !== undefined && conflicts(edit, other));
  }

  #insert(edit: TextEdit): void {
    const list = this.#byFile.get(edit.range.file) ?? [];
    const at = firstFrom(list, edit.range.start);
    // What starts at the same place and doesn't conflict says the same.
    if (list[at]?.range.start !== edit.range.start) list.splice(at, 0, edit);
    this.#byFile.set(edit.range.file, list);
  }
}

/** Where the first edit stands that starts at `start` or behind it. */
function firstFrom(list: readonly TextEdit[], start: number): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((list[middle]?.range.start ?? 0) < start) low = middle + 1;
    else high = middle;
  }
  return low;
}
