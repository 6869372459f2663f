import { createTwoFilesPatch, FILE_HEADERS_ONLY } from "diff";

export interface Change {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** A unified diff that `patch -p1` and `git apply` take; empty when nothing changes. */
export function unifiedDiff({ file, before, after }: Change): string {
  if (before === after) return "";
  return createTwoFilesPatch(`a/${file}`, `b/${file}`, before, after, undefined, undefined, { context: 3, headerOptions: FILE_HEADERS_ONLY });
}
