export type * from "./build.ts";
export type * from "./effect.ts";
export * from "./value.ts";
export { evaluate, lookUpBases } from "./dockerfile/evaluate.ts";
