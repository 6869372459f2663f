export { parseHcl } from "./parse.ts";
export type * from "./types.ts";
