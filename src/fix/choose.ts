import type { Finding } from "../rulekit/index.ts";
import { applyEdits, type TextEdit } from "../text/index.ts";
import { EditSet } from "./edit-set.ts";

/** The edits of one pass of `--fix`: per finding its first allowed fix, as far as they don't conflict. */
export function chooseEdits(findings: readonly Finding[], unsafe: boolean): ReadonlyMap<string, readonly TextEdit[]> {
  const chosen = new EditSet();
  for (const finding of findings) {
    if (finding.suppressed !== undefined) continue;
    const fix = finding.fixes.find(({ safety }) => safety === "safe" || unsafe);
    if (fix !== undefined) chosen.add(fix.edits);
  }
  const byFile = new Map<string, TextEdit[]>();
  for (const edit of chosen.edits) {
    const own = byFile.get(edit.range.file);
    if (own === undefined) byFile.set(edit.range.file, [edit]);
    else own.push(edit);
  }
  return byFile;
}

/** The text of `file` after the edits that concern it; inserted line ends take the form that the file uses. */
export function editedText(text: string, edits: readonly TextEdit[]): string {
  const crlf = text.includes("\r\n");
  const adapted = crlf ? edits.map((edit) => ({ ...edit, newText: edit.newText.replace(/\r?\n/g, "\r\n") })) : edits;
  return applyEdits(text, adapted);
}
