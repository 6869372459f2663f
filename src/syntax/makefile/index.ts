export { parseMakefile } from "./parse.ts";
export type { MakeAssignment, Makefile, MakeRule } from "./types.ts";
