export * from "./kinds.ts";
export type * from "./types.ts";
export { NO_SETTINGS } from "./types.ts";
export { isReadable, readManifest } from "./readers.ts";
