import type { AddSourceEffect } from "../effect.ts";
import { sliceValue, textOf, type Value } from "../value.ts";

/** Package sources that come of writing `content` to `path`: one per line of an apt list or an apk file, one per .sources or .repo file. */
export function sourceEffects(path: Value, content: Value): AddSourceEffect[] {
  const where = textOf(path);
  if (/(?:^|\/)etc\/apt\/sources\.list(?:\.d\/.*\.list)?$/.test(where)) return lineSources("apt", path, content);
  if (/(?:^|\/)etc\/apk\/repositories$/.test(where)) return lineSources("apk", path, content);
  if (/(?:^|\/)etc\/apt\/sources\.list\.d\//.test(where)) return fileSource("apt", path, content);
  if (/(?:^|\/)etc\/(?:yum\.repos\.d|zypp\/repos\.d)\//.test(where)) return fileSource("yum", path, content);
  return [];
}

function fileSource(manager: "apt" | "yum", into: Value, text: Value): AddSourceEffect[] {
  return [{ kind: "add-source", manager, what: "file", text, into }];
}

function lineSources(manager: "apt" | "apk", into: Value, content: Value): AddSourceEffect[] {
  const sources: AddSourceEffect[] = [];
  const whole = textOf(content);
  for (let start = 0; start < whole.length; ) {
    const newline = whole.indexOf("\n", start);
    const end = newline < 0 ? whole.length : newline;
    const line = whole.slice(start, end).trim();
    if (line !== "" && !line.startsWith("#")) {
      sources.push({ kind: "add-source", manager, what: "line", text: sliceValue(content, start, end), into });
    }
    start = end + 1;
  }
  return sources;
}
