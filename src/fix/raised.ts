import type { Report, TextReplacement } from "../rulekit/index.ts";

/** The versions that the fixes of a report raise on every platform: what stands there and what will. */
export function raisedBy({ findings, sources }: Report): readonly TextReplacement[] {
  const proposals = findings.flatMap(({ fixes }) => fixes);
  return proposals.flatMap(({ raises = [], edits }) =>
    raises.flatMap(({ file, start, end }) => {
      const to = edits.find(({ range }) => range.file === file && range.start === start)?.newText;
      const from = sources.get(file)?.text.slice(start, end);
      return from === undefined || to === undefined ? [] : [{ from, to }];
    }),
  );
}
