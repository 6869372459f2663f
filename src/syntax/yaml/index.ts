export { loadYamlReader, type YamlReader } from "./read.ts";
export * from "./nodes.ts";
export type * from "./types.ts";
