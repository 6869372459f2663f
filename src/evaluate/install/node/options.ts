import type { EffectOf } from "../../effect.ts";
import { textOf } from "../../value.ts";

/** What the options of npm, pnpm, yarn or bun and their variables say about what is installed. */
export interface NodeOptions {
  /** The folder that it works in, relative to where it is called; empty: there. */
  readonly folder: string;
  readonly isGlobal: boolean;
  readonly omitsDev: boolean;
  readonly omitsOptional: boolean;
  /** Whether install scripts are left out, so that nothing is compiled or fetched beside the packages. */
  readonly omitsScripts: boolean;
}

/** Reads them; what is not known counts as not said. */
export function nodeOptions({ call }: EffectOf<"install">): NodeOptions {
  const options = (call?.options ?? []).map(({ name, value }) => ({ name, value: value === undefined ? "" : textOf(value) }));
  const variable = (name: string): string => textOf(call?.env.get(name) ?? { pieces: [] }).trim();
  const isSet = (...names: readonly string[]): boolean => options.some(({ name, value }) => names.includes(name) && value !== "false");
  const omits = [...options.filter(({ name }) => name === "--omit").map(({ value }) => value), variable("npm_config_omit")].join(" ");
  const only = options.find(({ name }) => name === "--only")?.value ?? "";
  const includesDev = options.some(({ name, value }) => (name === "--include" && value === "dev") || ((name === "--production" || name === "--prod") && value === "false"));
  const production = isSet("--production", "--prod", "-P") || /^prod/.test(only) || isTrue(variable("npm_config_production")) || variable("NODE_ENV") === "production";
  return {
    folder: options.find(({ name }) => /^(?:--prefix|-C|--dir|--cwd)$/.test(name))?.value ?? "",
    isGlobal: isSet("-g", "--global") || call?.words.includes("global") === true,
    omitsDev: !includesDev && (production || /\bdev\b/.test(omits)),
    omitsOptional: isSet("--no-optional", "--ignore-optional") || /\boptional\b/.test(omits),
    omitsScripts: isSet("--ignore-scripts") || isTrue(variable("npm_config_ignore_scripts")),
  };
}

function isTrue(text: string): boolean {
  return /^(?:true|1|yes)$/i.test(text);
}
