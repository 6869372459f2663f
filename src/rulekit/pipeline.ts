import type { PipelineFile, PlacedBuild, Setting, SettingList } from "../model/pipeline/index.ts";
import { joined } from "../model/pipeline/path.ts";
import { runsOn } from "../model/platform-match.ts";
import { formatPlatform, parsePlatform, type Platform } from "../model/platform.ts";
import type { TextEdit } from "../text/index.ts";
import type { Repository } from "./types.ts";

/** The platform that a setting names; undefined where it isn't known or is none. */
export function platformIn({ text }: Setting): Platform | undefined {
  if (text === undefined) return undefined;
  const platform = parsePlatform(text.trim(), { os: "linux", arch: "amd64" });
  return "error" in platform ? undefined : platform;
}

/** The platforms of a list; undefined when not all of them are known. */
export function platformsIn(list: SettingList): readonly Platform[] | undefined {
  const platforms = list.items.map(platformIn);
  return platforms.every((platform) => platform !== undefined) ? platforms : undefined;
}

/** Whether one of the platforms does for the platform that is wanted. */
export function serves(platforms: readonly Platform[], wanted: Platform): boolean {
  return platforms.some((platform) => formatPlatform(platform) === formatPlatform(wanted) || runsOn(platform, wanted));
}

/** A build of a pipeline, and the file that asks for it. */
export interface BuildInFile {
  readonly build: PlacedBuild;
  readonly file: PipelineFile;
}

/**
 * Builds of the same image: those of one Dockerfile and target, wherever they are asked for. Builds of a file whose Dockerfile isn't known
 * count as builds of one image, since they may be.
 */
export function imagesBuilt(repository: Repository): readonly (readonly BuildInFile[])[] {
  const groups = new Map<string, BuildInFile[]>();
  for (const file of repository.files) {
    for (const build of file.builds) {
      const key = identityOf({ build, file });
      groups.set(key, [...(groups.get(key) ?? []), { build, file }]);
    }
  }
  return [...groups.values()];
}

function identityOf({ build, file }: BuildInFile): string {
  const dockerfile = dockerfileOf({ build, file });
  return dockerfile === undefined || (build.target !== undefined && build.target.text === undefined) ? `\0${file.file}` : `${dockerfile}\0${build.target?.text ?? ""}`;
}

/** The Dockerfile of a build, as reports name it; undefined where it isn't known. */
export function dockerfileOf({ build, file }: BuildInFile): string | undefined {
  const { context, dockerfile, tool } = build;
  if ((context !== undefined && context.text === undefined) || (dockerfile !== undefined && dockerfile.text === undefined)) return undefined;
  const isLocal = tool === "compose" || tool === "bake";
  const folder = isLocal ? file.file.slice(0, file.file.lastIndexOf("/") + 1) : rootOf(file.file);
  const base = context?.text ?? ".";
  if (/^[a-z]+:\/\/|^git@/.test(base)) return undefined;
  // The file is relative to the context for compose and bake, and to the working directory for the others.
  const path = dockerfile === undefined ? `${base}/Dockerfile` : isLocal ? `${base}/${dockerfile.text ?? ""}` : (dockerfile.text ?? "");
  return joined(folder, path);
}

/** The folder that holds `.github`. */
function rootOf(file: string): string {
  const at = file.search(/(?:^|\/)\.(?:github|gitea|forgejo)\//);
  return at <= 0 ? "" : file.slice(0, at + 1);
}

/** The edit that puts further items behind the last one of a list, in the form it has; none for a list that can't grow where it stands. */
export function appendTo(list: SettingList, items: readonly string[], text: string): readonly TextEdit[] {
  const last = list.items.at(-1);
  if (last === undefined || !last.literal || list.form === "fixed") return [];
  const { file } = last.at;
  const insert = (offset: number, newText: string): readonly TextEdit[] => [{ range: { file, start: offset, end: offset }, newText }];
  const before = list.items.at(-2);
  if (list.form === "commas") {
    const separator = before?.literal === true ? text.slice(before.at.end, last.at.start) : ",";
    return insert(last.at.end, items.map((item) => `${/^\s*,\s*$/.test(separator) ? separator : ","}${item}`).join(""));
  }
  const quote = /["']/.exec(text[last.at.end] ?? "")?.[0] ?? "";
  const end = last.at.end + quote.length;
  if (list.form === "inline") return insert(end, items.map((item) => `, ${quote}${item}${quote}`).join(""));
  const lineStart = text.lastIndexOf("\n", last.at.start - 1) + 1;
  const lead = text.slice(lineStart, last.at.start - quote.length);
  if (!/^\s*-\s+$/.test(lead)) return [];
  const lineEnd = text.indexOf("\n", end);
  const newline = text[lineEnd - 1] === "\r" ? "\r\n" : "\n";
  const at = lineEnd < 0 ? text.length : newline === "\r\n" ? lineEnd - 1 : lineEnd;
  return insert(at, items.map((item) => `${newline}${lead}${quote}${item}${quote}`).join(""));
}
