import { knownPlatform } from "../config/index.ts";
import { formatPlatform, type Platform } from "../rulekit/index.ts";
import { parseDockerfile } from "../syntax/dockerfile/index.ts";
import { DockerfileSourceCode, treeOf, type DockerfileNode } from "./source-code.ts";

/** What a configuration of ESLint may say about Dockerfiles. */
export interface DockerfileOptions {
  readonly platforms: readonly Platform[];
  readonly builder: Platform;
  readonly buildArgs: ReadonlyMap<string, string>;
}

interface File {
  readonly path: string;
  readonly body: string | Uint8Array;
}

/** The language `anyarch/dockerfile`. Parsing never fails: what BuildKit would refuse is a finding of a rule. */
export const language = {
  fileType: "text",
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: "type",
  visitorKeys: { Dockerfile: ["instructions"], Instruction: [] },
  validateLanguageOptions(options: unknown): void {
    optionsOf(options);
  },
  parse({ path, body }: File): { readonly ok: true; readonly ast: DockerfileNode } {
    return { ok: true, ast: treeOf(parseDockerfile(path, textOf(body))) };
  },
  createSourceCode({ body }: File, { ast }: { readonly ast: DockerfileNode }): DockerfileSourceCode {
    return new DockerfileSourceCode(textOf(body), ast);
  },
} as const;

const KEYS: ReadonlySet<string> = new Set(["platforms", "buildPlatform", "buildArgs"]);

/** Reads `languageOptions`; throws with a sentence where one can't be used, which is how ESLint wants it. */
export function optionsOf(given: unknown): DockerfileOptions {
  const options = (given ?? {}) as Readonly<Record<string, unknown>>;
  const unknown = Object.keys(options).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw new TypeError(`unknown key "${unknown}" in languageOptions; there are ${[...KEYS].join(", ")}`);
  const { platforms = ["linux/amd64", "linux/arm64"], buildPlatform = "linux/amd64", buildArgs = {} } = options;
  if (!Array.isArray(platforms) || platforms.length === 0) throw new TypeError("languageOptions.platforms must be a list of platforms");
  if (typeof buildArgs !== "object" || buildArgs === null || Object.values(buildArgs).some((value) => typeof value !== "string")) throw new TypeError("languageOptions.buildArgs must hold texts");
  const wanted = new Map(platforms.map(platformOf).map((platform) => [formatPlatform(platform), platform]));
  return { platforms: [...wanted.values()], builder: platformOf(buildPlatform), buildArgs: new Map(Object.entries(buildArgs as Record<string, string>)) };
}

function platformOf(given: unknown): Platform {
  const platform = typeof given === "string" ? knownPlatform(given) : undefined;
  if (platform === undefined) throw new TypeError(`unknown platform ${JSON.stringify(given)} in languageOptions`);
  return platform;
}

function textOf(body: string | Uint8Array): string {
  return typeof body === "string" ? body : new TextDecoder("utf-8", { ignoreBOM: true }).decode(body);
}
