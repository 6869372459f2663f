export * from "./judge.ts";
export * from "./suppress.ts";
export * from "./suppression-index.ts";
export * from "./suppressions.ts";
export * from "./needs.ts";
