import type { Build } from "../evaluate/build.ts";
import { isDeliberate } from "./deliberate.ts";
import { downloadBehind } from "./echo.ts";
import type { ForeignUse } from "./foreign-use.ts";
import { wantedWords } from "./wanted-words.ts";

/**
 * The use that an edit must mend so that this one is right: for a file that was downloaded the download itself. Undefined where
 * the words were chosen on purpose, or where the download offers no other file, so that renaming its file would mend nothing.
 */
export function fixableUse(use: ForeignUse, build: Build, builds: readonly Build[]): ForeignUse | undefined {
  if (isDeliberate(use, build, builds)) return undefined;
  const behind = downloadBehind(build, use);
  if (behind === undefined) return use;
  const platforms = builds.map(({ target }) => target);
  if (!behind.use.words.every((word) => wantedWords(word, platforms) !== undefined)) return undefined;
  return behind.same ? behind.use : use;
}
