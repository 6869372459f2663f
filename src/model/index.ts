export * from "./platform.ts";
export * from "./platform-match.ts";
export * from "./platform-names.ts";
export * from "./reference.ts";
