import { rules } from "../session/index.ts";
import { language } from "./language.ts";
import { eslintRule } from "./rule.ts";

/** Put in by the build. */
declare const ANYARCH_VERSION: string | undefined;

const SEVERITIES = { error: "error", warning: "warn", note: "warn" } as const;

const own = {
  meta: { name: "anyarch", version: typeof ANYARCH_VERSION === "string" ? ANYARCH_VERSION : "0.0.0", namespace: "anyarch" },
  languages: { dockerfile: language },
  rules: Object.fromEntries(rules.map(({ meta }) => [meta.id, eslintRule(meta)])),
};

/** Every rule at its own level, for the names that Dockerfiles bear. */
const recommended = {
  name: "anyarch/recommended",
  files: ["**/{Dockerfile,Containerfile,dockerfile,containerfile}", "**/{Dockerfile,Containerfile}.*", "**/*.{Dockerfile,dockerfile,Containerfile,containerfile}"],
  ignores: ["**/*.dockerignore"],
  plugins: { anyarch: own },
  language: "anyarch/dockerfile",
  rules: Object.fromEntries(rules.map(({ meta }) => [`anyarch/${meta.id}`, SEVERITIES[meta.level]])),
};

/** The plugin for ESLint: `export default [anyarch.configs.recommended]`. */
export const plugin = { ...own, configs: { recommended } };
