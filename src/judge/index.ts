export * from "./judge.ts";
export * from "./suppress.ts";
export * from "./suppressions.ts";
